"""The front page, the OpenAPI document and the page made of it."""

import msgspec
from litestar import MediaType, Response, get
from msgspec import Struct

from service.api import docs
from service.api.inputs import AnyRequest
from service.api.parts import Inside


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
    sources: str = "/v1/sources"


@get("/")
async def front_page() -> FrontPage:
    """Say where to find what."""
    return FrontPage()


@get("/openapi.json", include_in_schema=False)
async def openapi_document(parts: Inside) -> Response[bytes]:
    """Give the OpenAPI document."""
    return Response(
        msgspec.json.encode(parts.document()),
        media_type="application/vnd.oai.openapi+json;version=3.1",
    )


@get("/docs", include_in_schema=False)
async def docs_page(request: AnyRequest, parts: Inside) -> Response[str]:
    """Show the OpenAPI document to people."""
    page = docs.render(parts.document(), str(request.base_url).rstrip("/"))
    return Response(page, media_type=MediaType.HTML)
