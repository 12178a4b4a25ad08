"""Meetings: the record over all that was reported, as it stands and as it was known."""

import datetime as dt
from typing import Annotated, Literal

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from msgspec import Meta, structs

from service.api import actors, known, meeting_parts, meeting_views
from service.api.inputs import asks
from service.api.pages import (
    AsOf,
    Instant,
    OneQuery,
    Page,
    PageQuery,
    Text,
    cursor_of,
    moment_of,
    sparse,
)
from service.api.parts import Inside, Parts, utcnow
from service.domain.actors import CountryCode
from service.domain.ids import MeetingId
from service.domain.meetings import Kind, Level, Status
from service.resolution.lifecycle import REPORTED_WITHIN
from service.store import meetings

_ORDERS = {
    "newest": meetings.BY_DATE,
    "oldest": meetings.BY_DATE_ASCENDING,
    "changed": meetings.BY_CHANGE,
}

Part = Literal["claims", "sources", "history", "votes", "series"]
PARTS: tuple[Part, ...] = ("claims", "sources", "history", "votes", "series")


class MeetingPage(Page[meeting_views.Meeting], frozen=True):
    """A page of meetings."""


class MeetingQuery(PageQuery, frozen=True, kw_only=True):
    """What a list of meetings is limited to."""

    q: Annotated[
        Text | None,
        Meta(description="Words that begin words of the city or of a party's name."),
    ] = None
    participant: Annotated[
        tuple[str, ...],
        Meta(
            max_length=10,
            description="An actor in the room in any role, by id or slug; several must all be.",
            examples=[["ararat-mirzoyan", "jeyhun-bayramov"]],
        ),
    ] = ()
    process: Annotated[str | None, Meta(description="The peace process, by slug.")] = None
    country: Annotated[
        CountryCode | None, Meta(description="The country where, ISO 3166 alpha-2.")
    ] = None
    city: Annotated[
        str | None, Meta(description="The city, by any name that the knowledge has for it.")
    ] = None
    kind: Annotated[tuple[Kind, ...], Meta(description="The kind; several are joined by or.")] = ()
    status: Annotated[
        tuple[Status, ...], Meta(description="The status; several are joined by or.")
    ] = ()
    level: Annotated[Level | None, Meta(description="Who meets.")] = None
    date_from: Annotated[dt.date | None, Meta(description="On this day or later.")] = None
    date_to: Annotated[dt.date | None, Meta(description="On this day or earlier.")] = None
    min_sources: Annotated[
        Annotated[int, Meta(ge=0, le=1000)] | None,
        Meta(description="Reported by so many independent sources at least."),
    ] = None
    changed_since: Annotated[
        Instant | None, Meta(description="The record changed at this time or later.")
    ] = None
    represents: Annotated[
        tuple[CountryCode, ...],
        Meta(
            max_length=10,
            description="A country that somebody in the room is or represents; several must all.",
            examples=[["AM", "AZ"]],
        ),
    ] = ()
    overdue: Annotated[
        bool | None,
        Meta(description="Whether it was ahead and passed a week ago or more without report."),
    ] = None
    include: Annotated[
        tuple[Part, ...], Meta(description="What else each item is to hold, with commas.")
    ] = ()
    as_of: AsOf = None
    sort: Annotated[
        Literal["newest", "oldest", "changed"],
        Meta(description="By date, or by the latest change of the record."),
    ] = "newest"


class MeetingOptions(OneQuery, frozen=True, kw_only=True):
    """How much of a meeting is shown, and as of when."""

    include: Annotated[
        tuple[Part, ...], Meta(description="Only these of the optional parts; usually all.")
    ] = PARTS
    as_of: AsOf = None


class MeetingController(Controller):
    """The routes of meetings."""

    path = "/meetings"
    tags = ("meetings",)

    @get("/", dependencies=asks(MeetingQuery))
    async def list_meetings(
        self, parts: Inside, asked: NamedDependency[SkipValidation[MeetingQuery]]
    ) -> MeetingPage:
        """List meetings, the latest first; those without a date come last."""
        return await list_page(parts, asked)

    @get("/{meeting_id:str}", dependencies=asks(MeetingOptions))
    async def get_meeting(
        self,
        parts: Inside,
        meeting_id: FromPath[str],
        asked: NamedDependency[SkipValidation[MeetingOptions]],
    ) -> Response[meeting_views.Meeting]:
        """Get a meeting, as it is known now or was known then.

        Any id ever given out keeps resolving. When meetings were merged, the answer to an old id is
        the meeting as it stands, under its present `id`; `Content-Location` leads there.
        """
        as_of = moment_of(asked.as_of)
        kept = await meetings.get(parts.db, MeetingId(meeting_id), as_of)
        outlets = parts.extractor.knowledge.outlets.values()
        [shown] = await meeting_parts.shown(parts.db, [kept], asked.include, outlets, as_of)
        moved = kept.meeting.id != meeting_id
        headers = {"Content-Location": f"/v1/meetings/{kept.meeting.id}"} if moved else {}
        return Response(sparse(shown, asked.fields), headers=headers)


class ActorMeetingController(Controller):
    """The meetings of an actor."""

    path = "/actors/{actor:str}/meetings"
    tags = ("actors",)

    @get("/", dependencies=asks(MeetingQuery))
    async def list_actor_meetings(
        self,
        parts: Inside,
        actor: FromPath[str],
        asked: NamedDependency[SkipValidation[MeetingQuery]],
    ) -> MeetingPage:
        """List an actor's meetings; `participant` names who else must be in the room.

        A state's meetings are those of all who represent it.
        """
        found = await actors.existing(parts.db, actor, moment_of(asked.as_of))
        if found.type == "state" and found.country:
            represents = (*asked.represents, found.country)
            return await list_page(parts, structs.replace(asked, represents=represents))
        return await list_page(parts, asked, found.id)


async def list_page(parts: Parts, asked: MeetingQuery, *actor: str) -> MeetingPage:
    """Return a page of meetings, with an actor or of all."""
    as_of = moment_of(asked.as_of)
    found = await meetings.find(
        parts.db,
        _filter(parts, asked, (*actor, *asked.participant), as_of),
        order=_ORDERS[asked.sort],
        after=asked.after,
        limit=asked.limit,
        as_of=as_of,
    )
    outlets = parts.extractor.knowledge.outlets.values()
    # A part that `fields` names is asked for.
    include = (*asked.include, *asked.fields)
    shown = await meeting_parts.shown(parts.db, found.items, include, outlets, as_of)
    items = tuple(sparse(meeting, asked.fields) for meeting in shown)
    return MeetingPage(items=items, next_cursor=cursor_of(found))


def _filter(
    parts: Parts, asked: MeetingQuery, participants: tuple[str, ...], as_of: dt.datetime | None
) -> meetings.MeetingFilter:
    return meetings.MeetingFilter(
        q=asked.q,
        participants=participants,
        process=asked.process,
        country=asked.country,
        cities=known.spellings(asked.city, parts.known.cities),
        kinds=asked.kind,
        statuses=asked.status,
        level=asked.level,
        date_from=asked.date_from,
        date_to=asked.date_to,
        min_sources=asked.min_sources,
        changed_since=asked.changed_since,
        represented=asked.represents,
        overdue=None if asked.overdue is None else (asked.overdue, _due(as_of or utcnow())),
    )


def _due(at: dt.datetime) -> dt.date:
    return at.date() - REPORTED_WITHIN
