"""Makes a database ready: the newest schema, and the starter record once."""

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from service.bulk import ingest_many
from service.domain.articles import Document
from service.ingest import Ingested
from service.reading import extractor, one_by_one
from service.settings import Settings
from service.store import journal
from service.store.database import Database, connect
from service.store.migrate import migrate

FOLDER = Path(__file__).parents[2] / "seeds" / "articles"

_MARK = "seeds"


class SeedLabel(msgspec.Struct, frozen=True):
    """What a seed's labels tell of the outside: the rest is for scoring."""

    id: str
    url: str
    published: dt.date | None = None


async def prepare(settings: Settings, *, seeds: bool = True) -> int:
    """Migrate, and load `seeds/` if this database never had it; return the articles loaded."""
    db = await connect(settings.database)
    try:
        await migrate(db)
        if not seeds or await journal.position(db, _MARK):
            return 0
        loaded = await _load(db, settings)
        async with db.transaction() as tx:
            await journal.advance(tx, _MARK, 1)
        return loaded
    finally:
        await db.close()


async def _load(db: Database, settings: Settings) -> int:
    read = one_by_one(extractor(settings.knowledge))
    outcomes = ingest_many(db, read, _documents(), clock=lambda: dt.datetime.now(dt.UTC))
    return len([True async for told in outcomes if isinstance(told, Ingested) and told.created])


async def _documents() -> AsyncIterator[Document]:
    for document in documents(FOLDER):
        yield document


def documents(folder: Path) -> list[Document]:
    """Return the documents of a folder of labelled articles, as a feed would give them."""
    lines = (folder / "gold.jsonl").read_bytes().splitlines()
    labels = [msgspec.json.decode(line, type=SeedLabel) for line in lines]
    return [
        Document(
            raw=(folder / "texts" / f"{label.id}.txt").read_text(encoding="utf-8"),
            url=label.url,
            published_on=label.published,
        )
        for label in labels
    ]
