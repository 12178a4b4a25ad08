"""From the outbox to the queue: what is due, and which rows a queue keeps.

Every function but `todo` takes an open transaction.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from service.domain.ids import DeliveryId, SubscriptionId
from service.domain.subscriptions import Subscription
from service.store import holding, leases, outbox
from service.store.database import (
    PLACE,
    Connection,
    among,
    layout,
    micros,
    moment,
    placeholders,
)
from service.store.pacing import UNSORTED
from service.store.subscription_rows import UNREAD_WAIT, readable
from service.store.windows import OPEN

# A request takes half a minute at most, and its lease seconds more.
LONGEST = dt.timedelta(minutes=1) + leases.AHEAD
# What the lease of a worker that was lost lets go.
LAPSED = "state = 'sending' AND (lease_until < :now OR lease_until > :never)"


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


class Owner(Struct, frozen=True, kw_only=True):
    """Whom deliveries are for: a subscription, whether it may be sent to (`open`, `quiet`, or its
    state), until when its receiver rests (microseconds since the epoch), how that answers.
    """

    subscription: Subscription
    stands: str
    resume_at: int
    latency_ms: float
    trips: int


class Due(Struct, frozen=True):
    """Deliveries for the queue, with their owners by id; `more` if the limit was reached.

    `layout` is that which they were read in, where there is one.
    """

    rows: list[outbox.Owed]
    owners: dict[SubscriptionId, Owner]
    layout: int | None
    more: bool


async def todo(conn: Connection, now: dt.datetime, horizon: dt.datetime) -> Todo:
    """Look, without a transaction, whether there is anything to do."""
    row = await conn.fetchrow(
        "SELECT EXISTS (SELECT 1 FROM deliveries WHERE state = 'pending' AND queued = ''"
        "  AND due_at <= :horizon),"
        f" EXISTS (SELECT 1 FROM deliveries WHERE {LAPSED}),"
        " EXISTS (SELECT 1 FROM subscriptions WHERE settling = 1),"
        " EXISTS (SELECT 1 FROM fanouts),"
        " EXISTS (SELECT 1 FROM subscriptions WHERE state = 'active' AND expires_at <= :now),"
        " EXISTS (SELECT 1 FROM subscriptions WHERE turn_at <= :now),"
        f" EXISTS (SELECT 1 FROM deliveries WHERE digest = '{UNSORTED}'),"
        " EXISTS (SELECT 1 FROM digests g JOIN subscriptions s ON s.id = g.subscription_id"
        f"  WHERE g.due_at <= :now AND {OPEN}),"
        " EXISTS (SELECT 1 FROM replays WHERE state = 'running')",
        now=micros(now),
        never=micros(now + LONGEST),
        horizon=micros(horizon),
    )
    return Todo(**dict(zip(Todo.__struct_fields__, map(bool, row or ()), strict=True)))


async def due(
    tx: Connection, epoch: str, now: dt.datetime, horizon: dt.datetime, limit: int = 500
) -> Due:
    """Hand the rows due before the horizon to the queue of an epoch.

    Rows of a subscription that is not active, or in its quiet hours, are held (or cancelled, when
    it is gone), rows of a paused receiver, or of what cannot be read, put off.
    """
    rows, until = await _unqueued(tx, horizon, limit), micros(horizon)
    full = len(rows) >= limit
    to, unread = await _owners(tx, {one.subscription for one in rows}, now)
    await _put_off(tx, {one.id: now + UNREAD_WAIT for one in rows if one.subscription in unread})
    rows = [one for one in rows if one.subscription not in unread]
    whose = {one.subscription for one in rows}
    fit = {id: o for id, o in to.items() if o.stands == "open" and o.resume_at <= until}
    if len(fit) < len(whose):
        await _put_by(tx, [one for one in rows if one.subscription not in fit], to, now)
    ready = rows if len(fit) == len(whose) else [one for one in rows if one.subscription in fit]
    await _mark(tx, [one.place for one in ready], epoch, now)
    placed = await layout(tx) if tx.dialect == "sqlite" else None
    return Due(ready, fit, placed, full)


async def _put_by(
    tx: Connection, rows: Sequence[outbox.Owed], to: dict[SubscriptionId, Owner], now: dt.datetime
) -> None:
    """Hold, put off or cancel what may not be sent."""
    known = [(one.id, to[one.subscription]) for one in rows if one.subscription in to]
    kept = {id: owner for id, owner in known if owner.stands != "removed"}
    await holding.cancel(tx, [one.id for one in rows if one.id not in kept], now)
    shut = [(id, owner) for id, owner in kept.items() if owner.stands != "open"]
    await _hold(tx, shut, now)
    rests = {id: moment(to.resume_at) for id, to in kept.items() if to.stands == "open"}
    await _put_off(tx, rests)


async def _put_off(tx: Connection, until: Mapping[DeliveryId, dt.datetime]) -> None:
    await tx.executemany(
        "UPDATE deliveries SET due_at = :due WHERE id = :id",
        [{"id": id, "due": micros(at)} for id, at in until.items()],
    )


async def _hold(tx: Connection, rows: Sequence[tuple[DeliveryId, Owner]], now: dt.datetime) -> None:
    """Hold what may not be sent, unless its subscription was opened this very moment.

    The lock makes whoever opens it wait, so that none is held which nobody will let go again.
    """
    if not rows:
        return
    wanted, params = placeholders("id", sorted({owner.subscription.id for _, owner in rows}))
    lock = " ORDER BY s.id FOR SHARE" if tx.dialect == "postgres" else ""
    opened = await tx.fetch(
        f"SELECT s.id, CASE WHEN {OPEN} THEN 1 ELSE 0 END FROM subscriptions s"
        f" WHERE s.id IN {wanted}{lock}",
        now=micros(now),
        **params,
    )
    shut = {row[0] for row in opened if not row[1]}
    for stands, reason in (("quiet", "quiet hours"), ("paused", None), ("disabled", None)):
        ids = [id for id, to in rows if to.stands == stands and to.subscription.id in shut]
        await holding.set_state(tx, ids, "held", reason)


async def _unqueued(tx: Connection, horizon: dt.datetime, limit: int) -> list[outbox.Owed]:
    lock = " FOR UPDATE SKIP LOCKED" if tx.dialect == "postgres" else ""
    return await outbox.owed(
        tx,
        "FROM deliveries WHERE state = 'pending' AND queued = '' AND due_at <= :horizon"
        f" ORDER BY due_at LIMIT :limit{lock}",
        horizon=micros(horizon),
        limit=limit,
    )


async def _owners(
    tx: Connection, ids: Iterable[SubscriptionId], now: dt.datetime
) -> tuple[dict[SubscriptionId, Owner], set[SubscriptionId]]:
    """Return whom deliveries are for, and of whom it cannot be read."""
    # Asked once for all that goes to one: beside each delivery it would be asked for each.
    wanted, params = among(tx, "ids", ids)
    rows = await tx.fetch(
        "SELECT s.id, s.record, s.secrets,"
        f" CASE WHEN {OPEN} THEN 'open' WHEN s.state = 'active' THEN 'quiet' ELSE s.state END,"
        " COALESCE(r.resume_at, 0), COALESCE(r.latency_ms, 0.0), COALESCE(r.trips, 0)"
        " FROM subscriptions s LEFT JOIN receivers r ON r.subscription_id = s.id"
        f" WHERE s.id IN {wanted}",
        now=micros(now),
        **params,
    )
    known = readable(tx.sealer, rows)
    found = {
        row[0]: Owner(
            subscription=known[row[0]],
            stands=row[3],
            resume_at=row[4],
            latency_ms=row[5],
            trips=row[6],
        )
        for row in rows
        if row[0] in known
    }
    return found, {row[0] for row in rows if row[0] not in known}


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
