"""The shared fixtures: real servers once a run, a fresh database for each test."""

import itertools
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from service.store.database import Database, connect
from service.store.migrate import migrate
from tests.servers import postgres_server, redis_server

_numbers = itertools.count(1)


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


async def _postgres_database(url: str) -> str:
    """Copy the migrated template into a database of its own and return its URL."""
    admin = await asyncpg.connect(url.format(name="postgres"))
    try:
        if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = 'template_parley'"):
            await admin.execute("CREATE DATABASE template_parley")
            template = await connect(url.format(name="template_parley"))
            await migrate(template)
            await template.close()
        name = f"test_{next(_numbers)}"
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE template_parley")
    finally:
        await admin.close()
    return url.format(name=name)


@pytest.fixture(params=["sqlite", "postgres"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a migrated, empty database, of each engine in turn."""
    if request.param == "postgres":
        return await _postgres_database(request.getfixturevalue("postgres"))
    url = f"sqlite:///{tmp_path}/parley.db"
    db = await connect(url)
    await migrate(db)
    await db.close()
    return url


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """A migrated, empty database, of each engine in turn."""
    opened = await connect(database_url)
    yield opened
    await opened.close()
