"""The front page, the OpenAPI document and the page made of it."""

from typing import Any

import msgspec
from litestar import MediaType, Request, Response, get
from litestar.datastructures import State
from msgspec import Struct

from service.api import docs


class FrontPage(Struct, frozen=True, kw_only=True):
    """Where to find what."""

    name: str = "Parley"
    docs: str = "/docs"
    openapi: str = "/openapi.json"
    health: str = "/healthz"
    articles: str = "/v1/articles"
    actors: str = "/v1/actors"
    meetings: str = "/v1/meetings"
    mentions: str = "/v1/mentions"
    processes: str = "/v1/processes"
    events: str = "/v1/events"
    subscriptions: str = "/v1/subscriptions"


@get("/")
async def front_page() -> FrontPage:
    """Say where to find what."""
    return FrontPage()


@get("/openapi.json", include_in_schema=False)
async def openapi_document(state: State) -> Response[bytes]:
    """Give the OpenAPI document."""
    return Response(
        msgspec.json.encode(state.document),
        media_type="application/vnd.oai.openapi+json;version=3.1",
    )


@get("/docs", include_in_schema=False)
async def docs_page(request: Request[Any, Any, Any], state: State) -> Response[str]:
    """Show the OpenAPI document to people."""
    page = docs.render(state.document, str(request.base_url).rstrip("/"))
    return Response(page, media_type=MediaType.HTML)
