"""The deliveries as work: what is due, and who holds it.

A worker claims rows under a lease with a token of its own; only the holder of the token may finish
them (`finishing`), so that one who comes back from the dead changes nothing. Every function takes
an open transaction.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from service.domain.ids import DeliveryId, EventId, SubscriptionId
from service.domain.subscriptions import Format, Subscription
from service.store.database import (
    PLACE,
    Connection,
    Row,
    among,
    layout,
    listed,
    micros,
    moment,
)
from service.store.subscription_rows import read
from service.store.windows import OPEN

_TAKE = (
    "UPDATE deliveries SET state = 'sending', attempt = attempt + 1, queued = '',"
    " lease_until = :until, lease_token = :token"
)
_MINE = "state = 'pending' AND due_at <= :now"
_TAKEN = ("id", "attempt", "tries", "event_id", "format", "subscription_id")


class Message(Struct, frozen=True):
    """What an event has to say; `payload` is its frozen JSON."""

    event: EventId
    type: str
    subject: str
    occurred_at: dt.datetime
    payload: bytes


class Seen(Struct, frozen=True):
    """A delivery of which no attempt was begun, as it was read: `place` is good for a `layout`."""

    event: EventId
    format: Format
    subscription: SubscriptionId
    place: int
    layout: int


class Parcel(Struct, frozen=True, kw_only=True):
    """A claimed delivery with all that sending it takes. `attempt` is the one to be made now.

    Its row is found by its place for as long as the layout is the same.
    """

    id: DeliveryId
    attempt: int
    tries: int
    token: str
    message: Message
    format: Format
    subscription: Subscription
    place: int | str
    layout: int


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
    # Grouped by what is no column: else SQLite would go through all deliveries there ever were.
    rows = await conn.fetch(
        "SELECT owner, COUNT(*) FROM (SELECT subscription_id || '' AS owner FROM deliveries"
        " WHERE state = 'sending') AS under_way GROUP BY owner"
    )
    return {row[0]: row[1] for row in rows}


async def claim(
    tx: Connection,
    asked: Sequence[tuple[str, str]],
    token: str,
    now: dt.datetime,
    lease: dt.timedelta,
    seen: Mapping[str, Seen] | None = None,
) -> list[Parcel]:
    """Take those of the deliveries that may be sent now, for as long as the lease; return them.

    They are given with their subscriptions. Left out are those that are not pending, not due, or
    whose subscription may not be sent to. What was `seen` of them is not read again.
    """
    to = await _open(tx, {owner for _, owner in asked}, now)
    wanted = [id for id, owner in asked if owner in to]
    given = {"now": micros(now), "until": micros(now + lease), "token": token}
    if tx.dialect == "postgres":
        placed, rows = 0, await _take_at_once(tx, wanted, to, given)
    else:
        placed = await layout(tx)
        there = {id: one for id in wanted if seen and (one := seen.get(id))}
        rows = await _take_seen(tx, there, to, placed, given)
        taken = {row[0] for row in rows}
        rows += await _take_by_place(tx, [id for id in wanted if id not in taken], to, given)
    said = await _messages(tx, {row[3] for row in rows})
    return [_parcel(row, said[row[3]], to[row[5]], token, placed) for row in rows if row[3] in said]


async def _take_at_once(
    tx: Connection, ids: Sequence[str], to: Iterable[str], given: dict[str, object]
) -> list[Row]:
    wanted, params = among(tx, "ids", ids)
    owners, theirs = among(tx, "owners", to)
    # Two that claim the same rows in another order would wait for each other for ever.
    return await tx.fetch(
        f"{_TAKE} WHERE id IN (SELECT id FROM deliveries WHERE id IN {wanted}"
        f" FOR UPDATE SKIP LOCKED) AND {_MINE} AND subscription_id IN {owners}"
        f" RETURNING {', '.join(_TAKEN)}, {PLACE['postgres']}",
        **given,
        **params,
        **theirs,
    )


async def _take_seen(
    tx: Connection,
    seen: Mapping[str, Seen],
    to: Mapping[SubscriptionId, Subscription],
    layout: int,
    given: dict[str, object],
) -> list[Row]:
    """Take what nobody has begun since it was seen."""
    there = {id: s for id, s in seen.items() if s.layout == layout and s.subscription in to}
    if not there:
        return []
    places, params = among(tx, "places", [one.place for one in there.values()])
    which = f"{PLACE['sqlite']} IN {places}"
    done = await tx.execute(f"{_TAKE} WHERE {which} AND attempt = 0 AND {_MINE}", **given, **params)
    if done != len(there):
        mine = f"FROM deliveries WHERE {which} AND state = 'sending' AND lease_token = :token"
        kept = {row[0] for row in await listed(tx, ("id",), mine, token=given["token"], **params)}
        there = {id: one for id, one in there.items() if id in kept}
    return [(id, 1, 0, s.event, s.format, s.subscription, s.place) for id, s in there.items()]


async def _take_by_place(
    tx: Connection, ids: Sequence[str], to: Iterable[str], given: dict[str, object]
) -> list[Row]:
    if not ids:
        return []
    wanted, params = among(tx, "ids", ids)
    owners, theirs = among(tx, "owners", to)
    # One statement that gives back what it wrote would cost more than these two: a row is found
    # by its place in a third of the time. Nobody else writes between them.
    rows = await listed(
        tx,
        (_TAKEN[0], "attempt + 1", *_TAKEN[2:], PLACE["sqlite"]),
        f"FROM deliveries WHERE id IN {wanted} AND {_MINE} AND subscription_id IN {owners}",
        now=given["now"],
        **params,
        **theirs,
    )
    places, params = among(tx, "places", [row[-1] for row in rows])
    where = f"{PLACE['sqlite']} IN {places}"
    await tx.execute(f"{_TAKE} WHERE {where}", token=given["token"], until=given["until"], **params)
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


def _parcel(row: Row, message: Message, owner: Subscription, token: str, layout: int) -> Parcel:
    return Parcel(
        id=row[0],
        attempt=row[1],
        tries=row[2],
        token=token,
        message=message,
        format=row[4],
        subscription=owner,
        place=row[6],
        layout=layout,
    )
