"""Versions of meetings: each as its row was, from when it was recorded until it was replaced."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from service.domain.ids import ArticleId, ClaimId, MeetingId
from service.store.database import Connection, Row, micros, placeholders
from service.store.paging import Where

# What a version holds of a meeting's row.
_COPIED = (
    *("kind", "status", "level", "date_first", "date_last", "city", "country", "round", "sources"),
    *("hidden", "created_at", "sort_date", "words", "record"),
)
_COLUMNS = ", ".join(_COPIED)
_AGAIN = ", ".join(f"{name} = excluded.{name}" for name in (*_COPIED, "linked"))

# The table of meetings as it was at `:recorded_by`.
THEN = (
    f"(SELECT meeting_id AS id, recorded_at AS changed_at, linked, {_COLUMNS}"
    " FROM meeting_versions WHERE record IS NOT NULL AND recorded_at <= :recorded_by"
    " AND (replaced_at IS NULL OR replaced_at > :recorded_by))"
)


async def write(tx: Connection, linked: Mapping[MeetingId, str], now: dt.datetime) -> None:
    """Keep meetings as their rows are now; `linked` are their actors, countries, processes."""
    await _replace(tx, linked, now)
    await tx.executemany(
        f"INSERT INTO meeting_versions (meeting_id, recorded_at, linked, {_COLUMNS})"
        f" SELECT id, CAST(:now AS BIGINT), CAST(:linked AS TEXT), {_COLUMNS} FROM meetings"
        f" WHERE id = :id ON CONFLICT (meeting_id, recorded_at) DO UPDATE SET {_AGAIN}",
        [{"id": id, "now": micros(now), "linked": names} for id, names in linked.items()],
    )


async def end(tx: Connection, gone: Iterable[MeetingId], now: dt.datetime) -> None:
    """Note that meetings are there no more."""
    rows = [{"id": id, "now": micros(now)} for id in gone]
    await _replace(tx, gone, now)
    await tx.executemany(
        "INSERT INTO meeting_versions (meeting_id, recorded_at, record) VALUES (:id, :now, NULL)"
        " ON CONFLICT (meeting_id, recorded_at) DO UPDATE SET record = NULL",
        rows,
    )


async def _replace(tx: Connection, ids: Iterable[MeetingId], now: dt.datetime) -> None:
    """Note when the newest versions of meetings were replaced."""
    await tx.executemany(
        "UPDATE meeting_versions SET replaced_at = :now WHERE meeting_id = :id AND recorded_at ="
        " (SELECT MAX(recorded_at) FROM meeting_versions"
        "  WHERE meeting_id = :id AND recorded_at < :now)",
        [{"id": id, "now": micros(now)} for id in ids],
    )


def narrow(where: Where, wanted: Sequence[Sequence[str]]) -> None:
    """Want of each group of actors, countries or processes one to be linked."""
    for n, names in enumerate(wanted):
        params = {f"linked_{n}_{m}": f"% {name} %" for m, name in enumerate(names)}
        where.add(f"({' OR '.join(f'm.linked LIKE :{key}' for key in params)})", **params)


async def members(
    conn: Connection, ids: Iterable[MeetingId], at: dt.datetime
) -> list[tuple[MeetingId, ClaimId, ArticleId]]:
    """Return the claims that meetings had at a time, with their articles, by claim."""
    wanted, params = placeholders("id", ids)
    rows: list[Row] = await conn.fetch(
        f"SELECT meeting_id, claim_id, article_id FROM memberships m WHERE meeting_id IN {wanted}"
        " AND recorded_at = (SELECT MAX(recorded_at) FROM memberships l"
        "  WHERE l.claim_id = m.claim_id AND l.recorded_at <= :at) ORDER BY claim_id",
        at=micros(at),
        **params,
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def meant(conn: Connection, id: MeetingId, now: MeetingId, at: dt.datetime) -> MeetingId:
    """Return the id that a meeting had then: its own, or that of the claims it has `now`."""
    stood = await conn.fetchval(
        f"SELECT id FROM {THEN} m WHERE id = :id", id=id, recorded_by=micros(at)
    )
    if stood is not None:
        return id
    found = await conn.fetchval(
        "SELECT m.meeting_id FROM ledger JOIN memberships m ON m.claim_id = ledger.claim_id"
        " WHERE ledger.meeting_id = :id AND m.recorded_at = (SELECT MAX(recorded_at)"
        "  FROM memberships l WHERE l.claim_id = m.claim_id AND l.recorded_at <= :at)"
        " AND m.meeting_id IS NOT NULL GROUP BY m.meeting_id"
        " ORDER BY COUNT(*) DESC, m.meeting_id LIMIT 1",
        id=now,
        at=micros(at),
    )
    return found or id
