"""Who meets whom, how often, and when two sides last met."""

import datetime as dt
from collections.abc import Iterable, Sequence

from msgspec import Struct

from service.domain.ids import ActorId, MeetingId
from service.domain.meetings import Level, Status
from service.store.database import Connection, Row, placeholders
from service.store.links import Link
from service.store.meetings import ACTORS
from service.store.paging import Cursor, Order, Page, Where, page

MOST = Order("most", "n.meetings", "n.id", int)
MET: tuple[Status, ...] = ("held", "ongoing")


class Counterpart(Struct, frozen=True):
    """Whom somebody met (an actor's id, or a country), how often, and first and last when."""

    id: str
    meetings: int
    first: dt.date | None
    last: dt.date | None


class Contact(Struct, frozen=True):
    """A meeting of two sides: the last day that it may mean, and who met."""

    meeting: MeetingId
    date: dt.date
    level: Level | None


class Side(Struct, frozen=True):
    """Who is on a side: actors, and all that represent some countries but those `without`."""

    actors: frozenset[ActorId]
    countries: frozenset[str] = frozenset()
    without: frozenset[ActorId] = frozenset()


async def counterparts(
    conn: Connection,
    who: str,
    *,
    link: Link = ACTORS,
    statuses: Sequence[Status] = MET,
    date_from: dt.date | None = None,
    date_to: dt.date | None = None,
    after: Cursor | None = None,
    limit: int = 20,
) -> Page[Counterpart]:
    """Return whom somebody met, most often first: actors, or by `link` the sides of meetings."""
    where, outer = Where(), Where()
    where.add(f"d.{link.column} = :who AND m.hidden = 0", who=who)
    where.among("m.status", "status", statuses)
    if date_from is not None:
        where.add("m.date_last >= :first", first=date_from.isoformat())
    if date_to is not None:
        where.add("m.date_first <= :last", last=date_to.isoformat())
    outer.after(MOST, after)
    rows = await conn.fetch_slow(
        "SELECT n.first_day, n.last_day, n.meetings, n.id FROM ("
        f"SELECT o.{link.column} AS id, COUNT(*) AS meetings, MIN(m.date_first) AS first_day,"
        f" MAX(m.date_last) AS last_day FROM {link.table} d"
        " JOIN meetings m ON m.id = d.meeting_id"
        f" JOIN {link.table} o ON o.meeting_id = m.id AND o.{link.column} <> d.{link.column}"
        f" {where.sql()} GROUP BY o.{link.column}) n {outer.sql()} {MOST.sql()} LIMIT :limit",
        **where.params,
        **outer.params,
        limit=limit + 1,
    )
    return page(rows, limit, MOST, _counterpart)


def _counterpart(row: Row) -> Counterpart:
    return Counterpart(row[3], row[2], _day(row[0]), _day(row[1]))


async def last_contact(
    conn: Connection, a: Side, b: Side, day: dt.date, levels: Iterable[Level] = ()
) -> Contact | None:
    """Return the last meeting of two sides that began by a day; None: there was none."""
    where = Where()
    where.add("l.sort_at > '' AND l.sort_at <= :day AND m.hidden = 0", day=day.isoformat())
    where.among("m.status", "status", MET)
    where.among("m.level", "level", sorted(levels))
    for alias, name, side in (("l", "a", a), ("r", "b", b)):
        _among(where, alias, name, side)
    row = await conn.fetchrow(
        "SELECT m.id, m.date_last, m.level FROM meeting_actors l"
        " JOIN meeting_actors r ON r.meeting_id = l.meeting_id"
        f" JOIN meetings m ON m.id = l.meeting_id {where.sql()}"
        " ORDER BY l.sort_at DESC, m.id LIMIT 1",
        **where.params,
    )
    return Contact(row[0], min(day, dt.date.fromisoformat(row[1])), row[2]) if row else None


def _among(where: Where, alias: str, name: str, side: Side) -> None:
    actors, params = placeholders(f"{name}_actor", sorted(side.actors))
    countries, more = placeholders(f"{name}_country", sorted(side.countries))
    others, without = placeholders(f"{name}_without", sorted(side.without))
    where.add(
        f"{alias}.role = 'participant' AND {alias}.actor_id IN"
        f" (SELECT COALESCE(merged_into, id) FROM actors WHERE id IN {actors}"
        f" OR (country IN {countries} AND id NOT IN (SELECT id FROM actors WHERE id IN {others})))",
        **params,
        **more,
        **without,
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
