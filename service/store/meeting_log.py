"""Meetings as the monitor reads and writes them: records, their versions, what they were called."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

import msgspec
from msgspec import structs

from service.domain.actors import Actor
from service.domain.ids import ActorId, MeetingId
from service.domain.meetings import Meeting
from service.domain.words import fold
from service.store import actors as actor_store
from service.store import meeting_versions, merged
from service.store.database import Connection, micros, placeholders

_decode = msgspec.json.Decoder(Meeting).decode


async def write(
    tx: Connection, written: Sequence[Meeting], hidden: Set[MeetingId], now: dt.datetime
) -> None:
    """Write meetings and their versions of this time."""
    if not written:
        return
    acting = {party.actor for meeting in written for party in meeting.parties}
    named = await actor_store.get_many(tx, sorted(acting)) if acting else {}
    others = await merged.names(tx, sorted(acting)) if acting else {}
    words = {m.id: _words(m, named, others) for m in written}
    rows = [_row(m, m.id in hidden, words[m.id], now) for m in written]
    names = list(rows[0])
    changed = ", ".join(f"{n} = excluded.{n}" for n in names if n not in ("id", "created_at"))
    await tx.executemany(
        f"INSERT INTO meetings ({', '.join(names)})"
        f" VALUES ({', '.join(':' + name for name in names)})"
        f" ON CONFLICT (id) DO UPDATE SET {changed}",
        rows,
    )
    linked = {meeting.id: _linked(meeting, named) for meeting in written}
    await meeting_versions.write(tx, linked, now)
    await tx.executemany(
        "DELETE FROM meeting_aliases WHERE alias = :id", [{"id": row["id"]} for row in rows]
    )
    await _write_links(tx, written, named)


async def _write_links(
    tx: Connection, written: Sequence[Meeting], named: Mapping[ActorId, Actor]
) -> None:
    for table in ("meeting_actors", "meeting_processes", "meeting_sides"):
        await tx.executemany(
            f"DELETE FROM {table} WHERE meeting_id = :id", [{"id": m.id} for m in written]
        )
    await tx.executemany(
        "INSERT INTO meeting_actors (meeting_id, actor_id, sort_at, role)"
        " VALUES (:id, :actor, :at, :role)",
        [
            {"id": m.id, "actor": party.actor, "at": sort_date(m), "role": party.role}
            for m in written
            for party in m.parties
        ],
    )
    await tx.executemany(
        "INSERT INTO meeting_processes (meeting_id, process, sort_at) VALUES (:id, :process, :at)",
        [
            {"id": m.id, "process": process, "at": sort_date(m)}
            for m in written
            for process in m.processes
        ],
    )
    await _write_sides(tx, written, named)


async def _write_sides(
    tx: Connection, written: Iterable[Meeting], named: Mapping[ActorId, Actor]
) -> None:
    await tx.executemany(
        "INSERT INTO meeting_sides (meeting_id, country, sort_at) VALUES (:id, :country, :at)",
        [
            {"id": m.id, "country": country, "at": sort_date(m)}
            for m in written
            for country in sorted(_represented(m, named))
        ],
    )


def _represented(meeting: Meeting, named: Mapping[ActorId, Actor]) -> set[str]:
    present = [named[party.actor] for party in meeting.parties if party.actor in named]
    return {actor.country for actor in present if actor.country}


async def remove(
    tx: Connection, gone: Mapping[MeetingId, MeetingId | None], now: dt.datetime
) -> None:
    """Take meetings away, each with what it went into; None: it has no claim left."""
    await tx.executemany("DELETE FROM meetings WHERE id = :id", [{"id": id} for id in gone])
    await meeting_versions.end(tx, gone, now)
    joined = [{"id": id, "into": into} for id, into in sorted(gone.items()) if into is not None]
    await tx.executemany(
        "UPDATE meeting_aliases SET meeting_id = :into WHERE meeting_id = :id", joined
    )
    await tx.executemany(
        "INSERT INTO meeting_aliases (alias, meeting_id) VALUES (:id, :into)"
        " ON CONFLICT (alias) DO UPDATE SET meeting_id = excluded.meeting_id",
        joined,
    )


def sort_date(meeting: Meeting) -> str:
    """Return the day that lists put a meeting at; the empty text when it has none."""
    return meeting.when.first.isoformat() if meeting.when else ""


def _linked(meeting: Meeting, named: Mapping[ActorId, Actor]) -> tuple[str, ...]:
    acting = (party.actor for party in meeting.parties)
    return (*acting, *sorted(_represented(meeting, named)), *meeting.processes)


def _row(meeting: Meeting, hidden: bool, words: str, now: dt.datetime) -> dict[str, object]:
    when = meeting.when
    return {
        "id": meeting.id,
        "kind": meeting.kind,
        "status": meeting.status,
        "level": meeting.level,
        "date_first": when.first.isoformat() if when else None,
        "date_last": when.last.isoformat() if when else None,
        "city": meeting.city,
        "country": meeting.country,
        "round": meeting.round if meeting.round is not None else 0 if meeting.sequel else None,
        "sources": meeting.independent_sources,
        "hidden": int(hidden),
        "created_at": micros(now),
        "changed_at": micros(now),
        "sort_date": sort_date(meeting),
        "words": words,
        "record": msgspec.json.encode(structs.replace(meeting, claims=(), articles=())).decode(),
    }


def _words(
    meeting: Meeting, named: Mapping[ActorId, Actor], others: Mapping[ActorId, Sequence[str]]
) -> str:
    """The city and the parties' names, those too of actors that people say they are."""
    present = [named[party.actor].name for party in meeting.parties if party.actor in named]
    also = (name for party in meeting.parties for name in others.get(party.actor, ()))
    words = fold(" ".join((meeting.city or "", *present, *also))).split()
    return "".join(f" {word}" for word in words)


