"""Meetings: the record as it stands, as it was, and the ids by which it was ever known."""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct, structs

from service.domain.ids import ArticleId, ClaimId, MeetingId, actor_ref
from service.domain.meetings import Kind, Level, Meeting, Status
from service.domain.words import fold
from service.errors import NotFound
from service.store import links
from service.store.database import Connection, Row, micros, moment, placeholders
from service.store.links import Link
from service.store.paging import Cursor, Order, Page, Where, page

BY_DATE = Order("date", "m.sort_date", "m.id", str)
BY_DATE_ASCENDING = Order("date_asc", "m.sort_date", "m.id", str, descending=False)
BY_CHANGE = Order("changed", "m.changed_at", "m.id", int)

ACTORS = Link("meeting_actors", "meeting_id", "actor_id")
SIDES = Link("meeting_sides", "meeting_id", "country")
PROCESSES = Link("meeting_processes", "meeting_id", "process")

_decode = msgspec.json.Decoder(Meeting).decode


class MeetingFilter(Struct, frozen=True, kw_only=True):
    """What a list of meetings is limited to; clauses are joined by AND, None asks for nothing.

    `participants` are ids or slugs of actors in any role, and all must be in the room. Each word
    of `q` must begin a word of the city or of a party's name. Days are inclusive; a meeting
    without a date is outside of any. Hidden meetings are left out unless asked for. All of the
    countries `represented` must be by somebody in the room. `overdue` tells whether
    they are still said to be ahead although their last day is before a day.
    """

    q: str | None = None
    participants: tuple[str, ...] = ()
    process: str | None = None
    country: str | None = None
    city: str | None = None
    kinds: tuple[Kind, ...] = ()
    statuses: tuple[Status, ...] = ()
    level: Level | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    min_sources: int | None = None
    changed_since: dt.datetime | None = None
    hidden: bool | None = False
    represented: tuple[str, ...] = ()
    overdue: tuple[bool, dt.date] | None = None


class Kept(Struct, frozen=True, kw_only=True):
    """A meeting with what the store knows of it beside its record."""

    meeting: Meeting
    hidden: bool
    created_at: dt.datetime
    changed_at: dt.datetime


_COLUMNS = "m.record, m.hidden, m.created_at, m.changed_at"


async def get(conn: Connection, id: MeetingId, as_of: dt.datetime | None = None) -> Kept:
    """Return the meeting that an id means now, or meant as of a time; raises NotFound.

    Any id that was ever given out still means the meeting that its claims came to.
    """
    if as_of is not None:
        return await _as_of(conn, id, as_of)
    row = await conn.fetchrow(
        f"SELECT {_COLUMNS} FROM meetings m WHERE m.id = :id", id=await current(conn, id)
    )
    if row is None:
        raise NotFound("meeting", id)
    return (await _filled(conn, [row]))[0]


async def current(conn: Connection, id: MeetingId) -> MeetingId:
    """Return the id under which a meeting stands that was ever known by an id."""
    claim = id.replace("mtg_", "clm_", 1)
    found = await conn.fetchval(
        "SELECT COALESCE((SELECT id FROM meetings WHERE id = :id),"
        " (SELECT meeting_id FROM ledger WHERE claim_id = :claim),"
        " (SELECT meeting_id FROM meeting_aliases WHERE alias = :id))",
        id=id,
        claim=claim,
    )
    return found or id


async def get_many(conn: Connection, ids: Iterable[MeetingId]) -> dict[MeetingId, Kept]:
    """Return those of some meetings that stand under these ids."""
    wanted, params = placeholders("id", ids)
    rows = await conn.fetch(f"SELECT {_COLUMNS} FROM meetings m WHERE m.id IN {wanted}", **params)
    return {kept.meeting.id: kept for kept in await _filled(conn, rows)}


async def find(
    conn: Connection,
    wanted: MeetingFilter,
    *,
    order: Order = BY_DATE,
    after: Cursor | None = None,
    limit: int = 20,
) -> Page[Kept]:
    """List meetings BY_DATE (the latest first; those without a date last) or BY_CHANGE.

    Raises InvalidCursor for another list's cursor.
    """
    where = _conditions(wanted)
    linked: list[tuple[Link, str]] = [(ACTORS, actor_ref(a)) for a in wanted.participants]
    linked += [(SIDES, country) for country in wanted.represented]
    if wanted.process is not None:
        linked.append((PROCESSES, wanted.process))
    source = "meetings m"
    if linked and order.name != BY_CHANGE.name:
        source, order = links.driven(where, source, order, linked)
        order = structs.replace(order, column="d.sort_at")
    else:
        links.narrow(where, "m", linked)
    where.after(order, after)
    rows = await conn.fetch(
        f"SELECT {_COLUMNS}, {order.column}, {order.id} FROM {source} {where.sql()} "
        f"{order.sql()} LIMIT :limit",
        **where.params,
        limit=limit + 1,
    )
    listed = page(rows, limit, order, lambda row: row)
    return Page(tuple(await _filled(conn, listed.items)), listed.next)


