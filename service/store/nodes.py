"""Nodes of the ledger: what stands for all claims that are alike for every comparison.

Kept are their profiles (as JSON), in which meeting each is, the blocks in which they are found, and
which of them link or are told by one article. Only the monitor writes here.
"""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct

from service.domain.ids import MeetingId, NodeId
from service.store.database import Connection, Dialect, placeholders

_COLUMNS = "id, meeting_id, claims, profile"

Block = tuple[str, str]  # with whom or where, and the day
Linked = tuple[NodeId, NodeId, float]  # a node, another that it links with, and how strongly
Search = tuple[str, str, str]  # all blocks of somebody or some city, from a first to a last day


# What is sought leads: either engine goes through it and looks each up in the index.
_SOUGHT = "who = s.value->>0 AND day >= s.value->>1 AND day <= s.value->>2"
_NEAR: dict[Dialect, str] = {
    "sqlite": f"SELECT {_COLUMNS} FROM ledger_nodes WHERE id IN (SELECT node"
    f" FROM json_each(:sought) s CROSS JOIN ledger_blocks WHERE {_SOUGHT})",
    "postgres": f"SELECT {_COLUMNS} FROM ledger_nodes WHERE id = ANY(ARRAY(SELECT node"
    " FROM json_array_elements(CAST(:sought AS JSON)) s(value) CROSS JOIN LATERAL"
    f" (SELECT node FROM ledger_blocks WHERE {_SOUGHT} OFFSET 0) found))",
}


class Standing(Struct, frozen=True, gc=False):
    """A node as it stands: its meeting, how many claims it stands for, its profile."""

    id: NodeId
    meeting: MeetingId
    claims: int
    profile: str


async def get(conn: Connection, ids: Iterable[NodeId]) -> list[Standing]:
    """Return those of some nodes that there are."""
    if not (listed := list(ids)):
        return []
    wanted, params = placeholders("id", listed)
    rows = await conn.fetch(f"SELECT {_COLUMNS} FROM ledger_nodes WHERE id IN {wanted}", **params)
    return [Standing(*row) for row in rows]


async def of_meetings(conn: Connection, meetings: Iterable[MeetingId]) -> list[Standing]:
    """Return all nodes of some meetings."""
    wanted, params = placeholders("meeting", meetings)
    rows = await conn.fetch(
        f"SELECT {_COLUMNS} FROM ledger_nodes WHERE meeting_id IN {wanted}", **params
    )
    return [Standing(*row) for row in rows]


async def everything(conn: Connection) -> list[Standing]:
    """Return all nodes."""
    return [Standing(*row) for row in await conn.fetch(f"SELECT {_COLUMNS} FROM ledger_nodes")]


async def lack_blocks(conn: Connection) -> bool:
    """Tell whether there are nodes, but no blocks in which they stand."""
    if await conn.fetchval("SELECT 1 FROM ledger_blocks LIMIT 1"):
        return False
    return bool(await conn.fetchval("SELECT 1 FROM ledger_nodes LIMIT 1"))


async def near(conn: Connection, searches: Iterable[Search]) -> list[Standing]:
    """Return the nodes that stand in any of the blocks that are searched."""
    sought = msgspec.json.encode(list(searches)).decode()
    rows = await conn.fetch(_NEAR[conn.dialect], sought=sought)
    return [Standing(*row) for row in rows]


async def homes(conn: Connection, nodes: Iterable[NodeId]) -> dict[NodeId, MeetingId]:
    """Return in which meetings some nodes are."""
    if not (listed := list(nodes)):
        return {}
    wanted, params = placeholders("node", listed)
    rows = await conn.fetch(
        f"SELECT id, meeting_id FROM ledger_nodes WHERE id IN {wanted}", **params
    )
    return {row[0]: row[1] for row in rows}


