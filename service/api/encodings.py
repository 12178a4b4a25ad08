"""What a client refuses is taken out of its Accept-Encoding (RFC 9110, 12.5.3).

The middleware that compresses looks only for names in it: `br;q=0` would be answered in brotli.
"""

import re

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

_NONE = re.compile(rb"\s*q\s*=\s*0(\.0*)?\s*", re.IGNORECASE)


def heeding_refusals(app: ASGIApp) -> ASGIApp:
    """Let an app compress its answers only in ways that the client takes."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            scope["headers"] = [
                (name, _taken(value) if name == b"accept-encoding" else value)
                for name, value in scope["headers"]
            ]
        await app(scope, receive, send)

    return answer


def _taken(encodings: bytes) -> bytes:
    """Return the encodings of a header without those whose weight is nothing."""
    every = encodings.split(b",")
    return b",".join([one for one in every if not _NONE.fullmatch(one.rpartition(b";")[2])])
