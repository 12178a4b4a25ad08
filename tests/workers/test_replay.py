"""Replays on both engines: a piece at a time, each once, from where the row says they are."""

import asyncio
import datetime as dt
from typing import Any

import msgspec
import pytest

from service.domain.events import Event
from service.domain.ids import event_id
from service.domain.queries import Query
from service.domain.replays import Replay, What
from service.domain.subscriptions import Subscription
from service.store import deliveries, events, replays, subscriptions
from service.store.database import Database
from tests.alerts import NOW, announce, owe, subscribe
from workers import replay as worker
from workers.notices import disable

LATER = NOW + dt.timedelta(hours=1)
LONG_AGO = NOW - dt.timedelta(days=1)


async def started(db: Database, to: Subscription, what: What, **values: Any) -> Replay:
    since = values.pop("since", LONG_AGO)
    async with db.transaction() as tx:
        return await replays.start(tx, to.id, what, since, LATER, **values)


async def ended(db: Database, replay: Replay) -> Replay:
    replayer = worker.Replayer(db)
    while await replayer.go_on(LATER):
        pass
    return await replays.get(db, replay.id)


async def owed(db: Database, to: Subscription) -> int:
    count: int = await db.fetchval(
        "SELECT COUNT(*) FROM deliveries WHERE subscription_id = :id AND state = 'pending'",
        id=to.id,
    )
    return count


async def test_what_is_missing_is_found_by_the_query_as_it_stands_and_sent_once(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "BATCH", 3)
    async with db.transaction() as tx:
        old = [await announce(tx, f"old-{n}", NOW) for n in range(7)]
        await events.append(tx, _told_to(tx))
    to = await subscribe(db, "https://a.example/", LATER)
    picky = await subscribe(db, "https://b.example/", LATER, query=Query(statuses=("held",)))
    await owe(db, 2, [to.id], NOW)

    tried = await ended(db, await started(db, to, "missing", dry_run=True))
    assert (tried.state, tried.looked, tried.found, await owed(db, to)) == ("done", 10, 7, 2)
    one, two = [await started(db, to, "missing") for _ in range(2)]
    none = await started(db, picky, "missing")
    # Two workers at once: each piece is done by one of them.
    await asyncio.gather(*(ended(db, one) for _ in range(3)))
    found = {(await ended(db, made)).found for made in (one, two)}
    assert (await ended(db, none)).found == 0
    assert max(found) == 7
    assert await owed(db, to) == 9
    assert all([await deliveries.find(db, subscription=to.id, event=id) for id in old])
    late = await started(db, to, "missing", since=LATER)
    assert (await ended(db, late)).looked == 0


def _told_to(tx: object) -> Event:
    """An event that is nobody else's: a ping."""
    return Event(
        id=event_id("ping"),
        type="ping",
        subject="sub_other",
        dedupe_key="ping",
        occurred_at=NOW,
        payload=msgspec.Raw(b"{}"),
    )


async def test_what_was_given_up_is_sent_again_and_no_more_than_a_little_waits(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "BATCH", 4)
    monkeypatch.setattr(worker, "MOST_WAITING", 5)
    to = await subscribe(db, "https://a.example/")
    await owe(db, 3, [to.id], LONG_AGO - dt.timedelta(days=1))
    await owe(db, 20, [to.id], NOW, start=3)
    await db.execute("UPDATE deliveries SET state = 'dead', reason = 'exhausted', tries = 11")
    replay = await ended(db, await started(db, to, "given_up"))
    assert (replay.state, replay.found, await owed(db, to)) == ("running", 8, 8)
    await db.execute("UPDATE deliveries SET state = 'delivered' WHERE state = 'pending'")
    replay = await ended(db, replay)
    assert (replay.state, replay.found) == ("running", 16)
    # What fails again meanwhile is not this replay's any more.
    await db.execute("UPDATE deliveries SET state = 'dead' WHERE state = 'pending'")
    replay = await ended(db, replay)
    assert (replay.state, replay.found, await owed(db, to)) == ("done", 20, 4)


async def test_a_replay_is_stopped_by_hand_or_with_its_subscription(db: Database) -> None:
    to = await subscribe(db, "https://a.example/")
    other = await subscribe(db, "https://b.example/")
    await owe(db, 1, [to.id, other.id])
    await db.execute("UPDATE deliveries SET state = 'dead'")
    stopped, lost = await started(db, to, "given_up"), await started(db, other, "given_up")
    async with db.transaction() as tx:
        await replays.stop(tx, stopped.id, LATER)
        await subscriptions.remove(tx, other.id, LATER)
    for replay in (stopped, lost):
        assert (await ended(db, replay)).state == "stopped"
    assert await owed(db, to) == 0


async def test_notices_are_replayed_to_who_names_them(db: Database) -> None:
    gone = await subscribe(db, "https://a.example/secret", events=("subscription.disabled",))
    async with db.transaction() as tx:
        await disable(tx, gone.id, "gone", NOW)
    desk = await subscribe(db, "https://b.example/", events=("subscription.disabled",))
    for to, found in ((desk, 1), (gone, 0)):
        assert (await ended(db, await started(db, to, "missing"))).found == found


async def test_a_row_from_before_the_calendar_is_read_and_goes_on(db: Database) -> None:
    to = await subscribe(db, "https://a.example/")
    await owe(db, 1, [to.id])
    await db.execute("UPDATE deliveries SET state = 'dead'")
    old = await started(db, to, "given_up")
    # 0001-01-01T00:00+14:00, as it was once taken in.
    await db.execute("UPDATE replays SET since = :since", since=-62_135_647_200_000_000)
    after = await ended(db, old)
    assert (after.state, after.found) == ("done", 1)
    assert after.since == dt.datetime.min.replace(tzinfo=dt.UTC)


async def test_a_replay_that_fails_or_waits_stops_no_other(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "FEW", 2)
    monkeypatch.setattr(worker, "MOST_WAITING", 3)
    slow, bad, good = [await subscribe(db, f"https://{n}.example/") for n in range(3)]
    await owe(db, 5, [slow.id, bad.id, good.id])
    await db.execute(
        "UPDATE deliveries SET state = 'dead' WHERE subscription_id <> :slow", slow=slow.id
    )
    stuck = [await started(db, slow, "given_up") for _ in range(3)]
    failing, last = await started(db, bad, "given_up"), await started(db, good, "given_up")
    step = worker.step

    async def stumbling(db: Database, replay: Replay, now: dt.datetime) -> bool:
        if replay.id == failing.id:
            raise RuntimeError("a row that nobody can read")
        return await step(db, replay, now)

    monkeypatch.setattr(worker, "step", stumbling)
    replayer = worker.Replayer(db)
    for _ in range(4):
        await replayer.go_on(LATER)
    assert (await replays.get(db, last.id)).state == "done"
    for one in (*stuck, failing):
        assert (await replays.get(db, one.id)).state == "running"
