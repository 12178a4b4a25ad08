"""Counts and timelines: how much, when, by what."""

import datetime as dt
from typing import Annotated, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from msgspec import Meta, Struct

from service.api import meeting_parts, meeting_views, naming, views
from service.api.inputs import asks
from service.api.pages import Page, PageQuery, cursor_of, sparse
from service.api.parts import Inside
from service.domain.actors import CountryCode
from service.domain.ids import ActorId, MeetingId
from service.domain.meetings import Kind, Status
from service.errors import NotFound
from service.store import meetings, stats, timelines
from service.store.database import Database
from service.store.stats import Counted, Facet, Tally
from service.store.timelines import Entry

_ORDERS = {"latest": timelines.LATEST, "earliest": timelines.EARLIEST}


class Count(Struct, frozen=True, kw_only=True):
    """A value and how many have it; an actor's value is its id, with its `name` beside it."""

    value: str
    count: int
    name: str | None = None


class Stats(Struct, frozen=True, kw_only=True):
    """How many there are, and how many by each facet that was asked for."""

    of: Counted
    total: int
    by: dict[str, tuple[Count, ...]]


class StatsQuery(Struct, frozen=True, kw_only=True):
    """What is counted, and by what."""

    of: Annotated[Counted, Meta(description="What is counted.")] = "meetings"
    by: Annotated[
        tuple[Facet, ...],
        Meta(
            max_length=8,
            description="A facet; each that is named comes with its counts. Times go in their"
            " order (a week is its Monday), others begin with the most.",
            examples=[["month", "actor"]],
        ),
    ] = ()
    actor: Annotated[
        tuple[str, ...],
        Meta(max_length=10, description="An actor, by id or slug; several must all take part."),
    ] = ()
    process: Annotated[str | None, Meta(description="The peace process, by slug.")] = None
    kind: Annotated[tuple[Kind, ...], Meta(description="Of meetings; joined by or.")] = ()
    status: Annotated[tuple[Status, ...], Meta(description="Of meetings; joined by or.")] = ()
    country: Annotated[CountryCode | None, Meta(description="The country where meetings are.")] = (
        None
    )
    relevant: Annotated[bool | None, Meta(description="Of articles: about a process.")] = None
    date_from: Annotated[dt.date | None, Meta(description="On this day or later.")] = None
    date_to: Annotated[dt.date | None, Meta(description="On this day or earlier.")] = None
    limit: Annotated[int, Meta(ge=1, le=1000, description="So many values a facet at most.")] = 100


@get("/stats", tags=["stats"], dependencies=asks(StatsQuery))
async def show_stats(parts: Inside, asked: NamedDependency[SkipValidation[StatsQuery]]) -> Stats:
    """Count meetings, mentions or articles, by time and by what they are about."""
    wanted = stats.Narrowed(
        actors=asked.actor,
        process=asked.process,
        kinds=asked.kind,
        statuses=asked.status,
        country=asked.country,
        relevant=asked.relevant,
        date_from=asked.date_from,
        date_to=asked.date_to,
    )
    by: dict[str, tuple[Count, ...]] = {}
    for facet in asked.by:
        found = await stats.facet(parts.db, asked.of, facet, wanted, asked.limit)
        by[facet] = await _counts(parts.db, facet, found)
    return Stats(of=asked.of, total=await stats.total(parts.db, asked.of, wanted), by=by)


async def _counts(db: Database, facet: Facet, found: list[Tally]) -> tuple[Count, ...]:
    ids = [ActorId(tally.value) for tally in found] if facet == "actor" else []
    names = await naming.of(db, ids)
    return tuple(
        Count(
            value=tally.value,
            count=tally.count,
            name=views.name_of(ActorId(tally.value), names).name if facet == "actor" else None,
        )
        for tally in found
    )


class Moment(Struct, frozen=True, kw_only=True):
    """What happened on a day: a meeting or a mention."""

    id: str
    type: Entry
    date: dt.date
    meeting: meeting_views.Meeting | None
    mention: views.Mention | None


class Timeline(Page[Moment], frozen=True):
    """A page of a timeline."""


class TimelineQuery(PageQuery, frozen=True, kw_only=True):
    """Which part of a timeline."""

    type: Annotated[
        tuple[Entry, ...], Meta(description="Meetings, mentions, or both, which is usual.")
    ] = ("meeting", "mention")
    date_from: Annotated[dt.date | None, Meta(description="On this day or later.")] = None
    date_to: Annotated[dt.date | None, Meta(description="On this day or earlier.")] = None
    sort: Annotated[Literal["latest", "earliest"], Meta(description="Which day comes first.")] = (
        "latest"
    )


class TimelineController(Controller):
    """The timeline of a process."""

    path = "/processes/{process:str}/timeline"
    tags = ("processes",)

    @get("/", dependencies=asks(TimelineQuery))
    async def show_timeline(
        self,
        parts: Inside,
        process: FromPath[str],
        asked: NamedDependency[SkipValidation[TimelineQuery]],
    ) -> Timeline:
        """List a process's dated meetings and its mentions, day by day.

        Mentions that look back are left out.
        """
        if process not in parts.extractor.knowledge.processes:
            raise NotFound("process", process)
        found = await timelines.of_process(
            parts.db,
            process,
            entries=tuple(dict.fromkeys(asked.type)),
            date_from=asked.date_from,
            date_to=asked.date_to,
            order=_ORDERS[asked.sort],
            after=asked.after,
            limit=asked.limit,
        )
        shown = await _moments(parts.db, found.items)
        items = tuple(sparse(moment, asked.fields) for moment in shown)
        return Timeline(items=items, next_cursor=cursor_of(found))


async def _moments(db: Database, listed: tuple[timelines.Moment, ...]) -> list[Moment]:
    met = [MeetingId(one.id) for one in listed if one.entry == "meeting"]
    kept = await meetings.get_many(db, met)
    shown = {m.id: m for m in await meeting_parts.shown(db, list(kept.values()), ())}
    told = await timelines.mentions_of(db, listed)
    names = await naming.of_mentions(db, told.values())
    said = {str(id): views.mention(mention, names) for id, mention in told.items()}
    return [
        Moment(
            id=one.id,
            type=one.entry,
            date=one.day,
            meeting=shown.get(MeetingId(one.id)),
            mention=said.get(one.id),
        )
        for one in listed
    ]
