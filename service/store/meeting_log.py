"""Meetings as the monitor reads and writes them: records, their versions, what they were called."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

import msgspec
from msgspec import Struct, structs

from service.domain.ids import ActorId, MeetingId
from service.domain.meetings import Meeting
from service.domain.words import fold
from service.store import actors as actor_store
from service.store import meeting_links, meeting_versions, merged
from service.store.actors import Brief
from service.store.database import Connection, micros, placeholders
from service.store.meeting_links import Listed, sort_date

_decode = msgspec.json.Decoder(Meeting).decode


class Standing(Struct, frozen=True):
    """A meeting as it is kept: its record, without claims and articles.

    `linked` is what its newest version is found under: actors, countries, processes.
    """

    meeting: Meeting
    hidden: bool = False
    linked: str | None = None


class Entry(Struct, frozen=True):
    """A meeting as it is to be written, with the words by which it is found."""

    listed: Listed
    hidden: bool
    words: str

    @property
    def meeting(self) -> Meeting:
        """The record."""
        return self.listed.meeting


async def standing(conn: Connection, ids: Iterable[MeetingId]) -> dict[MeetingId, Standing]:
    """Return those of some meetings that there are."""
    wanted, params = placeholders("id", ids)
    rows = await conn.fetch(
        "SELECT m.record, m.hidden, v.linked FROM meetings m LEFT JOIN meeting_versions v"
        f" ON v.meeting_id = m.id AND v.recorded_at = m.changed_at WHERE m.id IN {wanted}",
        **params,
    )
    found = (Standing(_decode(row[0]), bool(row[1]), row[2]) for row in rows)
    return {one.meeting.id: one for one in found}


async def entries(
    conn: Connection, meetings: Sequence[Meeting], hidden: Set[MeetingId]
) -> list[Entry]:
    """Return what is to be written of meetings, with what their parties are called now."""
    acting = sorted({party.actor for meeting in meetings for party in meeting.parties})
    named = await actor_store.brief(conn, acting) if acting else {}
    others = await merged.names(conn, acting) if acting else {}
    return [
        Entry(_listed(meeting, named), meeting.id in hidden, _words(meeting, named, others))
        for meeting in meetings
    ]


async def write(
    tx: Connection,
    written: Sequence[Entry],
    before: Mapping[MeetingId, Standing],
    now: dt.datetime,
) -> None:
    """Write meetings and their versions of this time; of those that stand, what differs."""
    new = [entry for entry in written if entry.meeting.id not in before]
    await _insert(tx, new, now)
    await _update(tx, [entry for entry in written if entry not in new], before, now)
    linked = {entry.meeting.id: entry.listed.linked for entry in written}
    await meeting_versions.write(tx, linked, now)
    await meeting_links.write(tx, [e.listed for e in written if _moved(e, before)])


async def _insert(tx: Connection, new: Sequence[Entry], now: dt.datetime) -> None:
    rows = [_row(entry, now) | {"created_at": micros(now)} for entry in new]
    if not rows:
        return
    names = list(rows[0])
    changed = ", ".join(f"{n} = excluded.{n}" for n in names if n not in ("id", "created_at"))
    await tx.executemany(
        f"INSERT INTO meetings ({', '.join(names)})"
        f" VALUES ({', '.join(':' + name for name in names)})"
        f" ON CONFLICT (id) DO UPDATE SET {changed}",
        rows,
    )
    await tx.executemany(
        "DELETE FROM meeting_aliases WHERE alias = :id", [{"id": row["id"]} for row in rows]
    )


async def _update(
    tx: Connection,
    written: Iterable[Entry],
    before: Mapping[MeetingId, Standing],
    now: dt.datetime,
) -> None:
    """Set the columns that differ alone: each index of another would be written again."""
    rows: dict[tuple[str, ...], list[dict[str, object]]] = defaultdict(list)
    for entry in written:
        old = before[entry.meeting.id]
        was, row = _columns(old.meeting, old.hidden), _row(entry, now)
        differ = tuple(name for name in row if name not in was or row[name] != was[name])
        rows[differ].append({"id": entry.meeting.id} | {name: row[name] for name in differ})
    for names, some in rows.items():
        assignments = ", ".join(f"{name} = :{name}" for name in names)
        await tx.executemany(f"UPDATE meetings SET {assignments} WHERE id = :id", some)


def _moved(entry: Entry, before: Mapping[MeetingId, Standing]) -> bool:
    """Tell whether a meeting is found under others than before, or on another day."""
    old, meeting = before.get(entry.meeting.id), entry.meeting
    if old is None or old.linked != entry.listed.linked:
        return True
    return sort_date(old.meeting) != sort_date(meeting) or _roles(old.meeting) != _roles(meeting)


def _roles(meeting: Meeting) -> list[tuple[ActorId, str]]:
    return [(party.actor, party.role) for party in meeting.parties]


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


def _row(entry: Entry, now: dt.datetime) -> dict[str, object]:
    record = structs.replace(entry.meeting, claims=(), articles=())
    return {
        "id": entry.meeting.id,
        **_columns(entry.meeting, entry.hidden),
        "changed_at": micros(now),
        "words": entry.words,
        "record": msgspec.json.encode(record).decode(),
    }


def _columns(meeting: Meeting, hidden: bool) -> dict[str, object]:
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
        "sort_date": sort_date(meeting),
    }


def _listed(meeting: Meeting, named: Mapping[ActorId, Brief]) -> Listed:
    present = [named[party.actor] for party in meeting.parties if party.actor in named]
    return Listed(meeting, tuple(sorted({actor.country for actor in present if actor.country})))


def _words(
    meeting: Meeting, named: Mapping[ActorId, Brief], others: Mapping[ActorId, Sequence[str]]
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
    found = await entries(tx, [_decode(row[0]) for row in rows], frozenset())
    await tx.executemany(
        "UPDATE meetings SET words = :words WHERE id = :id",
        [{"id": entry.meeting.id, "words": entry.words} for entry in found],
    )
    await meeting_links.write(tx, [entry.listed for entry in found])


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
