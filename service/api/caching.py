"""ETags: a client that has the answer already gets 304 and no body."""

from hashlib import blake2b
from typing import cast

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import (
    ASGIApp,
    HTTPResponseStartEvent,
    HTTPScope,
    Message,
    Receive,
    Scope,
    Send,
)


class EntityTags(ASGIMiddleware):
    """Tags every whole 200 answer to a GET with a hash of its body; honours If-None-Match.

    The tag is weak: it stays the same whatever compression is laid over it.
    """

    scopes = (ScopeType.HTTP,)
    exclude_opt_key = "untagged"

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass the request on and tag the answer on its way out."""
        if cast(HTTPScope, scope)["method"] != "GET":
            await next_app(scope, receive, send)
            return
        wanted = _if_none_match(scope)
        held: list[HTTPResponseStartEvent] = []

        async def tag(message: Message) -> None:
            if message["type"] == "http.response.start":
                held.append(message)
                return
            if held:
                start = held.pop()
                whole = start["status"] == 200 and not message.get("more_body")
                message = _tagged(start, message, wanted) if whole else message
                await send(start)
            await send(message)

        await next_app(scope, receive, tag)


def _tagged(start: HTTPResponseStartEvent, message: Message, wanted: list[str]) -> Message:
    body = message["body"] if message["type"] == "http.response.body" else b""
    tag = f'W/"{blake2b(body, digest_size=8).hexdigest()}"'
    headers = MutableScopeHeaders.from_message(start)
    headers["etag"] = tag
    headers["cache-control"] = "private, no-cache"
    if tag.removeprefix("W/") not in wanted and "*" not in wanted:
        return message
    start["status"] = 304
    del headers["content-length"]
    return {"type": "http.response.body", "body": b"", "more_body": False}


def _if_none_match(scope: Scope) -> list[str]:
    for name, value in scope["headers"]:
        if name == b"if-none-match":
            tags = value.decode("latin-1").split(",")
            # Weak comparison (RFC 9110, 8.8.3.2): the mark of weakness does not count.
            return [tag.strip().removeprefix("W/") for tag in tags]
    return []