def _conditions(wanted: MeetingFilter) -> Where:
    where = Where()
    where.equal("m.country", "country", wanted.country)
    where.equal("m.city", "city", wanted.city)
    where.equal("m.level", "level", wanted.level)
    where.among("m.kind", "kind", wanted.kinds)
    where.among("m.status", "status", wanted.statuses)
    if wanted.hidden is not None:
        where.add("m.hidden = :hidden", hidden=int(wanted.hidden))
    if wanted.date_from is not None:
        where.add("m.date_last >= :first", first=wanted.date_from.isoformat())
    if wanted.date_to is not None:
        where.add("m.date_first <= :last", last=wanted.date_to.isoformat())
    if wanted.overdue is not None:
        is_so, day = wanted.overdue
        ahead = "m.status IN ('proposed', 'planned') AND m.date_last < :due"
        where.add(ahead if is_so else f"NOT COALESCE({ahead}, 1 = 0)", due=day.isoformat())
    if wanted.min_sources is not None:
        where.add("m.sources >= :sources", sources=wanted.min_sources)
    if wanted.changed_since is not None:
        where.add("m.changed_at >= :since", since=micros(wanted.changed_since))
    _search(where, wanted.q)
    return where


def _search(where: Where, q: str | None) -> None:
    words = None if q is None else fold(q).split()
    if words == []:
        where.add("1 = 0")
    for n, word in enumerate(words or ()):
        where.add(f"m.words LIKE :word_{n}", **{f"word_{n}": f"% {word}%"})


async def _filled(conn: Connection, rows: Sequence[Row]) -> list[Kept]:
    """Give meetings their claims and articles back from the ledger."""
    bare = [(_decode(row[0]), row) for row in rows]
    wanted, params = placeholders("id", (meeting.id for meeting, _ in bare))
    lines = await conn.fetch(
        "SELECT meeting_id, claim_id, article_id FROM ledger"
        f" WHERE meeting_id IN {wanted} ORDER BY claim_id",
        **params,
    )
    of: dict[str, list[tuple[ClaimId, ArticleId]]] = {}
    for meeting_id, claim, article in lines:
        of.setdefault(meeting_id, []).append((claim, article))
    return [
        Kept(
            meeting=_with(meeting, of.get(meeting.id, [])),
            hidden=bool(row[1]),
            created_at=moment(row[2]),
            changed_at=moment(row[3]),
        )
        for meeting, row in bare
    ]


def _with(meeting: Meeting, lines: Sequence[tuple[ClaimId, ArticleId]]) -> Meeting:
    return structs.replace(
        meeting,
        claims=tuple(claim for claim, _ in lines),
        articles=tuple(sorted({article for _, article in lines})),
    )


async def _as_of(conn: Connection, id: MeetingId, at: dt.datetime) -> Kept:
    then = await _meant(conn, id, at)
    rows = await conn.fetch(
        "SELECT recorded_at, record FROM meeting_versions"
        " WHERE meeting_id = :id AND recorded_at <= :at ORDER BY recorded_at DESC",
        id=then,
        at=micros(at),
    )
    if not rows or rows[0][1] is None:
        raise NotFound("meeting", id)
    lines = await conn.fetch(
        "SELECT claim_id, article_id FROM memberships m WHERE meeting_id = :id"
        " AND recorded_at = (SELECT MAX(recorded_at) FROM memberships l"
        "  WHERE l.claim_id = m.claim_id AND l.recorded_at <= :at) ORDER BY claim_id",
        id=then,
        at=micros(at),
    )
    return Kept(
        meeting=_with(_decode(rows[0][1]), [(row[0], row[1]) for row in lines]),
        hidden=False,
        created_at=moment(rows[-1][0]),
        changed_at=moment(rows[0][0]),
    )


async def _meant(conn: Connection, id: MeetingId, at: dt.datetime) -> MeetingId:
    """Return the id that the meeting had then: its own, or that of the claims it has now."""
    stood = await conn.fetchval(
        "SELECT record FROM meeting_versions WHERE meeting_id = :id AND recorded_at <= :at"
        " ORDER BY recorded_at DESC LIMIT 1",
        id=id,
        at=micros(at),
    )
    if stood is not None:
        return id
    found = await conn.fetchval(
        "SELECT m.meeting_id FROM ledger JOIN memberships m ON m.claim_id = ledger.claim_id"
        " WHERE ledger.meeting_id = :id AND m.recorded_at = (SELECT MAX(recorded_at)"
        "  FROM memberships l WHERE l.claim_id = m.claim_id AND l.recorded_at <= :at)"
        " AND m.meeting_id IS NOT NULL GROUP BY m.meeting_id"
        " ORDER BY COUNT(*) DESC, m.meeting_id LIMIT 1",
        id=await current(conn, id),
        at=micros(at),
    )
    return found or id


async def versions(conn: Connection, id: MeetingId) -> list[tuple[dt.datetime, Meeting | None]]:
    """Return what was recorded of the meeting of an id, the first first; None: it was gone.

    The claims and articles of each version are left out; `get` as of its time has them.
    """
    rows = await conn.fetch(
        "SELECT recorded_at, record FROM meeting_versions WHERE meeting_id = :id"
        " ORDER BY recorded_at",
        id=id,
    )
    return [(moment(row[0]), _decode(row[1]) if row[1] else None) for row in rows]
