"""Databases for tests: each a copy of a template that is filled once a run."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import pytest

from service.store.database import Database
from service.store.engines import connect
from service.store.migrate import migrate
from tests.servers import MEMORY

Fill = Callable[[Database], Awaitable[None]]

_numbers = itertools.count(1)
_templates: dict[str, bytes] = {}


async def nothing(db: Database) -> None:
    """Leave a database empty."""


async def fresh(
    request: pytest.FixtureRequest, kind: str = "empty", fill: Fill = nothing
) -> AsyncIterator[str]:
    """Yield the URL of a migrated database of a kind, on the engine that the parameter names."""
    if request.param == "sqlite":
        with TemporaryDirectory(prefix="parley-", dir=MEMORY) as name:
            yield await sqlite_database(Path(name), kind, fill)
        return
    async with postgres_database(request.getfixturevalue("postgres"), kind, fill) as url:
        yield url


@asynccontextmanager
async def postgres_database(
    url: str, kind: str = "empty", fill: Fill = nothing
) -> AsyncIterator[str]:
    """Copy the template of a kind, filled once, into a database of its own; yield its URL."""
    admin = await asyncpg.connect(url.format(name="postgres"))
    try:
        if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", kind):
            await admin.execute(f"CREATE DATABASE {kind}")
            await _filled(url.format(name=kind), fill)
        name = f"test_{next(_numbers)}"
        # Nothing is kept, so the files may be copied without a log of each page.
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE {kind} STRATEGY FILE_COPY")
        yield url.format(name=name)
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await admin.close()


async def _filled(url: str, fill: Fill) -> None:
    db = await connect(url)
    await migrate(db)
    await fill(db)
    await db.close()


async def sqlite_database(folder: Path, kind: str = "empty", fill: Fill = nothing) -> str:
    """Put the file of a kind, filled once, into a folder; return its URL."""
    path = folder / "parley.db"
    url = f"sqlite:///{path}"
    if kind in _templates:
        path.write_bytes(_templates[kind])
    else:
        await _filled(url, fill)
        _templates[kind] = path.read_bytes()
    return url
