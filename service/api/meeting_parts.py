"""Puts meetings together with what clients want beside the bare record: names, claims, sources."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from msgspec import UNSET, structs

from service.api import meeting_views, naming, views
from service.api.parts import utcnow
from service.domain.articles import ArticleSummary
from service.domain.ids import ArticleId, ClaimId
from service.domain.meetings import Claim, FieldVote, Meeting
from service.knowledge.model import Outlet
from service.knowledge.outlets import Outlets
from service.resolution.lifecycle import standing
from service.resolution.series import is_round, series
from service.store import articles, claims, meetings, readings
from service.store import stories as story_store
from service.store.database import Connection
from service.store.meetings import Kept


async def shown(
    conn: Connection,
    kept: Sequence[Kept],
    include: Collection[str] = (),
    outlets: Iterable[Outlet] = (),
    as_of: dt.datetime | None = None,
) -> list[meeting_views.Meeting]:
    """Show meetings; `include` may name `claims`, `sources`, `history`, `votes` and `series`.

    `outlets` are those whose countries the votes are to show. As of a time, claims, articles and
    names are those of then, and what was overdue then is unconfirmed.
    """
    told = await _claims(conn, kept, as_of) if {"claims", "votes"}.intersection(include) else {}
    reports = (
        await _sources(conn, kept, as_of) if {"sources", "votes"}.intersection(include) else {}
    )
    known = Outlets(outlets if "votes" in include else ())
    names = await naming.of_parties(conn, [*(k.meeting for k in kept), *told.values()], as_of)
    day = (as_of or utcnow()).date()
    listed = [_shown(one, include, names, told, reports, known, day) for one in kept]
    if "sources" in include:
        stories = await story_store.of_articles(conn, sorted(reports))
        listed = [
            structs.replace(shown, sources=_reports(one.meeting, reports, stories))
            for one, shown in zip(kept, listed, strict=True)
        ]
    if "series" not in include:
        return listed
    rounds = [await _rounds(conn, one.meeting, as_of) for one in kept]
    return [
        structs.replace(shown, series=meeting_views.series(one.meeting, of))
        for one, shown, of in zip(kept, listed, rounds, strict=True)
    ]


def _reports(
    meeting: Meeting, reports: dict[ArticleId, ArticleSummary], stories: dict[ArticleId, str]
) -> tuple[meeting_views.Source, ...]:
    told_in = (reports[id] for id in meeting.articles if id in reports)
    return meeting_views.sources(told_in, stories)


async def _rounds(
    conn: Connection, meeting: Meeting, as_of: dt.datetime | None
) -> tuple[Meeting, ...]:
    if not is_round(meeting):
        return ()
    others = await meetings.rounds(conn, meeting, as_of)
    named = await naming.facts(conn, (meeting, *others))
    return series(meeting, others, named)


async def _claims(
    conn: Connection, kept: Sequence[Kept], as_of: dt.datetime | None
) -> dict[ClaimId, Claim]:
    found = await claims.get(conn, {id for one in kept for id in one.meeting.claims})
    if as_of is None:
        return found
    told_in = {id for one in kept for id in one.meeting.articles}
    return found | await readings.claims(conn, sorted(told_in), as_of)


async def _sources(
    conn: Connection, kept: Sequence[Kept], as_of: dt.datetime | None
) -> dict[ArticleId, ArticleSummary]:
    ids = {id for one in kept for id in one.meeting.articles}
    if as_of is None:
        return await articles.summaries(conn, ids)
    return await readings.summaries(conn, sorted(ids), as_of)


def _shown(
    kept: Kept,
    include: Collection[str],
    names: views.Names,
    told: dict[ClaimId, Claim],
    reports: dict[ArticleId, ArticleSummary],
    known: Outlets,
    day: dt.date,
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
    }
    wanted = {name: part if name in include else UNSET for name, part in parts.items()}
    unconfirmed = standing(record, day) == "unconfirmed"
    return meeting_views.meeting(kept, names, unconfirmed=unconfirmed, **wanted)


def _vote(
    vote: FieldVote,
    told: dict[ClaimId, Claim],
    reports: dict[ArticleId, ArticleSummary],
    known: Outlets,
) -> meeting_views.FieldVote:
    by = {told[id].article for id in vote.claims if id in told}
    published = [(reports[id].publisher, reports[id].url) for id in by if id in reports]
    return meeting_views.vote(vote, known.countries(published), known.of(published))
