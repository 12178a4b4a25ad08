"""The whole way from what is owed to what arrives, with a real receiver, queue and database."""

import asyncio
import datetime as dt
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from standardwebhooks.webhooks import Webhook

from service.domain.addresses import parse_networks
from service.domain.ids import DeliveryId
from service.queues.connection import open_redis
from service.queues.deliveries import DeliveryQueue
from service.queues.hints import Hints
from service.store import deliveries
from service.store.database import Database
from tests.alerts import owe, subscribe
from tests.receiver import Request, receiving
from workers.deliver import Deliverer
from workers.outbound import Outbound

_numbers = itertools.count(1)
UNLIMITED = {"max_per_second": 1e6, "max_concurrent": 8}


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@asynccontextmanager
async def worker(db: Database, url: str, **options: float) -> AsyncIterator[DeliveryQueue]:
    """Run a worker on keys of its own; stop it in good order at the end."""
    redis = open_redis(url)
    queue = DeliveryQueue(redis, f"test-{next(_numbers)}")
    outbound = Outbound(parse_networks(["127.0.0.0/8"]))
    hints = Hints(redis)
    made = Deliverer(db, queue, outbound, hints, slots=32, timeout=options.get("timeout", 2.0))
    stop = asyncio.Event()
    task = asyncio.create_task(made.run(stop))
    try:
        yield queue
    finally:
        stop.set()
        await task
        await outbound.close()
        await hints.close()
        await redis.aclose()


async def until(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


async def states(db: Database) -> dict[str, int]:
    rows = await db.fetch("SELECT state, COUNT(*) FROM deliveries GROUP BY state")
    return dict(rows)


async def settled(db: Database, expected: dict[str, int], seconds: float = 15.0) -> None:
    """Wait until the deliveries are in these states."""
    async with asyncio.timeout(seconds):
        while await states(db) != expected:
            await asyncio.sleep(0.02)


def check(request: Request, secret: str) -> dict[str, object]:
    found: dict[str, object] = Webhook(secret).verify(request.body, request.headers)
    return found


async def test_what_is_owed_arrives_once_signed_and_leaves_nothing_behind(
    db: Database, redis_url: str
) -> None:
    async with receiving() as receiver, worker(db, redis_url) as queue:
        to = await subscribe(db, receiver.url("/a"), now(), headers={"x-team": "desk"}, **UNLIMITED)
        await owe(db, 100, [to.id], now())
        await settled(db, {"delivered": 100})
        assert len(receiver.requests) == len({r.id for r in receiver.requests}) == 100
        request = receiver.requests[0]
        body = check(request, to.secrets[0].value)
        assert set(body) == {"type", "timestamp", "data"}
        assert body["type"] == "meeting.announced"
        assert request.headers["parley-attempt"] == "1"
        assert request.headers["x-team"] == "desk"
        await until_empty(queue)
        [attempt] = await deliveries.attempts(db, DeliveryId(request.id))
        assert (attempt.outcome, attempt.status, attempt.excerpt) == ("delivered", 200, "ok")


async def until_empty(queue: DeliveryQueue) -> None:
    """At rest the queue holds no work."""
    async with asyncio.timeout(5):
        while any((await queue.work()).values()):
            await asyncio.sleep(0.02)
