"""What is owed to subscriptions, on both engines: made once, claimed once, ended by its holder."""

import asyncio
import datetime as dt
from operator import attrgetter

import msgspec
import pytest
from msgspec import structs

from service.domain.deliveries import Attempt, Verdict
from service.domain.ids import DeliveryId, SubscriptionId
from service.domain.subscriptions import Receiver, SubscriptionState, make_secret
from service.errors import Conflict, NotFound
from service.store import (
    attempts,
    deliveries,
    finishing,
    leases,
    outbox,
    receivers,
    relaying,
    replays,
    rooms,
    settling,
    subscriptions,
    upkeep,
)
from service.store.database import Database
from tests.alerts import NOW, announce, gaps, owe, subscribe

LEASE = dt.timedelta(seconds=20)
SOON, LATER = NOW + dt.timedelta(seconds=1), NOW + dt.timedelta(hours=1)


def result(parcel: outbox.Parcel, **values: object) -> finishing.Result:
    attempt = Attempt(
        delivery=parcel.id,
        number=parcel.attempt,
        started_at=NOW,
        outcome="delivered",
        status=200,
        total_ms=1.0,
    )
    verdict = structs.replace(Verdict(state="delivered", due_at=NOW), **values)
    return finishing.Result(parcel, attempt, verdict, queued="")


async def claim_all(db: Database, token: str, now: dt.datetime = SOON) -> list[outbox.Parcel]:
    async with db.transaction() as tx:
        found = await outbox.due_now(tx, now, 9, 100)
        return await outbox.claim(tx, found, token, now, LEASE)


async def states(db: Database) -> dict[str, int]:
    rows = await db.fetch("SELECT state, COUNT(*) FROM deliveries GROUP BY state")
    return dict(rows)


async def test_an_event_is_owed_once_to_each_and_finished_by_its_holder_alone(
    db: Database,
) -> None:
    first = await subscribe(db, "https://a.example/hook")
    second = await subscribe(db, "https://b.example/hook", format="slack")
    await owe(db, 3, [first.id, second.id])
    await owe(db, 3, [first.id, second.id])

    parcels = await claim_all(db, "t1")
    assert len(parcels) == 6
    assert await claim_all(db, "t2") == []
    assert {p.subscription.id for p in parcels} == {first.id, second.id}
    told = {msgspec.json.decode(p.message.payload)["meeting"]["id"] for p in parcels}
    assert told == {f"mtg_event-{n}" for n in range(3)}
    assert {(p.attempt, p.row.tries) for p in parcels} == {(1, 0)}

    mine, zombie = parcels[:5], structs.replace(parcels[5], token="t0")
    async with db.transaction() as tx:
        lost = await finishing.finish(tx, [result(p) for p in [*mine, zombie]], SOON)
    assert lost == {zombie.id}
    assert await states(db) == {"delivered": 5, "sending": 1}

    async with db.transaction() as tx:
        assert await upkeep.reap(tx, SOON + LEASE + LEASE) == 1
    [again] = await claim_all(db, "t3", LATER)
    assert (again.id, again.attempt, again.row.tries) == (zombie.id, 2, 0)
    async with db.transaction() as tx:
        late = result(again, state="pending", due_at=LATER + LEASE)
        await finishing.finish(tx, [late], LATER)
    assert [a.number for a in await attempts.of(db, again.id)] == [1, 2]
    assert (await deliveries.get(db, again.id)).due_at == LATER + LEASE


async def test_the_queue_is_told_of_each_row_once_and_again_when_it_lost_it(db: Database) -> None:
    there = await subscribe(db, "https://a.example/hook")
    resting = await subscribe(db, "https://b.example/hook")
    await owe(db, 2, [there.id, resting.id])
    async with db.transaction() as tx:
        await receivers.save(tx, [Receiver(subscription=resting.id, trips=1, resume_at=LATER)])

    async def take(epoch: str) -> set[SubscriptionId]:
        async with db.transaction() as tx:
            found = await relaying.due(tx, epoch, SOON, SOON, limit=10)
            assert not found.more
            return {one.subscription for one in found.rows}

    assert await take("e1") == {there.id}
    assert await take("e1") == set()
    async with db.transaction() as tx:
        assert await upkeep.orphans(tx, "e1") == 0
        assert await upkeep.orphans(tx, "e2") == 2
    assert await take("e2") == {there.id}
    async with db.transaction() as tx:
        assert await upkeep.forgotten(tx, "e2", LATER) == 2
    assert await take("e2") == {there.id}
    async with db.transaction() as tx:
        found = await relaying.due(tx, "e2", LATER, LATER)
        assert [(d.subscription, found.owners[d.subscription].trips) for d in found.rows] == [
            (resting.id, 1)
        ] * 2


