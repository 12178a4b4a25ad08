"""Names to addresses: resolved once, every address judged, kept for a short while.

Asking blocks a thread, for half a minute if nobody answers. So names are told apart by how it went
the last time: those that were found, those that were never asked for, and those that hung do not
wait for each other, and of those that hung none is asked for twice at a time.
"""

import asyncio
import socket
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Literal

from service.domain.addresses import Network, denied

_KEEP = 30.0
_KEEP_FAILED = 5.0
_TIMEOUT = 5.0
_MOST = 4096

Standing = Literal["new", "found", "hung"]
# Threads; each begins when it is first needed.
_THREADS: dict[Standing, int] = {"new": 64, "found": 16, "hung": 16}


class Blocked(Exception):
    """The name or address is not one that may be connected to."""


class Resolver:
    """Resolves host names, one query a name at a time, and refuses denied addresses."""

    def __init__(self, allowed: Sequence[Network]) -> None:
        self._allowed = tuple(allowed)
        # Pools of our own: names that hang must not stop the loop's other threads.
        self._threads = {
            standing: ThreadPoolExecutor(most, thread_name_prefix=f"resolver-{standing}")
            for standing, most in _THREADS.items()
        }
        self._standing: dict[str, Standing] = {}
        self._asked: dict[str, Future[list[str]]] = {}
        self._known: dict[str, tuple[float, asyncio.Task[tuple[str, ...]]]] = {}

    async def resolve(self, host: str) -> tuple[str, ...]:
        """Return the addresses of a host, all of them allowed.

        Raises Blocked if any is denied, OSError if there are none, TimeoutError.
        """
        now = asyncio.get_running_loop().time()
        until, task = self._known.get(host, (0.0, None))
        if task is None or (task.done() and until < now):
            task = asyncio.create_task(self._look_up(host))
            self._remember(host, task, now)
        return await asyncio.shield(task)

    def _remember(self, host: str, task: "asyncio.Task[tuple[str, ...]]", now: float) -> None:
        if len(self._known) >= _MOST:
            self._known.clear()
            self._standing.clear()
            self._asked = {name: asked for name, asked in self._asked.items() if not asked.done()}
        self._known[host] = (now + _KEEP, task)
        task.add_done_callback(lambda done: self._shorten(host, done, now))

    def _shorten(self, host: str, task: "asyncio.Task[tuple[str, ...]]", now: float) -> None:
        if not task.cancelled() and task.exception() is not None:
            self._known[host] = (now + _KEEP_FAILED, task)

    async def _look_up(self, host: str) -> tuple[str, ...]:
        if denied(host) != "not an address":
            found: Sequence[str] = (host,)
        else:
            found = await self._query(host)
        for address in found:
            why = denied(address, self._allowed)
            if why:
                raise Blocked(f"{address} is not allowed: {why}")
        return tuple(dict.fromkeys(found))

    async def _query(self, host: str) -> list[str]:
        asked = self._asked.get(host)
        if asked is None or asked.done():
            pool = self._threads[self._standing.get(host, "new")]
            self._asked[host] = asked = pool.submit(_addresses, host)
        awaited = asyncio.wrap_future(asked)
        # If it fails when nobody waits for it any more, the loop would call that an error.
        awaited.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            # Shielded: what has begun cannot be stopped, and who asks next waits for it too.
            found = await asyncio.wait_for(asyncio.shield(awaited), _TIMEOUT)
        except TimeoutError:
            # One that never began has only waited for others.
            if not asked.cancel():
                self._standing[host] = "hung"
            raise
        self._standing[host] = "found"
        return found

    def close(self) -> None:
        """Forget all and let the threads go."""
        for pool in self._threads.values():
            pool.shutdown(wait=False, cancel_futures=True)


def _addresses(host: str) -> list[str]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(row[4][0]) for row in found]
