"""Actors: those whom the knowledge names, and those whom articles name first."""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from service.domain.actors import Actor, ActorType
from service.domain.corrections import Correction, corrected, merged
from service.domain.ids import ActorId, actor_ref
from service.domain.words import fold
from service.store import corrections
from service.store.database import Connection, Database, micros, placeholders
from service.store.paging import Cursor, Order, Page, Where, page

BY_NAME = Order("name", "name", "id", str, descending=False)
SEEN = Order("seen", "first_seen_at", "id", int)

_decode = msgspec.json.Decoder(Actor).decode
_KNOWN = "(discovered = 0 OR first_seen_at <= :known_by)"
_VALUES = (
    "INSERT INTO actors (id, slug, type, name, country, discovered, names, record) "
    "VALUES (:id, :slug, :type, :name, :country, :discovered, :names, :record) "
)


class ActorFilter(Struct, frozen=True, kw_only=True):
    """What a list of actors is limited to; clauses are joined by AND, None asks for nothing.

    Each word of `q` must begin a word of one of the actor's names. `among` are ids or slugs.
    `seen` tells those whom an article names from those whom only the knowledge does. Those that
    people hid are left out unless asked for, those that are another actor always. Discovered ones
    are `known_by` a time if an article had named them.
    """

    q: str | None = None
    type: ActorType | None = None
    country: str | None = None
    discovered: bool | None = None
    seen: bool | None = None
    among: tuple[str, ...] = ()
    hidden: bool = False
    known_by: dt.datetime | None = None


async def get(conn: Connection, id_or_slug: str) -> Actor | None:
    """Return the actor that an id or slug means, or None.

    The id of one that people merged into another means that other.
    """
    record = await conn.fetchval(
        "SELECT COALESCE(kept.record, a.record) FROM actors a"
        " LEFT JOIN actors kept ON kept.id = a.merged_into WHERE a.id = :id",
        id=actor_ref(id_or_slug),
    )
    return _decode(record) if record else None


async def was_known(conn: Connection, id: ActorId, at: dt.datetime) -> bool:
    """Tell whether an actor was known at a time: from the knowledge, or from an article."""
    known = await conn.fetchval(
        f"SELECT 1 FROM actors WHERE id = :id AND {_KNOWN}", id=id, known_by=micros(at)
    )
    return known is not None


async def get_many(conn: Connection, ids: Iterable[ActorId]) -> dict[ActorId, Actor]:
    """Return those of some actors that exist, by id."""
    marks, params = placeholders("id", ids)
    rows = await conn.fetch(f"SELECT record FROM actors WHERE id IN {marks}", **params)
    return {actor.id: actor for actor in (_decode(row[0]) for row in rows)}


async def find(
    conn: Connection,
    wanted: ActorFilter,
    *,
    order: Order = BY_NAME,
    after: Cursor | None = None,
    limit: int = 20,
) -> Page[Actor]:
    """List actors BY_NAME or as they were first SEEN, the latest first (never seen: not at all).

    Raises InvalidCursor for another list's cursor.
    """
    where = _conditions(wanted)
    where.after(order, after)
    if order.name == SEEN.name:
        where.add("first_seen_at IS NOT NULL")
    rows = await (conn.fetch if wanted.q is None else conn.fetch_slow)(
        f"SELECT record, {order.column}, id FROM actors {where.sql()} {order.sql()} LIMIT :limit",
        **where.params,
        limit=limit + 1,
    )
    return page(rows, limit, order, lambda row: _decode(row[0]))


def _conditions(wanted: ActorFilter) -> Where:
    where = Where()
    where.add("merged_into IS NULL AND hidden = :hidden", hidden=int(wanted.hidden))
    where.equal("type", "type", wanted.type)
    where.equal("country", "country", wanted.country)
    where.among("id", "id", [actor_ref(actor) for actor in wanted.among])
    if wanted.discovered is not None:
        where.add("discovered = :discovered", discovered=int(wanted.discovered))
    if wanted.seen is not None:
        where.add(f"first_seen_at IS {'NOT ' if wanted.seen else ''}NULL")
    if wanted.known_by is not None:
        where.add(_KNOWN, known_by=micros(wanted.known_by))
    words = None if wanted.q is None else fold(wanted.q).split()
    if words == []:
        where.add("1 = 0")
    for n, word in enumerate(words or ()):
        where.add(f"names LIKE :word_{n}", **{f"word_{n}": f"% {word}%"})
    return where


