"""The shared fixtures: real servers once a run, a fresh database for each test."""

import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from service.store.database import Database, connect
from service.store.migrate import migrate
from tests.servers import postgres_server, redis_server

_numbers = itertools.count(1)
_templates: dict[str, bytes] = {}


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


@asynccontextmanager
async def _postgres_database(url: str) -> AsyncIterator[str]:
    """Copy the migrated template into a database of its own; yield its URL."""
    admin = await asyncpg.connect(url.format(name="postgres"))
    try:
        if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = 'template_parley'"):
            await admin.execute("CREATE DATABASE template_parley")
            await _migrated(url.format(name="template_parley"))
        name = f"test_{next(_numbers)}"
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE template_parley")
        yield url.format(name=name)
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await admin.close()


async def _migrated(url: str) -> None:
    db = await connect(url)
    await migrate(db)
    await db.close()


async def _sqlite_database(folder: Path) -> str:
    """Put a migrated file, made once, into a folder; return its URL."""
    path = folder / "parley.db"
    url = f"sqlite:///{path}"
    if "sqlite" in _templates:
        path.write_bytes(_templates["sqlite"])
    else:
        await _migrated(url)
        _templates["sqlite"] = path.read_bytes()
    return url


@pytest.fixture(params=["sqlite", "postgres"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a migrated, empty database, of each engine in turn."""
    if request.param == "sqlite":
        yield await _sqlite_database(tmp_path)
        return
    async with _postgres_database(request.getfixturevalue("postgres")) as url:
        yield url


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """A migrated, empty database, of each engine in turn."""
    opened = await connect(database_url)
    yield opened
    await opened.close()