async def test_whose_receiver_has_no_room_is_left(db: Database) -> None:
    full = await subscribe(db, "https://a.example/hook", max_concurrent=2)
    idle = await subscribe(db, "https://b.example/hook", max_concurrent=2)
    await owe(db, 7, [full.id])
    await owe(db, 4, [idle.id], start=7)
    async with db.transaction() as tx:
        due = await outbox.due_now(tx, SOON, 9, 100)
        theirs = [id for id, to in due.items() if to == full.id]
        await outbox.claim(tx, dict.fromkeys(theirs[:2], full.id), "t1", SOON, LEASE)
    wanted = {id: to for id, to in due.items() if id not in theirs[:2]} | {"dlv_x": "sub_x"}
    async with db.transaction() as tx:
        assert await rooms.crowded(tx, wanted, 2) == set(theirs[4:])
        assert await rooms.crowded(tx, wanted, 9) == set()


@pytest.mark.parametrize("few", [100, 0], ids=["few wait", "many wait"])
async def test_what_is_owed_follows_the_state_of_the_subscription(db: Database, few: int) -> None:
    kept = await subscribe(db, "https://a.example/hook")
    dropped = await subscribe(db, "https://b.example/hook")
    await owe(db, 4, [kept.id, dropped.id])
    async with db.transaction() as tx:
        await subscriptions.set_state(tx, kept.id, "disabled", "gone", SOON)
        await subscriptions.remove(tx, dropped.id, SOON)
    assert await claim_all(db, "t1") == []

    async def settle() -> None:
        turn = await settling.settle(db, SOON, None, 3, few)
        while turn is not None:
            turn = await settling.settle(db, SOON, turn, 3, few)

    await settle()
    assert await states(db) == {"held": 4, "cancelled": 4}
    with pytest.raises(NotFound):
        await subscriptions.get(db, dropped.id)
    await owe(db, 1, [kept.id, dropped.id], start=4)
    held = await deliveries.find(db, state="held")
    with pytest.raises(Conflict):
        await deliveries.retry(db, held.items[0].id, SOON)

    async with db.transaction() as tx:
        await subscriptions.set_state(tx, kept.id, "active", None, SOON)
    await settle()
    parcels = await claim_all(db, "t2")
    assert len(parcels) == 5
    async with db.transaction() as tx:
        await finishing.finish(
            tx, [result(p, state="dead", reason="exhausted") for p in parcels], SOON
        )
        await replays.again(tx, [p.id for p in parcels], SOON)
        again = await deliveries.retry(tx, parcels[0].id, SOON)
    assert (again.state, again.attempt) == ("pending", 1)
    with pytest.raises(NotFound):
        await deliveries.retry(db, DeliveryId("dlv_nothing"), SOON)


@pytest.mark.parametrize("limit", [3, 100], ids=["in pieces", "at once"])
async def test_subscriptions_that_stand_alike_are_followed_together(
    db: Database, limit: int
) -> None:
    made = [await subscribe(db, f"https://{n}.example/hook") for n in range(6)]
    ids = [one.id for one in made]
    await owe(db, 4, ids)

    async def turn(state: SubscriptionState | None) -> int:
        async with db.transaction() as tx:
            for id in ids[1:]:
                if state:
                    await subscriptions.set_state(tx, id, state, None, SOON)
                else:
                    await subscriptions.remove(tx, id, SOON)
        steps, following = 1, await settling.settle(db, SOON, None, limit)
        while following is not None:
            following = await settling.settle(db, SOON, following, limit)
            steps += 1
        return steps

    steps = await turn("paused")
    assert await states(db) == {"pending": 4, "held": 20}
    steps += await turn("active")
    assert await states(db) == {"pending": 24}
    steps += await turn(None)
    assert await states(db) == {"pending": 4, "cancelled": 20}
    assert len((await subscriptions.find(db)).items) == 1
    assert steps <= (8 if limit == 100 else 40)


