"""An API over a fresh database of each engine, with one extractor for the whole run."""

from collections.abc import AsyncIterator
from typing import TypeAlias

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from service.app import create_app
from service.extraction.extract import Extractor
from service.knowledge.load import load
from service.settings import Settings

Client: TypeAlias = AsyncTestClient[Litestar]


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The extractor with the knowledge that comes with Parley."""
    return Extractor(load())


@pytest.fixture
def settings(database_url: str, redis_url: str) -> Settings:
    """Settings for a fresh database, with receivers on loopback allowed."""
    return Settings(
        database_url=database_url,
        redis_url=redis_url,
        allowed_networks=("127.0.0.0/8",),
        max_body_bytes=1_000_000,
    )


@pytest.fixture
async def client(settings: Settings, extractor: Extractor) -> AsyncIterator[Client]:
    """A client of an API over a fresh database."""
    app = create_app(settings, extractor)
    async with AsyncTestClient(app, raise_server_exceptions=False) as opened:
        yield opened
