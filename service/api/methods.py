"""HEAD and OPTIONS wherever there is an answer to GET (RFC 9110, 9.3.2 and 9.3.7)."""

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPDisconnectEvent, Message, Receive, Scope, Send


def answering_all_methods(app: ASGIApp) -> ASGIApp:
    """Let an app answer HEAD wherever it answers GET, and name all methods in `Allow`."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
        elif scope["method"] == "HEAD":
            scope["method"] = "GET"
            await app(scope, _nothing_more, _head(send))
        elif scope["method"] == "OPTIONS":
            # No handler takes TRACE, so that the refusal names the methods of all handlers of a
            # path; Litestar's own answer to OPTIONS knows those of one of them.
            scope["method"] = "TRACE"
            await app(scope, receive, _options(send))
        else:
            await app(scope, receive, _allowing(send))

    return answer


def _head(send: Send) -> Send:
    """Send an answer without its body."""

    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.body":
            message["body"] = b""
        await send(message)

    return send_head


def _options(send: Send) -> Send:
    """Send the refusal of a method as the answer to which methods there are."""
    refused = False

    async def send_options(message: Message) -> None:
        nonlocal refused
        if message["type"] == "http.response.start" and message["status"] == 405:
            refused = True
            allow = MutableScopeHeaders(message).get("allow", "")
            headers = [(b"allow", _with_head(allow).encode())]
            await send({"type": "http.response.start", "status": 204, "headers": headers})
        elif message["type"] == "http.response.body" and refused:
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        else:
            await send(message)

    return send_options


def _allowing(send: Send) -> Send:
    """Name HEAD in the refusal of another method, too."""

    async def send_allow(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 405:
            headers = MutableScopeHeaders(message)
            headers["allow"] = _with_head(headers.get("allow", ""))
        await send(message)

    return send_allow


def _with_head(allow: str) -> str:
    methods = {method.strip() for method in allow.split(",")} - {""}
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


async def _nothing_more() -> HTTPDisconnectEvent:
    # The stream of events ends when its client leaves: who asks for the head is not there for it.
    return {"type": "http.disconnect"}
