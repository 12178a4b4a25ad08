"""Keeping the outbox in order: rows that a queue lost, workers that died, states that changed.

Every function takes an open transaction, does a bounded piece of work and may be repeated.
"""

import datetime as dt

from service.domain.deliveries import Attempt
from service.domain.ids import SubscriptionId
from service.store import attempts, holding, pacing, receivers, relaying, windows
from service.store.database import Connection, Row, micros

POISON = 8
# Which deliveries follow a subscription that is now in a state. In quiet hours none do: what falls
# due is held by the relay.
_FOLLOWS = {
    "open": (f"{holding.HELD} AND digest = ''",),
    "paused": (holding.PENDING,),
    "disabled": (holding.PENDING,),
    "removed": (holding.PENDING, holding.HELD),
}


async def orphans(tx: Connection, epoch: str, limit: int = 1000) -> int:
    """Take rows back that a queue of another epoch knew; return how many there were."""
    rows = await tx.fetch(
        "SELECT id FROM deliveries WHERE state = 'pending'"
        " AND (queued > :epoch OR (queued > '' AND queued < :epoch))"
        f" LIMIT :limit{_unlocked(tx)}",
        epoch=epoch,
        limit=limit,
    )
    await relaying.unqueue(tx, [row[0] for row in rows])
    return len(rows)


async def forgotten(tx: Connection, epoch: str, before: dt.datetime, limit: int = 1000) -> int:
    """Take rows back that this epoch's queue had long ago and are overdue; return how many.

    The queue may have lost them. If it has not, it knows them, and takes none twice.
    """
    rows = await tx.fetch(
        "SELECT id FROM deliveries WHERE state = 'pending' AND queued = :epoch"
        f" AND due_at < :before AND queued_at < :before LIMIT :limit{_unlocked(tx)}",
        epoch=epoch,
        before=micros(before),
        limit=limit,
    )
    await relaying.unqueue(tx, [row[0] for row in rows])
    return len(rows)


def _unlocked(tx: Connection) -> str:
    return " FOR UPDATE SKIP LOCKED" if tx.dialect == "postgres" else ""


async def reap(tx: Connection, now: dt.datetime, limit: int = 500) -> int:
    """Free deliveries whose worker was lost; return how many.

    They are due at once, and their attempt is recorded as internal. One that has lost POISON
    workers in a row is given up: it may be what kills them.
    """
    rows = await tx.fetch(
        "SELECT id, attempt, losses FROM deliveries"
        f" WHERE state = 'sending' AND lease_until < :now LIMIT :limit{_unlocked(tx)}",
        now=micros(now),
        limit=limit,
    )
    await tx.executemany(
        "UPDATE deliveries SET state = :state, reason = :reason, losses = losses + 1,"
        " due_at = :now, queued = '', finished_at = :finished WHERE id = :id",
        [_reaped(row, now) for row in rows],
    )
    await attempts.record(tx, [(_lost(row, now), False) for row in rows])
    return len(rows)


def _reaped(row: Row, now: dt.datetime) -> dict[str, object]:
    poison = row[2] + 1 >= POISON
    return {
        "id": row[0],
        "state": "dead" if poison else "pending",
        "reason": "poison" if poison else None,
        "now": micros(now),
        "finished": micros(now) if poison else None,
    }


def _lost(row: Row, now: dt.datetime) -> Attempt:
    return Attempt(
        delivery=row[0],
        number=row[1],
        started_at=now,
        outcome="internal",
        total_ms=0.0,
        error="the worker was lost before it could tell how this ended",
    )


async def settle(tx: Connection, now: dt.datetime, limit: int = 5000) -> bool:
    """Let deliveries follow a subscription whose state changed; tell whether there was one.

    What is owed to a paused or disabled one is held, to one that is open again due now, to a
    removed one cancelled. Call it in a transaction each, until there is none.
    """
    row = await tx.fetchrow(
        f"SELECT s.id, CASE WHEN {windows.OPEN} THEN 'open' ELSE s.state END FROM subscriptions s"
        f" WHERE s.settling = 1 LIMIT 1{_unlocked(tx)}",
        now=micros(now),
    )
    if row is None:
        return False
    owner, state = row
    moved = await _follow(tx, owner, state, now, limit)
    if moved < limit:
        await _settled(tx, owner, state)
    return True


async def _follow(
    tx: Connection, id: SubscriptionId, state: str, now: dt.datetime, limit: int
) -> int:
    ids: list[str] = []
    for wanted in _FOLLOWS.get(state, ()):
        rows = await tx.fetch(
            f"SELECT id FROM deliveries WHERE {wanted} LIMIT :limit{_unlocked(tx)}",
            subscription=id,
            limit=limit - len(ids),
        )
        ids += [row[0] for row in rows]
    if state == "removed":
        await holding.cancel(tx, ids, now)
    else:
        await holding.set_state(tx, ids, "pending" if state == "open" else "held")
    return len(ids)


async def _settled(tx: Connection, id: SubscriptionId, state: str) -> None:
    if state == "removed":
        await tx.execute("DELETE FROM subscriptions WHERE id = :id", id=id)
        await receivers.forget(tx, id)
        await pacing.forget(tx, id)
        return
    await tx.execute("UPDATE subscriptions SET settling = 0 WHERE id = :id", id=id)