async def learn(db: Database, version: str, actors: Iterable[Actor]) -> bool:
    """Keep the actors of a version of the knowledge, unless that was done; tell whether it was."""
    async with db.transaction() as tx:
        changed = await tx.execute(
            "INSERT INTO knowledge (one, version) VALUES (1, :version) ON CONFLICT (one)"
            " DO UPDATE SET version = excluded.version WHERE knowledge.version <> excluded.version",
            version=version,
        )
        if changed:
            await upsert(tx, actors)
            named = await tx.fetch("SELECT DISTINCT actor_id FROM correction_actors")
            await settle(tx, [row[0] for row in named])
        return changed == 1


async def upsert(conn: Connection, actors: Iterable[Actor]) -> None:
    """Put actors of the knowledge in the place of what is kept of them."""
    await conn.executemany(
        f"{_VALUES} ON CONFLICT (id) DO UPDATE SET type = excluded.type, name = excluded.name, "
        "country = excluded.country, discovered = excluded.discovered, names = excluded.names, "
        "record = excluded.record, original = NULL WHERE actors.record <> excluded.record",
        _rows(actors),
    )


async def settle(tx: Connection, ids: Iterable[ActorId]) -> None:
    """Make actors what the corrections in force say; call it in a transaction."""
    wanted, orders = await _orders(tx, ids)
    marks, params = placeholders("id", sorted(wanted))
    rows = await tx.fetch(
        f"SELECT COALESCE(original, record) FROM actors WHERE id IN {marks}", **params
    )
    await tx.executemany(
        "UPDATE actors SET name = :name, names = :names, record = :record, original = :original,"
        " hidden = :hidden, merged_into = :into WHERE id = :id",
        _settled([_decode(row[0]) for row in rows], orders),
    )


async def _orders(
    tx: Connection, ids: Iterable[ActorId]
) -> tuple[set[ActorId], tuple[Correction, ...]]:
    """Read the corrections of actors, and of those whom they name, until nothing is new."""
    wanted: set[ActorId] = set(ids)
    while True:
        orders = await corrections.of_actors(tx, sorted(wanted))
        more = {actor for order in orders for actor in order.actors} - wanted
        if not more:
            return wanted, orders
        wanted |= more


def _settled(read: Sequence[Actor], orders: Sequence[Correction]) -> list[dict[str, object]]:
    into = merged(orders)
    hidden = {actor for order in orders if order.kind == "hide" for actor in order.actors}
    rows = []
    for actor in sorted(read, key=lambda actor: actor.id):
        same = [other for other in read if into.get(other.id) == actor.id]
        before, after = _row(actor), _row(corrected(actor, orders, same))
        row = {name: after[name] for name in ("id", "name", "names", "record")}
        row["original"] = before["record"] if before != after else None
        rows.append(row | {"hidden": int(actor.id in hidden), "into": into.get(actor.id)})
    return rows


async def same_as(conn: Connection, ids: Iterable[ActorId]) -> dict[ActorId, ActorId]:
    """Return, for those of some actors that people merged into another, into which."""
    marks, params = placeholders("id", ids)
    rows = await conn.fetch(
        f"SELECT id, merged_into FROM actors WHERE merged_into IS NOT NULL AND id IN {marks}",
        **params,
    )
    return {row[0]: row[1] for row in rows}


async def add_seen(conn: Connection, actors: Iterable[Actor], now: dt.datetime) -> None:
    """Note that articles name these actors; those not yet kept are added, others stay as they are.

    Actors known already are not locked, so articles that name the same ones do not wait for each
    other.
    """
    rows = _rows(actors)
    await conn.executemany(f"{_VALUES} ON CONFLICT (id) DO NOTHING", rows)
    await conn.executemany(
        "UPDATE actors SET first_seen_at = :now WHERE id = :id AND first_seen_at IS NULL",
        [{"id": row["id"], "now": micros(now)} for row in rows],
    )


def _rows(actors: Iterable[Actor]) -> list[dict[str, object]]:
    # In one order everywhere, so that two transactions never wait for each other in a circle.
    return [_row(actor) for actor in sorted(actors, key=lambda actor: actor.id)]


def _row(actor: Actor) -> dict[str, object]:
    names = (fold(name) for name in (actor.name, *actor.aliases))
    return {
        "id": actor.id,
        "slug": actor.slug,
        "type": actor.type,
        "name": actor.name,
        "country": actor.country,
        "discovered": int(actor.discovered),
        "names": "\n".join(f" {name}" for name in names if name),
        "record": msgspec.json.encode(actor).decode(),
    }
