"""What every request passes before its handler."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from service.api.inputs import refuse_unread
from service.api.parts import Parts


async def let_in(conn: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Guard: let in who may do what the handler's `scope` is for, with a request it can read.

    One guard, not two: Litestar copies the handler for each.
    """
    refuse_unread(conn, handler)
    if scope := handler.opt.get("scope"):
        parts: Parts = conn.app.state.parts
        header = conn.headers.get("authorization")
        conn.scope["state"]["caller"] = await parts.door.admit(header, scope)
