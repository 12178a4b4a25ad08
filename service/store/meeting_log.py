"""Meetings as the monitor writes them: the record, its version of that time, what it was called."""

import datetime as dt

import msgspec
from msgspec import structs

from service.domain.actors import Actor
from service.domain.ids import ActorId, MeetingId
from service.domain.meetings import Meeting
from service.domain.words import fold
from service.store import actors as actor_store
from service.store.database import Connection, micros


async def write(tx: Connection, meeting: Meeting, hidden: bool, now: dt.datetime) -> None:
    """Write a meeting and its version of this time; only the monitor does."""
    named = await actor_store.get_many(tx, [party.actor for party in meeting.parties])
    row = _row(meeting, hidden, now, named)
    names = ", ".join(row)
    changed = ", ".join(f"{n} = excluded.{n}" for n in row if n not in ("id", "created_at"))
    await tx.execute(
        f"INSERT INTO meetings ({names}) VALUES ({', '.join(':' + name for name in row)})"
        f" ON CONFLICT (id) DO UPDATE SET {changed}",
        **row,
    )
    await _write_version(tx, meeting.id, str(row["record"]), now)
    await tx.execute("DELETE FROM meeting_aliases WHERE alias = :id", id=meeting.id)
    await _write_links(tx, meeting, str(row["sort_date"]))


async def _write_links(tx: Connection, meeting: Meeting, sort_at: str) -> None:
    for table in ("meeting_actors", "meeting_processes"):
        await tx.execute(f"DELETE FROM {table} WHERE meeting_id = :id", id=meeting.id)
    await tx.executemany(
        "INSERT INTO meeting_actors (meeting_id, actor_id, sort_at, role)"
        " VALUES (:id, :actor, :at, :role)",
        [
            {"id": meeting.id, "actor": party.actor, "at": sort_at, "role": party.role}
            for party in meeting.parties
        ],
    )
    await tx.executemany(
        "INSERT INTO meeting_processes (meeting_id, process, sort_at) VALUES (:id, :process, :at)",
        [{"id": meeting.id, "process": process, "at": sort_at} for process in meeting.processes],
    )


async def remove(tx: Connection, id: MeetingId, into: MeetingId | None, now: dt.datetime) -> None:
    """Take a meeting away that joined another or has no claim left; only the monitor does."""
    await tx.execute("DELETE FROM meetings WHERE id = :id", id=id)
    await _write_version(tx, id, None, now)
    if into is None:
        return
    await tx.execute(
        "UPDATE meeting_aliases SET meeting_id = :into WHERE meeting_id = :id", into=into, id=id
    )
    await tx.execute(
        "INSERT INTO meeting_aliases (alias, meeting_id) VALUES (:id, :into)"
        " ON CONFLICT (alias) DO UPDATE SET meeting_id = excluded.meeting_id",
        id=id,
        into=into,
    )


async def _write_version(
    tx: Connection, id: MeetingId, record: str | None, now: dt.datetime
) -> None:
    await tx.execute(
        "INSERT INTO meeting_versions (meeting_id, recorded_at, record) VALUES (:id, :now, :record)"
        " ON CONFLICT (meeting_id, recorded_at) DO UPDATE SET record = excluded.record",
        id=id,
        now=micros(now),
        record=record,
    )


def _row(
    meeting: Meeting, hidden: bool, now: dt.datetime, named: dict[ActorId, Actor]
) -> dict[str, object]:
    when = meeting.when
    names = [meeting.city or "", *(actor.name for actor in named.values())]
    return {
        "id": meeting.id,
        "kind": meeting.kind,
        "status": meeting.status,
        "level": meeting.level,
        "date_first": when.first.isoformat() if when else None,
        "date_last": when.last.isoformat() if when else None,
        "city": meeting.city,
        "country": meeting.country,
        "sources": meeting.independent_sources,
        "hidden": int(hidden),
        "created_at": micros(now),
        "changed_at": micros(now),
        "sort_date": when.first.isoformat() if when else "",
        "words": "".join(f" {word}" for word in fold(" ".join(names)).split()),
        "record": msgspec.json.encode(structs.replace(meeting, claims=(), articles=())).decode(),
    }
