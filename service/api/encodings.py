"""What a client refuses is taken out of its Accept-Encoding (RFC 9110, 12.5.3).

The middleware that compresses looks only for names in it: `br;q=0` would be answered in brotli.
"""

import re

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

_REFUSED = re.compile(rb"[^,]*;\s*q\s*=\s*0(\.0*)?\s*(,|$)", re.IGNORECASE)


def heeding_refusals(app: ASGIApp) -> ASGIApp:
    """Let an app compress its answers only in ways that the client takes."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            scope["headers"] = [
                (name, _REFUSED.sub(b"", value) if name == b"accept-encoding" else value)
                for name, value in scope["headers"]
            ]
        await app(scope, receive, send)

    return answer
