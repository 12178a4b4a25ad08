"""HTTP/1.1 on one connection: a request out, an answer in, within limits. The parser is llhttp.

The answer counts from the moment its head is whole; a body that is too long, too slow or broken
off is cut, and the connection closed.
"""

import asyncio
from typing import cast

import httptools
from msgspec import Struct

MAX_HEAD = 16 * 1024
MAX_HEADERS = 100
MAX_INTERIM = 5


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


class Wire(asyncio.Protocol):
    """A connection that takes one request at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._waiter: asyncio.Future[Reply] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self.transport = cast(asyncio.Transport, transport)

    @property
    def open(self) -> bool:
        """Whether another request can be sent."""
        return self.transport is not None and not self.transport.is_closing()

    def close(self) -> None:
        """Close at once, without waiting for the other side."""
        if self.transport is not None:
            self.transport.abort()

    async def request(
        self, data: bytes, deadline: float, cap: int, *, head_only: bool = False
    ) -> Reply:
        """Send a whole request and return the answer, its body up to `cap` bytes.

        `deadline` is a time of the loop's clock; `head_only` is for HEAD and CONNECT. Raises
        TimeoutError, Dropped, Malformed.
        """
        if self.transport is None or self.transport.is_closing():
            raise Dropped("the connection was closed", answered=False)
        loop = asyncio.get_running_loop()
        self._cap, self._head_only = cap, head_only
        self._seen = self._interim = self._size = 0
        self._fresh()
        self._waiter = loop.create_future()
        timer = loop.call_at(deadline, self._expire)
        self.transport.write(data)
        try:
            return await self._waiter
        finally:
            timer.cancel()
            self._waiter = None

    def _fresh(self) -> None:
        self._headers: list[tuple[bytes, bytes]] = []
        self._chunks: list[bytes] = []
        self._status = 0

    def data_received(self, data: bytes) -> None:
        """Feed the parser; what comes unasked ends the connection."""
        if self._waiter is None or self._waiter.done():
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

    def _broken(self, error: Exception) -> None:
        if self._status:
            self._done(whole=False)
            self.close()
        else:
            self._fail(Malformed(f"not HTTP: {error.__context__ or error}"))

    def on_message_begin(self) -> None:
        """An answer begins; there must have been a request."""
        if self._waiter is None or self._waiter.done():
            raise Malformed("more than one answer")

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header, of the head or of a trailer."""
        if len(self._headers) >= MAX_HEADERS:
            raise Malformed("too many headers")
        self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        """The status counts from here; an interim one (1xx) is passed over."""
        status = self._parser.get_status_code()
        if 100 <= status < 200:
            return
        self._status = status
        if self._head_only:
            self._done(whole=True)
            # This one may still expect a body, which will not come.
            self._parser = httptools.HttpResponseParser(self)

    def on_body(self, data: bytes) -> None:
        """Keep the body up to the cap."""
        self._size += len(data)
        self._chunks.append(data)
        if self._size > self._cap:
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
        if self._waiter is None or self._waiter.done():
            return
        if self._status:
            self._done(whole=error is None and not _framed(self._headers))
        else:
            self._fail(Dropped(str(error or "closed without an answer"), bool(self._seen)))

    def _expire(self) -> None:
        if self._status:
            self._done(whole=False)
        else:
            self._fail(TimeoutError("no answer in time"))

    def _done(self, *, whole: bool) -> None:
        if self._waiter is None or self._waiter.done():
            return
        body = b"".join(self._chunks)[: self._cap]
        self._waiter.set_result(Reply(self._status, self._headers, body, whole))
        if not whole or (not self._head_only and not self._parser.should_keep_alive()):
            self.close()

    def _fail(self, error: Exception) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(error)
        self.close()


def _framed(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(name.lower() in (b"content-length", b"transfer-encoding") for name, _ in headers)