async def links(conn: Connection, nodes: Iterable[NodeId]) -> list[Linked]:
    """Return the links of some nodes; one between two of them comes twice."""
    wanted, params = placeholders("node", nodes)
    rows = await conn.fetch(
        f"SELECT node, other, weight FROM ledger_links WHERE node IN {wanted}", **params
    )
    return [(node, other, weight) for node, other, weight in rows]


async def rivals(conn: Connection, nodes: Iterable[NodeId]) -> dict[tuple[NodeId, NodeId], int]:
    """Return how many articles tell of one of some nodes and of another; pairs in order."""
    wanted, params = placeholders("node", nodes)
    rows = await conn.fetch(
        f"SELECT node, other, articles FROM ledger_rivals WHERE node IN {wanted}", **params
    )
    return {(min(row[0], row[1]), max(row[0], row[1])): row[2] for row in rows}


async def resize(tx: Connection, standing: Iterable[Standing]) -> None:
    """Write how many claims nodes have now."""
    await tx.executemany(
        "UPDATE ledger_nodes SET claims = :claims WHERE id = :id",
        [{"id": n.id, "claims": n.claims} for n in standing],
    )


async def write(tx: Connection, standing: Iterable[Standing]) -> None:
    """Write nodes that are new or have moved."""
    await tx.executemany(
        "INSERT INTO ledger_nodes (id, meeting_id, claims, profile)"
        " VALUES (:id, :meeting, :claims, :profile) ON CONFLICT (id) DO UPDATE SET"
        " meeting_id = excluded.meeting_id, claims = excluded.claims",
        [
            {"id": n.id, "meeting": n.meeting, "claims": n.claims, "profile": n.profile}
            for n in standing
        ],
    )


async def remove(tx: Connection, gone: Mapping[NodeId, Iterable[Block]]) -> None:
    """Take nodes away that have no claims left, with their links and these blocks."""
    rows = [{"id": id} for id in gone]
    await tx.executemany(
        "DELETE FROM ledger_links WHERE other = :id"
        " AND node IN (SELECT other FROM ledger_links WHERE node = :id)",
        rows,
    )
    await tx.executemany("DELETE FROM ledger_links WHERE node = :id", rows)
    await tx.executemany(
        "DELETE FROM ledger_blocks WHERE who = :who AND day = :day AND node = :node", _blocks(gone)
    )
    await tx.executemany("DELETE FROM ledger_nodes WHERE id = :id", rows)


async def add(
    tx: Connection,
    blocks: Mapping[NodeId, Iterable[Block]],
    links: Iterable[tuple[NodeId, NodeId, float]],
) -> None:
    """Write in which blocks new nodes stand, and their links."""
    await tx.executemany(
        "INSERT INTO ledger_blocks (who, day, node) VALUES (:who, :day, :node)", _blocks(blocks)
    )
    await tx.executemany(
        "INSERT INTO ledger_links (node, other, weight) VALUES (:node, :other, :weight)",
        [
            {"node": one, "other": other, "weight": weight}
            for a, b, weight in links
            for one, other in ((a, b), (b, a))
        ],
    )


async def count_rivals(tx: Connection, more: Mapping[tuple[NodeId, NodeId], int]) -> None:
    """Count more articles (or fewer) that tell of two nodes."""
    rows = [
        {"node": one, "other": other, "more": count}
        for (a, b), count in more.items()
        for one, other in ((a, b), (b, a))
        if count
    ]
    await tx.executemany(
        "INSERT INTO ledger_rivals (node, other, articles) VALUES (:node, :other, :more)"
        " ON CONFLICT (node, other) DO UPDATE SET"
        " articles = ledger_rivals.articles + excluded.articles",
        rows,
    )
    await tx.executemany(
        "DELETE FROM ledger_rivals WHERE node = :node AND other = :other AND articles <= 0",
        [{"node": row["node"], "other": row["other"]} for row in rows],
    )


def _blocks(blocks: Mapping[NodeId, Iterable[Block]]) -> list[dict[str, object]]:
    return [
        {"who": who, "day": day, "node": node}
        for node, found in blocks.items()
        for who, day in sorted(found)
    ]
