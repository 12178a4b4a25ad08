"""Actors that people say are another one: whom an id means, and links under that other's id.

What was read stays linked with the actor that was read; a second link, which names it in `read_as`,
leads to the same article or mention from the actor that was kept.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from service.domain.ids import ActorId, actor_ref
from service.store.actor_versions import THEN
from service.store.database import Connection, micros, placeholders
from service.store.links import Link

LINKS = (
    Link("article_actors", "article_id", "actor_id"),
    Link("mention_actors", "mention_id", "actor_id"),
)
_AT_ONCE = 500
_FOLLOW = (
    "INSERT INTO {table} ({owner}, actor_id, sort_at, read_as)"
    " SELECT l.{owner}, a.merged_into, l.sort_at, l.actor_id FROM {table} l"
    " JOIN actors a ON a.id = l.actor_id"
    " WHERE {which} AND a.merged_into IS NOT NULL AND l.read_as IS NULL ON CONFLICT DO NOTHING"
)


_MERGED = (
    "SELECT id, merged_into FROM {table} t WHERE merged_into IS NOT NULL ORDER BY merged_into, id"
)

Groups = Mapping[ActorId, tuple[ActorId, ...]]


async def same_as(conn: Connection, ids: Iterable[ActorId]) -> dict[ActorId, ActorId]:
    """Return, for those of some actors that people merged into another, into which."""
    marks, params = placeholders("id", ids)
    rows = await conn.fetch(
        f"SELECT id, merged_into FROM actors WHERE merged_into IS NOT NULL AND id IN {marks}",
        **params,
    )
    return {row[0]: row[1] for row in rows}


async def meant(conn: Connection, names: Sequence[str]) -> list[ActorId]:
    """Return whom ids or slugs mean, in their order."""
    ids = [actor_ref(name) for name in names]
    same = await same_as(conn, ids) if ids else {}
    return [same.get(id, id) for id in ids]


async def names(conn: Connection, kept: Iterable[ActorId]) -> dict[ActorId, list[str]]:
    """Return the names of the other actors that people say these are."""
    marks, params = placeholders("id", kept)
    rows = await conn.fetch(
        f"SELECT merged_into, name FROM actors WHERE merged_into IN {marks}"
        " ORDER BY merged_into, id",
        **params,
    )
    found: dict[ActorId, list[str]] = {}
    for id, name in rows:
        found.setdefault(id, []).append(name)
    return found


async def together(
    conn: Connection, ids: Iterable[ActorId], as_of: dt.datetime | None = None
) -> Groups:
    """Return for each actor all ids of the one whom it means, that one first."""
    groups = await everyone(conn, as_of)
    return {id: groups.get(id, (id,)) for id in ids}


async def everyone(conn: Connection, as_of: dt.datetime | None = None) -> Groups:
    """Return all ids by which merged actors are known, by each; people make few of them."""
    if as_of is None:
        rows = await conn.fetch(_MERGED.format(table="actors"))
    else:
        rows = await conn.fetch_slow(_MERGED.format(table=THEN), known_at=micros(as_of))
    of: dict[ActorId, list[ActorId]] = {}
    for id, kept in rows:
        of.setdefault(kept, [kept]).append(id)
    return {id: tuple(group) for group in of.values() for id in group}


async def relink(tx: Connection, actors: Iterable[ActorId]) -> None:
    """Make the second links of actors those that the merges in force want."""
    marks, params = placeholders("id", actors)
    for link in LINKS:
        await tx.execute(f"DELETE FROM {link.table} WHERE read_as IN {marks}", **params)
        which = f"l.actor_id IN {marks}"
        await tx.execute(_FOLLOW.format(table=link.table, owner=link.owner, which=which), **params)


async def follow(tx: Connection, link: Link, owners: Iterable[str]) -> None:
    """Give new articles or mentions their second links."""
    if not await tx.fetchval("SELECT 1 FROM actors WHERE merged_into IS NOT NULL LIMIT 1"):
        return
    listed = list(owners)
    for start in range(0, len(listed), _AT_ONCE):
        marks, params = placeholders("owner", listed[start : start + _AT_ONCE])
        which = f"l.{link.owner} IN {marks}"
        await tx.execute(_FOLLOW.format(table=link.table, owner=link.owner, which=which), **params)
