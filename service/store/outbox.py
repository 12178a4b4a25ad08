"""The deliveries as work: what is due, who holds it, how it ended.

A worker claims rows under a lease with a token of its own; only the holder of the token may finish
them, so that one who comes back from the dead changes nothing. Every function takes an open
transaction.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from service.domain.deliveries import Attempt, DeliveryState
from service.domain.ids import DeliveryId, EventId, SubscriptionId
from service.domain.subscriptions import Format, Subscription
from service.store import attempts
from service.store.database import PLACE, Connection, Row, among, listed, micros, moment
from service.store.subscription_rows import read
from service.store.windows import OPEN

_TAKE = (
    "UPDATE deliveries SET state = 'sending', attempt = attempt + 1, queued = '',"
    " lease_until = :until, lease_token = :token"
)
_TAKEN = ("id", "attempt", "tries", "event_id", "format", "subscription_id")


class Message(Struct, frozen=True):
    """What an event has to say; `payload` is its frozen JSON."""

    event: EventId
    type: str
    subject: str
    occurred_at: dt.datetime
    payload: bytes


class Parcel(Struct, frozen=True, kw_only=True):
    """A claimed delivery with all that sending it takes. `attempt` is the one to be made now."""

    id: DeliveryId
    attempt: int
    tries: int
    token: str
    message: Message
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
    wanted, params = among(tx, "ids", ids)
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
        "  AND s.open_from <= :now AND s.open_until > :now"
        "  AND COALESCE(r.resume_at, 0) <= :now) AS ready"
        " WHERE place <= :cap ORDER BY place, due_at LIMIT :limit",
        now=micros(now),
        cap=cap,
        limit=limit,
    )
    return [(row[0], row[1]) for row in rows]


async def sending(conn: Connection) -> dict[SubscriptionId, int]:
    """Return how many deliveries are being sent, by subscription, by all workers together."""
    # Counted here: for GROUP BY SQLite would go through all deliveries there ever were.
    rows = await listed(conn, ("subscription_id",), "FROM deliveries WHERE state = 'sending'")
    return Counter(row[0] for row in rows)


async def claim(
    tx: Connection,
    asked: Sequence[tuple[str, str]],
    token: str,
    now: dt.datetime,
    lease: dt.timedelta,
) -> list[Parcel]:
    """Take those of the deliveries that may be sent now, for as long as the lease; return them.

    They are given with their subscriptions. Left out are those that are not pending, not due, or
    whose subscription may not be sent to.
    """
    to = await _open(tx, {owner for _, owner in asked}, now)
    ids, wanted = among(tx, "ids", [id for id, owner in asked if owner in to])
    owners, theirs = among(tx, "owners", to)
    mine = f"state = 'pending' AND due_at <= :now AND subscription_id IN {owners}"
    given = {"now": micros(now), **wanted, **theirs}
    written = {"until": micros(now + lease), "token": token}
    take = _take_at_once if tx.dialect == "postgres" else _take_by_place
    rows = await take(tx, ids, mine, given, written)
    said = await _messages(tx, {row[3] for row in rows})
    return [_parcel(row, said[row[3]], to[row[5]], token) for row in rows if row[3] in said]


async def _take_at_once(
    tx: Connection, ids: str, mine: str, given: dict[str, object], written: dict[str, object]
) -> list[Row]:
    # Two that claim the same rows in another order would wait for each other for ever.
    return await tx.fetch(
        f"{_TAKE} WHERE id IN (SELECT id FROM deliveries WHERE id IN {ids} FOR UPDATE SKIP LOCKED)"
        f" AND {mine} RETURNING {', '.join(_TAKEN)}",
        **given,
        **written,
    )


async def _take_by_place(
    tx: Connection, ids: str, mine: str, given: dict[str, object], written: dict[str, object]
) -> list[Row]:
    # One statement that gives back what it wrote would cost more than these two: a row is found
    # by its place in a third of the time. Nobody else writes between them.
    columns = (_TAKEN[0], "attempt + 1", *_TAKEN[2:], PLACE["sqlite"])
    rows = await listed(tx, columns, f"FROM deliveries WHERE id IN {ids} AND {mine}", **given)
    places, params = among(tx, "places", [row[-1] for row in rows])
    await tx.execute(f"{_TAKE} WHERE {PLACE['sqlite']} IN {places}", **params, **written)
    return rows


async def _open(
    tx: Connection, ids: Iterable[str], now: dt.datetime
) -> dict[SubscriptionId, Subscription]:
    """Return those of the subscriptions that may be sent to."""
    # Asked once for all that goes to one: as a part of the claim it would be asked for each row.
    wanted, params = among(tx, "ids", ids)
    rows = await tx.fetch(
        "SELECT s.id, s.record, s.secrets FROM subscriptions s"
        " LEFT JOIN receivers r ON r.subscription_id = s.id"
        f" WHERE s.id IN {wanted} AND {OPEN} AND COALESCE(r.resume_at, 0) <= :now",
        now=micros(now),
        **params,
    )
    return {row[0]: read(tx.sealer, row[1], row[2]) for row in rows}


async def _messages(conn: Connection, events: Iterable[EventId]) -> dict[EventId, Message]:
    # An event goes to many at a time; its payload is read once.
    wanted, params = among(conn, "ids", events)
    rows = await conn.fetch(
        f"SELECT id, type, subject, occurred_at, payload FROM events WHERE id IN {wanted}",
        **params,
    )
    return {row[0]: Message(row[0], row[1], row[2], moment(row[3]), bytes(row[4])) for row in rows}


def _parcel(row: Row, message: Message, owner: Subscription, token: str) -> Parcel:
    return Parcel(
        id=row[0],
        attempt=row[1],
        tries=row[2],
        token=token,
        message=message,
        format=row[4],
        subscription=owner,
    )


async def finish(tx: Connection, results: Sequence[Result], now: dt.datetime) -> set[DeliveryId]:
    """Write what attempts led to; return the deliveries that were still theirs to finish.

    The attempt of one who lost the lease is kept, but changes nothing.
    """
    well = [r for r in results if r.state == "delivered"]
    sheet = await attempts.together(tx, [r.attempt for r in well if r.parcel.attempt == 1])
    ours = await _deliver(tx, [r.parcel for r in well], sheet, now)
    others = [r for r in results if r.state != "delivered"]
    if others:
        held = await _held(tx, "sending", [r.parcel for r in others])
        await tx.executemany(
            "UPDATE deliveries SET state = :state, due_at = :due, reason = :reason, losses = 0,"
            " tries = tries + :spent, queued = :queued, queued_at = :now, finished_at = :finished"
            " WHERE id = :id AND state = 'sending' AND lease_token = :token",
            [_finished(r, now) for r in others if r.parcel.id in held],
        )
        ours |= held
    told = [(r, r.parcel.id in ours) for r in results]
    await attempts.record(tx, [(r.attempt, own) for r, own in told if not _on_sheet(r, own)])
    return ours


def _on_sheet(result: Result, ours: bool) -> bool:
    return ours and result.state == "delivered" and result.parcel.attempt == 1


async def _deliver(
    tx: Connection, parcels: Sequence[Parcel], sheet: int | None, now: dt.datetime
) -> set[DeliveryId]:
    """Write that deliveries ended well; return those that were still theirs to end."""
    # Most end like this, many claimed together: to look first at each would cost as much again.
    claimed: dict[str, list[Parcel]] = defaultdict(list)
    for parcel in parcels:
        claimed[parcel.token].append(parcel)
    ours: set[DeliveryId] = set()
    for token, some in claimed.items():
        ids = [parcel.id for parcel in some]
        wanted, params = in_order(tx, ids)
        done = await tx.execute(
            "UPDATE deliveries SET state = 'delivered', due_at = :now, reason = NULL, losses = 0,"
            " tries = tries + 1, queued = '', queued_at = :now, finished_at = :now,"
            " sheet = CASE WHEN attempt = 1 THEN CAST(:sheet AS BIGINT) ELSE sheet END"
            f" WHERE id IN {wanted} AND state = 'sending' AND lease_token = :token",
            now=micros(now),
            token=token,
            sheet=sheet,
            **params,
        )
        ours |= set(ids) if done == len(ids) else await _held(tx, "delivered", some)
    return ours


async def _held(tx: Connection, state: DeliveryState, parcels: Sequence[Parcel]) -> set[DeliveryId]:
    """Return the deliveries in this state whose lease was, or still is, the parcel's."""
    wanted, params = in_order(tx, [parcel.id for parcel in parcels])
    rows = await listed(
        tx,
        ("id", "lease_token"),
        f"FROM deliveries WHERE id IN {wanted} AND state = :state",
        state=state,
        **params,
    )
    held: dict[str, str] = dict(rows)
    return {parcel.id for parcel in parcels if held.get(parcel.id) == parcel.token}


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
