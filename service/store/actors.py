"""Actors: those whom the knowledge names, and those whom articles name first."""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from service.domain.actors import Actor, ActorType
from service.domain.corrections import Correction, corrected
from service.domain.corrections import merged as merged_into
from service.domain.ids import ActorId, actor_ref
from service.domain.words import fold
from service.errors import Invalid
from service.store import actor_versions, corrections, merged
from service.store.database import Connection, Database, Row, micros, placeholders
from service.store.paging import Cursor, Order, Page, Where, page

BY_NAME = Order("name", "name", "id", str, descending=False)
SEEN = Order("seen", "first_seen_at", "id", int)

_decode = msgspec.json.Decoder(Actor).decode
_VALUES = (
    "INSERT INTO actors (id, slug, type, name, country, discovered, names, record) "
    "VALUES (:id, :slug, :type, :name, :country, :discovered, :names, :record) "
)


class ActorFilter(Struct, frozen=True, kw_only=True):
    """What a list of actors is limited to; clauses are joined by AND, None asks for nothing.

    Each word of `q` must begin a word of one of the actor's names. `among` are ids or slugs.
    `seen` tells those whom an article names from those whom only the knowledge does. Those that
    people hid are left out unless asked for, those that are another actor always. `as_of` a time,
    all of it is asked of what was known then.
    """

    q: str | None = None
    type: ActorType | None = None
    country: str | None = None
    discovered: bool | None = None
    seen: bool | None = None
    among: tuple[str, ...] = ()
    hidden: bool = False
    as_of: dt.datetime | None = None


async def get(conn: Connection, id_or_slug: str, as_of: dt.datetime | None = None) -> Actor | None:
    """Return the actor that an id or slug means, or meant as of a time; None: there is none.

    The id of one that people merged into another means that other. Those whom the knowledge names
    were always known, others since an article named them.
    """
    id = actor_ref(id_or_slug)
    return (await get_many(conn, [id], as_of)).get(id)


async def get_many(
    conn: Connection, ids: Iterable[ActorId], as_of: dt.datetime | None = None
) -> dict[ActorId, Actor]:
    """Return whom some ids mean (as of a time), by these ids; those that nobody has are left out.

    The id of one that people merged into another means that other.
    """
    if as_of is not None:
        return await _known_then(conn, ids, as_of)
    marks, params = placeholders("id", ids)
    rows = await conn.fetch(
        "SELECT a.id, COALESCE(k.record, a.record)"
        f" FROM actors a LEFT JOIN actors k ON k.id = a.merged_into WHERE a.id IN {marks}",
        **params,
    )
    return {row[0]: _decode(row[1]) for row in rows}


async def _known_then(
    conn: Connection, ids: Iterable[ActorId], as_of: dt.datetime
) -> dict[ActorId, Actor]:
    rows = await _then(conn, ids, as_of, "discovered = 0 OR first_seen_at IS NOT NULL")
    # Asked for one after the other: a join would make the actors of then, all of them, first.
    others = [into for _, into, _ in rows if into is not None]
    kept = {row[0]: row[2] for row in await _then(conn, others, as_of)} if others else {}
    return {id: _decode(kept.get(into) or own) for id, into, own in rows}


async def _then(
    conn: Connection, ids: Iterable[ActorId], as_of: dt.datetime, which: str = "1 = 1"
) -> list[Row]:
    marks, params = placeholders("id", ids)
    return await conn.fetch(
        f"SELECT id, merged_into, record FROM {actor_versions.THEN} a"
        f" WHERE id IN {marks} AND ({which})",
        **params,
        known_at=micros(as_of),
    )


async def named(conn: Connection, names: Sequence[str], field: str) -> list[Actor]:
    """Return whom a list of ids and slugs means; `field` is what the client calls the list.

    Raises Invalid, naming the value, for one whom nobody is.
    """
    found = await get_many(conn, map(actor_ref, names))
    for n, name in enumerate(names):
        if actor_ref(name) not in found:
            raise Invalid(f"{field}[{n}]", f"There is no actor {name}.")
    return [found[actor_ref(name)] for name in names]


class Brief(Struct, frozen=True, gc=False):
    """What is asked of an actor most often: its type, name, and the country it is or represents."""

    type: ActorType
    name: str
    country: str | None


