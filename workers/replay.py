"""Replays: a bounded piece at a time, written with how far it has come.

A replay never has more than a few deliveries waiting, so that what is new is not stuck behind it.
"""

import datetime as dt
from functools import partial

from msgspec import structs

from service.asking import as_merged, explained
from service.domain.events import PERSONAL, Event
from service.domain.ids import EventId
from service.domain.replays import Place, Replay
from service.domain.subscriptions import Subscription
from service.errors import NotFound
from service.matching.clauses import is_met
from service.store import deliveries, events, merged, replays, subscriptions
from service.store.database import Connection, Database, micros
from service.store.merged import Groups
from workers.setbacks import Setbacks

FEW = 10  # replays that are looked at in one go
MOST_WAITING = 200
BATCH = 100
# Told to whoever names the type, whatever the query.
_NOTICES = ("subscription.disabled", "subscription.capped", "source.failing")


class Replayer:
    """Goes on with the replays that are running, a few at a time, each in its turn."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._setbacks = Setbacks()
        self._last: Replay | None = None

    async def go_on(self, now: dt.datetime) -> bool:
        """Do a piece of the next replays; tell whether there is more to do at once.

        One that fails, or waits for its receiver, stops no other.
        """
        found = await replays.running(self._db, self._last, FEW)
        self._last = found[-1] if len(found) == FEW else None
        moved = [
            await self._setbacks.spare(replay.id, partial(step, self._db, replay, now))
            for replay in found
        ]
        return any(moved)


async def step(db: Database, replay: Replay, now: dt.datetime) -> bool:
    """Do a piece of a replay; tell whether it moved. It does not while much of it still waits."""
    try:
        owner = await subscriptions.get(db, replay.subscription)
    except NotFound:
        async with db.transaction() as tx:
            await replays.stop(tx, replay.id, now)
        return False
    if not replay.dry_run and await replays.waiting(db, owner.id, MOST_WAITING) == MOST_WAITING:
        return False
    if replay.what == "missing":
        return await _missing(db, replay, owner, now)
    return await _given_up(db, replay, now)


async def _given_up(db: Database, replay: Replay, now: dt.datetime) -> bool:
    found = await replays.given_up(db, replay, BATCH)
    place = Place(micros(found[-1].created_at), found[-1].id) if found else replay.place
    after = _moved(replay, place, len(found), len(found), len(found) < BATCH, now)
    async with db.transaction() as tx:
        if await replays.advance(tx, replay, after) and not replay.dry_run:
            await replays.again(tx, [one.id for one in found], now)
    return True


async def _missing(db: Database, replay: Replay, owner: Subscription, now: dt.datetime) -> bool:
    batch = await events.after(db, replay.place.at, BATCH)
    seen = [event for event in batch if event.occurred_at <= replay.until]
    made = await replays.made(db, owner.id, [event.id for event in seen])
    same = await merged.everyone(db)
    lacking = [
        event.id
        for event in seen
        if event.id not in made and await _asked_for(db, owner, event, same)
    ]
    place = Place(batch[-1].seq or 0) if batch else replay.place
    over = len(batch) < BATCH or len(seen) < len(batch)
    after = _moved(replay, place, len(seen), len(lacking), over, now)
    async with db.transaction() as tx:
        if await replays.advance(tx, replay, after) and not replay.dry_run:
            await _owe(tx, lacking, owner, now)
    return True


async def _owe(
    tx: Connection, lacking: list[EventId], owner: Subscription, now: dt.datetime
) -> None:
    for event in lacking:
        await deliveries.fan_out(tx, event, [owner.id], now)


async def _asked_for(conn: Connection, owner: Subscription, event: Event, same: Groups) -> bool:
    if event.type in PERSONAL or event.subject == owner.id:
        return False
    if event.type in _NOTICES:
        return event.type in owner.events
    return is_met(await explained(conn, owner.events, owner.query, as_merged(event, same)))


def _moved(
    replay: Replay, place: Place, looked: int, found: int, over: bool, now: dt.datetime
) -> Replay:
    return structs.replace(
        replay,
        place=place,
        looked=replay.looked + looked,
        found=replay.found + found,
        state="done" if over else "running",
        finished_at=now if over else None,
    )
