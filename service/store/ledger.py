"""The ledger: which claims the monitor has taken, and in which node and meeting each is.

Only the monitor writes here.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct, structs

from service.domain.ids import ArticleId, ClaimId, MeetingId, NodeId, SayingId
from service.domain.meetings import Claim
from service.store.database import Connection, Dialect, Row, micros, placeholders

_decode = msgspec.json.Decoder(Claim).decode
_COLUMNS = "claim_id, node, saying, meeting_id, story, named, record"

# SQLite would rather walk through all claims of a node, which it takes to be few.
_NAMED: dict[Dialect, str] = {"sqlite": "ledger INDEXED BY ledger_named", "postgres": "ledger"}


class Line(Struct, frozen=True, gc=False):
    """A claim as taken over, without its words, and where it was put.

    `saying` is the id of what it says, `named` tells whether a correction names it.
    """

    claim: Claim
    node: NodeId
    saying: SayingId
    meeting: MeetingId
    story: str
    named: bool = False


class Home(Struct, frozen=True, gc=False):
    """Where a claim was put."""

    claim: ClaimId
    article: ArticleId
    node: NodeId
    meeting: MeetingId


class Told(Struct, frozen=True, gc=False):
    """How many claims of a story say one thing; `node` is that of the saying."""

    story: str
    node: NodeId
    saying: SayingId
    claims: int


def bare(claim: Claim) -> Claim:
    """Return a claim without its words: what resolution reads."""
    parties = tuple(structs.replace(party, evidence=()) for party in claim.parties)
    return structs.replace(claim, evidence=(), found={}, parties=parties)


async def of_article(conn: Connection, article: ArticleId) -> list[Line]:
    """Return the lines of an article."""
    rows = await conn.fetch(
        f"SELECT {_COLUMNS} FROM ledger WHERE article_id = :article", article=article
    )
    return [_line(row) for row in rows]


async def everything(conn: Connection) -> list[Line]:
    """Return all lines."""
    return [_line(row) for row in await conn.fetch(f"SELECT {_COLUMNS} FROM ledger")]


async def is_to_be_placed(conn: Connection) -> bool:
    """Tell whether there are lines whose nodes were not found yet."""
    return bool(await conn.fetchval("SELECT 1 FROM ledger WHERE node = '' LIMIT 1"))


async def homes(conn: Connection, claims: Iterable[ClaimId]) -> list[Home]:
    """Return where some claims are; those not taken are left out."""
    wanted, params = placeholders("claim", claims)
    rows = await conn.fetch(
        f"SELECT claim_id, article_id, node, meeting_id FROM ledger WHERE claim_id IN {wanted}",
        **params,
    )
    return [Home(*row) for row in rows]


async def of_articles(conn: Connection, articles: Iterable[ArticleId]) -> list[Home]:
    """Return where the claims of some articles are."""
    wanted, params = placeholders("article", articles)
    rows = await conn.fetch(
        f"SELECT claim_id, article_id, node, meeting_id FROM ledger WHERE article_id IN {wanted}",
        **params,
    )
    return [Home(*row) for row in rows]


async def spread(
    conn: Connection, meeting: MeetingId, limit: int, but: Iterable[ClaimId] = ()
) -> list[ClaimId]:
    """Return some claims of a meeting: one of each node, those of most claims first, then more."""
    without, params = placeholders("but", but)
    left = f"FROM ledger WHERE meeting_id = :meeting AND NOT COALESCE(claim_id IN {without}, 1 = 0)"
    order = "ORDER BY COUNT(*) DESC, 1"
    params |= {"meeting": meeting, "limit": limit}
    firsts = await conn.fetch(
        f"SELECT MIN(claim_id) {left} GROUP BY node {order} LIMIT :limit", **params
    )
    more = await conn.fetch(f"SELECT claim_id {left} ORDER BY claim_id LIMIT :limit", **params)
    return list(dict.fromkeys(row[0] for row in (*firsts, *more)))[:limit]


async def named_in(conn: Connection, nodes: Iterable[NodeId]) -> set[ClaimId]:
    """Return the claims of some nodes that a correction names."""
    wanted, params = placeholders("node", nodes)
    rows = await conn.fetch(
        f"SELECT claim_id FROM {_NAMED[conn.dialect]} WHERE named = 1 AND node IN {wanted}",
        **params,
    )
    return {row[0] for row in rows}


async def saying(conn: Connection, node: NodeId, saying: SayingId, limit: int) -> list[ClaimId]:
    """Return the first claims of a node that say one thing, by id."""
    rows = await conn.fetch(
        "SELECT claim_id FROM ledger WHERE node = :node AND saying = :saying"
        " ORDER BY claim_id LIMIT :limit",
        node=node,
        saying=saying,
        limit=limit,
    )
    return [row[0] for row in rows]


async def told_by(conn: Connection, stories: Iterable[str]) -> list[Told]:
    """Return what some stories tell."""
    wanted, params = placeholders("story", stories)
    rows = await conn.fetch(
        "SELECT story, node, saying, COUNT(*) FROM ledger"
        f" WHERE story IN {wanted} GROUP BY story, node, saying",
        **params,
    )
    return [Told(*row) for row in rows]


async def told_of(conn: Connection, nodes: Iterable[NodeId]) -> list[Told]:
    """Return what any stories tell of some nodes; reads all their claims."""
    wanted, params = placeholders("node", nodes)
    rows = await conn.fetch(
        "SELECT story, node, saying, COUNT(*) FROM ledger"
        f" WHERE node IN {wanted} GROUP BY story, node, saying",
        **params,
    )
    return [Told(*row) for row in rows]


async def replace(
    tx: Connection,
    before: Mapping[ClaimId, Line],
    after: Mapping[ClaimId, Line],
    now: dt.datetime,
) -> None:
    """Put an article's lines in place of those it had; write only what differs."""
    gone = [line for id, line in before.items() if id not in after]
    new = [line for id, line in after.items() if before.get(id) != line]
    moved = [line for line in new if _was_elsewhere(before.get(line.claim.id), line)]
    await tx.executemany(
        "DELETE FROM ledger WHERE claim_id = :claim", [{"claim": line.claim.id} for line in gone]
    )
    await tx.executemany(
        "INSERT INTO ledger"
        " (claim_id, article_id, node, saying, meeting_id, story, named, record)"
        " VALUES (:claim, :article, :node, :saying, :meeting, :story, :named, :record)"
        " ON CONFLICT (claim_id) DO UPDATE SET node = excluded.node, saying = excluded.saying,"
        " meeting_id = excluded.meeting_id, story = excluded.story, named = excluded.named,"
        " record = excluded.record",
        map(_row, new),
    )
    await _note(tx, [*((line, None) for line in gone), *((li, li.meeting) for li in moved)], now)


