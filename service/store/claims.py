"""Claims as the articles make them: written with the article, taken over by the monitor."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

import msgspec

from service.domain.ids import ArticleId, ClaimId, MeetingId
from service.domain.meetings import Claim
from service.store.database import Connection, micros, placeholders

_decode = msgspec.json.Decoder(Claim).decode


async def replace(conn: Connection, article: ArticleId, claims: Iterable[Claim]) -> None:
    """Make these the claims of an article, in their order, in place of those it had.

    Call it in the transaction that writes the article and its journal row.
    """
    await conn.execute("DELETE FROM claims WHERE article_id = :article", article=article)
    await add(conn, claims)


async def add(conn: Connection, claims: Iterable[Claim]) -> None:
    """Keep the claims of new articles, each article's together and in their order."""
    positions: Counter[ArticleId] = Counter()
    rows = []
    for claim in claims:
        position = positions[claim.article]
        positions[claim.article] += 1
        record = msgspec.json.encode(claim).decode()
        rows.append(
            {"id": claim.id, "article": claim.article, "position": position, "record": record}
        )
    await conn.executemany(
        "INSERT INTO claims (id, article_id, position, record)"
        " VALUES (:id, :article, :position, :record)",
        rows,
    )


async def of_article(conn: Connection, article: ArticleId) -> tuple[Claim, ...]:
    """Return an article's claims in their order, with their words."""
    rows = await conn.fetch(
        "SELECT record FROM claims WHERE article_id = :article ORDER BY position", article=article
    )
    return tuple(_decode(row[0]) for row in rows)


async def of_meeting(conn: Connection, meeting: MeetingId, limit: int = 1000) -> tuple[Claim, ...]:
    """Return the claims that make a meeting with their words, by id, at most `limit`."""
    rows = await conn.fetch(
        "SELECT claims.record FROM ledger JOIN claims ON claims.id = ledger.claim_id"
        " WHERE ledger.meeting_id = :meeting ORDER BY claims.id LIMIT :limit",
        meeting=meeting,
        limit=limit,
    )
    return tuple(_decode(row[0]) for row in rows)


async def of_meetings(
    conn: Connection, meetings: Iterable[MeetingId]
) -> dict[MeetingId, tuple[Claim, ...]]:
    """Return the claims of several meetings at once, by meeting, in the order of their ids."""
    wanted, params = placeholders("meeting", meetings)
    rows = await conn.fetch(
        "SELECT ledger.meeting_id, claims.record FROM ledger"
        " JOIN claims ON claims.id = ledger.claim_id"
        f" WHERE ledger.meeting_id IN {wanted} ORDER BY claims.id",
        **params,
    )
    found: dict[MeetingId, tuple[Claim, ...]] = {}
    for meeting, record in rows:
        found[meeting] = (*found.get(meeting, ()), _decode(record))
    return found


async def get(conn: Connection, ids: Iterable[ClaimId]) -> dict[ClaimId, Claim]:
    """Return those of the claims that there are, by id."""
    wanted, params = placeholders("id", ids)
    rows = await conn.fetch(
        f"SELECT id, record FROM claims WHERE id IN {wanted}",
        **params,
    )
    return {row[0]: _decode(row[1]) for row in rows}


async def recorded_then(
    conn: Connection, claims: Iterable[ClaimId], at: dt.datetime
) -> dict[ClaimId, MeetingId]:
    """Return the meetings that some claims were of at a time."""
    wanted, params = placeholders("claim", claims)
    rows = await conn.fetch(
        f"SELECT claim_id, meeting_id FROM memberships m WHERE claim_id IN {wanted}"
        " AND meeting_id IS NOT NULL AND recorded_at = (SELECT MAX(recorded_at)"
        "  FROM memberships l WHERE l.claim_id = m.claim_id AND l.recorded_at <= :at)",
        at=micros(at),
        **params,
    )
    return {row[0]: row[1] for row in rows}


async def recorded(conn: Connection, article: ArticleId) -> dict[ClaimId, MeetingId]:
    """Return the meetings that an article's claims came to, as far as the monitor has come."""
    rows = await conn.fetch(
        "SELECT claim_id, meeting_id FROM ledger WHERE article_id = :article", article=article
    )
    return {row[0]: row[1] for row in rows}
