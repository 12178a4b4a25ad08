"""Hints wake whoever waits, in this process and others, and are silent when Redis is away."""

import asyncio

from service.queues.connection import open_redis
from service.queues.hints import Hints


async def test_a_hint_wakes_another_process_once(redis_url: str) -> None:
    here, there = open_redis(redis_url), open_redis(redis_url)
    waiting, waking = Hints(here), Hints(there)
    while await waiting.wait("work", 0.05):
        pass
    await waking.wake("work")
    await waking.wake("other")
    assert await waiting.wait("work", 5)
    assert not await waiting.wait("work", 0.05)
    assert await waiting.wait("other", 5)
    assert await waking.first("slot", 10)
    assert not await waiting.first("slot", 10)
    for hints, redis in ((waiting, here), (waking, there)):
        await hints.close()
        await redis.aclose()


async def test_without_a_server_there_are_no_hints_and_no_errors() -> None:
    redis = open_redis("unix:///nonexistent/socket")
    hints = Hints(redis)
    await hints.wake("elsewhere")
    assert not await hints.wait("work", 0.05)
    await hints.wake("work")
    assert await hints.wait("work", 0.05)
    assert await hints.first("slot", 10)
    await hints.close()
    await redis.aclose()


async def test_closing_ends_though_the_listener_has_only_begun(redis_url: str) -> None:
    for moment in range(25):
        redis = open_redis(redis_url)
        hints = Hints(redis)
        waiting = asyncio.create_task(hints.wait("work", 5))
        for _ in range(moment):
            await asyncio.sleep(0)
        closing = asyncio.create_task(hints.close())
        assert (await asyncio.wait([closing], timeout=10))[0] == {closing}
        waiting.cancel()
        await redis.aclose()
