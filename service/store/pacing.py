"""Digests and caps: what gathers what subscriptions are owed.

All of it is rows: nothing is timed in memory. Every function takes an open transaction, does a
bounded piece of work and may be repeated.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct

from service.domain import pace
from service.domain.events import PERSONAL
from service.domain.ids import DeliveryId, EventId, SubscriptionId, derive
from service.domain.pace import Why
from service.domain.subscriptions import Subscription
from service.store import holding, windows
from service.store.database import Connection, micros, moment, placeholders
from service.store.subscription_rows import UNREAD_WAIT, readable
from service.store.windows import OPEN

UNSORTED = "?"
_ROWS = 1000


class Capped(Struct, frozen=True):
    """A subscription that has had its share of a day, which ends at a time."""

    subscription: Subscription
    day: dt.date
    until: dt.datetime


class Unsorted(Struct, frozen=True):
    """A delivery for which it is not decided yet what gathers it."""

    id: DeliveryId
    personal: bool
    made_at: dt.datetime


class Ripe(Struct, frozen=True):
    """A digest that is due, with its subscription."""

    id: str
    why: Why
    opened_at: dt.datetime
    subscription: Subscription


async def repace(conn: Connection, before: Subscription | None, after: Subscription) -> None:
    """Follow a new or changed subscription: its windows, and what it gathered by another rule."""
    now = after.changed_at
    await windows.follow(conn, before, after)
    if before is not None and _gathers(before) != _gathers(after):
        await conn.execute(
            "UPDATE digests SET due_at = :now WHERE subscription_id = :id",
            now=micros(now),
            id=after.id,
        )


def _gathers(subscription: Subscription) -> object:
    return subscription.digest, subscription.daily_cap, subscription.time_zone


async def sort(tx: Connection, now: dt.datetime, limit: int = 100) -> list[Capped]:
    """Decide what gathers the deliveries that were just made for subscriptions with a pace.

    Returns the subscriptions that have had their share of the day.
    """
    rows = await tx.fetch(
        f"SELECT DISTINCT subscription_id FROM deliveries WHERE digest = '{UNSORTED}' LIMIT :limit",
        limit=limit,
    )
    ids = [row[0] for row in rows]
    await _cancel_ownerless(tx, ids, now)
    owners, unread = await _locked(tx, ids, now)
    owed = await _unsorted(tx, [*owners, *unread])
    # Nobody can tell their pace; the relay keeps them until somebody can read whom they are for.
    await _release(tx, [one.id for id in unread for one in owed[id]], is_open=True)
    capped = [
        await _sort_one(tx, owner, owed[id], is_open, now)
        for id, (owner, is_open) in owners.items()
        if owed[id]
    ]
    return [one for one in capped if one is not None]


async def _locked(
    tx: Connection, ids: Sequence[str], now: dt.datetime
) -> tuple[dict[SubscriptionId, tuple[Subscription, bool]], set[SubscriptionId]]:
    """Return subscriptions that nobody else sorts or closes meanwhile, and if they are open; and
    those that cannot be read.
    """
    wanted, params = placeholders("id", ids)
    lock = " FOR UPDATE SKIP LOCKED" if tx.dialect == "postgres" else ""
    rows = await tx.fetch(
        f"SELECT s.id, s.record, s.secrets, CASE WHEN {OPEN} THEN 1 ELSE 0 END"
        " FROM subscriptions s"
        f" WHERE s.id IN {wanted} AND s.state <> 'removed'{lock}",
        now=micros(now),
        **params,
    )
    known = readable(tx.sealer, rows)
    found = {row[0]: (known[row[0]], bool(row[3])) for row in rows if row[0] in known}
    return found, {row[0] for row in rows if row[0] not in known}


async def _cancel_ownerless(tx: Connection, ids: Sequence[str], now: dt.datetime) -> None:
    wanted, params = placeholders("id", ids)
    rows = await tx.fetch(
        f"SELECT id FROM deliveries d WHERE d.digest = '{UNSORTED}'"
        f" AND d.subscription_id IN {wanted} AND NOT EXISTS"
        " (SELECT 1 FROM subscriptions s WHERE s.id = d.subscription_id) LIMIT 1000",
        **params,
    )
    await holding.cancel(tx, [row[0] for row in rows], now)


async def _unsorted(tx: Connection, ids: Sequence[str]) -> defaultdict[str, list[Unsorted]]:
    """Return the deliveries to be sorted, in the order of the record."""
    wanted, params = placeholders("id", ids)
    rows = await tx.fetch(
        "SELECT d.subscription_id, d.id, e.type, d.created_at FROM deliveries d"
        " JOIN events e ON e.id = d.event_id"
        f" WHERE d.digest = '{UNSORTED}' AND d.subscription_id IN {wanted}"
        f" ORDER BY e.seq LIMIT {_ROWS}",
        **params,
    )
    found: defaultdict[str, list[Unsorted]] = defaultdict(list)
    for owner, id, type, at in rows:
        found[owner].append(Unsorted(id, type in PERSONAL, moment(at)))
    return found


async def _sort_one(
    tx: Connection,
    owner: Subscription,
    owed: Sequence[Unsorted],
    is_open: bool,
    now: dt.datetime,
) -> Capped | None:
    personal = [one.id for one in owed if one.personal]
    told = [one.id for one in owed if not one.personal]
    where = pace.zone(owner.time_zone)
    if owner.digest is not None and told:
        # What was made before a digest was due belongs to it, though nobody was there to sort it.
        due = pace.next_digest(owner.digest, where, min(one.made_at for one in owed))
        await _gather(tx, owner.id, told, "digest", due, now)
        told = []
    day, until = now.astimezone(where).date(), pace.next_day(where, now)
    now_told = told[: await _spend(tx, owner, day, len(told))]
    late = told[len(now_told) :]
    await _release(tx, [*personal, *now_told], is_open)
    await _gather(tx, owner.id, late, "daily cap", until, now)
    return Capped(owner, day, until) if late else None


async def _spend(tx: Connection, owner: Subscription, day: dt.date, count: int) -> int:
    """Take up to `count` from the day's allowance; return how many there were left of them."""
    if owner.daily_cap is None or not count:
        return count
    row = await tx.fetchrow(
        "SELECT day, used FROM allowances WHERE subscription_id = :id", id=owner.id
    )
    used = row[1] if row and row[0] == day.isoformat() else 0
    taken = min(count, max(owner.daily_cap - used, 0))
    await tx.execute(
        "INSERT INTO allowances (subscription_id, day, used) VALUES (:id, :day, :used)"
        " ON CONFLICT (subscription_id) DO UPDATE SET day = excluded.day, used = excluded.used",
        id=owner.id,
        day=day.isoformat(),
        used=used + taken,
    )
    return taken


