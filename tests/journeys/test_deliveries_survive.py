"""Workers are killed and Redis is flushed in the middle of 2,000 deliveries; all of them arrive."""

import asyncio
import datetime as dt
import signal
from pathlib import Path

import pytest

from service.queues.connection import open_redis
from service.store.engines import connect
from tests.alerts import gaps, owe, subscribe
from tests.faults.fleet import fleet
from tests.receiver import Play, Request, receiving
from tests.servers import redis_server

COUNT = 2000


@pytest.mark.slow
async def test_nothing_is_lost_when_workers_are_killed_and_redis_is_flushed(
    database_url: str, tmp_path: Path
) -> None:
    db = await connect(database_url)
    now = dt.datetime.now(dt.UTC)
    slow = Play(delay=0.01)
    with redis_server() as redis_url, fleet(database_url, redis_url, tmp_path / "log") as workers:
        async with receiving(lambda request: slow) as receiver:
            to = [
                (await subscribe(db, receiver.url(f"/{n}"), now, max_per_second=1000.0)).id
                for n in range(20)
            ]
            await owe(db, COUNT // len(to), to, now)
            workers.start()
            await arrived(receiver.requests, COUNT // 4)
            workers.end(0, signal.SIGKILL)
            workers.start()
            await arrived(receiver.requests, COUNT // 2)
            redis = open_redis(redis_url)
            await redis.flushall()
            await redis.aclose()
            workers.end(0, signal.SIGKILL)
            workers.start()
            async with asyncio.timeout(40):
                while await db.fetchval(
                    "SELECT COUNT(*) FROM deliveries WHERE state <> 'delivered'"
                ):
                    await asyncio.sleep(0.1)
            workers.stop()
            assert len(receiver.ids()) == COUNT
            # What was on its way when a worker died is sent again, and no more than that.
            assert len(receiver.requests) - COUNT <= 2 * 64
    assert await gaps(db) == 0
    await db.close()


async def arrived(requests: list[Request], count: int) -> None:
    async with asyncio.timeout(30):
        while len(requests) < count:
            await asyncio.sleep(0.01)
