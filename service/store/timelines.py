"""What happened in a peace process, day by day: its meetings and mentions in one list."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from service.domain.ids import MentionId
from service.domain.mentions import Mention
from service.store import mentions
from service.store.database import Connection, Row
from service.store.paging import Cursor, Order, Page, Where, page

LATEST = Order("latest", "t.day", "t.id", str)
EARLIEST = Order("earliest", "t.day", "t.id", str, descending=False)

Entry = Literal["meeting", "mention"]

_SOURCES: dict[Entry, str] = {
    "meeting": "SELECT 'meeting' AS entry, m.id AS id, m.sort_date AS day"
    " FROM meeting_processes l JOIN meetings m ON m.id = l.meeting_id"
    " WHERE l.process = :process AND l.sort_at > '' AND m.hidden = 0",
    "mention": "SELECT 'mention' AS entry, m.id AS id, m.happened_on AS day"
    " FROM mention_processes l JOIN mentions m ON m.id = l.mention_id"
    " WHERE l.process = :process AND m.background = 0",
}


class Moment(Struct, frozen=True):
    """A meeting or a mention by its id, on its day."""

    entry: Entry
    id: str
    day: dt.date


async def of_process(
    conn: Connection,
    process: str,
    *,
    entries: tuple[Entry, ...] = ("meeting", "mention"),
    date_from: dt.date | None = None,
    date_to: dt.date | None = None,
    order: Order = LATEST,
    after: Cursor | None = None,
    limit: int = 20,
) -> Page[Moment]:
    """List a process's meetings that have a date and its mentions, but those that look back."""
    where = Where()
    if date_from is not None:
        where.add("t.day >= :first", first=date_from.isoformat())
    if date_to is not None:
        where.add("t.day <= :last", last=date_to.isoformat())
    where.after(order, after)
    union = " UNION ALL ".join(_SOURCES[entry] for entry in entries)
    rows = await conn.fetch_slow(
        f"SELECT t.entry, t.day, t.id FROM ({union}) t {where.sql()} {order.sql()} LIMIT :limit",
        process=process,
        **where.params,
        limit=limit + 1,
    )
    return page(rows, limit, order, _moment)


def _moment(row: Row) -> Moment:
    return Moment(row[0], row[2], dt.date.fromisoformat(row[1]))


async def mentions_of(conn: Connection, listed: Iterable[Moment]) -> dict[MentionId, Mention]:
    """Return the mentions among some moments."""
    ids = [MentionId(moment.id) for moment in listed if moment.entry == "mention"]
    return await mentions.get_many(conn, ids)
