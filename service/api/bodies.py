"""What was sent is read before it is answered, also when nobody asked for it (RFC 9112, 9.3).

The server closes a connection on which something is left unread. Whoever was still sending then
sees it broken, and not the answer; whoever uses it again for another request loses that.
"""

import asyncio

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, ReceiveMessage, Scope, Send

# Bytes and seconds that are spent on what nobody asked for.
_MOST = 20_000_000
_PATIENCE = 5.0
# In a request's state: the answer begins while the handler still reads.
ANSWERS_EARLY = "answers_early"


def reading_to_the_end(app: ASGIApp) -> ASGIApp:
    """Let an app answer without reading a body, or all of it; the rest is read and dropped.

    Where that would take too much or too long, the answer says that the connection is closed.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or not _has_body(scope):
            await app(scope, receive, send)
            return
        rest = _Rest(receive)

        async def send_last(message: Message) -> None:
            early = scope.get("state", {}).get(ANSWERS_EARLY)
            if message["type"] == "http.response.start" and not early:
                await rest.drop(awaited=_header(scope, b"expect") is not None)
                if not rest.over:
                    MutableScopeHeaders(message)["connection"] = "close"
            await send(message)

        await app(scope, rest.read, send_last)

    return answer


class _Rest:
    """What is still to come of a body."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.over = False

    async def read(self) -> ReceiveMessage:
        """Return the next part."""
        message = await self._receive()
        self.over = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    async def drop(self, *, awaited: bool) -> None:
        """Read on, within limits. Who `awaited` to be asked for the body will not send it."""
        left = 0 if awaited else _MOST
        try:
            async with asyncio.timeout(_PATIENCE):
                while left > 0 and not self.over:
                    message = await self.read()
                    left -= len(message["body"]) if message["type"] == "http.request" else 0
        except TimeoutError:
            return


def _has_body(scope: HTTPScope) -> bool:
    length = _header(scope, b"content-length")
    return length not in (None, b"0") or _header(scope, b"transfer-encoding") is not None


def _header(scope: HTTPScope, wanted: bytes) -> bytes | None:
    return next((value for name, value in scope["headers"] if name == wanted), None)
