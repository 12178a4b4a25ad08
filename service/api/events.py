"""Events: the changes of the record, in order; enough to mirror it elsewhere."""

import datetime as dt
from typing import Annotated, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from msgspec import Meta, Raw, Struct

from service.api.inputs import asks
from service.api.known import ArticleRef, SubjectRef
from service.api.pages import OneQuery, Page, PageQuery, cursor_of, sparse
from service.api.parts import Inside
from service.domain import events as domain
from service.domain.events import EventType
from service.domain.ids import ArticleId, EventId
from service.store import events

_ORDERS = {"oldest": events.FEED, "newest": events.NEWEST}


class Event(Struct, frozen=True, kw_only=True):
    """One change of the record; `subject` is the id of what changed, `data` what webhooks get."""

    id: EventId
    seq: int
    type: EventType
    subject: str
    article: ArticleId | None
    occurred_at: dt.datetime
    data: Raw


class EventPage(Page[Event], frozen=True):
    """A page of events.

    In the order `oldest`, `next_cursor` is there even on the last page: ask with it again later
    for what came in meanwhile.
    """


class EventQuery(PageQuery, frozen=True, kw_only=True):
    """What a list of events is limited to."""

    type: Annotated[
        tuple[EventType, ...],
        Meta(description="The type; several are joined by or.", examples=[["meeting.announced"]]),
    ] = ()
    subject: Annotated[SubjectRef | None, Meta(description="The id of what changed.")] = None
    article: Annotated[ArticleRef | None, Meta(description="The article that made it known.")] = (
        None
    )
    sort: Annotated[
        Literal["oldest", "newest"], Meta(description="`oldest` first is the feed to follow.")
    ] = "oldest"


class EventController(Controller):
    """The routes of events."""

    path = "/events"
    tags = ("events",)

    @get("/", dependencies=asks(EventQuery))
    async def list_events(
        self, parts: Inside, asked: NamedDependency[SkipValidation[EventQuery]]
    ) -> EventPage:
        """Follow the events in the order of the record, or list the newest."""
        found = await events.find(
            parts.db,
            types=asked.type,
            subject=asked.subject,
            article=ArticleId(asked.article) if asked.article else None,
            order=_ORDERS[asked.sort],
            after=asked.after,
            limit=asked.limit,
        )
        told = [shown(event) for event in found.items]
        cursor = cursor_of(found)
        if asked.sort == "oldest":
            cursor = events.place(found.items[-1]).encode() if found.items else asked.cursor
        return EventPage(items=tuple(sparse(e, asked.fields) for e in told), next_cursor=cursor)

    @get("/{event_id:str}", dependencies=asks(OneQuery))
    async def get_event(
        self,
        parts: Inside,
        event_id: FromPath[str],
        asked: NamedDependency[SkipValidation[OneQuery]],
    ) -> Event:
        """Get an event."""
        return sparse(shown(await events.get(parts.db, EventId(event_id))), asked.fields)


def shown(event: domain.Event) -> Event:
    """Show an event."""
    return Event(
        id=event.id,
        seq=event.seq or 0,
        type=event.type,
        subject=event.subject,
        article=event.article,
        occurred_at=event.occurred_at,
        data=event.payload,
    )
