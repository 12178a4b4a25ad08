"""Deliveries as people see them: made for an event, listed, looked into, sent again."""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import structs

from service.domain.deliveries import Delivery, DeliveryState
from service.domain.ids import DeliveryId, EventId, SubscriptionId, delivery_id
from service.errors import Conflict, NotFound
from service.store.database import Connection, Row, micros, moment
from service.store.pacing import UNSORTED
from service.store.paging import Cursor, Order, Page, Where, page
from service.store.windows import OPEN

CHUNK = 1000
NEWEST = Order("deliveries", "created_at", "id", int)
COLUMNS = (
    "id, event_id, subscription_id, state, attempt, due_at, reason, created_at, finished_at, digest"
)


async def fan_out(
    conn: Connection, event: EventId, subscriptions: Iterable[SubscriptionId], now: dt.datetime
) -> None:
    """Owe an event to subscriptions; call it in the transaction that writes the event.

    Repeating it does no harm. Beyond CHUNK subscriptions only the list is written, and
    `spread` makes the rows, so that no transaction grows long.
    """
    ids = sorted(set(subscriptions))
    await _owe(conn, event, ids[:CHUNK], now)
    parts = [ids[start : start + CHUNK] for start in range(CHUNK, len(ids), CHUNK)]
    if parts:
        await conn.executemany(
            "INSERT INTO fanouts (event_id, part, subscriptions)"
            " VALUES (:event, :part, :ids) ON CONFLICT DO NOTHING",
            [
                {"event": event, "part": n, "ids": msgspec.json.encode(part).decode()}
                for n, part in enumerate(parts)
            ],
        )


async def spread(conn: Connection, now: dt.datetime) -> bool:
    """Make the rows of one part of a big fan-out; tell whether there was one.

    Call it in a transaction, until there is none.
    """
    lock = " FOR UPDATE SKIP LOCKED" if conn.dialect == "postgres" else ""
    row = await conn.fetchrow(f"SELECT event_id, part, subscriptions FROM fanouts LIMIT 1{lock}")
    if row is None:
        return False
    await _owe(conn, row[0], msgspec.json.decode(row[2], type=list[SubscriptionId]), now)
    await conn.execute(
        "DELETE FROM fanouts WHERE event_id = :event AND part = :part", event=row[0], part=row[1]
    )
    return True


async def _owe(
    conn: Connection, event: EventId, ids: Sequence[SubscriptionId], now: dt.datetime
) -> None:
    await conn.executemany(
        "INSERT INTO deliveries (id, event_id, subscription_id, format, state, reason, digest,"
        " due_at, created_at)"
        " SELECT CAST(:id AS TEXT), CAST(:event AS TEXT), s.id, s.format,"
        f" CASE WHEN {OPEN} AND s.paced = 0 THEN 'pending' ELSE 'held' END,"
        f" CASE WHEN s.state = 'active' AND s.paced = 0 AND NOT ({OPEN}) THEN 'quiet hours' END,"
        f" CASE WHEN s.paced = 1 THEN '{UNSORTED}' ELSE '' END,"
        " CAST(:now AS BIGINT), CAST(:now AS BIGINT) FROM subscriptions s"
        " WHERE s.id = :subscription AND s.state <> 'removed'"
        " ON CONFLICT DO NOTHING",
        [
            {"id": delivery_id(event, to), "event": event, "subscription": to, "now": micros(now)}
            for to in ids
        ],
    )


async def get(conn: Connection, id: DeliveryId) -> Delivery:
    """Return a delivery; raises NotFound."""
    row = await conn.fetchrow(f"SELECT {COLUMNS} FROM deliveries WHERE id = :id", id=id)
    if row is None:
        raise NotFound("delivery", id)
    return read(row)


async def exists(conn: Connection, id: DeliveryId) -> bool:
    """Tell whether there is a delivery."""
    return bool(await conn.fetchval("SELECT 1 FROM deliveries WHERE id = :id", id=id))


async def find(
    conn: Connection,
    *,
    subscription: SubscriptionId | None = None,
    state: DeliveryState | None = None,
    event: EventId | None = None,
    digest: str | None = None,
    after: Cursor | None = None,
    limit: int = 50,
) -> Page[Delivery]:
    """Return a page of deliveries, the newest first."""
    where = Where()
    where.equal("subscription_id", "subscription", subscription)
    where.equal("state", "state", state)
    where.equal("event_id", "event", event)
    if digest is not None:
        where.equal("digest", "digest", digest)
        where.add("digest > '?'")
    where.after(NEWEST, after)
    rows = await conn.fetch(
        f"SELECT {COLUMNS}, created_at, id FROM deliveries"
        f" {where.sql()} {NEWEST.sql()} LIMIT :limit",
        **where.params,
        limit=limit + 1,
    )
    return page(rows, limit, NEWEST, read)


async def retry(conn: Connection, id: DeliveryId, now: dt.datetime) -> Delivery:
    """Send a delivery again now, with its whole schedule before it; call it in a transaction.

    Raises NotFound, and Conflict while it is being sent or its subscription is not active.
    """
    before = await get(conn, id)
    state = await conn.fetchval(
        "SELECT state FROM subscriptions WHERE id = :id", id=before.subscription
    )
    if state != "active":
        raise Conflict(f"The subscription {before.subscription} is {state or 'removed'}.")
    touched = await conn.execute(
        "UPDATE deliveries SET state = 'pending', due_at = :now, tries = 0, losses = 0,"
        " reason = NULL, finished_at = NULL, queued = '', digest = ''"
        " WHERE id = :id AND state <> 'sending'",
        id=id,
        now=micros(now),
    )
    if not touched:
        raise Conflict(f"The delivery {id} is being sent.")
    return structs.replace(
        before, state="pending", due_at=now, reason=None, finished_at=None, digest=None
    )


async def backlog(conn: Connection) -> dict[DeliveryState, int]:
    """Return how many deliveries are owed, by state: pending, sending, held."""
    # One by one each has an index of what is in it; together they would be looked for among all.
    rows = await conn.fetch(
        " UNION ALL ".join(
            f"SELECT '{state}', COUNT(*) FROM deliveries WHERE state = '{state}'"
            for state in ("pending", "sending", "held")
        )
    )
    return {row[0]: row[1] for row in rows if row[1]}


def read(row: Row) -> Delivery:
    """Build a delivery from its COLUMNS."""
    return Delivery(
        id=row[0],
        event=row[1],
        subscription=row[2],
        state=row[3],
        attempt=row[4],
        due_at=moment(row[5]),
        reason=row[6],
        created_at=moment(row[7]),
        finished_at=moment(row[8]) if row[8] else None,
        digest=row[9] if row[9].startswith("dig_") else None,
    )
