"""HEAD: what GET would answer, without the body (RFC 9110, 9.3.2)."""

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPDisconnectEvent, Message, Receive, Scope, Send


def answering_heads(app: ASGIApp) -> ASGIApp:
    """Let an app answer HEAD wherever it answers GET."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] != "HEAD":
            await app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        scope["method"] = "GET"
        await app(scope, _nothing_more, send_head)

    return answer


async def _nothing_more() -> HTTPDisconnectEvent:
    # The stream of events ends when its client leaves: who asks for the head is not there for it.
    return {"type": "http.disconnect"}
