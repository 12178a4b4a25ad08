"""A deliverer in this process, on a queue and a clock of the test's choice."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from redis.asyncio import Redis

from service.domain.addresses import parse_networks
from service.queues.deliveries import DeliveryQueue
from service.queues.hints import Hints
from service.store.database import Database
from workers.deliver import Deliverer
from workers.outbound import Outbound


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@asynccontextmanager
async def working(
    db: Database,
    redis: "Redis",
    root: str,
    clock: Callable[[], dt.datetime] = now,
    timeout: float = 2.0,
) -> AsyncIterator[DeliveryQueue]:
    """Run a deliverer; stop it in good order at the end."""
    queue, hints = DeliveryQueue(redis, root), Hints(redis)
    outbound = Outbound(parse_networks(["127.0.0.0/8"]))
    made = Deliverer(db, queue, outbound, hints, slots=32, timeout=timeout, clock=clock)
    stop = asyncio.Event()
    task = asyncio.create_task(made.run(stop))
    try:
        yield queue
    finally:
        stop.set()
        await task
        await outbound.close()
        await hints.close()


async def settled(db: Database, expected: dict[str, int], seconds: float = 30.0) -> None:
    """Wait until the deliveries are in these states."""
    async with asyncio.timeout(seconds):
        while await states(db) != expected:
            await asyncio.sleep(0.02)


async def states(db: Database) -> dict[str, int]:
    """Return how many deliveries are in each state."""
    rows = await db.fetch("SELECT state, COUNT(*) FROM deliveries GROUP BY state")
    return dict(rows)


async def until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)
