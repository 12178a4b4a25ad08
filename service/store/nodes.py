"""Nodes of the ledger: what stands for all claims that are alike for every comparison.

Kept are their profiles (as JSON), in which meeting each is, the block keys under which they are
found, and which of them link or are told by one article. Only the monitor writes here.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from service.domain.ids import MeetingId, NodeId
from service.store.database import Connection, placeholders

_AT_ONCE = 500  # parameters of one statement
_COLUMNS = "id, meeting_id, claims, profile"


class Standing(Struct, frozen=True, gc=False):
    """A node as it stands: its meeting, how many claims it stands for, its profile."""

    id: NodeId
    meeting: MeetingId
    claims: int
    profile: str


class Linked(Struct, frozen=True, gc=False):
    """A node, another that it links with, how strongly, and in which meeting the other is."""

    node: NodeId
    other: NodeId
    weight: float
    meeting: MeetingId


async def get(conn: Connection, ids: Iterable[NodeId]) -> list[Standing]:
    """Return those of some nodes that there are."""
    wanted, params = placeholders("id", ids)
    rows = await conn.fetch(f"SELECT {_COLUMNS} FROM ledger_nodes WHERE id IN {wanted}", **params)
    return [Standing(*row) for row in rows]


async def of_meetings(conn: Connection, meetings: Iterable[MeetingId]) -> list[Standing]:
    """Return all nodes of some meetings."""
    wanted, params = placeholders("meeting", meetings)
    rows = await conn.fetch(
        f"SELECT {_COLUMNS} FROM ledger_nodes WHERE meeting_id IN {wanted}", **params
    )
    return [Standing(*row) for row in rows]


async def standing_under(conn: Connection, keys: Iterable[str]) -> list[Standing]:
    """Return the nodes that stand under any of some block keys."""
    found: dict[NodeId, Standing] = {}
    listed = sorted(keys)
    for start in range(0, len(listed), _AT_ONCE):
        wanted, params = placeholders("key", listed[start : start + _AT_ONCE])
        rows = await conn.fetch(
            f"SELECT {_COLUMNS} FROM ledger_nodes WHERE id IN"
            f" (SELECT node FROM ledger_keys WHERE key IN {wanted})",
            **params,
        )
        found |= {row[0]: Standing(*row) for row in rows}
    return list(found.values())


async def links(conn: Connection, nodes: Iterable[NodeId]) -> list[Linked]:
    """Return the links of some nodes; one between two of them comes twice."""
    wanted, params = placeholders("node", nodes)
    rows = await conn.fetch(
        "SELECT l.node, l.other, l.weight, n.meeting_id FROM ledger_links l"
        f" JOIN ledger_nodes n ON n.id = l.other WHERE l.node IN {wanted}",
        **params,
    )
    return [Linked(*row) for row in rows]


async def rivals(conn: Connection, nodes: Iterable[NodeId]) -> dict[tuple[NodeId, NodeId], int]:
    """Return how many articles tell of one of some nodes and of another; pairs in order."""
    wanted, params = placeholders("node", nodes)
    rows = await conn.fetch(
        f"SELECT node, other, articles FROM ledger_rivals WHERE node IN {wanted}", **params
    )
    return {(min(row[0], row[1]), max(row[0], row[1])): row[2] for row in rows}


async def write(tx: Connection, standing: Iterable[Standing]) -> None:
    """Write nodes that are new or have moved, grown or shrunk."""
    await tx.executemany(
        "INSERT INTO ledger_nodes (id, meeting_id, claims, profile)"
        " VALUES (:id, :meeting, :claims, :profile) ON CONFLICT (id) DO UPDATE SET"
        " meeting_id = excluded.meeting_id, claims = excluded.claims",
        [
            {"id": n.id, "meeting": n.meeting, "claims": n.claims, "profile": n.profile}
            for n in standing
        ],
    )


async def remove(tx: Connection, gone: Mapping[NodeId, Iterable[str]]) -> None:
    """Take nodes away that have no claims left, with their links and these block keys."""
    rows = [{"id": id} for id in gone]
    await tx.executemany(
        "DELETE FROM ledger_links WHERE other = :id"
        " AND node IN (SELECT other FROM ledger_links WHERE node = :id)",
        rows,
    )
    await tx.executemany("DELETE FROM ledger_links WHERE node = :id", rows)
    await tx.executemany("DELETE FROM ledger_keys WHERE key = :key AND node = :node", _keys(gone))
    await tx.executemany("DELETE FROM ledger_nodes WHERE id = :id", rows)


async def add(
    tx: Connection,
    keys: Mapping[NodeId, Iterable[str]],
    links: Iterable[tuple[NodeId, NodeId, float]],
) -> None:
    """Write the block keys of new nodes, and their links."""
    await tx.executemany(
        "INSERT INTO ledger_keys (key, node) VALUES (:key, :node)",
        _keys(keys),
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


def _keys(keys: Mapping[NodeId, Iterable[str]]) -> list[dict[str, object]]:
    return [{"key": key, "node": node} for node, found in keys.items() for key in sorted(found)]
