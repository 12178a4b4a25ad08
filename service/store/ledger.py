"""The ledger: which claims the monitor has taken, in which component and meeting each is.

Only the monitor writes here.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct, structs

from service.domain.ids import ArticleId, ClaimId, MeetingId
from service.domain.meetings import Claim
from service.store.database import Connection, Row, micros, placeholders

_decode = msgspec.json.Decoder(Claim).decode
_COLUMNS = "claim_id, component, meeting_id, story, record"
_AT_ONCE = 500  # parameters of one statement


class Line(Struct, frozen=True, gc=False):
    """A claim as taken over, without its words, and where it was put."""

    claim: Claim
    component: ClaimId
    meeting: MeetingId
    story: str


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


async def of_claims(conn: Connection, claims: Iterable[ClaimId]) -> list[Line]:
    """Return the lines of some claims; those not taken are left out."""
    wanted, params = placeholders("claim", claims)
    rows = await conn.fetch(f"SELECT {_COLUMNS} FROM ledger WHERE claim_id IN {wanted}", **params)
    return [_line(row) for row in rows]


async def of_components(conn: Connection, components: Iterable[ClaimId]) -> list[Line]:
    """Return all lines of some components."""
    wanted, params = placeholders("component", components)
    rows = await conn.fetch(f"SELECT {_COLUMNS} FROM ledger WHERE component IN {wanted}", **params)
    return [_line(row) for row in rows]


async def standing_under(conn: Connection, keys: Iterable[str]) -> set[ClaimId]:
    """Return the components that stand under any of some block keys."""
    found: set[ClaimId] = set()
    listed = sorted(keys)
    for start in range(0, len(listed), _AT_ONCE):
        wanted, params = placeholders("key", listed[start : start + _AT_ONCE])
        rows = await conn.fetch(
            f"SELECT DISTINCT component FROM ledger_keys WHERE key IN {wanted}", **params
        )
        found.update(row[0] for row in rows)
    return found


async def replace(
    tx: Connection,
    before: Mapping[ClaimId, Line],
    after: Mapping[ClaimId, Line],
    keys: Mapping[ClaimId, frozenset[str]],
    now: dt.datetime,
) -> None:
    """Put the lines of some components in place of what they were; write only what differs.

    `keys` are the block keys of the components that `after` names.
    """
    gone = [line for id, line in before.items() if id not in after]
    # Lines that stay are mostly the very same objects.
    new = [li for id, li in after.items() if (b := before.get(id)) is not li and b != li]
    moved = [line for line in new if _was_elsewhere(before.get(line.claim.id), line)]
    await tx.executemany(
        "DELETE FROM ledger WHERE claim_id = :claim", [{"claim": line.claim.id} for line in gone]
    )
    await tx.executemany(
        "INSERT INTO ledger (claim_id, article_id, component, meeting_id, story, record)"
        " VALUES (:claim, :article, :component, :meeting, :story, :record)"
        " ON CONFLICT (claim_id) DO UPDATE SET component = excluded.component,"
        " meeting_id = excluded.meeting_id, story = excluded.story, record = excluded.record",
        map(_row, new),
    )
    await _replace_keys(tx, {line.component for line in before.values()}, keys)
    await _note(tx, [*((line, None) for line in gone), *((li, li.meeting) for li in moved)], now)


def _was_elsewhere(before: Line | None, line: Line) -> bool:
    return before is None or before.meeting != line.meeting


async def _replace_keys(
    tx: Connection, old: Iterable[ClaimId], keys: Mapping[ClaimId, frozenset[str]]
) -> None:
    await tx.executemany(
        "DELETE FROM ledger_keys WHERE component = :component",
        [{"component": component} for component in old if component not in keys],
    )
    await tx.executemany(
        "INSERT INTO ledger_keys (key, component) VALUES (:key, :component) ON CONFLICT DO NOTHING",
        [{"key": key, "component": c} for c, found in keys.items() for key in sorted(found)],
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
        "component": line.component,
        "meeting": line.meeting,
        "story": line.story,
        "record": msgspec.json.encode(line.claim).decode(),
    }


def _line(row: Row) -> Line:
    return Line(_decode(row[4]), row[1], row[2], row[3])
