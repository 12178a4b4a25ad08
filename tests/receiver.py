"""A webhook receiver on loopback that behaves as it is told: well, badly, or not at all."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import cast, get_args

import httptools
import jsonschema_rs

from service.api.event_types import cloudevents_schema_of, schema_of
from service.domain.events import EventType


@dataclass(frozen=True)
class Request:
    """What came in. `number` counts the requests with this webhook-id, from 1."""

    path: str
    headers: dict[str, str]
    body: bytes
    number: int

    @property
    def id(self) -> str:
        return self.headers.get("webhook-id", "")


@cache
def _validator(type: str, cloudevents: bool) -> jsonschema_rs.Draft202012Validator:
    found = get_args(EventType)
    assert type in found, type
    schema = cloudevents_schema_of(type) if cloudevents else schema_of(type)
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def faults(request: Request) -> str | None:
    """Say what a webhook's body has that its type's schema does not allow."""
    kind = request.headers.get("content-type")
    cloudevents = kind == "application/cloudevents+json"
    if not request.id or not (cloudevents or kind == "application/json"):
        return None
    body = json.loads(request.body)
    if not cloudevents and "data" not in body:
        return None  # a chat's message
    type = str(body["type"]).removeprefix("parley." if cloudevents else "")
    errors = _validator(type, cloudevents).iter_errors(body)
    return "; ".join(f"{type} {error.instance_path}: {error.message}" for error in errors) or None


@dataclass(frozen=True)
class Play:
    """How to answer: after a delay, with a status, or with raw bytes, drop by drop, or a reset."""

    status: int = 200
    headers: tuple[str, ...] = ()
    body: bytes = b"ok"
    delay: float = 0.0
    raw: tuple[bytes, ...] | None = None
    drip: float = 0.0
    hang: bool = False
    reset: bool = False
    close: bool = False

    def chunks(self) -> tuple[bytes, ...]:
        if self.raw is not None:
            return self.raw
        extra = "".join(f"{line}\r\n" for line in self.headers)
        head = f"HTTP/1.1 {self.status} X\r\n{extra}content-length: {len(self.body)}\r\n\r\n"
        return (head.encode() + self.body,)


@dataclass
class Receiver:
    """Requests are kept in the order of arrival, with the status that each was answered."""

    behave: Callable[[Request], Play] = lambda request: Play()
    base: str = ""
    requests: list[Request] = field(default_factory=list)
    answered: list[tuple[str, int]] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    running: dict[str, int] = field(default_factory=dict)
    most: dict[str, int] = field(default_factory=dict)
    connections: int = 0
    wrong: list[str] = field(default_factory=list)
    lines: set["_Line"] = field(default_factory=set)

    def url(self, path: str) -> str:
        return self.base + path

    def ids(self, status: int = 200) -> set[str]:
        """The webhook-ids that were answered with a status."""
        return {id for id, given in self.answered if given == status}


class _Line(asyncio.Protocol):
    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self._receiver.connections += 1
        self._receiver.lines.add(self)
        self._fresh()

    def _fresh(self) -> None:
        self._parser = httptools.HttpRequestParser(self)
        self._headers: dict[str, str] = {}
        self._body = b""
        self._url = b""

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode().lower()] = value.decode()

    def on_body(self, data: bytes) -> None:
        self._body += data

    def on_message_complete(self) -> None:
        receiver, id = self._receiver, self._headers.get("webhook-id", "")
        receiver.seen[id] = receiver.seen.get(id, 0) + 1
        request = Request(self._url.decode(), self._headers, self._body, receiver.seen[id])
        receiver.requests.append(request)
        if told := faults(request):
            receiver.wrong.append(told)
        play = receiver.behave(request)
        if play == Play():
            self._write(request, play)
        else:
            self._enter(request.path)
            task = asyncio.ensure_future(self._act(request, play))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._headers, self._body, self._url = {}, b"", b""

    def _enter(self, path: str) -> None:
        running = self._receiver.running
        running[path] = running.get(path, 0) + 1
        self._receiver.most[path] = max(self._receiver.most.get(path, 0), running[path])

    async def _act(self, request: Request, play: Play) -> None:
        try:
            await asyncio.sleep(play.delay)
            if play.hang:
                await asyncio.sleep(3600)
            if play.reset:
                self.transport.abort()
                return
            await self._drip(request, play)
        finally:
            self._receiver.running[request.path] -= 1

    async def _drip(self, request: Request, play: Play) -> None:
        *chunks, last = play.chunks()
        for chunk in chunks:
            self.transport.write(chunk)
            await asyncio.sleep(play.drip)
        self.transport.write(last)
        # Now, as the sender may close the connection at once.
        self._receiver.answered.append((request.id, play.status))
        await asyncio.sleep(play.drip)
        if play.close:
            self.transport.close()

    def _write(self, request: Request, play: Play) -> None:
        self.transport.write(b"".join(play.chunks()))
        self._receiver.answered.append((request.id, play.status))

    def connection_lost(self, exc: Exception | None) -> None:
        self._receiver.lines.discard(self)
        for task in self._tasks:
            task.cancel()


@asynccontextmanager
async def receiving(
    behave: Callable[[Request], Play] | None = None, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Receiver]:
    """Run a receiver on a free port of 127.0.0.1.

    At the end, every event that came in must have been as the catalogue says.
    """
    receiver = Receiver()
    if behave is not None:
        receiver.behave = behave
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Line(receiver), "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    receiver.base = f"{'https' if tls else 'http'}://{'localhost' if tls else '127.0.0.1'}:{port}"
    try:
        yield receiver
    finally:
        server.close()
        await asyncio.sleep(0)
    assert not receiver.wrong, receiver.wrong[:3]
