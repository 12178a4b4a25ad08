"""The relay's pieces of work: one that fails does not stop what is to be sent."""

from itertools import pairwise

import pytest

from service.queues.connection import open_redis
from service.queues.deliveries import DeliveryQueue
from service.store import settling, windows
from service.store.database import Database
from tests.alerts import owe, subscribe
from tests.working import now
from workers.relay import Relay
from workers.setbacks import Setbacks


async def test_work_that_fails_stops_neither_other_work_nor_what_is_to_be_sent(
    db: Database, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("a row that nobody can read")

    monkeypatch.setattr(windows, "turn", fail)
    monkeypatch.setattr(settling, "settle", fail)
    redis = open_redis(redis_url)
    one = await subscribe(db, "http://127.0.0.1:9/", now())
    await owe(db, 3, [one.id], now())
    await db.execute("UPDATE subscriptions SET turn_at = 0, settling = 1")
    queue = DeliveryQueue(redis, f"relay-{db.dialect}")
    relay = Relay(db, queue, now)
    waits = [await relay.step() for _ in range(3)]
    assert len(await queue.read(10, 0, 0)) == 3
    # What failed is not tried over and over without a rest.
    assert waits[-1] > 0
    await redis.aclose()


async def test_what_failed_is_tried_again_later_and_later() -> None:
    at, tried = 0.0, [0.0]
    setbacks = Setbacks(lambda: at)

    async def fail() -> str:
        tried.append(at)
        raise RuntimeError("not yet")

    for _ in range(100):
        at += 0.5
        assert await setbacks.spare("work", fail) is None
    assert [later - before for before, later in pairwise(tried)] == [0.5, 1, 2, 4, 8, 16]

    async def succeed() -> str:
        return "done"

    at += 1000
    assert await setbacks.spare("work", succeed) == "done"
    assert await setbacks.spare("work", succeed) == "done"

    async def away() -> None:
        raise ConnectionRefusedError("no server")

    with pytest.raises(ConnectionRefusedError):
        await setbacks.spare("work", away)
