"""Digests, quiet hours and caps, on both engines: step by step, and with a real receiver."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from msgspec import structs

from service.domain.deliveries import Delivery
from service.domain.events import Event
from service.domain.ids import SubscriptionId
from service.domain.pace import DigestPlan, QuietHours
from service.domain.subscriptions import Subscription
from service.queues.connection import open_redis
from service.queues.deliveries import DeliveryQueue
from service.store import deliveries, events, outbox, pacing, subscriptions
from service.store.database import Database
from tests.alerts import announce, owe, subscribe
from tests.receiver import receiving
from tests.workers.test_deliver import now, settled, states, worker
from workers.relay import Relay

NOON = dt.datetime(2026, 5, 4, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
HOURLY = DigestPlan(every_minutes=60)
NIGHT = QuietHours(start="22:00", end="07:00")


class Steps:
    """A relay on a clock that is set by hand."""

    def __init__(self, db: Database, queue: DeliveryQueue) -> None:
        self.at = NOON
        self._relay = Relay(db, queue, lambda: self.at)

    async def until(self, at: dt.datetime) -> None:
        """Do all there is to do at a time."""
        self.at = at
        while not await self._relay.step():
            pass


@pytest.fixture
async def steps(db: Database, redis_url: str) -> AsyncIterator[Steps]:
    redis = open_redis(redis_url)
    await redis.flushall()
    yield Steps(db, DeliveryQueue(redis, "test-pace"))
    await redis.aclose()


async def found(db: Database, to: SubscriptionId, state: Any) -> list[Delivery]:
    return list((await deliveries.find(db, subscription=to, state=state)).items)


async def pending(db: Database, to: Subscription) -> list[Event]:
    """Return what may be sent now, the newest first."""
    owed = await found(db, to.id, "pending")
    told = await events.get_many(db, [one.event for one in owed])
    return [told[one.event] for one in owed]


def data(event: Event) -> Any:
    return msgspec.json.decode(event.payload)


async def change(db: Database, to: Subscription, at: dt.datetime, **values: Any) -> None:
    async with db.transaction() as tx:
        await subscriptions.update(tx, to.id, lambda s: structs.replace(s, changed_at=at, **values))


async def test_what_a_digest_gathers_is_told_once_and_together(
    db: Database, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = await subscribe(db, "https://a.example/", digest=HOURLY, description="Desk")
    other = await subscribe(db, "https://b.example/")
    await owe(db, 3, [to.id, other.id], NOON)
    await steps.until(NOON)
    assert await states(db) == {"held": 3, "pending": 3}
    [digest] = {one.digest for one in await found(db, to.id, "held")}
    assert digest
    await owe(db, 2, [to.id], NOON + HOUR / 2, start=3)
    await steps.until(NOON + HOUR - dt.timedelta(seconds=1))
    assert await pending(db, to) == []

    async def cut(*_: object) -> None:
        raise ConnectionResetError("the database went away")

    # Stopped halfway, all is as it was.
    with monkeypatch.context() as broken:
        broken.setattr(pacing, "close", cut)
        with pytest.raises(ConnectionResetError):
            await steps.until(NOON + HOUR)
    assert await states(db) == {"held": 5, "pending": 3}

    await steps.until(NOON + HOUR)
    await steps.until(NOON + HOUR)
    [told] = await pending(db, to)
    assert (told.type, told.subject, told.occurred_at) == ("digest", to.id, NOON + HOUR)
    content = data(told)
    assert (content["why"], content["digest"], content["more"]) == ("digest", digest, 0)
    assert (content["events"], content["counts"]) == (5, {"meeting.announced": 5})
    assert sum(item["updates"] for item in content["items"]) == 5
    members = (await deliveries.find(db, digest=digest)).items
    [sent] = await found(db, to.id, "pending")
    assert {(one.state, one.reason) for one in members} == {("digested", sent.id)}

    # What comes after is for the next one; one that brought nothing is not told.
    await owe(db, 1, [to.id], NOON + HOUR, start=5)
    await steps.until(NOON + HOUR)
    [late] = await found(db, to.id, "held")
    assert late.digest not in (None, digest)
    async with db.transaction() as tx:
        await deliveries.retry(tx, late.id, steps.at)
    await steps.until(NOON + 3 * HOUR)
    assert len(await pending(db, to)) == 2
    assert await db.fetch("SELECT * FROM digests") == []


async def test_a_digest_waits_while_its_subscription_does_and_goes_with_it(
    db: Database, steps: Steps
) -> None:
    paused = await subscribe(db, "https://a.example/", digest=HOURLY)
    expiring = await subscribe(db, "https://b.example/", digest=HOURLY, expires_at=NOON + HOUR / 2)
    removed = await subscribe(db, "https://c.example/", digest=HOURLY)
    changed = await subscribe(db, "https://d.example/", digest=HOURLY)
    everyone = [paused.id, expiring.id, removed.id, changed.id]
    await owe(db, 2, everyone, NOON)
    await steps.until(NOON)
    await owe(db, 1, everyone, NOON, start=2)
    async with db.transaction() as tx:
        await subscriptions.set_state(tx, paused.id, "paused", None, NOON)
        await subscriptions.remove(tx, removed.id, NOON)
    await change(db, changed, NOON, digest=None)
    await steps.until(NOON + HOUR / 2)
    assert [event.type for event in await pending(db, changed)] == ["digest", "meeting.announced"]
    await steps.until(NOON + 2 * HOUR)
    assert len(await found(db, paused.id, "held")) == len(await found(db, expiring.id, "held")) == 3
    assert len(await found(db, removed.id, "cancelled")) == 3
    async with db.transaction() as tx:
        await subscriptions.set_state(tx, paused.id, "active", None, steps.at)
    await change(db, expiring, steps.at, state="active", expires_at=None)
    await steps.until(NOON + 2 * HOUR)
    for to in (paused, expiring):
        [told] = await pending(db, to)
        assert (told.type, data(told)["events"]) == ("digest", 3)
    assert await db.fetch("SELECT * FROM digests") == []


async def test_a_large_digest_stays_small(db: Database, steps: Steps) -> None:
    to = await subscribe(db, "https://a.example/", digest=HOURLY)
    async with db.transaction() as tx:
        for number in range(600):
            city = f"{number} " + "a long name of a city " * 10
            event = await announce(tx, f"large-{number}", NOON, city=city)
            await deliveries.fan_out(tx, event, [to.id], NOON)
    await steps.until(NOON + HOUR)
    [told] = await pending(db, to)
    content = data(told)
    assert len(bytes(told.payload)) < 20_000
    assert len(content["items"]) + content["more"] == content["events"] == 600
    assert len(content["items"]) > 20


async def test_nothing_is_sent_in_quiet_hours_and_all_of_it_after_in_order(
    db: Database, steps: Steps
) -> None:
    night, morning = NOON + 11 * HOUR, NOON + 17 * HOUR
    to = await subscribe(
        db, "https://a.example/", quiet_hours=NIGHT, time_zone="Europe/Berlin", digest=None
    )
    await owe(db, 1, [to.id], NOON)
    await steps.until(NOON)
    [early] = await found(db, to.id, "pending")

    async def claimed(at: dt.datetime) -> list[outbox.Parcel]:
        async with db.transaction() as tx:
            return await outbox.claim(tx, {early.id: to.id}, "t", at, HOUR)

    # What was due before is not claimed in the night, whoever asks, and whoever has not looked.
    assert await claimed(night) == []
    assert await outbox.due_now(db, night, 9, 9) == {}
    for number in range(1, 4):
        await owe(db, 1, [to.id], night + number * HOUR, start=number)
        await steps.until(night + number * HOUR)
    assert {one.reason for one in await found(db, to.id, "held")} == {"quiet hours"}
    assert await pending(db, to) == [await events.get(db, early.event)]
    await db.execute("UPDATE deliveries SET queued = ''")
    await steps.until(night + 4 * HOUR)
    assert len(await found(db, to.id, "held")) == 4
    await steps.until(morning - dt.timedelta(seconds=1))
    assert await pending(db, to) == []
    await steps.until(morning)
    assert await states(db) == {"pending": 4}
    due = await outbox.due_now(db, morning, 9, 9)
    assert list(due) == [
        one.id for one in reversed((await deliveries.find(db, subscription=to.id)).items)
    ]
    await owe(db, 1, [to.id], NOON + 34 * HOUR, start=9)
    await change(db, to, NOON + 34 * HOUR, quiet_hours=None)
    await steps.until(NOON + 34 * HOUR)
    assert await states(db) == {"pending": 5}


async def test_beyond_the_cap_one_notice_and_the_rest_tomorrow(db: Database, steps: Steps) -> None:
    to = await subscribe(db, "https://a.example/secret", daily_cap=2, time_zone="Asia/Yerevan")
    desk = await subscribe(db, "https://b.example/", events=("subscription.capped",))
    await owe(db, 1, [to.id], NOON)
    await steps.until(NOON)
    await owe(db, 4, [to.id], NOON + HOUR, start=1)
    await steps.until(NOON + HOUR)
    await owe(db, 2, [to.id], NOON + 2 * HOUR, start=5)
    await steps.until(NOON + 2 * HOUR)
    told = await pending(db, to)
    assert sorted(event.type for event in told) == 2 * ["meeting.announced"] + [
        "subscription.capped"
    ]
    notice = next(event for event in told if event.type == "subscription.capped")
    midnight = dt.datetime(2026, 5, 4, 20, 0, tzinfo=dt.UTC)
    about = data(notice)["subscription"]
    assert about["rest_told_at"] == midnight.isoformat().replace("+00:00", "Z")
    assert "secret" not in about["url"]
    assert [event.id for event in await pending(db, desk)] == [notice.id]
    assert {one.reason for one in await found(db, to.id, "held")} == {"daily cap"}

    await steps.until(midnight)
    newest, *_ = await pending(db, to)
    assert (newest.type, data(newest)["why"], data(newest)["events"]) == ("digest", "daily cap", 5)
    await owe(db, 3, [to.id], midnight, start=7)
    await steps.until(midnight)
    kinds = [event.type for event in await pending(db, to)]
    assert kinds.count("subscription.capped") == 2
    assert kinds.count("meeting.announced") == 4


async def test_two_relays_at_once_tell_each_digest_once(
    db: Database, steps: Steps, redis_url: str
) -> None:
    to = [(await subscribe(db, "https://a.example/", digest=HOURLY)) for _ in range(30)]
    redis = open_redis(redis_url)
    others = [Steps(db, DeliveryQueue(redis, "test-pace")) for _ in range(2)]
    await owe(db, 3, [one.id for one in to], NOON)
    await asyncio.gather(*(one.until(NOON) for one in (steps, *others)))
    await asyncio.gather(*(one.until(NOON + HOUR) for one in (steps, *others)))
    assert await states(db) == {"digested": 90, "pending": 30}
    await redis.aclose()


@pytest.mark.parametrize("redis", ["here", "away"])
async def test_a_receiver_is_left_alone_in_its_quiet_hours(
    db: Database, redis_url: str, redis: str
) -> None:
    later = now() + 2 * HOUR
    quiet = QuietHours(start=f"{now() - HOUR:%H:%M}", end=f"{later:%H:%M}")
    url = redis_url if redis == "here" else "unix:///nonexistent/socket"
    async with receiving() as receiver, worker(db, url):
        to = await subscribe(db, receiver.url("/quiet"), now(), quiet_hours=quiet, max_concurrent=1)
        awake = await subscribe(db, receiver.url("/awake"), now(), quiet_hours=None)
        for number in range(5):
            await owe(db, 1, [to.id, awake.id], now(), start=number)
        await settled(db, {"delivered": 5, "held": 5})
        assert {request.path for request in receiver.requests} == {"/awake"}
        await change(db, to, now(), quiet_hours=None)
        await settled(db, {"delivered": 10})
    bodies = [request.body for request in receiver.requests if request.path == "/quiet"]
    keys = [msgspec.json.decode(body)["data"]["meeting"]["id"] for body in bodies]
    assert keys == sorted(keys)


async def test_a_subscription_that_cannot_be_read_stops_no_other(
    db: Database, steps: Steps
) -> None:
    paces: list[dict[str, Any]] = [{}, {"daily_cap": 5}, {"digest": HOURLY}, {"quiet_hours": NIGHT}]
    told = ("meeting.announced", "subscription.disabled")
    good = [await subscribe(db, "https://a.example/", events=told, **pace) for pace in paces]
    bad = [await subscribe(db, "https://b.example/", events=told, **pace) for pace in paces]
    both = [one.id for one in (*good, *bad)]
    before = await subscriptions.place(db)
    for one in bad:
        async with db.transaction() as tx:
            await subscriptions.set_state(tx, one.id, "active", None, NOON)
            await tx.execute(
                "UPDATE subscriptions SET record = '{\"subscription.disabled\"}' || record"
                " WHERE id = :id",
                id=one.id,
            )
    readable = {one.id for one in good}
    assert {one.id for one in (await subscriptions.find(db)).items} == readable
    assert set(await subscriptions.listening(db, "subscription.disabled")) == readable
    assert len(await subscriptions.matched(db, max(both), 1)) == 0
    page, last = await subscriptions.matched(db, limit=1), ""
    while page:
        readable.remove(page[-1].id)
        assert page[-1].id > last
        last = page[-1].id
        page = await subscriptions.matched(db, page[-1].id, 1)
    assert not readable
    assert set((await subscriptions.changed_since(db, before)).gone) == {one.id for one in bad}

    await owe(db, 2, both, NOON)
    await steps.until(NOON)
    await steps.until(NOON + HOUR)
    await steps.until(NOON + 11 * HOUR)
    await owe(db, 1, both, steps.at, start=2)
    await steps.until(steps.at)
    counts = [
        [len(await found(db, one.id, state)) for one in good] for state in ("pending", "held")
    ]
    # Of the third, two went into one digest and the last waits for the next.
    assert counts == [[3, 3, 1, 2], [0, 0, 1, 1]]
    assert [len(await found(db, one.id, "pending")) for one in bad] == [3, 3, 3, 2]

    await db.execute(
        "UPDATE subscriptions SET record = REPLACE(record, '{\"subscription.disabled\"}', '')"
    )
    await steps.until(NOON + 23 * HOUR)
    for one in bad:
        assert all(d.due_at <= steps.at for d in await found(db, one.id, "pending"))
    queued = await db.fetch(
        "SELECT subscription_id, COUNT(*) FROM deliveries WHERE queued <> '' GROUP BY 1"
    )
    assert {row[0] for row in queued} == set(both)