async def _release(tx: Connection, ids: Sequence[DeliveryId], is_open: bool) -> None:
    state = "pending" if is_open else "held"
    await tx.executemany(
        "UPDATE deliveries SET digest = '', state = :state"
        f" WHERE id = :id AND digest = '{UNSORTED}' AND state = 'held'",
        [{"id": id, "state": state} for id in ids],
    )


async def _gather(
    tx: Connection,
    owner: SubscriptionId,
    ids: Sequence[DeliveryId],
    why: Why,
    due: dt.datetime,
    now: dt.datetime,
) -> None:
    """Put deliveries into the open digest of a subscription; one that there is keeps its time."""
    if not ids:
        return
    await tx.execute(
        "INSERT INTO digests (id, subscription_id, why, opened_at, due_at)"
        " VALUES (:id, :owner, :why, :now, :due) ON CONFLICT (subscription_id, why) DO NOTHING",
        id=derive("dig", owner, why, str(micros(now))),
        owner=owner,
        why=why,
        now=micros(now),
        due=micros(due),
    )
    digest = await tx.fetchval(
        "SELECT id FROM digests WHERE subscription_id = :owner AND why = :why", owner=owner, why=why
    )
    await tx.executemany(
        "UPDATE deliveries SET digest = :digest, reason = :why"
        f" WHERE id = :id AND digest = '{UNSORTED}'",
        [{"id": id, "digest": digest, "why": why} for id in ids],
    )


async def ripe(tx: Connection, now: dt.datetime, limit: int = 10) -> list[Ripe]:
    """Return digests that are due and whose subscription may be sent to."""
    lock = " FOR UPDATE SKIP LOCKED" if tx.dialect == "postgres" else ""
    rows = await tx.fetch(
        "SELECT s.id, s.record, s.secrets, g.id, g.why, g.opened_at FROM digests g"
        f" JOIN subscriptions s ON s.id = g.subscription_id WHERE g.due_at <= :now AND {OPEN}"
        f" ORDER BY g.due_at LIMIT :limit{lock}",
        now=micros(now),
        limit=limit,
    )
    known = readable(tx.sealer, rows)
    unread = [{"id": row[3], "later": micros(now + UNREAD_WAIT)} for row in rows]
    await tx.executemany(
        "UPDATE digests SET due_at = :later WHERE id = :id",
        [late for late, row in zip(unread, rows, strict=True) if row[0] not in known],
    )
    ready = [row for row in rows if row[0] in known]
    return [Ripe(row[3], row[4], moment(row[5]), known[row[0]]) for row in ready]


async def gathered(tx: Connection, digest: str, limit: int) -> tuple[Counter[str], list[EventId]]:
    """Return how many events of which type a digest holds, and the newest of them."""
    held = " FROM deliveries d JOIN events e ON e.id = d.event_id"
    held += " WHERE d.digest = :digest AND d.digest > '?' AND d.state = 'held'"
    counts = await tx.fetch(f"SELECT e.type, COUNT(*){held} GROUP BY e.type", digest=digest)
    newest = await tx.fetch(
        f"SELECT e.id{held} ORDER BY e.seq DESC LIMIT :limit", digest=digest, limit=limit
    )
    return Counter(dict(counts)), [row[0] for row in newest]


async def close(tx: Connection, digest: str, told: DeliveryId | None, now: dt.datetime) -> None:
    """End a digest: what it gathered is told by another delivery, if it gathered anything."""
    await tx.execute(
        "UPDATE deliveries SET state = 'digested', reason = :told, finished_at = :now"
        " WHERE digest = :digest AND digest > '?' AND state = 'held'",
        told=told,
        now=micros(now),
        digest=digest,
    )
    await tx.execute("DELETE FROM digests WHERE id = :digest", digest=digest)


async def forget(tx: Connection, subscription: SubscriptionId) -> None:
    """Drop what was kept of a subscription that is gone."""
    for table in ("digests", "allowances"):
        await tx.execute(f"DELETE FROM {table} WHERE subscription_id = :id", id=subscription)