async def respell(tx: Connection, actors: Iterable[ActorId]) -> None:
    """Let the meetings of actors be found by the names and countries that these have now."""
    wanted, params = placeholders("actor", sorted(actors))
    rows = await tx.fetch(
        "SELECT record FROM meetings WHERE id IN"
        f" (SELECT meeting_id FROM meeting_actors WHERE actor_id IN {wanted})",
        **params,
    )
    found = [_decode(row[0]) for row in rows]
    acting = {party.actor for meeting in found for party in meeting.parties}
    named = await actor_store.get_many(tx, sorted(acting)) if acting else {}
    others = await merged.names(tx, sorted(acting)) if acting else {}
    await tx.executemany(
        "UPDATE meetings SET words = :words WHERE id = :id",
        [{"id": meeting.id, "words": _words(meeting, named, others)} for meeting in found],
    )
    await tx.executemany(
        "DELETE FROM meeting_sides WHERE meeting_id = :id", [{"id": m.id} for m in found]
    )
    await _write_sides(tx, found, named)


async def records(conn: Connection, ids: Iterable[MeetingId]) -> dict[MeetingId, Meeting]:
    """Return some meetings' records as they are written: without claims and articles."""
    wanted, params = placeholders("id", ids)
    rows = await conn.fetch(f"SELECT record FROM meetings WHERE id IN {wanted}", **params)
    return {meeting.id: meeting for meeting in (_decode(row[0]) for row in rows)}


async def hidden_among(conn: Connection, ids: Iterable[MeetingId]) -> frozenset[MeetingId]:
    """Return those of some meetings that people decided not to show."""
    wanted, params = placeholders("id", ids)
    rows = await conn.fetch(
        f"SELECT id FROM meetings WHERE hidden = 1 AND id IN {wanted}", **params
    )
    return frozenset(row[0] for row in rows)