@pytest.mark.parametrize("few", [100, 3], ids=["all are looked at", "the latest are not enough"])
async def test_what_waits_is_counted_up_to_a_limit(db: Database, few: int) -> None:
    first = await subscribe(db, "https://a.example/hook")
    other = await subscribe(db, "https://b.example/hook")
    await owe(db, 6, [first.id, other.id])
    parcels = [p for p in await claim_all(db, "t1") if p.subscription.id == first.id]
    async with db.transaction() as tx:
        await finishing.finish(tx, [result(p) for p in parcels], SOON)
    assert await replays.waiting(db, first.id, 5, few) == 0
    await owe(db, 2, [first.id], start=6)
    assert await replays.waiting(db, first.id, 5, few) == 2
    assert await replays.waiting(db, first.id, 1, few) == 1


async def test_who_has_begun_to_follow_a_subscription_ends_that_first(db: Database) -> None:
    made = [await subscribe(db, f"https://{name}.example/hook") for name in "ab"]
    first, last = sorted(one.id for one in made)
    await owe(db, 4, [first, last])
    async with db.transaction() as tx:
        await subscriptions.set_state(tx, last, "paused", None, SOON)
    begun = await settling.settle(db, SOON, None, 3, 0)
    async with db.transaction() as tx:
        await subscriptions.set_state(tx, first, "paused", None, SOON)
    assert begun
    assert await settling.settle(db, SOON, begun, 3, 0) == settling.Settling(begun.to)
    assert await states(db) == {"held": 4, "pending": 4}


async def test_who_follows_a_subscription_waits_for_no_delivery(db: Database) -> None:
    if db.dialect == "sqlite":
        pytest.skip("SQLite has one writer at a time, which locks all there is")
    there = await subscribe(db, "https://a.example/hook")
    await owe(db, 2, [there.id])
    async with db.transaction() as tx:
        await subscriptions.set_state(tx, there.id, "paused", None, SOON)
    async with db.transaction() as tx, asyncio.timeout(10):
        # The relay has its deliveries in hand, then waits for the subscription: not for each other.
        await tx.fetch("SELECT id FROM deliveries ORDER BY id LIMIT 1 FOR UPDATE")
        await settling.settle(db, SOON, None)
        await tx.fetch("SELECT id FROM subscriptions FOR SHARE")
        assert await states(db) == {"held": 1, "pending": 1}
    async with db.transaction() as tx:
        found = await relaying.due(tx, "e1", SOON, SOON)
        assert (found.rows, found.more) == ([], False)
    assert await states(db) == {"held": 2}


async def test_what_is_made_for_who_is_removed_meanwhile_is_given_up(db: Database) -> None:
    if db.dialect == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    gone = await subscribe(db, "https://a.example/hook", state="paused")
    async with db.transaction() as making:
        event = await announce(making, "event")
        await deliveries.fan_out(making, event, [gone.id], NOW)
        async with db.transaction() as tx:
            await subscriptions.remove(tx, gone.id, SOON)
        assert await settling.settle(db, SOON, None)
        assert await settling.settle(db, SOON, None) is None
    async with db.transaction() as tx:
        assert await upkeep.ownerless(tx, NOW - LEASE, SOON) == 1
        assert await upkeep.ownerless(tx, NOW - LEASE, SOON) == 0
    assert await states(db) == {"cancelled": 1}


async def test_a_delivery_that_kills_its_workers_is_given_up(db: Database) -> None:
    there = await subscribe(db, "https://a.example/hook")
    await owe(db, 1, [there.id])
    now = NOW
    for _ in range(upkeep.POISON):
        assert len(await claim_all(db, "t", now)) == 1
        now += LEASE + LEASE
        async with db.transaction() as tx:
            await upkeep.reap(tx, now)
    [given_up] = (await deliveries.find(db, subscription=there.id)).items
    assert (given_up.state, given_up.reason) == ("dead", "poison")


@pytest.mark.parametrize(
    ("back", "freed"),
    [(dt.timedelta(), 0), (dt.timedelta(seconds=60), 0), (dt.timedelta(hours=1), 1)],
)
async def test_a_clock_that_was_put_right_holds_nothing_for_long(
    db: Database, back: dt.timedelta, freed: int
) -> None:
    there = await subscribe(db, "https://a.example/hook")
    await owe(db, 1, [there.id])
    assert len(await claim_all(db, "t")) == 1
    assert await leases.take(db, "monitor", "one", SOON, LEASE)
    now = SOON - back
    assert (await relaying.todo(db, now, now)).lapsed == bool(freed)
    async with db.transaction() as tx:
        assert await upkeep.reap(tx, now) == freed
    assert await leases.take(db, "monitor", "two", now, LEASE) == bool(freed)


