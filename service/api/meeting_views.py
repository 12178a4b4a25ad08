"""What clients get of a resolved meeting: its record, its votes and who reports it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import UNSET, Struct, UnsetType, structs

from service.api.views import Claim, Names, Party, party
from service.domain import articles, meetings
from service.domain.articles import Credit
from service.domain.dates import When
from service.domain.ids import ArticleId, MeetingId
from service.domain.meetings import Kind, Level, Status, StatusStep
from service.knowledge.model import Outlet
from service.resolution.series import beside
from service.store.meetings import Kept


class Source(Struct, frozen=True, kw_only=True):
    """An article that reports a meeting.

    `copy_of` is the one of these articles that told the same story first; copies are one source.
    `via` are the outlets that it credits with its text, the origin first.
    """

    id: ArticleId
    title: str | None
    url: str | None
    publisher: str | None
    published_on: dt.date | None
    copy_of: ArticleId | None
    via: tuple[Credit, ...]


class Voice(Struct, frozen=True, kw_only=True):
    """An outlet, and on whose side it speaks: its country, and whether the state runs it."""

    name: str
    country: str | None
    state_run: bool


class FieldVote(meetings.FieldVote, frozen=True, kw_only=True):
    """A value that sources give for a field of a meeting, who gives it, and from which countries.

    `sources` counts independent sources: copies of one story count once. `countries` counts the
    publishers of the named claims by country, ISO 3166 alpha-2, so far as the knowledge has them;
    `outlets` are these publishers.
    """

    countries: dict[str, int]
    outlets: tuple[Voice, ...]


class Round(Struct, frozen=True, kw_only=True):
    """A meeting as a round of its series."""

    id: MeetingId
    round: int | None
    status: Status
    when: When | None
    city: str | None
    country: str | None


class Series(Struct, frozen=True, kw_only=True):
    """The series of which a meeting is a round: all rounds that are known, in their order.

    `previous` and `next` are those beside the meeting; their numbers may show that one is missing.
    """

    previous: MeetingId | None
    next: MeetingId | None
    rounds: tuple[Round, ...]


class Meeting(Struct, frozen=True, kw_only=True):
    """The record of one meeting over all that was reported of it.

    `history` are the steps of its life, `votes` every value that sources give for a field, the
    winning one first. `claims` (what each article says, with its words) and `sources` (those
    articles) come with a single meeting, and on request with a list; so does `series`, null for
    what is no round of one. A person took those that are `hidden` out of the lists; `unconfirmed`
    is what was ahead and passed without report; `sequel` is what a source calls the next of a
    series.
    """

    id: MeetingId
    kind: Kind
    status: Status
    level: Level | None
    when: When | None
    city: str | None
    country: str | None
    venue: str | None
    parties: tuple[Party, ...]
    processes: tuple[str, ...]
    issues: tuple[str, ...]
    outcome: str | None
    round: int | None
    sequel: bool
    articles: tuple[ArticleId, ...]
    independent_sources: int
    rescheduled_to: MeetingId | None
    rescheduled_from: MeetingId | None
    unconfirmed: bool
    hidden: bool
    created_at: dt.datetime
    changed_at: dt.datetime
    history: tuple[StatusStep, ...] | UnsetType = UNSET
    votes: dict[str, tuple[FieldVote, ...]] | UnsetType = UNSET
    claims: tuple[Claim, ...] | UnsetType = UNSET
    sources: tuple[Source, ...] | UnsetType = UNSET
    series: Series | UnsetType | None = UNSET


def meeting(kept: Kept, names: Names, **more: Any) -> Meeting:
    """Show a meeting; `more` are the parts beside the record, where wanted."""
    record = kept.meeting
    shown = {name: getattr(record, name) for name in _OF_A_RECORD}
    return Meeting(
        parties=tuple(party(p, names) for p in record.parties),
        hidden=kept.hidden,
        created_at=kept.created_at,
        changed_at=kept.changed_at,
        **shown,
        **more,
    )


def vote(
    told: meetings.FieldVote, countries: dict[str, int], outlets: Iterable[Outlet]
) -> FieldVote:
    """Show a value with the publishers that give it and their countries."""
    voices = tuple(Voice(name=o.name, country=o.country, state_run=o.state_run) for o in outlets)
    return FieldVote(**structs.asdict(told), countries=countries, outlets=voices)


def sources(
    kept: Iterable[articles.ArticleSummary], stories: Mapping[ArticleId, str]
) -> tuple[Source, ...]:
    """Show articles as the sources of a meeting; `stories` names the story that each tells."""
    listed = list(kept)
    first: dict[str, ArticleId] = {}
    for one in sorted(listed, key=_by_publication):
        first.setdefault(stories.get(one.id, one.id), one.id)
    return tuple(_source(one, first[stories.get(one.id, one.id)]) for one in listed)


def _by_publication(kept: articles.ArticleSummary) -> tuple[dt.date, dt.datetime, ArticleId]:
    return kept.published_on or dt.date.max, kept.published_at or kept.received_at, kept.id


def _source(kept: articles.ArticleSummary, origin: ArticleId) -> Source:
    told = {name: getattr(kept, name) for name in Source.__struct_fields__ if name != "copy_of"}
    return Source(**told, copy_of=None if origin == kept.id else origin)


def series(of: meetings.Meeting, rounds: tuple[meetings.Meeting, ...]) -> Series | None:
    """Show the series of a meeting; None if it is no round."""
    if not rounds:
        return None
    before, after = beside(of, rounds)
    return Series(
        previous=before.id if before else None,
        next=after.id if after else None,
        rounds=tuple(Round(**{n: getattr(m, n) for n in Round.__struct_fields__}) for m in rounds),
    )


_BESIDE = {
    "parties",
    "unconfirmed",
    "hidden",
    "created_at",
    "changed_at",
    "history",
    "votes",
    "claims",
    "sources",
    "series",
}
_OF_A_RECORD = tuple(name for name in Meeting.__struct_fields__ if name not in _BESIDE)
