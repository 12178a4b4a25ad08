"""Lists narrowed by links: the articles of an actor, the mentions of a process.

A link table repeats the list's sort key, and its primary key is (value, sort key, owner): so the
rows of one value are read in the list's order, and a page costs the same however many there are.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import structs

from service.store.database import Connection
from service.store.paging import Order, Where


class Link(NamedTuple):
    """A link table, its column of the listed row's id, and its column of the value."""

    table: str
    owner: str
    column: str


async def add(conn: Connection, link: Link, rows: Iterable[tuple[str, str, int]]) -> None:
    """Link owners with values: (owner, value, the owner's sort key); one link each."""
    await conn.executemany(
        f"INSERT INTO {link.table} ({link.owner}, {link.column}, sort_at) "
        "VALUES (:owner, :value, :sort_at)",
        [{"owner": o, "value": v, "sort_at": at} for o, v, at in dict.fromkeys(rows)],
    )


async def clear(conn: Connection, link: Link, owner: str) -> None:
    """Undo all links of an owner."""
    await conn.execute(f"DELETE FROM {link.table} WHERE {link.owner} = :owner", owner=owner)


async def read_in(conn: Connection, link: Link, value: str) -> list[str]:
    """Return the owners in which a value itself was read, not another that it is now."""
    rows = await conn.fetch(
        f"SELECT {link.owner} FROM {link.table} WHERE {link.column} = :value AND read_as IS NULL"
        f" ORDER BY {link.owner}",
        value=value,
    )
    return [row[0] for row in rows]


async def rarest_first(
    conn: Connection, wanted: Sequence[tuple[Link, str]]
) -> list[tuple[Link, str]]:
    """Put the link first that fewest rows have, so that `driven` walks through the fewest.

    Counts no further than a page of the list could care about.
    """
    if len(wanted) < 2:
        return list(wanted)
    counted = [
        await conn.fetchval(
            f"SELECT count(*) FROM "
            f"(SELECT 1 FROM {link.table} WHERE {link.column} = :value LIMIT 1000) few",
            value=value,
        )
        for link, value in wanted
    ]
    return [wanted[n] for n in sorted(range(len(wanted)), key=lambda n: counted[n])]


def driven(
    where: Where, listed: str, order: Order, wanted: Iterable[tuple[Link, str]]
) -> tuple[str, Order]:
    """Let the first of the wanted links lead through a list (`table alias`), the others narrow it.

    Returns what to select from and the order, which is then the link's.
    """
    alias = listed.split()[1]
    first, *others = wanted
    link, value = first
    where.add(f"{alias}.id = d.{link.owner} AND d.{link.column} = :led_by", led_by=value)
    narrow(where, alias, others)
    order = structs.replace(order, column="d.sort_at", id=f"d.{link.owner}")
    return f"{link.table} d CROSS JOIN {listed}", order


def narrow(where: Where, alias: str, wanted: Iterable[tuple[Link, str]]) -> None:
    """Want the rows of a list to be linked with all of these values."""
    for n, (link, value) in enumerate(wanted):
        linked = f"l.{link.owner} = {alias}.id AND l.{link.column} = :linked_{n}"
        where.add(f"EXISTS (SELECT 1 FROM {link.table} l WHERE {linked})", **{f"linked_{n}": value})
