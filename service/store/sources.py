"""Sources, claimed when they are due: each by one worker, each host by one at a time."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct, structs

from service.domain.ids import SourceId
from service.domain.sources import Health, Source, SourceState, Watched
from service.errors import NotFound
from service.store.database import Connection, Row, micros, placeholders
from service.store.paging import Cursor, Order, Page, Where, page

NEWEST = Order("sources", "created_at", "id", int)

_COLUMNS = "record, health, lease_token"
# Any number that no other lock of ours has.
_LOCK = 0x736F_7572

_source = msgspec.json.Decoder(Source).decode
_health = msgspec.json.Decoder(Health).decode


class Looked(Struct, frozen=True):
    """What a look at a source led to; `disable` says why it is to be looked at no more."""

    watched: Watched
    health: Health
    disable: str | None = None


async def add(tx: Connection, source: Source, first_poll_at: dt.datetime) -> bool:
    """Write a new source; tell whether it was new."""
    health = Health(next_poll_at=first_poll_at)
    written = await tx.execute(
        "INSERT INTO sources (id, host, state, failures, record, health, next_poll_at, created_at)"
        " VALUES (:id, :host, :state, :failures, :record, :health, :next_poll_at, :created_at)"
        " ON CONFLICT (id) DO NOTHING",
        created_at=micros(source.created_at),
        **_of_source(source),
        **_of_health(health),
    )
    return written == 1


async def get(conn: Connection, id: SourceId) -> Watched:
    """Return a source; raises NotFound."""
    return await _get(conn, id, "")


async def find(
    conn: Connection,
    *,
    state: SourceState | None = None,
    failing: bool | None = None,
    after: Cursor | None = None,
    limit: int = 50,
) -> Page[Watched]:
    """Return a page of sources, the newest first."""
    where = Where()
    where.equal("state", "state", state)
    if failing is not None:
        where.add("failures > 0" if failing else "failures = 0")
    where.after(NEWEST, after)
    rows = await conn.fetch(
        f"SELECT {_COLUMNS}, created_at, id FROM sources {where.sql()} {NEWEST.sql()} LIMIT :limit",
        **where.params,
        limit=limit + 1,
    )
    return page(rows, limit, NEWEST, _read)


async def every(conn: Connection) -> list[Watched]:
    """Return all sources, the oldest first."""
    rows = await conn.fetch(f"SELECT {_COLUMNS} FROM sources ORDER BY created_at, id")
    return [_read(row) for row in rows]


async def update(tx: Connection, id: SourceId, change: Callable[[Source], Source]) -> Watched:
    """Read a source, write what `change` makes of it, and return that.

    Call it in a transaction. Raises NotFound, and whatever `change` raises.
    """
    before = await _get(tx, id, " FOR UPDATE" if tx.dialect == "postgres" else "")
    after = change(before.source)
    await tx.execute(
        "UPDATE sources SET host = :host, state = :state, record = :record WHERE id = :id",
        **_of_source(after),
    )
    return Watched(after, before.health, before.token)


async def set_state(
    tx: Connection, id: SourceId, state: SourceState, reason: str | None, now: dt.datetime
) -> Watched:
    """Pause, disable or make active; raises NotFound."""
    return await update(
        tx, id, lambda s: structs.replace(s, state=state, state_reason=reason, changed_at=now)
    )


async def poll_at(tx: Connection, id: SourceId, at: dt.datetime) -> Watched:
    """Have a source looked at from a time on; raises NotFound."""
    found = await _get(tx, id, " FOR UPDATE" if tx.dialect == "postgres" else "")
    health = structs.replace(found.health, next_poll_at=at)
    await tx.execute(
        "UPDATE sources SET health = :health, next_poll_at = :next_poll_at, failures = :failures"
        " WHERE id = :id",
        id=id,
        **_of_health(health),
    )
    return Watched(found.source, health, found.token)


async def remove(tx: Connection, id: SourceId) -> None:
    """Forget a source; its articles stay. Raises NotFound."""
    if not await tx.execute("DELETE FROM sources WHERE id = :id", id=id):
        raise NotFound("source", id)


async def claim(
    tx: Connection,
    token: str,
    now: dt.datetime,
    lasts: dt.timedelta,
    limit: int,
    *,
    failing: bool = False,
) -> list[Watched]:
    """Take the sources that are longest due, one a host, for so long; call it in a transaction.

    Those that failed at the last look are taken apart from the others.
    """
    if tx.dialect == "postgres":
        # Two workers must not take two sources of one host.
        await tx.execute("SELECT pg_advisory_xact_lock(:key)", key=_LOCK)
    rows = await tx.fetch(_DUE, now=micros(now), failing=int(failing), limit=limit)
    if not rows:
        return []
    until = micros(now + lasts)
    marks, params = placeholders("id", [row[3] for row in rows])
    await tx.execute(
        f"UPDATE sources SET lease_until = :until, lease_token = :token WHERE id IN {marks}",
        until=until,
        token=token,
        **params,
    )
    await _free_hosts(tx, ((row[4], until) for row in rows))
    return [structs.replace(_read(row), token=token) for row in rows]


# One source a host: the window takes the longest due of each.
_DUE = f"""
SELECT {_COLUMNS}, id, host FROM (
    SELECT s.record, s.health, s.lease_token, s.id, s.host, s.next_poll_at,
        ROW_NUMBER() OVER (PARTITION BY s.host ORDER BY s.next_poll_at, s.id) AS place
    FROM sources s LEFT JOIN source_hosts h ON h.host = s.host
    WHERE s.state = 'active' AND s.next_poll_at <= :now AND s.lease_until <= :now
        AND COALESCE(h.free_at, 0) <= :now
        AND CASE WHEN s.failures > 0 THEN 1 ELSE 0 END = :failing
) due WHERE place = 1 ORDER BY next_poll_at, id LIMIT :limit"""


async def record(
    tx: Connection, looked: Sequence[Looked], now: dt.datetime, spacing: dt.timedelta
) -> list[Looked]:
    """Write what looks led to, and return those whose lease still held.

    Their hosts may be asked again when the spacing is over.
    """
    held = [one for one in looked if await _record(tx, one)]
    free_at = micros(now + spacing)
    await _free_hosts(tx, ((host_of(one.watched.source), free_at) for one in held))
    for one in held:
        if one.disable is not None:
            await set_state(tx, one.watched.source.id, "disabled", one.disable, now)
    return held


async def _record(tx: Connection, one: Looked) -> bool:
    touched = await tx.execute(
        "UPDATE sources SET health = :health, next_poll_at = :next_poll_at, failures = :failures,"
        " lease_until = 0, lease_token = '' WHERE id = :id AND lease_token = :token",
        id=one.watched.source.id,
        token=one.watched.token,
        **_of_health(one.health),
    )
    return touched == 1


async def give_up(tx: Connection, watched: Iterable[Watched], now: dt.datetime) -> None:
    """Let others look at sources that were claimed and not looked at."""
    for one in watched:
        await tx.execute(
            "UPDATE sources SET lease_until = 0, lease_token = ''"
            " WHERE id = :id AND lease_token = :token",
            id=one.source.id,
            token=one.token,
        )
        await _free_hosts(tx, [(host_of(one.source), micros(now))])


async def _free_hosts(tx: Connection, hosts: Iterable[tuple[str, int]]) -> None:
    await tx.executemany(
        "INSERT INTO source_hosts (host, free_at) VALUES (:host, :free_at)"
        " ON CONFLICT (host) DO UPDATE SET free_at = excluded.free_at",
        [{"host": host, "free_at": free_at} for host, free_at in sorted(hosts)],
    )


async def next_due(conn: Connection) -> int | None:
    """Return when the next active source is due, in microseconds; None if there is none."""
    due: int | None = await conn.fetchval(
        "SELECT next_poll_at FROM sources WHERE state = 'active' ORDER BY next_poll_at, id LIMIT 1"
    )
    return due


async def count(conn: Connection, state: SourceState) -> int:
    """Return how many sources are in a state."""
    return int(
        await conn.fetchval("SELECT COUNT(*) FROM sources WHERE state = :state", state=state)
    )


def host_of(source: Source) -> str:
    """Return the host that a source is asked of; a folder is its own."""
    return urlsplit(source.url).netloc or source.url


async def _get(conn: Connection, id: SourceId, lock: str) -> Watched:
    row = await conn.fetchrow(f"SELECT {_COLUMNS} FROM sources WHERE id = :id{lock}", id=id)
    if row is None:
        raise NotFound("source", id)
    return _read(row)


def _of_source(source: Source) -> dict[str, object]:
    return {
        "id": source.id,
        "host": host_of(source),
        "state": source.state,
        "record": msgspec.json.encode(source).decode(),
    }


def _of_health(health: Health) -> dict[str, object]:
    return {
        "failures": health.failures,
        "next_poll_at": micros(health.next_poll_at),
        "health": msgspec.json.encode(health).decode(),
    }


def _read(row: Row) -> Watched:
    return Watched(_source(row[0]), _health(row[1]), row[2])