def _was_elsewhere(before: Line | None, line: Line) -> bool:
    return before is None or before.meeting != line.meeting


async def move(tx: Connection, moved: Mapping[NodeId, MeetingId], now: dt.datetime) -> None:
    """Move all claims of some nodes to other meetings."""
    rows = [{"node": node, "into": into, "now": micros(now)} for node, into in moved.items()]
    await tx.executemany(
        "INSERT INTO memberships (claim_id, recorded_at, article_id, meeting_id)"
        " SELECT claim_id, CAST(:now AS BIGINT), article_id, CAST(:into AS TEXT)"
        " FROM ledger WHERE node = :node AND meeting_id <> :into"
        " ON CONFLICT (claim_id, recorded_at) DO UPDATE SET meeting_id = excluded.meeting_id",
        rows,
    )
    await tx.executemany(
        "UPDATE ledger SET meeting_id = :into WHERE node = :node AND meeting_id <> :into",
        [{"node": row["node"], "into": row["into"]} for row in rows],
    )


async def _note(
    tx: Connection, changes: Iterable[tuple[Line, MeetingId | None]], now: dt.datetime
) -> None:
    await tx.executemany(
        "INSERT INTO memberships (claim_id, recorded_at, article_id, meeting_id)"
        " VALUES (:claim, :now, :article, :meeting)"
        " ON CONFLICT (claim_id, recorded_at) DO UPDATE SET meeting_id = excluded.meeting_id",
        [
            {
                "claim": line.claim.id,
                "article": line.claim.article,
                "meeting": meeting,
                "now": micros(now),
            }
            for line, meeting in changes
        ],
    )


def _row(line: Line) -> dict[str, object]:
    return {
        "claim": line.claim.id,
        "article": line.claim.article,
        "node": line.node,
        "saying": line.saying,
        "meeting": line.meeting,
        "story": line.story,
        "named": int(line.named),
        "record": msgspec.json.encode(line.claim).decode(),
    }


def _line(row: Row) -> Line:
    return Line(_decode(row[6]), row[1], row[2], row[3], row[4], bool(row[5]))