async def test_attempts_are_kept_whether_together_or_alone(db: Database) -> None:
    there = await subscribe(db, "https://a.example/hook")
    await owe(db, 3, [there.id])
    assert await attempts.of(db, DeliveryId("dlv_nothing")) == ()

    at_once, lost, refused = (result(parcel) for parcel in await claim_all(db, "t1"))
    lost = structs.replace(lost, parcel=structs.replace(lost.parcel, token="t0"))
    failed = structs.replace(refused.attempt, outcome="refused", status=500)
    again_soon = structs.replace(refused.verdict, state="pending")
    refused = structs.replace(refused, verdict=again_soon, attempt=failed)
    for _ in range(2):  # Whether a commit came through may be unknown; then it is made again.
        async with db.transaction() as tx:
            others = await finishing.finish(tx, [at_once, lost, refused], SOON)
        assert at_once.parcel.id not in others
        for one in (at_once, lost, refused):
            assert await attempts.of(db, one.parcel.id) == (one.attempt,)
    assert await gaps(db) == 0

    async with db.transaction() as tx:
        await deliveries.retry(tx, at_once.parcel.id, SOON)
    again = [result(parcel) for parcel in await claim_all(db, "t2")]
    async with db.transaction() as tx:
        await finishing.finish(tx, again, LATER)
    assert {one.parcel.attempt for one in again} == {2}
    for before in (at_once, refused):
        [then] = [one for one in again if one.parcel.id == before.parcel.id]
        assert await attempts.of(db, before.parcel.id) == (before.attempt, then.attempt)
    assert await gaps(db) == 0


async def test_a_big_fan_out_is_finished_in_parts(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "CHUNK", 2)
    ids = [(await subscribe(db, "https://a.example/hook")).id for _ in range(5)]
    async with db.transaction() as tx:
        event = await announce(tx, "big")
        await deliveries.fan_out(tx, event, ids, NOW)
    assert await states(db) == {"pending": 2}
    parts = 0
    more = True
    while more:
        async with db.transaction() as tx:
            more = await deliveries.spread(tx, NOW)
            parts += more
    assert (parts, await states(db)) == (2, {"pending": 5})


async def test_an_index_can_follow_the_changes_of_subscriptions(db: Database) -> None:
    one = await subscribe(db, "https://a.example/hook")
    two = await subscribe(db, "https://b.example/hook")
    start = await subscriptions.place(db)
    first, second = sorted([one, two], key=attrgetter("id"))
    assert [s.id for s in await subscriptions.matched(db, limit=1)] == [first.id]
    assert [s.id for s in await subscriptions.matched(db, first.id)] == [second.id]
    assert await subscriptions.changed_since(db, start) == subscriptions.Changes(seq=start)

    three = await subscribe(db, "https://c.example/hook", events=("subscription.disabled",))
    fresh = make_secret(bytes(24), SOON)
    async with db.transaction() as tx:
        await subscriptions.set_state(tx, one.id, "disabled", "gone", SOON)
        await subscriptions.rotate_secret(tx, three.id, fresh, LEASE, SOON)
        await subscriptions.remove(tx, two.id, SOON)
    changes = await subscriptions.changed_since(db, start)
    assert [(s.id, s.events, s.query) for s in changes.active] == [
        (three.id, three.events, three.query)
    ]
    assert set(changes.gone) == {one.id, two.id}
    part = await subscriptions.changed_since(db, start, limit=2)
    assert (part.gone, [s.id for s in part.active]) == ((one.id,), [three.id])
    assert (await subscriptions.changed_since(db, part.seq)).seq == changes.seq
    rows = await db.fetch("SELECT subscription_id FROM subscription_log")
    assert sorted(row[0] for row in rows) == sorted([one.id, two.id, three.id])
    kept = await subscriptions.get(db, three.id)
    assert [s.value for s in kept.secrets] == [fresh.value, three.secrets[0].value]
    assert kept.secrets[1].expires_at == SOON + LEASE
    assert await subscriptions.listening(db, "subscription.disabled") == [three.id]

    newest = await subscriptions.find(db, limit=1)
    rest = await subscriptions.find(db, limit=1, after=newest.next)
    assert {s.id for s in (*newest.items, *rest.items)} == {one.id, three.id}
    assert [s.id for s in (await subscriptions.find(db, state="disabled")).items] == [one.id]
