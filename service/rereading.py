"""Articles whose reading is of an older extractor or knowledge are read again, a few at a time.

Ids and corrections stay, for they hang on claims, and a claim that says the same keeps its id; the
monitor tells of what really changed.
"""

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence

from msgspec import Struct

from service import ingest
from service.domain.articles import Document, Reading, document_of
from service.domain.ids import ArticleId
from service.errors import ParleyError
from service.store import articles
from service.store.database import Database
from service.store.outages import is_passing

ReadMany = Callable[[Sequence[Document]], Awaitable[list[Reading | ParleyError]]]


class Reread(Struct, frozen=True):
    """What came of some articles: how many say something else now, and which were not renewed.

    `left` tells of each of these why: it cannot be read, or somebody changed it meanwhile.
    """

    taken: int = 0
    changed: int = 0
    left: Mapping[ArticleId, str] = {}


async def reread(
    db: Database, read_many: ReadMany, ids: Sequence[ArticleId], now: dt.datetime
) -> Reread:
    """Read articles again and keep their new readings, each in a transaction of its own."""
    kept = list((await articles.get_many(db, ids)).values())
    readings = await read_many([document_of(article) for article in kept])
    changed, left = 0, {}
    for article, reading in zip(kept, readings, strict=True):
        if isinstance(reading, ParleyError):
            left[article.id] = str(reading)
            continue
        try:
            became = await ingest.reread(db, article, reading, now=now)
        except Exception as error:
            if is_passing(error):
                raise
            left[article.id] = f"The new reading cannot be kept: {error!r}"
            continue
        changed += became == "changed"
        if became == "left":
            left[article.id] = "It was changed meanwhile."
    return Reread(len(kept), changed, left)
