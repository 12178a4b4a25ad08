"""From the outbox to the queue: what is due, and which rows a queue keeps.

Every function but `todo` takes an open transaction.
"""

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from service.domain.ids import DeliveryId
from service.domain.subscriptions import Subscription
from service.store import holding, outbox
from service.store.database import PLACE, Connection, Row, among, listed, micros, placeholders
from service.store.pacing import UNSORTED
from service.store.subscription_rows import owners
from service.store.windows import OPEN


class Todo(Struct, frozen=True, kw_only=True):
    """What there is to do; each is worth a transaction."""

    due: bool
    lapsed: bool
    settling: bool
    spreading: bool
    expiring: bool
    turning: bool
    sorting: bool
    closing: bool
    replaying: bool


class Due(Struct, frozen=True, kw_only=True):
    """A delivery for the queue, due at a time (microseconds since the epoch), with its
    subscription, the mean latency of its receiver, and how often that tripped.
    """

    id: DeliveryId
    due_at: int
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
        " EXISTS (SELECT 1 FROM subscriptions WHERE state = 'active' AND expires_at <= :now),"
        " EXISTS (SELECT 1 FROM subscriptions WHERE turn_at <= :now),"
        f" EXISTS (SELECT 1 FROM deliveries WHERE digest = '{UNSORTED}'),"
        " EXISTS (SELECT 1 FROM digests g JOIN subscriptions s ON s.id = g.subscription_id"
        f"  WHERE g.due_at <= :now AND {OPEN}),"
        " EXISTS (SELECT 1 FROM replays WHERE state = 'running')",
        now=micros(now),
        horizon=micros(horizon),
    )
    return Todo(**dict(zip(Todo.__struct_fields__, map(bool, row or ()), strict=True)))


async def due(
    tx: Connection, epoch: str, now: dt.datetime, horizon: dt.datetime, limit: int = 500
) -> tuple[list[Due], bool]:
    """Hand the rows due before the horizon to the queue of an epoch.

    Rows of a subscription that is not active, or in its quiet hours, are held (or cancelled, when
    it is gone), rows of a paused receiver put off. Also tells whether the limit was reached.
    """
    rows, until = await _unqueued(tx, now, horizon, limit), micros(horizon)
    away = [row[0] for row in rows if row[2] in (None, "removed")]
    shut = [row for row in rows if row[2] in ("paused", "disabled", "quiet")]
    off = [row for row in rows if row[2] == "open" and row[3] > until]
    ready = [row for row in rows if row[2] == "open" and row[3] <= until]
    await _hold(tx, shut, now)
    await holding.cancel(tx, away, now)
    await tx.executemany(
        "UPDATE deliveries SET due_at = :due WHERE id = :id",
        [{"id": row[0], "due": row[3]} for row in off],
    )
    await _mark(tx, [row[7] for row in ready], epoch, now)
    to = await owners(tx, {row[6] for row in ready})
    return [_due(row, to[row[6]]) for row in ready if row[6] in to], len(rows) >= limit


async def _hold(tx: Connection, rows: Sequence[Row], now: dt.datetime) -> None:
    """Hold what may not be sent, unless its subscription was opened this very moment.

    The lock makes whoever opens it wait, so that none is held which nobody will let go again.
    """
    if not rows:
        return
    wanted, params = placeholders("id", sorted({row[6] for row in rows}))
    lock = " ORDER BY s.id FOR SHARE" if tx.dialect == "postgres" else ""
    opened = await tx.fetch(
        f"SELECT s.id, CASE WHEN {OPEN} THEN 1 ELSE 0 END FROM subscriptions s"
        f" WHERE s.id IN {wanted}{lock}",
        now=micros(now),
        **params,
    )
    shut = {row[0] for row in opened if not row[1]}
    for state, reason in (("quiet", "quiet hours"), ("paused", None), ("disabled", None)):
        ids = [row[0] for row in rows if row[2] == state and row[6] in shut]
        await holding.set_state(tx, ids, "held", reason)


async def _unqueued(
    tx: Connection, now: dt.datetime, horizon: dt.datetime, limit: int
) -> list[Row]:
    lock = " FOR UPDATE OF d SKIP LOCKED" if tx.dialect == "postgres" else ""
    return await listed(
        tx,
        (
            "d.id",
            "d.due_at",
            f"CASE WHEN {OPEN} THEN 'open' WHEN s.state = 'active' THEN 'quiet' ELSE s.state END",
            "COALESCE(r.resume_at, 0)",
            "COALESCE(r.latency_ms, 0.0)",
            "COALESCE(r.trips, 0)",
            "d.subscription_id",
            f"d.{PLACE[tx.dialect]}",
        ),
        "FROM deliveries d LEFT JOIN subscriptions s ON s.id = d.subscription_id"
        " LEFT JOIN receivers r ON r.subscription_id = d.subscription_id"
        " WHERE d.state = 'pending' AND d.queued = '' AND d.due_at <= :horizon"
        f" ORDER BY d.due_at LIMIT :limit{lock}",
        now=micros(now),
        horizon=micros(horizon),
        limit=limit,
    )


def _due(row: Row, owner: Subscription) -> Due:
    return Due(
        id=row[0],
        due_at=max(row[1], row[3]),
        subscription=owner,
        latency_ms=row[4],
        trips=row[5],
    )


async def _mark(tx: Connection, places: Sequence[str | int], epoch: str, now: dt.datetime) -> None:
    wanted, params = among(tx, "places", places)
    await tx.executemany(
        "UPDATE deliveries SET queued = :epoch, queued_at = :now"
        f" WHERE {PLACE[tx.dialect]} IN {wanted}",
        [{"epoch": epoch, "now": micros(now), **params}],
    )


async def unqueue(tx: Connection, ids: Sequence[str]) -> None:
    """Take rows back from the queue: the relay will see to them when they are due."""
    if ids:
        wanted, params = outbox.in_order(tx, ids)
        await tx.execute(
            f"UPDATE deliveries SET queued = '', queued_at = 0 WHERE id IN {wanted}", **params
        )
