"""From the outbox to the queue: what is due, and which rows a queue keeps.

Every function but `todo` takes an open transaction.
"""

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from service.domain.ids import DeliveryId
from service.domain.subscriptions import Subscription
from service.store import outbox, subscriptions
from service.store.database import Connection, Row, micros, moment


class Todo(Struct, frozen=True, kw_only=True):
    """What there is to do; each is worth a transaction."""

    due: bool
    lapsed: bool
    settling: bool
    spreading: bool
    expiring: bool


class Due(Struct, frozen=True, kw_only=True):
    """A delivery for the queue, with its subscription and the mean latency of its receiver."""

    id: DeliveryId
    due_at: dt.datetime
    subscription: Subscription
    latency_ms: float
    trips: int


async def todo(conn: Connection, now: dt.datetime, horizon: dt.datetime) -> Todo:
    """Look, without a transaction, whether there is anything to do."""
    row = await conn.fetchrow(
        "SELECT EXISTS (SELECT 1 FROM deliveries WHERE state = 'pending' AND queued = ''"
        "  AND due_at <= :horizon),"
        " EXISTS (SELECT 1 FROM deliveries WHERE state = 'sending' AND lease_until < :now),"
        " EXISTS (SELECT 1 FROM subscriptions WHERE settling = 1),"
        " EXISTS (SELECT 1 FROM fanouts),"
        " EXISTS (SELECT 1 FROM subscriptions WHERE state = 'active' AND expires_at <= :now)",
        now=micros(now),
        horizon=micros(horizon),
    )
    return Todo(**dict(zip(Todo.__struct_fields__, map(bool, row or (0,) * 5), strict=True)))


async def due(
    tx: Connection, epoch: str, now: dt.datetime, horizon: dt.datetime, limit: int = 500
) -> tuple[list[Due], bool]:
    """Hand the rows due before the horizon to the queue of an epoch.

    Rows of a subscription that is not active are held (or cancelled, when it is gone), rows of a
    paused receiver put off. Also tells whether the limit was reached.
    """
    rows = await _unqueued(tx, horizon, limit)
    away = [row[0] for row in rows if row[2] not in ("active", "paused", "disabled")]
    held = [row[0] for row in rows if row[2] in ("paused", "disabled")]
    off = [row for row in rows if row[2] == "active" and row[5] > micros(horizon)]
    ready = [row for row in rows if row[2] == "active" and row[5] <= micros(horizon)]
    await outbox.set_state(tx, held, "held")
    await outbox.cancel(tx, away, now)
    await tx.executemany(
        "UPDATE deliveries SET due_at = :due WHERE id = :id",
        [{"id": row[0], "due": row[5]} for row in off],
    )
    await _mark(tx, [row[0] for row in ready], epoch, now)
    return [_due(tx, row) for row in ready], len(rows) >= limit


async def _unqueued(tx: Connection, horizon: dt.datetime, limit: int) -> list[Row]:
    lock = " FOR UPDATE OF d SKIP LOCKED" if tx.dialect == "postgres" else ""
    return await tx.fetch(
        "SELECT d.id, d.due_at, s.state, s.record, s.secrets, COALESCE(r.resume_at, 0),"
        " COALESCE(r.latency_ms, 0.0), COALESCE(r.trips, 0) FROM deliveries d"
        " LEFT JOIN subscriptions s ON s.id = d.subscription_id"
        " LEFT JOIN receivers r ON r.subscription_id = d.subscription_id"
        " WHERE d.state = 'pending' AND d.queued = '' AND d.due_at <= :horizon"
        f" ORDER BY d.due_at LIMIT :limit{lock}",
        horizon=micros(horizon),
        limit=limit,
    )


def _due(tx: Connection, row: Row) -> Due:
    return Due(
        id=row[0],
        due_at=moment(max(row[1], row[5])),
        subscription=subscriptions.read(tx.sealer, row[3], row[4]),
        latency_ms=row[6],
        trips=row[7],
    )


async def _mark(tx: Connection, ids: Sequence[str], epoch: str, now: dt.datetime) -> None:
    wanted, params = outbox.in_order(tx, ids)
    await tx.execute(
        f"UPDATE deliveries SET queued = :epoch, queued_at = :now WHERE id IN {wanted}",
        epoch=epoch,
        now=micros(now),
        **params,
    )


async def unqueue(tx: Connection, ids: Sequence[str]) -> None:
    """Take rows back from the queue: the relay will see to them when they are due."""
    if ids:
        await _mark(tx, ids, "", moment(0))
