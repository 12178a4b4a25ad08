"""Keeping the outbox in order: rows that a queue lost, workers that died.

Every function takes an open transaction, does a bounded piece of work and may be repeated.
"""

import datetime as dt

from service.domain.deliveries import Attempt
from service.store import attempts, holding, relaying
from service.store.database import Connection, Row, micros

POISON = 8


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


async def ownerless(tx: Connection, since: dt.datetime, now: dt.datetime, limit: int = 1000) -> int:
    """Give up what was made as held just when its subscription was removed; return how much."""
    if tx.dialect == "sqlite":
        return 0  # There is one writer at a time.
    rows = await tx.fetch(
        "SELECT id FROM deliveries d WHERE state = 'held' AND digest = '' AND created_at > :since"
        " AND NOT EXISTS (SELECT 1 FROM subscriptions s WHERE s.id = d.subscription_id)"
        " LIMIT :limit",
        since=micros(since),
        limit=limit,
    )
    await holding.cancel(tx, [row[0] for row in rows], now)
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
        f" WHERE {relaying.LAPSED} LIMIT :limit{_unlocked(tx)}",
        now=micros(now),
        never=micros(now + relaying.LONGEST),
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
