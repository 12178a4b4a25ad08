"""Corrections: what people decided, in order; taken back by a mark, never deleted."""

import datetime as dt
from collections.abc import Iterable

import msgspec
from msgspec import structs

from service.domain.corrections import Correction, CorrectionId
from service.domain.ids import ActorId, ClaimId
from service.errors import NotFound
from service.store import journal
from service.store.database import Connection, Row, micros, moment, placeholders
from service.store.paging import Cursor, Order, Page, Where, page

NEWEST = Order("corrections", "created_at", "id", int)
_COLUMNS = "record, undone_at"

_decode = msgspec.json.Decoder(Correction).decode


async def add(tx: Connection, correction: Correction) -> None:
    """Write a correction; call it in a transaction, and `notify` at the end of it.

    Raises NotFound when one of its claims is not there.
    """
    claims = (*correction.claims, *correction.others)
    await _check(tx, claims)
    await tx.execute(
        "INSERT INTO corrections (id, record, created_at) VALUES (:id, :record, :at)"
        " ON CONFLICT (id) DO NOTHING",
        id=correction.id,
        record=msgspec.json.encode(correction).decode(),
        at=micros(correction.created_at),
    )
    await tx.executemany(
        "INSERT INTO correction_claims (claim_id, correction_id) VALUES (:claim, :correction)"
        " ON CONFLICT DO NOTHING",
        [{"claim": claim, "correction": correction.id} for claim in claims],
    )
    await tx.executemany(
        "INSERT INTO correction_actors (actor_id, correction_id) VALUES (:actor, :correction)"
        " ON CONFLICT DO NOTHING",
        [{"actor": actor, "correction": correction.id} for actor in correction.actors],
    )


async def undo(tx: Connection, id: CorrectionId, now: dt.datetime) -> Correction:
    """Take a correction back; call `notify` at the end of the transaction. Raises NotFound."""
    correction = await get(tx, id)
    await tx.execute(
        "UPDATE corrections SET undone_at = :now WHERE id = :id AND undone_at IS NULL",
        id=id,
        now=micros(now),
    )
    return structs.replace(correction, undone_at=correction.undone_at or now)


async def _check(tx: Connection, claims: Iterable[ClaimId]) -> None:
    wanted, params = placeholders("claim", claims)
    rows = await tx.fetch(f"SELECT claim_id FROM ledger WHERE claim_id IN {wanted}", **params)
    missing = set(claims) - {row[0] for row in rows}
    if missing:
        raise NotFound("claim", min(missing))


async def notify(
    tx: Connection, correction: Correction, same: Iterable[ActorId], now: dt.datetime
) -> None:
    """Have the monitor take the articles again that a correction bears upon; call it last.

    `same` are the actors whom it bears upon; by another name alone nobody is another.
    """
    claims, params = placeholders("claim", (*correction.claims, *correction.others))
    actors, named = placeholders("actor", sorted(same) if _tells(correction) else ())
    rows = await tx.fetch(
        f"SELECT article_id FROM ledger WHERE claim_id IN {claims}"
        f" UNION SELECT article_id FROM article_actors WHERE actor_id IN {actors}",
        **params,
        **named,
    )
    await journal.append(tx, sorted(row[0] for row in rows), "corrected", now)


def _tells(correction: Correction) -> bool:
    return correction.kind in ("merge", "split") or correction.field == "country"


async def get(conn: Connection, id: CorrectionId) -> Correction:
    """Return a correction; raises NotFound."""
    row = await conn.fetchrow(f"SELECT {_COLUMNS} FROM corrections WHERE id = :id", id=id)
    if row is None:
        raise NotFound("correction", id)
    return _correction(row)


async def find(
    conn: Connection, *, after: Cursor | None = None, limit: int = 50
) -> Page[Correction]:
    """Return a page of corrections, the newest first, those taken back too."""
    where = Where()
    where.after(NEWEST, after)
    rows = await conn.fetch(
        f"SELECT {_COLUMNS}, created_at, id FROM corrections"
        f" {where.sql()} {NEWEST.sql()} LIMIT :limit",
        **where.params,
        limit=limit + 1,
    )
    return page(rows, limit, NEWEST, _correction)


async def of_claims(conn: Connection, claims: Iterable[ClaimId]) -> tuple[Correction, ...]:
    """Return the corrections in force that name any of some claims, in their order."""
    if not await conn.fetchval("SELECT 1 FROM correction_claims LIMIT 1"):
        return ()
    wanted, params = placeholders("claim", claims)
    rows = await conn.fetch(
        "SELECT record, undone_at FROM corrections WHERE undone_at IS NULL AND id IN"
        f" (SELECT correction_id FROM correction_claims WHERE claim_id IN {wanted}) ORDER BY seq",
        **params,
    )
    return tuple(_correction(row) for row in rows)


async def in_force(conn: Connection) -> tuple[Correction, ...]:
    """Return all corrections that were not taken back, in their order."""
    rows = await conn.fetch(
        "SELECT record, undone_at FROM corrections WHERE undone_at IS NULL ORDER BY seq"
    )
    return tuple(_correction(row) for row in rows)


async def of_actors(conn: Connection, actors: Iterable[ActorId]) -> tuple[Correction, ...]:
    """Return the corrections in force that name any of some actors, in their order."""
    wanted, params = placeholders("actor", actors)
    rows = await conn.fetch(
        "SELECT record, undone_at FROM corrections WHERE undone_at IS NULL AND id IN"
        f" (SELECT correction_id FROM correction_actors WHERE actor_id IN {wanted}) ORDER BY seq",
        **params,
    )
    return tuple(_correction(row) for row in rows)


async def parting(conn: Connection, actors: Iterable[ActorId]) -> tuple[Correction, ...]:
    """Return the corrections in force that make two persons of one of some actors."""
    if not await conn.fetchval("SELECT 1 FROM correction_actors LIMIT 1"):
        return ()
    return tuple(found for found in await of_actors(conn, sorted(actors)) if found.parts)


def _correction(row: Row) -> Correction:
    correction = _decode(row[0])
    return structs.replace(correction, undone_at=moment(row[1]) if row[1] else None)
