"""The shared fixtures: real servers and one extractor a run, a fresh database for each test."""

from collections.abc import AsyncIterator, Iterator

import pytest

from service.extraction.extract import Extractor
from service.knowledge.load import load
from service.knowledge.model import Knowledge
from service.store.database import Database
from service.store.engines import connect
from tests.databases import fresh
from tests.servers import postgres_server, redis_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a running PostgreSQL with `{name}` where the database's name stands."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The URL of a running Redis-protocol server, shared by the tests that clean up after them."""
    with redis_server() as url:
        yield url


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The knowledge that comes with Parley."""
    return load()


@pytest.fixture(scope="session")
def extractor(knowledge: Knowledge) -> Extractor:
    """The extractor with the knowledge that comes with Parley."""
    return Extractor(knowledge)


@pytest.fixture(params=["sqlite", "postgres"])
async def database_url(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The URL of a migrated, empty database, of each engine in turn."""
    async for url in fresh(request):
        yield url


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """A migrated, empty database, of each engine in turn."""
    opened = await connect(database_url)
    yield opened
    await opened.close()
