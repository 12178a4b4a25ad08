"""Meetings: the record as it stands, as it was, and the ids by which it was ever known."""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct, structs

from service.domain.ids import ArticleId, ClaimId, MeetingId, actor_ref
from service.domain.meetings import Kind, Level, Meeting, Status
from service.domain.words import fold
from service.errors import NotFound
from service.store import links, meeting_versions, merged
from service.store.database import Connection, Row, micros, moment, placeholders
from service.store.links import Link
from service.store.meeting_versions import members
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
    cities: tuple[str, ...] = ()
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


_MOST_ROUNDS = 500
_COLUMNS = "m.record, m.hidden, m.created_at, m.changed_at"


async def get(conn: Connection, id: MeetingId, as_of: dt.datetime | None = None) -> Kept:
    """Return the meeting that an id means now, or meant as of a time; raises NotFound.

    Any id that was ever given out still means the meeting that its claims came to.
    """
    where, wanted = Where(), await current(conn, id)
    if as_of is not None:
        wanted = await meeting_versions.meant(conn, id, wanted, as_of)
    where.add("m.id = :id", id=wanted)
    row = await conn.fetchrow(
        f"SELECT {_COLUMNS} FROM {_table(where, as_of)} {where.sql()}", **where.params
    )
    if row is None:
        raise NotFound("meeting", id)
    return (await _filled(conn, [row], as_of))[0]


def _table(where: Where, as_of: dt.datetime | None) -> str:
    if as_of is None:
        return "meetings m"
    where.params["recorded_by"] = micros(as_of)
    return f"{meeting_versions.THEN} m"


async def rounds(
    conn: Connection, like: Meeting, as_of: dt.datetime | None = None
) -> list[Meeting]:
    """Return the records of meetings that are rounds, of the same processes or people as one."""
    where = Where()
    source = _table(where, as_of)
    where.add("m.round IS NOT NULL AND m.hidden = 0")
    names = (*like.processes, *like.with_role("participant"))
    if as_of is not None:
        meeting_versions.narrow(where, [names])
    else:
        processes, params = placeholders("process", like.processes)
        acting, more = placeholders("actor", like.with_role("participant"))
        where.add(
            f"(m.id IN (SELECT meeting_id FROM meeting_processes WHERE process IN {processes})"
            f" OR m.id IN (SELECT meeting_id FROM meeting_actors WHERE actor_id IN {acting}))",
            **params,
            **more,
        )
    rows = await conn.fetch_slow(
        f"SELECT m.record FROM {source} {where.sql()} ORDER BY m.sort_date DESC, m.id LIMIT :most",
        **where.params,
        most=_MOST_ROUNDS,
    )
    return [_decode(row[0]) for row in rows]


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
    as_of: dt.datetime | None = None,
) -> Page[Kept]:
    """List meetings BY_DATE (the latest first; those without a date last) or BY_CHANGE.

    As of a time, versions are looked through. Raises InvalidCursor for another list's cursor.
    """
    where = _conditions(wanted)
    source = _table(where, as_of)
    if as_of is not None:
        meeting_versions.narrow(where, await _linked_then(conn, wanted, as_of))
    else:
        source, order = _led(where, order, await _linked(conn, wanted))
    where.after(order, after)
    rows = await (conn.fetch if as_of is None else conn.fetch_slow)(
        f"SELECT {_COLUMNS}, {order.column}, {order.id} FROM {source} {where.sql()} "
        f"{order.sql()} LIMIT :limit",
        **where.params,
        limit=limit + 1,
    )
    listed = page(rows, limit, order, lambda row: row)
    return Page(tuple(await _filled(conn, listed.items, as_of)), listed.next)


async def _linked(conn: Connection, wanted: MeetingFilter) -> list[tuple[Link, str]]:
    """Return the links that are wanted; a merged actor's are those of the one that was kept."""
    acting = await merged.meant(conn, wanted.participants)
    linked: list[tuple[Link, str]] = [(ACTORS, actor) for actor in acting]
    linked += [(SIDES, country) for country in wanted.represented]
    return linked + [(PROCESSES, process) for process in (wanted.process,) if process is not None]


async def _linked_then(
    conn: Connection, wanted: MeetingFilter, as_of: dt.datetime
) -> list[tuple[str, ...]]:
    """Return what must be linked, any of the ids that an actor had then."""
    acting = [actor_ref(name) for name in wanted.participants]
    same = await merged.together(conn, acting, as_of) if acting else {}
    others = (*wanted.represented, *([wanted.process] if wanted.process is not None else ()))
    return [*(same[actor] for actor in acting), *((name,) for name in others)]


def _led(where: Where, order: Order, linked: Sequence[tuple[Link, str]]) -> tuple[str, Order]:
    if linked and order.name != BY_CHANGE.name:
        source, order = links.driven(where, "meetings m", order, linked)
        return source, structs.replace(order, column="d.sort_at")
    links.narrow(where, "m", linked)
    return "meetings m", order


def _conditions(wanted: MeetingFilter) -> Where:
    where = Where()
    where.equal("m.country", "country", wanted.country)
    where.among("m.city", "city", wanted.cities)
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


async def _filled(
    conn: Connection, rows: Sequence[Row], as_of: dt.datetime | None = None
) -> list[Kept]:
    """Give meetings their claims and articles back from the ledger."""
    bare = [(_decode(row[0]), row) for row in rows]
    ids = [meeting.id for meeting, _ in bare]
    lines = await (_members(conn, ids) if as_of is None else members(conn, ids, as_of))
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


async def _members(
    conn: Connection, ids: Iterable[MeetingId]
) -> list[tuple[MeetingId, ClaimId, ArticleId]]:
    wanted, params = placeholders("id", ids)
    rows = await conn.fetch(
        "SELECT meeting_id, claim_id, article_id FROM ledger"
        f" WHERE meeting_id IN {wanted} ORDER BY claim_id",
        **params,
    )
    return [(row[0], row[1], row[2]) for row in rows]
