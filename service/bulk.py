"""Streams of documents taken in: read in batches ahead of the writing, kept in order."""

import asyncio
import datetime as dt
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Sequence

from msgspec import Struct

from service.domain.articles import Article, Document, Reading
from service.errors import ParleyError, Unreadable
from service.ingest import Ingested, Notify, compose, keep, known, the_other
from service.store.database import Database

# Reads many; a document that cannot be read gives its error in its place (service.reading).
ReadMany = Callable[[Sequence[Document]], Awaitable[Sequence[Reading | ParleyError]]]
Clock = Callable[[], dt.datetime]
Outcome = Ingested | ParleyError


class _New(Struct, frozen=True):
    document: Document
    article: Article


async def ingest_many(
    db: Database,
    read: ReadMany,
    documents: AsyncIterable[Document | ParleyError],
    *,
    clock: Clock,
    notify: Notify | None = None,
    batch: int = 50,
    ahead: int = 3,
) -> AsyncGenerator[Outcome, None]:
    """Take in a stream of any length; yield what became of each document, in order.

    Errors in the stream are passed on in their place. A transaction holds at most `batch`
    articles; if it fails, its articles are tried one by one, so that only a bad one is lost.
    At most `ahead` batches are read and wait while one is written.
    """
    reading: deque[asyncio.Task[list[_New | Outcome]]] = deque()
    try:
        async for offered in _batches(documents, batch):
            reading.append(asyncio.create_task(_read(db, read, offered, clock)))
            if len(reading) > ahead:
                for outcome in await _write(db, await reading.popleft(), clock, notify):
                    yield outcome
        while reading:
            for outcome in await _write(db, await reading.popleft(), clock, notify):
                yield outcome
    finally:
        for task in reading:
            task.cancel()


async def _batches(
    documents: AsyncIterable[Document | ParleyError], size: int
) -> AsyncGenerator[list[Document | ParleyError], None]:
    batch: list[Document | ParleyError] = []
    async for document in documents:
        batch.append(document)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


async def _read(
    db: Database, read: ReadMany, offered: Sequence[Document | ParleyError], clock: Clock
) -> list[_New | Outcome]:
    """Read what is not known yet; the rest stays what it is, in its place."""
    looked_up = [await _look_up(db, document) for document in offered]
    unread = [found for found in looked_up if isinstance(found, Document)]
    readings = iter(await read(unread) if unread else ())
    now = clock()
    return [
        _new(found, next(readings), now) if isinstance(found, Document) else found
        for found in looked_up
    ]


async def _look_up(db: Database, document: Document | ParleyError) -> Document | Outcome:
    if isinstance(document, ParleyError):
        return document
    try:
        return await known(db, document) or document
    except ParleyError as error:
        return error


def _new(document: Document, reading: Reading | ParleyError, now: dt.datetime) -> _New | Outcome:
    if isinstance(reading, ParleyError):
        return reading
    return _New(document, compose(document, reading, now))


async def _write(
    db: Database, read: Sequence[_New | Outcome], clock: Clock, notify: Notify | None
) -> list[Outcome]:
    kept = iter(await _keep_all(db, [item for item in read if isinstance(item, _New)], clock()))
    outcomes = [next(kept) if isinstance(item, _New) else item for item in read]
    if notify and any(isinstance(item, Ingested) and item.created for item in outcomes):
        await notify()
    return outcomes


async def _keep_all(db: Database, new: Sequence[_New], now: dt.datetime) -> list[Outcome]:
    try:
        return await _keep(db, new, now)
    except Exception as error:
        if len(new) == 1:
            failed = error if isinstance(error, ParleyError) else Unreadable(f"Not kept: {error!r}")
            return [failed]
        return [outcome for one in new for outcome in await _keep_all(db, [one], now)]


async def _keep(db: Database, new: Sequence[_New], now: dt.datetime) -> list[Outcome]:
    if not new:
        return []
    async with db.transaction() as tx:
        created = await keep(tx, [one.article for one in new], now)
    return [
        Ingested(one.article, created=True) if fresh else await the_other(db, one.document)
        for one, fresh in zip(new, created, strict=True)
    ]
