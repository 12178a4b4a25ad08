"""How far the archive has been read again."""

from litestar import get
from msgspec import Struct

from service.api.parts import Inside
from service.extraction.extract import VERSION
from service.store import articles, readings


class Rereading(Struct, frozen=True, kw_only=True):
    """The versions that read now, and how many articles' readings are of others."""

    extractor: str
    knowledge: str
    articles: int
    outdated: int


@get("/rereading", tags=["service"])
async def show_rereading(parts: Inside) -> Rereading:
    """Tell how many articles are still to be read again by the extractor and knowledge of now."""
    knowledge = parts.extractor.knowledge.version
    return Rereading(
        extractor=VERSION,
        knowledge=knowledge,
        articles=await articles.count(parts.db),
        outdated=await readings.count_outdated(parts.db, VERSION, knowledge),
    )
