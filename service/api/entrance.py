"""What every request passes before its handler."""

from http import HTTPStatus
from typing import Any, cast

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import HTTPScope

from service.api.inputs import refuse_unread
from service.api.parts import Parts
from service.api.problems import Refused


async def let_in(conn: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Guard: let in who may do what the handler's `scope` is for, with a request it can read.

    One guard, not two: Litestar copies the handler for each.
    """
    refuse_unread(conn, handler)
    _refuse_other_sites(conn)
    if scope := handler.opt.get("scope"):
        parts: Parts = conn.app.state.parts
        header = conn.headers.get("authorization")
        conn.scope["state"]["caller"] = await parts.door.admit(header, scope)


def _refuse_other_sites(conn: ASGIConnection[Any, Any, Any, Any]) -> None:
    # Without keys, any page that a browser here shows could write to a service on this machine.
    elsewhere = conn.headers.get("sec-fetch-site") in ("cross-site", "same-site")
    if elsewhere and cast(HTTPScope, conn.scope)["method"] != "GET":
        raise Refused(HTTPStatus.FORBIDDEN, "A page of another site may not write here.")
