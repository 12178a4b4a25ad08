"""The deliveries as work: what is due, and who holds it.

A worker claims rows under a lease with a token of its own; only the holder of the token may finish
them (`finishing`), so that one who comes back from the dead changes nothing. Every function takes
an open transaction.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec import Struct

from service.domain.ids import DeliveryId, EventId, SubscriptionId
from service.domain.subscriptions import Format, Subscription
from service.store.database import (
    PLACE,
    Connection,
    among,
    layout,
    listed,
    listed_as,
    micros,
    moment,
)
from service.store.subscription_rows import readable
from service.store.windows import OPEN

_TAKE = (
    "UPDATE deliveries SET state = 'sending', attempt = attempt + 1, queued = '',"
    " lease_until = :until, lease_token = :token"
)
_MOST_SEEN = 30_000
_MINE = "state = 'pending' AND due_at <= :now"
_COLUMNS = ("id", "due_at", "subscription_id", "attempt", "tries", "event_id", "format")


class Message(Struct, frozen=True):
    """What an event has to say; `payload` is its frozen JSON."""

    event: EventId
    type: str
    subject: str
    occurred_at: dt.datetime
    payload: bytes


class Owed(Struct, frozen=True, array_like=True):
    """A delivery as its row was read: `attempt` were begun, of which its schedule spent `tries`.

    `due_at` is in microseconds since the epoch. `place` finds the row, see PLACE.
    """

    id: DeliveryId
    due_at: int
    subscription: SubscriptionId
    attempt: int
    tries: int
    event: EventId
    format: Format
    place: int | str


_OWED = msgspec.json.Decoder(list[Owed])


class Seen:
    """What was read of deliveries of which no attempt was begun, in one layout of the database."""

    def __init__(self) -> None:
        self._layout = 0
        self._rows: dict[str, Owed] = {}

    def add(self, rows: Iterable[Owed], layout: int) -> None:
        """Keep what was read, beside what was in the same layout."""
        if layout != self._layout or len(self._rows) > _MOST_SEEN:
            self._rows.clear()  # Others have sent them, or will read them.
        self._layout = layout
        self._rows |= {one.id: one for one in rows if one.attempt == 0}

    def take(self, ids: Iterable[str], layout: int) -> list[Owed]:
        """Return what is known of deliveries, and forget it."""
        if layout != self._layout:
            self._rows.clear()
        rows = self._rows
        return [one for id in ids if (one := rows.pop(id, None))]


class Parcel(Struct, frozen=True):
    """A claimed delivery with all that sending it takes. `attempt` is the one to be made now.

    Its row is found by its place for as long as the layout is the same.
    """

    id: DeliveryId
    attempt: int
    row: Owed
    message: Message
    subscription: Subscription
    token: str
    layout: int


async def owed(tx: Connection, rest: str, **params: object) -> list[Owed]:
    """Return deliveries as their rows stand; `rest` is the statement from FROM on."""
    return await listed_as(_OWED, tx, (*_COLUMNS, PLACE[tx.dialect]), rest, **params)


def in_order(tx: Connection, ids: Sequence[str]) -> tuple[str, dict[str, object]]:
    """Return what stands after `id IN`, such that PostgreSQL locks the rows in their order.

    Two transactions that lock the same rows in different orders would wait for each other.
    """
    wanted, params = among(tx, "ids", ids)
    if tx.dialect == "postgres":
        wanted = f"(SELECT id FROM deliveries WHERE id IN {wanted} ORDER BY id FOR UPDATE)"
    return wanted, params


async def due_now(conn: Connection, now: dt.datetime, cap: int, limit: int) -> dict[str, str]:
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
    return {row[0]: row[1] for row in rows}


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
    asked: Mapping[str, str],
    token: str,
    now: dt.datetime,
    lease: dt.timedelta,
    seen: Seen | None = None,
) -> list[Parcel]:
    """Take those of the deliveries that may be sent now, for as long as the lease; return them.

    They are given with their subscriptions. Left out are those that are not pending, not due, or
    whose subscription may not be sent to. What was `seen` of them is not read again.
    """
    owners = set(asked.values())
    to = await _open(tx, owners, now)
    if len(to) < len(owners):
        asked = {id: owner for id, owner in asked.items() if owner in to}
    given = {"now": micros(now), "until": micros(now + lease), "token": token}
    if tx.dialect == "postgres":
        placed, rows = 0, await _take_at_once(tx, asked, to, given)
    else:
        placed = await layout(tx)
        known = seen.take(asked, placed) if seen is not None else []
        rows = await _take_seen(tx, [one for one in known if one.subscription in to], given)
        if len(rows) < len(asked):
            left = set(asked).difference([one.id for one in rows])
            rows += await _take_by_place(tx, left, to, given)
    said = await _messages(tx, {one.event for one in rows})
    return [
        Parcel(one.id, one.attempt + 1, one, said[one.event], to[one.subscription], token, placed)
        for one in rows
        if one.event in said
    ]


async def _take_at_once(
    tx: Connection, ids: Iterable[str], to: Iterable[str], given: dict[str, object]
) -> list[Owed]:
    wanted, params = among(tx, "ids", ids)
    owners, theirs = among(tx, "owners", to)
    # Two that claim the same rows in another order would wait for each other for ever.
    rows = await tx.fetch(
        f"{_TAKE} WHERE id IN (SELECT id FROM deliveries WHERE id IN {wanted}"
        f" FOR UPDATE SKIP LOCKED) AND {_MINE} AND subscription_id IN {owners}"
        f" RETURNING {', '.join(_COLUMNS).replace('attempt', 'attempt - 1')}, {PLACE['postgres']}",
        **given,
        **params,
        **theirs,
    )
    return [Owed(*row) for row in rows]


async def _take_seen(tx: Connection, known: Sequence[Owed], given: dict[str, object]) -> list[Owed]:
    """Take what nobody has begun since it was seen."""
    if not known:
        return []
    places, params = among(tx, "places", [one.place for one in known])
    which = f"{PLACE['sqlite']} IN {places}"
    done = await tx.execute(f"{_TAKE} WHERE {which} AND attempt = 0 AND {_MINE}", **given, **params)
    if done == len(known):
        return list(known)
    mine = f"FROM deliveries WHERE {which} AND state = 'sending' AND lease_token = :token"
    kept = {row[0] for row in await listed(tx, ("id",), mine, token=given["token"], **params)}
    return [one for one in known if one.id in kept]


async def _take_by_place(
    tx: Connection, ids: Iterable[str], to: Iterable[str], given: dict[str, object]
) -> list[Owed]:
    wanted, params = among(tx, "ids", ids)
    owners, theirs = among(tx, "owners", to)
    # One statement that gives back what it wrote would cost more than these two: a row is found
    # by its place in a third of the time. Nobody else writes between them.
    rows = await owed(
        tx,
        f"FROM deliveries WHERE id IN {wanted} AND {_MINE} AND subscription_id IN {owners}",
        now=given["now"],
        **params,
        **theirs,
    )
    places, params = among(tx, "places", [one.place for one in rows])
    where = f"{PLACE['sqlite']} IN {places}"
    await tx.execute(f"{_TAKE} WHERE {where}", token=given["token"], until=given["until"], **params)
    return rows


async def _open(
    tx: Connection, ids: Iterable[str], now: dt.datetime
) -> dict[SubscriptionId, Subscription]:
    """Return those of the subscriptions that may be sent to, and can be read."""
    # Asked once for all that goes to one: as a part of the claim it would be asked for each row.
    wanted, params = among(tx, "ids", ids)
    rows = await tx.fetch(
        "SELECT s.id, s.record, s.secrets FROM subscriptions s"
        " LEFT JOIN receivers r ON r.subscription_id = s.id"
        f" WHERE s.id IN {wanted} AND {OPEN} AND COALESCE(r.resume_at, 0) <= :now",
        now=micros(now),
        **params,
    )
    return readable(tx.sealer, rows)


async def _messages(conn: Connection, events: Iterable[EventId]) -> dict[EventId, Message]:
    # An event goes to many at a time; its payload is read once.
    wanted, params = among(conn, "ids", events)
    rows = await conn.fetch(
        f"SELECT id, type, subject, occurred_at, payload FROM events WHERE id IN {wanted}",
        **params,
    )
    return {row[0]: Message(row[0], row[1], row[2], moment(row[3]), bytes(row[4])) for row in rows}
