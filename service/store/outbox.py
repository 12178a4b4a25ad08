"""The deliveries as work: what is due, who holds it, how it ended.

A worker claims rows under a lease with a token of its own; only the holder of the token may finish
them, so that one who comes back from the dead changes nothing. Every function takes an open
transaction.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from service.domain.deliveries import Attempt, DeliveryState
from service.domain.ids import DeliveryId, EventId, SubscriptionId
from service.domain.subscriptions import Format, Subscription
from service.store import subscriptions
from service.store.database import Connection, Row, micros, moment, placeholders


class Parcel(Struct, frozen=True, kw_only=True):
    """A claimed delivery with all that sending it takes. `attempt` is the one to be made now."""

    id: DeliveryId
    attempt: int
    tries: int
    token: str
    event: EventId
    type: str
    subject: str
    occurred_at: dt.datetime
    payload: bytes
    format: Format
    subscription: Subscription


class Result(Struct, frozen=True, kw_only=True):
    """What an attempt led to: the delivery's next state, and when it is due if that is pending.

    `spent` says whether the attempt counts in the schedule; `queued` is the epoch of the queue
    that will keep the delivery until it is due, empty if it is the relay's.
    """

    parcel: Parcel
    attempt: Attempt
    state: DeliveryState
    due_at: dt.datetime
    reason: str | None = None
    spent: bool = True
    queued: str = ""


def in_order(tx: Connection, ids: Sequence[str]) -> tuple[str, dict[str, object]]:
    """Return what stands after `id IN`, such that PostgreSQL locks the rows in their order.

    Two transactions that lock the same rows in different orders would wait for each other.
    """
    wanted, params = placeholders("id", ids)
    if tx.dialect == "postgres":
        wanted = f"(SELECT id FROM deliveries WHERE id IN {wanted} ORDER BY id FOR UPDATE)"
    return wanted, params


async def due_now(
    conn: Connection, now: dt.datetime, cap: int, limit: int
) -> list[tuple[DeliveryId, SubscriptionId]]:
    """Return deliveries that may be sent now, for work without a queue, with their subscriptions.

    At most `cap` a subscription, so that one with many does not hide the others.
    """
    rows = await conn.fetch(
        "SELECT id, subscription_id FROM (SELECT d.id, d.subscription_id, d.due_at, ROW_NUMBER()"
        "  OVER (PARTITION BY d.subscription_id ORDER BY d.due_at) AS place FROM deliveries d"
        "  JOIN subscriptions s ON s.id = d.subscription_id"
        "  LEFT JOIN receivers r ON r.subscription_id = d.subscription_id"
        "  WHERE d.state = 'pending' AND d.due_at <= :now AND s.state = 'active'"
        "  AND COALESCE(r.resume_at, 0) <= :now) AS ready"
        " WHERE place <= :cap ORDER BY place, due_at LIMIT :limit",
        now=micros(now),
        cap=cap,
        limit=limit,
    )
    return [(row[0], row[1]) for row in rows]


async def sending(conn: Connection) -> dict[SubscriptionId, int]:
    """Return how many deliveries are being sent, by subscription, by all workers together."""
    rows = await conn.fetch(
        "SELECT subscription_id, COUNT(*) FROM deliveries WHERE state = 'sending' GROUP BY 1"
    )
    return {row[0]: row[1] for row in rows}


async def claim(
    tx: Connection, ids: Sequence[str], token: str, now: dt.datetime, lease: dt.timedelta
) -> list[str]:
    """Take those of the deliveries that may be sent now, for as long as the lease; return them.

    Left out are those that are not pending, not due, or whose subscription may not be sent to.
    """
    wanted, params = placeholders("id", ids)
    # Two that claim the same rows in another order would wait for each other for ever.
    lock = " FOR UPDATE OF d SKIP LOCKED" if tx.dialect == "postgres" else ""
    rows = await tx.fetch(
        "SELECT d.id FROM deliveries d JOIN subscriptions s ON s.id = d.subscription_id"
        " LEFT JOIN receivers r ON r.subscription_id = d.subscription_id"
        f" WHERE d.id IN {wanted} AND d.state = 'pending' AND d.due_at <= :now"
        f" AND s.state = 'active' AND COALESCE(r.resume_at, 0) <= :now{lock}",
        now=micros(now),
        **params,
    )
    free = [row[0] for row in rows]
    wanted, params = placeholders("id", free)
    await tx.execute(
        "UPDATE deliveries SET state = 'sending', attempt = attempt + 1, queued = '',"
        f" lease_until = :until, lease_token = :token WHERE id IN {wanted}",
        until=micros(now + lease),
        token=token,
        **params,
    )
    return free


async def parcels(conn: Connection, ids: Sequence[str], token: str) -> list[Parcel]:
    """Return what was claimed with a token, ready to be sent."""
    wanted, params = placeholders("id", ids)
    rows = await conn.fetch(
        "SELECT d.id, d.attempt, d.tries, e.id, e.type, e.subject, e.occurred_at, e.payload,"
        " d.format, s.record, s.secrets FROM deliveries d JOIN events e ON e.id = d.event_id"
        f" JOIN subscriptions s ON s.id = d.subscription_id WHERE d.id IN {wanted}",
        **params,
    )
    return [_parcel(conn, row, token) for row in rows]


def _parcel(conn: Connection, row: Row, token: str) -> Parcel:
    return Parcel(
        id=row[0],
        attempt=row[1],
        tries=row[2],
        token=token,
        event=row[3],
        type=row[4],
        subject=row[5],
        occurred_at=moment(row[6]),
        payload=bytes(row[7]),
        format=row[8],
        subscription=subscriptions.read(conn.sealer, row[9], row[10]),
    )


async def finish(tx: Connection, results: Sequence[Result], now: dt.datetime) -> set[DeliveryId]:
    """Write what attempts led to; return the deliveries that were still theirs to finish.

    The attempt of one who lost the lease is kept, but changes nothing.
    """
    ours = await _still_ours(tx, results)
    await tx.executemany(
        "UPDATE deliveries SET state = :state, due_at = :due, reason = :reason, losses = 0,"
        " tries = tries + :spent, queued = :queued, queued_at = :now, finished_at = :finished"
        " WHERE id = :id AND state = 'sending' AND lease_token = :token",
        [_finished(r, now) for r in results if r.parcel.id in ours],
    )
    await record(tx, [(r.attempt, r.parcel.id in ours) for r in results])
    return ours


async def _still_ours(tx: Connection, results: Sequence[Result]) -> set[DeliveryId]:
    wanted, params = placeholders("id", sorted(r.parcel.id for r in results))
    lock = " FOR UPDATE" if tx.dialect == "postgres" else ""
    rows = await tx.fetch(
        "SELECT id, lease_token FROM deliveries"
        f" WHERE id IN {wanted} AND state = 'sending' ORDER BY id{lock}",
        **params,
    )
    held: dict[str, str] = dict(rows)
    return {r.parcel.id for r in results if held.get(r.parcel.id) == r.parcel.token}


def _finished(result: Result, now: dt.datetime) -> dict[str, object]:
    over = result.state in ("delivered", "dead", "cancelled")
    return {
        "id": result.parcel.id,
        "token": result.parcel.token,
        "state": result.state,
        "due": micros(result.due_at),
        "reason": result.reason,
        "spent": int(result.spent),
        "queued": result.queued,
        "now": micros(now),
        "finished": micros(now) if over else None,
    }


async def record(tx: Connection, attempts: Iterable[tuple[Attempt, bool]]) -> None:
    """Write attempts, each with whether it changed its delivery."""
    # A zombie's own account replaces what the reaper had to assume of it.
    await tx.executemany(
        "INSERT INTO attempts (delivery_id, number, started_at, outcome, status, applied, record)"
        " VALUES (:delivery, :number, :started, :outcome, :status, :applied, :record)"
        " ON CONFLICT (delivery_id, number) DO UPDATE SET started_at = excluded.started_at,"
        " outcome = excluded.outcome, status = excluded.status, record = excluded.record",
        [
            {
                "delivery": attempt.delivery,
                "number": attempt.number,
                "started": micros(attempt.started_at),
                "outcome": attempt.outcome,
                "status": attempt.status,
                "applied": int(applied),
                "record": msgspec.json.encode(attempt).decode(),
            }
            for attempt, applied in attempts
        ],
    )


async def set_state(tx: Connection, ids: Sequence[str], state: DeliveryState) -> None:
    """Hold what is pending, or make what is held pending."""
    wanted, params = in_order(tx, ids)
    await tx.execute(
        f"UPDATE deliveries SET state = :state, queued = '' WHERE id IN {wanted}"
        " AND state IN ('pending', 'held')",
        state=state,
        **params,
    )


async def cancel(tx: Connection, ids: Sequence[str], now: dt.datetime) -> None:
    """Give up what is owed to a subscription that is gone."""
    wanted, params = in_order(tx, ids)
    await tx.execute(
        "UPDATE deliveries SET state = 'cancelled', reason = 'subscription removed',"
        f" finished_at = :now, queued = '' WHERE id IN {wanted} AND state IN ('pending', 'held')",
        now=micros(now),
        **params,
    )
