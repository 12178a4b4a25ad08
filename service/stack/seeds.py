"""Makes a database ready: the newest schema, the starter record and its sources once."""

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from service.bulk import ingest_many
from service.domain.articles import Document
from service.domain.sources import Source
from service.extraction.extract import Extractor
from service.ingest import Ingested
from service.knowledge.load import load
from service.reading import one_by_one
from service.settings import Settings
from service.sources.new import from_toml
from service.store import actors, journal, sources, subscriptions
from service.store.database import Database
from service.store.engines import connect
from service.store.migrate import migrate

FOLDER = Path(__file__).parents[2] / "seeds" / "articles"

SOURCES = Path(__file__).parents[2] / "seeds" / "sources"

_MARK = "seeds"
_SOURCES_MARK = "seeds.sources"
# Why a source of the starter record rests; it begins when sources are switched on.
_RESTS = "sources are off"


class SeedLabel(msgspec.Struct, frozen=True):
    """What a seed's labels tell of the outside: the rest is for scoring."""

    id: str
    url: str
    published: dt.date | None = None


async def prepare(settings: Settings, *, seeds: bool = True) -> int:
    """Migrate, and load `seeds/` if this database never had it; return the articles loaded."""
    db = await connect(settings.database, settings.secret_key)
    try:
        await migrate(db)
        await subscriptions.check_keys(db)
        if seeds:
            await _prepare_sources(db, watching=settings.sources == "on")
        if not seeds or await journal.position(db, _MARK):
            return 0
        loaded = await _load(db, settings)
        async with db.transaction() as tx:
            await journal.advance(tx, _MARK, 1)
        return loaded
    finally:
        await db.close()


async def _prepare_sources(db: Database, *, watching: bool) -> None:
    """Add the sources of `seeds/` once; they rest until sources are switched on."""
    now = dt.datetime.now(dt.UTC)
    async with db.transaction() as tx:
        if not await journal.position(tx, _SOURCES_MARK):
            for source in seed_sources(SOURCES, now):
                await sources.add(tx, source, now)
            await journal.advance(tx, _SOURCES_MARK, 1)
        if not watching:
            return
        for one in await sources.every(tx):
            if one.source.state_reason == _RESTS:
                await sources.set_state(tx, one.source.id, "active", None, now)


def seed_sources(folder: Path, now: dt.datetime) -> list[Source]:
    """Return the sources of a folder of lists, at rest."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))]
    return [
        source
        for text in texts
        for source in from_toml(text, now, state="paused", state_reason=_RESTS)
    ]


async def _load(db: Database, settings: Settings) -> int:
    known = load([Path(path) for path in settings.knowledge])
    now = dt.datetime.now(dt.UTC)
    await actors.learn(db, known.version, known.actors.values(), now)
    read = one_by_one(Extractor(known).read)
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
