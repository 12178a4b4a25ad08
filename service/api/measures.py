"""Counts requests and how long they take, by route."""

import time
from typing import cast

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from service import metrics


class Measures(ASGIMiddleware):
    """Tells the metrics of every request that a route answers."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass the request on, and count it when its answer is sent."""
        http, begun, status = cast(HTTPScope, scope), time.perf_counter(), 500

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await next_app(scope, receive, watch)
        finally:
            seconds = time.perf_counter() - begun
            metrics.request(http["method"], http["path_template"], status, seconds)
