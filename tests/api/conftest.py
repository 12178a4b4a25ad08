"""An API over a fresh database of each engine."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import TypeAlias

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from msgspec import structs

from service.app import create_app
from service.extraction.extract import Extractor
from service.knowledge.model import Knowledge
from service.settings import Settings
from service.store import actors
from service.store.database import Database
from tests.databases import fresh

Client: TypeAlias = AsyncTestClient[Litestar]

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(params=["sqlite", "postgres"])
async def database_url(request: pytest.FixtureRequest, knowledge: Knowledge) -> AsyncIterator[str]:
    """The URL of a database that has learnt the knowledge's actors, as an API does at its start."""

    async def learn(db: Database) -> None:
        await actors.learn(db, knowledge.version, knowledge.actors.values(), LONG_AGO)
        # PostgreSQL does so by itself within a minute; until then it looks through all actors.
        await db.execute("ANALYZE actors")

    async for url in fresh(request, "taught", learn):
        yield url


@pytest.fixture(scope="session")
def local(redis_url: str) -> Settings:
    """Settings with receivers on loopback allowed, of no database."""
    return Settings(
        redis_url=redis_url, allowed_networks=("127.0.0.0/8",), max_body_bytes=1_000_000
    )


@pytest.fixture
def settings(database_url: str, local: Settings) -> Settings:
    """Settings for a fresh database, with receivers on loopback allowed."""
    return structs.replace(local, database_url=database_url)


@pytest.fixture(scope="session")
def app(local: Settings, extractor: Extractor) -> Litestar:
    """The API, made once since that takes longer than most tests; it opens its parts anew each."""
    return create_app(local, extractor)


@pytest.fixture
async def client(settings: Settings, app: Litestar) -> AsyncIterator[Client]:
    """A client of an API over a fresh database."""
    app.state.settings = settings
    async with AsyncTestClient(app, raise_server_exceptions=False) as opened:
        yield opened