async def around(
    conn: Connection,
    actors: Iterable[ActorId],
    first: dt.date,
    last: dt.date,
    *,
    off: bool = False,
) -> dict[MeetingId, Meeting]:
    """Return the records of the meetings of some actors, two at least, that begin between two days.

    With `off`, those of any of them that were called off.
    """
    wanted, params = placeholders("actor", sorted(set(actors)))
    rows = await conn.fetch(
        (_OFF if off else _ANY).format(wanted=wanted),
        first=first.isoformat(),
        last=last.isoformat(),
        **params,
    )
    return {meeting.id: meeting for meeting in (_decode(row[0]) for row in rows)}


# Few meetings are called off, and they have an index of their own.
_OFF = (
    "SELECT m.record FROM meetings m WHERE m.status IN ('cancelled', 'postponed')"
    " AND m.sort_date >= :first AND m.sort_date <= :last AND EXISTS (SELECT 1"
    " FROM meeting_actors a WHERE a.meeting_id = m.id AND a.actor_id IN {wanted})"
)
_ANY = (
    "SELECT m.record FROM meetings m WHERE m.id IN (SELECT meeting_id FROM meeting_actors"
    " WHERE actor_id IN {wanted} AND sort_at >= :first AND sort_at <= :last"
    " GROUP BY meeting_id HAVING COUNT(*) >= 2)"
)


async def unreported(conn: Connection, before: dt.date, limit: int = 100) -> list[Meeting]:
    """Return meetings that were ahead and ended before a day, of which that was not told yet."""
    rows = await conn.fetch(
        "SELECT m.record FROM meetings m WHERE m.status IN ('proposed', 'planned')"
        " AND m.sort_date > '' AND m.sort_date < :before AND m.date_last < :before"
        " AND m.hidden = 0 AND NOT EXISTS (SELECT 1 FROM events e"
        "  WHERE e.dedupe_key = 'meeting.overdue:' || m.id || ':' || m.date_last)"
        " ORDER BY m.sort_date DESC LIMIT :limit",
        before=before.isoformat(),
        limit=limit,
    )
    return [_decode(row[0]) for row in rows]


async def last_together(
    conn: Connection, actors: Sequence[ActorId], before: dt.date
) -> dt.date | None:
    """Return the last day before a day on which two or more of some actors met; None: never.

    Looks through the last WALK meetings of each actor but the busiest: of any two that ever met,
    one is looked through.
    """
    walks = [await _walk(conn, actor, before) for actor in actors[:_PEOPLE]]
    shared = await _shared(conn, sorted(walks, key=len)[:-1], set(actors))
    wanted, params = placeholders("id", shared)
    day = await conn.fetchval(
        "SELECT MAX(date_last) FROM meetings WHERE status IN ('held', 'ongoing')"
        f" AND date_last < :before AND id IN {wanted}",
        before=before.isoformat(),
        **params,
    )
    return dt.date.fromisoformat(day) if day else None


WALK = 300
_PEOPLE = 4


async def _walk(conn: Connection, actor: ActorId, before: dt.date) -> list[MeetingId]:
    rows = await conn.fetch(
        "SELECT meeting_id FROM meeting_actors WHERE actor_id = :actor"
        " AND sort_at > '' AND sort_at < :before ORDER BY sort_at DESC LIMIT :walk",
        actor=actor,
        before=before.isoformat(),
        walk=WALK,
    )
    return [row[0] for row in rows]


async def _shared(
    conn: Connection, walks: Iterable[list[MeetingId]], actors: Set[ActorId]
) -> list[MeetingId]:
    """Return the meetings of some walks in which two of the actors were."""
    wanted, params = placeholders("id", {id for walk in walks for id in walk})
    rows = await conn.fetch(
        f"SELECT meeting_id, actor_id FROM meeting_actors WHERE meeting_id IN {wanted}", **params
    )
    there = Counter(meeting for meeting, actor in rows if actor in actors)
    return sorted(meeting for meeting, count in there.items() if count >= 2)
