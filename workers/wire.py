"""HTTP/1.1 on one connection: a request out, an answer in, within limits. The parser is llhttp.

The answer counts from the moment its head is whole; a body that is too long, too slow or broken
off is cut, and the connection closed. Who asks is called back: a task for each request would cost
as much as the request.
"""

import asyncio
from collections.abc import Callable
from typing import cast

import httptools
from msgspec import Struct

MAX_HEAD = 16 * 1024
MAX_HEADERS = 100
MAX_INTERIM = 5
_TICK = 0.02


class Malformed(Exception):
    """What came back is not HTTP/1, or its head is beyond the limits."""


class Dropped(Exception):
    """The connection ended before the head was whole; `answered` if anything came at all."""

    def __init__(self, message: str, answered: bool) -> None:
        super().__init__(message)
        self.answered = answered


class Reply(Struct, frozen=True):
    """An answer; `whole` is False when its body was cut. Header names are as they came."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    whole: bool


class Request(Struct, frozen=True):
    """All bytes of a request, what it asks for, and until when of the loop's clock.

    `cap` limits the bytes of the answer's body; `head_only` is for HEAD and CONNECT.
    """

    data: bytes
    deadline: float
    cap: int
    head_only: bool = False


Listener = Callable[[Reply | Exception], None]


class Wire(asyncio.Protocol):
    """A connection that takes one request at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.request = Request(b"", 0.0, 0)
        self._parser = httptools.HttpResponseParser(self)
        self._listener: Listener | None = None
        self._reply: Reply | Exception | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self.transport = cast(asyncio.Transport, transport)

    @property
    def open(self) -> bool:
        """Whether another request can be sent."""
        return self.transport is not None and not self.transport.is_closing()

    @property
    def waiting(self) -> bool:
        """Whether somebody waits for an answer."""
        return self._listener is not None

    def close(self) -> None:
        """Close at once, without waiting for the other side."""
        if self.transport is not None:
            self.transport.abort()

    def ask(self, request: Request, listener: Listener) -> None:
        """Send a request; the listener is called with its answer, or with what came instead.

        That is TimeoutError, Dropped or Malformed. The deadline is kept by `Deadlines`.
        """
        if self.transport is None or self.transport.is_closing():
            listener(Dropped("the connection was closed", answered=False))
            return
        self.request = request
        self._listener = listener
        self._seen = self._head = self._interim = self._size = self._status = 0
        self._headers: list[tuple[bytes, bytes]] = []
        self._chunks: list[bytes] = []
        self.transport.write(request.data)

    def data_received(self, data: bytes) -> None:
        """Feed the parser; what comes unasked ends the connection."""
        if self._listener is None:
            self.close()
            return
        if not self._status:
            self._seen += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._fail(Malformed("the receiver switched to another protocol"))
        except httptools.HttpParserError as error:
            self._broken(error)
        if not self._status and self._seen > MAX_HEAD:
            self._fail(Malformed("the head of the answer is too long"))
        # Not from within the parser: the listener may ask again, and there may be more to parse.
        self._tell()

    def _broken(self, error: Exception) -> None:
        if self._status:
            self._done(whole=False)
            self.close()
        else:
            self._fail(Malformed(f"not HTTP: {error.__context__ or error}"))

    def on_message_begin(self) -> None:
        """An answer begins; there must have been a request."""
        if self._reply is not None:
            raise Malformed("more than one answer")

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header, of the head or of a trailer."""
        if len(self._headers) >= MAX_HEADERS:
            raise Malformed("too many headers")
        # All of it may have come at once, with the body behind it.
        self._head += len(name) + len(value)
        if self._head > MAX_HEAD:
            raise Malformed("the head of the answer is too long")
        self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        """The status counts from here; an interim one (1xx) is passed over."""
        status = self._parser.get_status_code()
        if 100 <= status < 200:
            return
        self._status = status
        if self.request.head_only:
            self._done(whole=True)
            # This one may still expect a body, which will not come.
            self._parser = httptools.HttpResponseParser(self)

    def on_body(self, data: bytes) -> None:
        """Keep the body up to the cap."""
        self._size += len(data)
        self._chunks.append(data)
        if self._size > self.request.cap:
            self._done(whole=False)

    def on_message_complete(self) -> None:
        """The answer is whole, or was an interim one."""
        if self._status:
            self._done(whole=True)
            return
        self._interim += 1
        self._headers = []
        if self._interim > MAX_INTERIM:
            raise Malformed("too many interim answers")

    def eof_received(self) -> bool:
        """The other side is done; so are we."""
        return False

    def connection_lost(self, error: Exception | None) -> None:
        """End an answer that only the end of the connection ends, or fail."""
        if self._listener is None:
            return
        if self._status:
            self._done(whole=error is None and not _framed(self._headers))
        else:
            self._fail(Dropped(str(error or "closed without an answer"), bool(self._seen)))
        self._tell()

    def expire(self) -> None:
        """Take what has come until the deadline for the answer."""
        if self._status:
            self._done(whole=False)
        else:
            self._fail(TimeoutError("no answer in time"))
        self._tell()

    def _done(self, *, whole: bool) -> None:
        if self._reply is not None:
            return
        body = b"".join(self._chunks)[: self.request.cap]
        self._reply = Reply(self._status, self._headers, body, whole)
        if not whole or (not self.request.head_only and not self._parser.should_keep_alive()):
            self.close()

    def _fail(self, error: Exception) -> None:
        if self._reply is None:
            self._reply = error
        self.close()

    def _tell(self) -> None:
        reply, listener = self._reply, self._listener
        if reply is not None and listener is not None:
            self._reply = self._listener = None
            listener(reply)


class Deadlines:
    """Ends requests whose time is over; one timer for all costs less than one for each."""

    def __init__(self) -> None:
        self._wires: set[Wire] = set()
        self._timer: asyncio.TimerHandle | None = None

    def watch(self, wire: Wire) -> None:
        """Keep the deadline of what was just asked."""
        self._wires.add(wire)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_TICK, self._look)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = None
        self._wires = {wire for wire in self._wires if wire.waiting}
        for wire in [one for one in self._wires if one.request.deadline <= loop.time()]:
            wire.expire()
        if self._wires and self._timer is None:
            self._timer = loop.call_later(_TICK, self._look)

    def close(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()


def _framed(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(name.lower() in (b"content-length", b"transfer-encoding") for name, _ in headers)
