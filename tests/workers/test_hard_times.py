"""A disk that is full, clocks that jump, very much that is due at once."""

import asyncio
import datetime as dt
from typing import Any

import pytest

from service.domain.ids import DeliveryId
from service.queues.connection import open_redis
from service.queues.deliveries import DeliveryQueue
from service.store import attempts
from service.store.database import Database
from service.store.sqlite import SqliteDatabase
from tests.alerts import announce, gaps, owe, subscribe
from tests.receiver import Play, Request, receiving
from tests.working import now, settled, states, until, working
from workers import deliver, retry
from workers.claim import Claimed, claim
from workers.relay import Relay

MANY = 20_000


async def limit(db: Database, pages: int) -> None:
    """Let the file of a database grow to so many pages."""
    await db.execute(f"PRAGMA max_page_count = {pages}")


async def test_a_full_disk_delays_what_is_written_and_loses_nothing(
    db: Database, redis_url: str
) -> None:
    if not isinstance(db, SqliteDatabase):
        pytest.skip("PostgreSQL's disk is not ours to fill")
    redis = open_redis(redis_url)
    async with receiving(lambda request: Play(body=b"x" * 8000, delay=0.2)) as receiver:
        to = await subscribe(db, receiver.url("/"), now(), max_concurrent=32, max_per_second=1e6)
        await owe(db, 200, [to.id], now())
        async with working(db, redis, "full-disk", timeout=15.0):
            await until(lambda: len(receiver.requests) > 0)
            await limit(db, 1)  # As many as there are: it does not shrink.
            await asyncio.sleep(0.5)
            assert (await states(db)).get("delivered", 0) < 200
            await limit(db, 1_000_000)
            await settled(db, {"delivered": 200})
        assert len(receiver.requests) == len(receiver.ids()) == 200
    await redis.aclose()


async def test_a_clock_that_jumps_loses_nothing_and_numbers_stay_whole(
    db: Database, redis_url: str
) -> None:
    redis = open_redis(redis_url)
    ahead, failing = dt.timedelta(), True

    def behave(request: Request) -> Play:
        return Play(500) if failing and request.number == 1 else Play(delay=0.05)

    async with receiving(behave) as receiver:
        to = [
            (await subscribe(db, receiver.url(f"/{n}"), now(), retry_waits=(1,) * 5)).id
            for n in range(4)
        ]
        await owe(db, 5, to, now())
        async with (
            working(db, redis, f"jumping-{db.dialect}", lambda: now() + ahead),
            working(db, redis, f"jumping-{db.dialect}"),
        ):
            await until(lambda: len(receiver.requests) > 5)
            ahead = dt.timedelta(hours=1)
            await owe(db, 5, to, now(), start=5)
            await until(lambda: len(receiver.requests) > 25)
            ahead = dt.timedelta(hours=-1)
            await owe(db, 5, to, now(), start=10)
            await until(lambda: len(receiver.ids()) > 0)
        # What a wrong clock put off is due by one that is further ahead.
        ahead, failing = dt.timedelta(hours=2), False
        async with working(db, redis, f"jumping-{db.dialect}", lambda: now() + ahead):
            await settled(db, {"delivered": 60})
        assert len(receiver.ids()) == 60
        assert await gaps(db) == 0
    await redis.aclose()


@pytest.mark.parametrize("url", ["", "unix:///nonexistent/socket"])
async def test_who_is_frozen_for_long_gives_back_what_it_claimed(
    db: Database, redis_url: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    redis = open_redis(url or redis_url)
    frozen = dt.timedelta()

    async def claim_and_freeze(*given: Any, **options: Any) -> Claimed:
        nonlocal frozen
        claimed = await claim(*given, **options)
        frozen = dt.timedelta(seconds=6 if claimed.parcels else 0) or frozen
        return claimed

    monkeypatch.setattr(deliver, "claim", claim_and_freeze)
    monkeypatch.setattr(retry, "OWN_FAULT_WAIT", dt.timedelta(seconds=0.1))
    async with receiving() as receiver:
        to = await subscribe(db, receiver.url("/"), now())
        await owe(db, 3, [to.id], now())
        async with working(db, redis, f"frozen-{db.dialect}", lambda: now() + frozen):
            await settled(db, {"delivered": 3})
    assert sorted(request.headers["parley-attempt"] for request in receiver.requests) == ["2"] * 3
    for request in receiver.requests:
        first, _ = await attempts.of(db, DeliveryId(request.id))
        assert (first.outcome, first.error) == ("internal", "the worker was frozen before it began")
    await redis.aclose()


async def test_very_many_due_at_once_are_taken_in_steps_and_hide_nobody(
    db: Database, redis_url: str
) -> None:
    redis = open_redis(redis_url)
    crowd = await subscribe(db, "http://127.0.0.1:9/", now())
    other = await subscribe(db, "http://127.0.0.1:9/other", now())
    async with db.transaction() as tx:
        event = await announce(tx, "much", now())
        await tx.execute(_MUCH, event=event, to=crowd.id)
    await owe(db, 1, [other.id], now())
    queue = DeliveryQueue(redis, f"crowd-{db.dialect}")
    relay = Relay(db, queue, now)
    steps = known = 0
    while known <= MANY:
        await relay.step()
        before, known = known, (await queue.work())["known"]
        assert 0 < known - before <= 500
        steps += 1
    given = await queue.read(64, 0, 0)
    assert sorted(entry.subscription for entry in given) == sorted([crowd.id] * 4 + [other.id])
    assert steps >= MANY / 500
    await redis.aclose()


_MUCH = f"""
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY})
    INSERT INTO deliveries (id, event_id, subscription_id, format, state, due_at, created_at)
    SELECT 'dlv_' || i, CAST(:event AS TEXT) || i, CAST(:to AS TEXT), 'standard', 'pending', i, i
    FROM n
"""
