"""Events: appended once each, read as a feed from which the record can be mirrored."""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Raw

from service.domain.events import Event
from service.domain.ids import ArticleId, EventId
from service.errors import NotFound
from service.store.database import Connection, Row, micros, moment, placeholders
from service.store.paging import Cursor, Order, Page, Where, page

FEED = Order("feed", "seq", "id", int, descending=False)
NEWEST = Order("events", "seq", "id", int)

_COLUMNS = "id, type, subject, article_id, occurred_at, dedupe_key, facts, payload, seq"


async def append(tx: Connection, event: Event) -> bool:
    """Write an event, unless its like was told before; tell whether it was written.

    Call it in a transaction. The text that its facts hold is not kept.
    """
    if await told(tx, [event]):
        return False
    await append_all(tx, [event])
    return True


async def append_all(tx: Connection, events: Iterable[Event]) -> None:
    """Write events in their order; those whose like was told before are left out."""
    rows = [_row(event) for event in events]
    if rows and tx.dialect == "postgres":
        # Numbers must become visible in their order, or a follower would step over one.
        await tx.execute("LOCK TABLE events IN EXCLUSIVE MODE")
    await tx.executemany(
        "INSERT INTO events"
        " (id, type, subject, article_id, occurred_at, recorded_at, dedupe_key, facts, payload)"
        " VALUES (:id, :type, :subject, :article, :at, :at, :key, :facts, :payload)"
        " ON CONFLICT DO NOTHING",
        rows,
    )


async def told(conn: Connection, events: Iterable[Event]) -> set[EventId]:
    """Return the ids of those of the events that were written before."""
    wanted, params = placeholders("id", [event.id for event in events])
    rows = await conn.fetch(f"SELECT id FROM events WHERE id IN {wanted}", **params)
    return {row[0] for row in rows}


async def latest(conn: Connection, subjects: Iterable[str]) -> dict[str, Event]:
    """Return the last event that was told of each of some subjects."""
    found = {}
    for subject in subjects:
        # One by one: a meeting may have been told of thousands of times.
        row = await conn.fetchrow(
            f"SELECT {_COLUMNS} FROM events WHERE subject = :subject ORDER BY seq DESC LIMIT 1",
            subject=subject,
        )
        if row is not None:
            found[subject] = _event(row)
    return found


def _row(event: Event) -> dict[str, object]:
    facts = {field: value for field, value in event.facts.items() if field != "text"}
    return {
        "id": event.id,
        "type": event.type,
        "subject": event.subject,
        "article": event.article,
        "at": micros(event.occurred_at),
        "key": event.dedupe_key,
        "facts": msgspec.json.encode(facts).decode(),
        "payload": bytes(event.payload),
    }


async def get(conn: Connection, id: EventId) -> Event:
    """Return an event; raises NotFound."""
    row = await conn.fetchrow(f"SELECT {_COLUMNS} FROM events WHERE id = :id", id=id)
    if row is None:
        raise NotFound("event", id)
    return _event(row)


async def get_many(conn: Connection, ids: Iterable[EventId]) -> dict[EventId, Event]:
    """Return those of some events that there are, by id."""
    wanted, params = placeholders("id", ids)
    rows = await conn.fetch(f"SELECT {_COLUMNS} FROM events WHERE id IN {wanted}", **params)
    return {found.id: found for found in map(_event, rows)}


async def find(
    conn: Connection,
    *,
    types: Sequence[str] = (),
    subject: str | None = None,
    article: ArticleId | None = None,
    order: Order = FEED,
    after: Cursor | None = None,
    limit: int = 50,
) -> Page[Event]:
    """Return a page of events in the order of the record (FEED), or the NEWEST first."""
    where = Where()
    where.among("type", "type", types)
    where.equal("subject", "subject", subject)
    where.equal("article_id", "article", article)
    where.after(order, after)
    rows = await conn.fetch(
        f"SELECT {_COLUMNS}, seq, id FROM events {where.sql()} {order.sql()} LIMIT :limit",
        **where.params,
        limit=limit + 1,
    )
    return page(rows, limit, order, _event)


def place(event: Event) -> Cursor:
    """Return the place in the feed after an event."""
    return Cursor(FEED.name, event.seq or 0, event.id)


async def last(conn: Connection) -> Cursor | None:
    """Return the place after the newest event; None before the first."""
    row = await conn.fetchrow("SELECT seq, id FROM events ORDER BY seq DESC LIMIT 1")
    return Cursor(FEED.name, row[0], row[1]) if row else None


async def after(conn: Connection, seq: int, limit: int = 100) -> list[Event]:
    """Return the events after a number, in order."""
    rows = await conn.fetch(
        f"SELECT {_COLUMNS} FROM events WHERE seq > :seq ORDER BY seq LIMIT :limit",
        seq=seq,
        limit=limit,
    )
    return [_event(row) for row in rows]


def _event(row: Row) -> Event:
    return Event(
        id=row[0],
        type=row[1],
        subject=row[2],
        article=row[3],
        occurred_at=moment(row[4]),
        dedupe_key=row[5],
        facts=msgspec.json.decode(row[6]),
        payload=Raw(bytes(row[7])),
        seq=row[8],
    )
