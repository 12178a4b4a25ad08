"""Puts meetings together with what clients want beside the bare record: names, claims, sources."""

from collections.abc import Collection, Iterable, Sequence

from msgspec import UNSET

from service.api import meeting_views, naming, views
from service.api.parts import utcnow
from service.domain.articles import ArticleSummary
from service.domain.ids import ArticleId, ClaimId
from service.domain.meetings import Claim, FieldVote
from service.knowledge.model import Outlet
from service.knowledge.outlets import Outlets
from service.resolution.lifecycle import standing
from service.store import articles, claims
from service.store.database import Connection
from service.store.meetings import Kept


async def shown(
    conn: Connection,
    kept: Sequence[Kept],
    include: Collection[str] = (),
    outlets: Iterable[Outlet] = (),
) -> list[meeting_views.Meeting]:
    """Show meetings; `include` may name `claims`, `sources`, `history` and `votes`.

    `outlets` are those whose countries the votes are to show.
    """
    told = await _claims(conn, kept) if {"claims", "votes"}.intersection(include) else {}
    reports = await _sources(conn, kept) if {"sources", "votes"}.intersection(include) else {}
    known = Outlets(outlets if "votes" in include else ())
    names = await naming.of_parties(conn, [*(k.meeting for k in kept), *told.values()])
    return [_shown(one, include, names, told, reports, known) for one in kept]


async def _claims(conn: Connection, kept: Sequence[Kept]) -> dict[ClaimId, Claim]:
    return await claims.get(conn, {id for one in kept for id in one.meeting.claims})


async def _sources(conn: Connection, kept: Sequence[Kept]) -> dict[ArticleId, ArticleSummary]:
    return await articles.summaries(conn, {id for one in kept for id in one.meeting.articles})


def _shown(
    kept: Kept,
    include: Collection[str],
    names: views.Names,
    told: dict[ClaimId, Claim],
    reports: dict[ArticleId, ArticleSummary],
    known: Outlets,
) -> meeting_views.Meeting:
    record = kept.meeting
    parts = {
        "history": record.history,
        "votes": {
            field: tuple(_vote(vote, told, reports, known) for vote in votes)
            for field, votes in record.votes.items()
        },
        "claims": tuple(
            views.claim(told[id], names, record.id) for id in record.claims if id in told
        ),
        "sources": tuple(
            meeting_views.source(reports[id]) for id in record.articles if id in reports
        ),
    }
    wanted = {name: part if name in include else UNSET for name, part in parts.items()}
    unconfirmed = standing(record, utcnow().date()) == "unconfirmed"
    return meeting_views.meeting(kept, names, unconfirmed=unconfirmed, **wanted)


def _vote(
    vote: FieldVote,
    told: dict[ClaimId, Claim],
    reports: dict[ArticleId, ArticleSummary],
    known: Outlets,
) -> meeting_views.FieldVote:
    by = {told[id].article for id in vote.claims if id in told}
    published = [(reports[id].publisher, reports[id].url) for id in by if id in reports]
    return meeting_views.vote(vote, known.countries(published))
