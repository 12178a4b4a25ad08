"""Names to addresses: resolved once, every address judged, kept for a short while."""

import asyncio
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from service.domain.addresses import Network, denied

_KEEP = 30.0
_KEEP_FAILED = 5.0
_TIMEOUT = 5.0
_MOST = 4096


class Blocked(Exception):
    """The name or address is not one that may be connected to."""


class Resolver:
    """Resolves host names, one query a name at a time, and refuses denied addresses."""

    def __init__(self, allowed: Sequence[Network]) -> None:
        self._allowed = tuple(allowed)
        # A pool of our own: names that hang must not stop the loop's other threads.
        self._threads = ThreadPoolExecutor(16, thread_name_prefix="resolver")
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
        self._known[host] = (now + _KEEP, task)
        task.add_done_callback(lambda done: self._shorten(host, done, now))

    def _shorten(self, host: str, task: "asyncio.Task[tuple[str, ...]]", now: float) -> None:
        if not task.cancelled() and task.exception() is not None:
            self._known[host] = (now + _KEEP_FAILED, task)

    async def _look_up(self, host: str) -> tuple[str, ...]:
        found = await asyncio.wait_for(self._query(host), _TIMEOUT)
        for address in found:
            why = denied(address, self._allowed)
            if why:
                raise Blocked(f"{address} is not allowed: {why}")
        return found

    async def _query(self, host: str) -> tuple[str, ...]:
        if denied(host) != "not an address":
            return (host,)
        loop = asyncio.get_running_loop()
        rows = await loop.run_in_executor(self._threads, _addresses, host)
        return tuple(dict.fromkeys(rows))

    def close(self) -> None:
        """Forget all and let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _addresses(host: str) -> list[str]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(row[4][0]) for row in found]
