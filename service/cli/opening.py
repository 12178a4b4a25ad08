"""The record, and the hints to the workers, while a command works with them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from service.queues.connection import open_redis
from service.queues.hints import Hints
from service.settings import Settings
from service.store.database import Database
from service.store.engines import connect
from service.store.migrate import migrate


@asynccontextmanager
async def record(settings: Settings) -> AsyncIterator[Database]:
    """Open the record with its newest schema; close it at the end."""
    db = await connect(settings.database, settings.secret_key)
    try:
        await migrate(db)
        yield db
    finally:
        await db.close()


@asynccontextmanager
async def record_and_hints(settings: Settings) -> AsyncIterator[tuple[Database, Hints]]:
    """Open the record and what wakes the workers; close both at the end."""
    async with record(settings) as db:
        redis = open_redis(settings.redis)
        hints = Hints(redis)
        try:
            yield db, hints
        finally:
            await hints.close()
            await redis.aclose()
