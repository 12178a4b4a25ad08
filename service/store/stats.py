"""Counts of articles, meetings and mentions, by time and by what they are about."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, structs

from service.domain.meetings import Kind, Status
from service.errors import Invalid
from service.store import articles, meetings, mentions, merged
from service.store.database import Connection, Dialect, start_of
from service.store.links import Link
from service.store.paging import Where

Counted = Literal["meetings", "mentions", "articles"]
Facet = Literal[
    "day",
    "week",
    "month",
    "year",
    "actor",
    "process",
    "side",
    "country",
    "city",
    "kind",
    "status",
    "level",
    "type",
    "modality",
    "publisher",
    "language",
    "source",
]
TIMES = ("day", "week", "month", "year")

_DAY = 86_400_000_000
_SQLITE_DAY = "date({at} / 1000000, 'unixepoch')"
_POSTGRES_DAY = "to_char(to_timestamp({at} / 1000000) AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
_WEEK: dict[Dialect, str] = {
    "sqlite": "date({day}, '-' || ((strftime('%w', {day}) + 6) % 7) || ' days')",
    "postgres": "to_char(date_trunc('week', CAST({day} AS date)), 'YYYY-MM-DD')",
}


class Shape(Struct, frozen=True):
    """How a kind of thing is counted: its table, its day, its columns and links by facet."""

    table: str
    day: dict[Dialect, str]
    columns: frozenset[str]
    links: dict[str, Link]
    always: str


_SHAPES: dict[Counted, Shape] = {
    "meetings": Shape(
        "meetings",
        dict.fromkeys(("sqlite", "postgres"), "NULLIF(t.sort_date, '')"),
        frozenset({"kind", "status", "level", "country", "city"}),
        {"actor": meetings.ACTORS, "process": meetings.PROCESSES, "side": meetings.SIDES},
        "t.hidden = 0",
    ),
    "mentions": Shape(
        "mentions",
        dict.fromkeys(("sqlite", "postgres"), "t.happened_on"),
        frozenset({"type", "modality"}),
        {"actor": mentions.ACTORS, "process": mentions.PROCESSES},
        "t.background = 0",
    ),
    "articles": Shape(
        "articles",
        {
            "sqlite": f"CASE WHEN t.dated = 1 THEN {_SQLITE_DAY.format(at='t.sort_at')} END",
            "postgres": f"CASE WHEN t.dated = 1 THEN {_POSTGRES_DAY.format(at='t.sort_at')} END",
        },
        frozenset({"publisher", "language", "source"}),
        {"actor": articles.ACTORS, "process": articles.PROCESSES},
        "1 = 1",
    ),
}


class Narrowed(Struct, frozen=True, kw_only=True):
    """What is counted; clauses are joined by AND. Actors go by id or slug, all must take part.

    `kinds`, `statuses` and `country` are asked of meetings, `relevant` of articles.
    """

    actors: tuple[str, ...] = ()
    process: str | None = None
    kinds: tuple[Kind, ...] = ()
    statuses: tuple[Status, ...] = ()
    country: str | None = None
    relevant: bool | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None


class Tally(Struct, frozen=True):
    """A value of a facet and how many things have it."""

    value: str
    count: int


async def total(conn: Connection, of: Counted, wanted: Narrowed) -> int:
    """Return how many there are. Raises Invalid for a filter that these things have not."""
    where = _where(of, await _meant(conn, wanted))
    sql = f"SELECT COUNT(*) FROM {_SHAPES[of].table} t {where.sql()}"
    return int((await conn.fetch_slow(sql, **where.params))[0][0])


async def facet(
    conn: Connection, of: Counted, by: Facet, wanted: Narrowed, limit: int
) -> list[Tally]:
    """Return the counts by a facet: times in their order (the latest), others the most first.

    A thing without a value is not counted, one with several in each. Raises Invalid for a facet
    or a filter that these things have not.
    """
    shape, where = _SHAPES[of], _where(of, await _meant(conn, wanted))
    value, source = _value(of, by, conn.dialect), f"{shape.table} t"
    if by in shape.links:
        link = shape.links[by]
        source += f" JOIN {link.table} f ON f.{link.owner} = t.id"
    if by == "actor":
        # They are counted as those whom people say they are.
        where.add(f"{value} NOT IN (SELECT id FROM actors WHERE merged_into IS NOT NULL)")
    where.add(f"{value} IS NOT NULL")
    order = "1 DESC" if by in TIMES else "2 DESC, 1"
    rows = await conn.fetch_slow(
        f"SELECT {value}, COUNT(*) FROM {source} {where.sql()}"
        f" GROUP BY 1 ORDER BY {order} LIMIT :limit",
        **where.params,
        limit=limit,
    )
    found = [Tally(str(value), count) for value, count in rows]
    return found[::-1] if by in TIMES else found


async def _meant(conn: Connection, wanted: Narrowed) -> Narrowed:
    return structs.replace(wanted, actors=tuple(await merged.meant(conn, wanted.actors)))


def _value(of: Counted, by: Facet, dialect: Dialect) -> str:
    shape = _SHAPES[of]
    day = shape.day[dialect]
    times: Mapping[str, str] = {
        "day": day,
        "week": _WEEK[dialect].format(day=day),
        "month": f"substr({day}, 1, 7)",
        "year": f"substr({day}, 1, 4)",
    }
    if by in times:
        return times[by]
    if by in shape.links:
        return f"f.{shape.links[by].column}"
    if by in shape.columns:
        return f"t.{by}"
    known = ", ".join([*times, *sorted(shape.columns), *shape.links])
    raise Invalid("by", f"{of.capitalize()} are not counted by {by}; they are by: {known}.")


def _where(of: Counted, wanted: Narrowed) -> Where:
    shape, where = _SHAPES[of], Where()
    where.add(shape.always)
    for name, given in (("kind", wanted.kinds), ("status", wanted.statuses)):
        if given:
            where.among(f"t.{_owned(of, name)}", name, given)
    if wanted.country is not None:
        where.equal(f"t.{_owned(of, 'country')}", "country", wanted.country)
    if wanted.relevant is not None:
        if of != "articles":
            raise Invalid("relevant", "This is asked of articles only.")
        where.add("t.relevant = :relevant", relevant=int(wanted.relevant))
    linked = [(shape.links["actor"], actor) for actor in wanted.actors]
    if wanted.process is not None:
        linked.append((shape.links["process"], wanted.process))
    _narrow(where, linked)
    _between(of, where, wanted)
    return where


def _narrow(where: Where, linked: list[tuple[Link, str]]) -> None:
    """Want all links; what has them is found first, and not each thing asked for its links."""
    for n, (link, value) in enumerate(linked):
        having = f"SELECT l.{link.owner} FROM {link.table} l WHERE l.{link.column} = :linked_{n}"
        where.add(f"t.id IN ({having})", **{f"linked_{n}": value})


def _owned(of: Counted, name: str) -> str:
    if name not in _SHAPES[of].columns:
        raise Invalid(name, f"{of.capitalize()} have no {name}.")
    return name


def _between(of: Counted, where: Where, wanted: Narrowed) -> None:
    first, last = wanted.date_from, wanted.date_to
    if of == "articles":
        if first or last:
            where.add("t.dated = 1")
        if first:
            where.add("t.sort_at >= :first", first=start_of(first))
        if last:
            where.add("t.sort_at < :last", last=start_of(last) + _DAY)
        return
    day = "t.sort_date" if of == "meetings" else "t.happened_on"
    if first or last:
        where.add(f"{day} > ''")
    if first:
        where.add(f"{day} >= :first", first=first.isoformat())
    if last:
        where.add(f"{day} <= :last", last=last.isoformat())
