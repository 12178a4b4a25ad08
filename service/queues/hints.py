"""Hints that there is work: they save waiting, and nothing depends on them."""

import asyncio
import contextlib
from collections import defaultdict

from redis.asyncio import Redis

from service.errors import ParleyError
from service.queues.connection import told

_CHANNEL = "parley:hints"
_AGAIN = 1.0
_MOMENT = 0.05


class Hints:
    """Wakes whoever waits for a name, in any process; silent while Redis is away."""

    def __init__(self, redis: "Redis") -> None:
        self._redis = redis
        self._events: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._listener: asyncio.Task[None] | None = None

    async def wake(self, name: str) -> None:
        """Tell all who wait for a name that there is work."""
        self._events[name].set()
        with contextlib.suppress(ParleyError), told():
            await self._redis.publish(_CHANNEL, name)

    async def first(self, slot: str, seconds: int) -> bool:
        """Tell whether this process is the first to ask for a slot; all are while Redis is away."""
        try:
            with told():
                return bool(await self._redis.set(f"{_CHANNEL}:{slot}", "1", nx=True, ex=seconds))
        except ParleyError:
            return True

    async def wait(self, name: str, seconds: float) -> bool:
        """Wait for a hint, at most so long; tell whether one came, since the last call or now."""
        if self._listener is None:
            self._listener = asyncio.create_task(self._listen(), name="hints")
        event = self._events[name]
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), seconds)
        woken = event.is_set()
        event.clear()
        return woken

    async def _listen(self) -> None:
        while True:
            with contextlib.suppress(ParleyError), told():
                await self._follow()
            await asyncio.sleep(_AGAIN)

    async def _follow(self) -> None:
        async with self._redis.pubsub(ignore_subscribe_messages=True) as channel:
            await channel.subscribe(_CHANNEL)
            # What was said while nobody listened is unknown: look once.
            for event in self._events.values():
                event.set()
            while True:
                message = await channel.get_message(timeout=2.0)
                if message:
                    self._events[message["data"]].set()

    async def reachable(self) -> bool:
        """Tell whether Redis answers now."""
        with contextlib.suppress(ParleyError), told():
            await self._redis.ping()
            return True
        return False

    async def close(self) -> None:
        """Stop listening."""
        while self._listener is not None and not self._listener.done():
            # Once may not do: the client's `wait_for` takes no notice just when it has an answer.
            self._listener.cancel()
            await asyncio.wait([self._listener], timeout=_MOMENT)
