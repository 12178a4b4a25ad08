"""The clock rings, once a tick however many there are."""

import asyncio
from collections import defaultdict

import pytest

from service.queues.connection import open_redis
from service.queues.hints import Hints
from workers import clock


async def test_two_clocks_ring_each_bell_once_a_tick(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "BELLS", {"test-bell": 1})
    won: defaultdict[str, list[bool]] = defaultdict(list)
    rung: list[str] = []

    class Bell(Hints):
        async def first(self, slot: str, seconds: int) -> bool:
            won[slot].append(await super().first(slot, seconds))
            return won[slot][-1]

        async def wake(self, name: str) -> None:
            rung.append(name)

    redis = open_redis(redis_url)
    stop = asyncio.Event()
    clocks = [asyncio.create_task(clock.run(Bell(redis), stop)) for _ in range(2)]
    async with asyncio.timeout(10):
        while not any(len(asked) == 2 for asked in won.values()):
            await asyncio.sleep(0.02)
    stop.set()
    await asyncio.gather(*clocks)
    await redis.aclose()
    assert [sum(asked) for asked in won.values()] == [1] * len(won)
    assert rung == ["test-bell"] * len(won)
