"""The feed of events as a stream that stays open (Server-Sent Events, HTML living standard 9.2)."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Meta, Struct

from service.api.events import shown
from service.api.inputs import AnyRequest, asks
from service.api.known import SubjectRef
from service.api.pages import Text
from service.api.parts import EVENTS, Inside, Parts
from service.api.problems import Refused
from service.domain.events import Event, EventType
from service.errors import InvalidCursor
from service.store import events
from service.store.paging import Cursor

MEDIA_TYPE = "text/event-stream"
MOST = 200  # streams of a process
LOOK = 2.0  # seconds after which the record is looked at without a hint
BEAT = 15.0  # seconds without an event after which a comment shows that the stream lives
LONGEST = 3600.0  # seconds; whoever listens comes again, and shows its key again
_PAGE = 100
_BEGIN = b"retry: 2000\n\n"


class StreamQuery(Struct, frozen=True, kw_only=True):
    """Which events are streamed, and from where."""

    type: Annotated[tuple[EventType, ...], Meta(description="The type; joined by or.")] = ()
    subject: Annotated[SubjectRef | None, Meta(description="The id of what changed.")] = None
    cursor: Annotated[
        Text | None,
        Meta(description="`next_cursor` of the list, or the `id` of an event of the stream."),
    ] = None


class Places:
    """So many streams may be open at a time in this process."""

    def __init__(self, most: int) -> None:
        self._free = most

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Have a place for as long as it takes; raises Refused (503) when there is none."""
        if self._free <= 0:
            raise Refused(
                HTTPStatus.SERVICE_UNAVAILABLE, "Too many streams are open.", Retry_After="30"
            )
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1


places = Places(MOST)


class EventStreamController(Controller):
    """The stream of events; not in the document, for its answer never ends."""

    path = "/events/stream"
    include_in_schema = False

    @get("/", dependencies=asks(StreamQuery), opt={"untagged": True})
    async def stream_events(
        self,
        request: AnyRequest,
        parts: Inside,
        asked: NamedDependency[SkipValidation[StreamQuery]],
    ) -> ASGIApp:
        """Stream events from after `Last-Event-ID` (or `cursor`), else from now on."""
        place = request.headers.get("last-event-id") or asked.cursor
        after = Cursor.decode(place) if place else await events.last(parts.db)
        if after is not None and (after.order, type(after.key)) != (events.FEED.name, int):
            raise InvalidCursor
        return EventStream(parts, asked, after)


class EventStream:
    """One open stream: an answer that goes on until the client leaves."""

    def __init__(self, parts: Parts, asked: StreamQuery, after: Cursor | None) -> None:
        self._parts = parts
        self._asked = asked
        self._after = after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request."""
        with places.taken():
            gone = asyncio.create_task(_left(receive))
            try:
                await self._answer(send, gone)
            finally:
                gone.cancel()

    async def _answer(self, send: Send, gone: "asyncio.Task[None]") -> None:
        headers = [(b"content-type", MEDIA_TYPE.encode()), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _send(send, _BEGIN)
        end = time.monotonic() + LONGEST
        beat = time.monotonic()
        while not gone.done() and time.monotonic() < end:
            told = await self._next()
            if not told and time.monotonic() - beat > BEAT:
                told = b":\n\n"
            if told:
                await _send(send, told)
                beat = time.monotonic()
                continue
            await self._parts.hints.wait(EVENTS, LOOK)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _next(self) -> bytes:
        """Return the next events as the stream writes them; nothing if there are none yet."""
        newest = await events.last(self._parts.db)
        if newest is None or newest == self._after:
            return b""
        page = await events.find(
            self._parts.db,
            types=self._asked.type,
            subject=self._asked.subject,
            after=self._after,
            limit=_PAGE,
        )
        # What is of no interest need not be looked through again.
        self._after = events.place(page.items[-1]) if page.items else newest
        return b"".join(_frame(event) for event in page.items)


def _frame(event: Event) -> bytes:
    data = msgspec.json.encode(shown(event)).decode()
    return f"id: {events.place(event).encode()}\nevent: {event.type}\ndata: {data}\n\n".encode()


async def _send(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