async def brief(conn: Connection, ids: Iterable[ActorId]) -> dict[ActorId, Brief]:
    """Return of whom some ids mean, by these ids, what is asked most often."""
    marks, params = placeholders("id", ids)
    rows = await conn.fetch(
        "SELECT a.id, COALESCE(k.type, a.type), COALESCE(k.name, a.name),"
        " CASE WHEN k.id IS NULL THEN a.country ELSE k.country END"
        f" FROM actors a LEFT JOIN actors k ON k.id = a.merged_into WHERE a.id IN {marks}",
        **params,
    )
    return {row[0]: Brief(*row[1:]) for row in rows}


async def corrected_among(
    conn: Connection, ids: Iterable[ActorId], as_of: dt.datetime | None = None
) -> dict[ActorId, Actor]:
    """Return, for those of some actors whom people renamed or merged, whom their ids mean."""
    marks, params = placeholders("id", ids)
    rows = await conn.fetch(
        f"SELECT DISTINCT actor_id FROM correction_actors WHERE actor_id IN {marks}", **params
    )
    return await get_many(conn, [row[0] for row in rows], as_of) if rows else {}


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
    plain = wanted.q is None and wanted.as_of is None
    table = "actors" if wanted.as_of is None else f"{actor_versions.THEN} t"
    rows = await (conn.fetch if plain else conn.fetch_slow)(
        f"SELECT record, {order.column}, id FROM {table} {where.sql()} {order.sql()} LIMIT :limit",
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
    if wanted.as_of is not None:
        named = "(discovered = 0 OR first_seen_at IS NOT NULL)"
        where.add(named, known_at=micros(wanted.as_of))
    words = None if wanted.q is None else fold(wanted.q).split()
    if words == []:
        where.add("1 = 0")
    for n, word in enumerate(words or ()):
        where.add(f"names LIKE :word_{n}", **{f"word_{n}": f"% {word}%"})
    return where


async def learn(db: Database, version: str, actors: Iterable[Actor], now: dt.datetime) -> bool:
    """Keep the actors of a version of the knowledge, unless that was done; tell whether it was."""
    async with db.transaction() as tx:
        changed = await tx.execute(
            "INSERT INTO knowledge (one, version) VALUES (1, :version) ON CONFLICT (one)"
            " DO UPDATE SET version = excluded.version WHERE knowledge.version <> excluded.version",
            version=version,
        )
        if changed:
            await upsert(tx, actors, now)
            named = await tx.fetch("SELECT DISTINCT actor_id FROM correction_actors")
            await settle(tx, [row[0] for row in named], now)
        return changed == 1


async def upsert(conn: Connection, actors: Iterable[Actor], now: dt.datetime) -> None:
    """Put actors of the knowledge in the place of what is kept of them."""
    rows = _rows(actors)
    as_decided = {"hidden": None, "into": None}
    await actor_versions.keep(conn, [row | as_decided for row in rows], now)
    await conn.executemany(
        f"{_VALUES} ON CONFLICT (id) DO UPDATE SET type = excluded.type, name = excluded.name, "
        "country = excluded.country, discovered = excluded.discovered, names = excluded.names, "
        "record = excluded.record, original = NULL WHERE actors.record <> excluded.record",
        rows,
    )


async def settle(tx: Connection, ids: Iterable[ActorId], now: dt.datetime) -> set[ActorId]:
    """Make actors what the corrections in force say; call it in a transaction.

    Returns them and all whom their corrections name.
    """
    wanted, orders = await _orders(tx, ids)
    marks, params = placeholders("id", sorted(wanted))
    rows = await tx.fetch(
        f"SELECT COALESCE(original, record) FROM actors WHERE id IN {marks}", **params
    )
    settled = _settled([_decode(row[0]) for row in rows], orders)
    await actor_versions.keep(tx, [row | {"into": row["into"] or ""} for row in settled], now)
    await tx.executemany(
        "UPDATE actors SET name = :name, country = :country, names = :names, record = :record,"
        " original = :original, hidden = :hidden, merged_into = :into WHERE id = :id",
        settled,
    )
    await merged.relink(tx, sorted(wanted))
    return wanted


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
    into = merged_into(orders)
    hidden = {actor for order in orders if order.kind == "hide" for actor in order.actors}
    rows = []
    for actor in sorted(read, key=lambda actor: actor.id):
        same = [other for other in read if into.get(other.id) == actor.id]
        before, after = _row(actor), _row(corrected(actor, orders, same))
        row = {name: after[name] for name in ("id", "name", "country", "names", "record")}
        row["original"] = before["record"] if before != after else None
        rows.append(row | {"hidden": int(actor.id in hidden), "into": into.get(actor.id)})
    return rows


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
