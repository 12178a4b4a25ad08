"""Streams of documents taken in: read in batches ahead of the writing, kept in order."""

import asyncio
import datetime as dt
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    Awaitable,
    Callable,
    Coroutine,
    Sequence,
)
from contextlib import aclosing
from typing import Any, TypeVar

from msgspec import Struct

from service.domain.articles import Article, Document, Reading
from service.errors import ParleyError, Unavailable, Unreadable
from service.ingest import Ingested, Notify, compose, keep, known, the_other
from service.store.database import Database
from service.store.outages import is_passing

# Reads many; a document that cannot be read gives its error in its place (service.reading).
ReadMany = Callable[[Sequence[Document]], Awaitable[Sequence[Reading | ParleyError]]]
Clock = Callable[[], dt.datetime]
Outcome = Ingested | ParleyError

S = TypeVar("S")
R = TypeVar("R")

# Seconds that a batch waits for more: time enough for a stream, none for a person.
_PATIENCE = 0.05


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

    Errors in the stream are passed on in their place; one that it raises is raised after what
    came before. A transaction holds at most `batch` articles; if it fails, its articles are tried
    one by one, so that only a bad one is lost. At most `ahead` batches wait while one is written.
    """
    batches = _batches(documents, batch)
    reads = _ahead(batches, lambda offered: _read(db, read, offered, clock), ahead)
    async with aclosing(reads):
        async for one in reads:
            for outcome in await _write(db, one, clock, notify):
                yield outcome


async def _ahead(
    items: AsyncGenerator[S, None], work: Callable[[S], Coroutine[Any, Any, R]], most: int
) -> AsyncGenerator[R, None]:
    """Yield the results of work on items in order; at most `most` are begun and not yet used."""
    begun: asyncio.Queue[asyncio.Task[R] | None] = asyncio.Queue()
    room = asyncio.Semaphore(most)
    beginner = asyncio.create_task(_begin(items, work, begun, room))
    try:
        while task := await begun.get():
            yield await task
            room.release()
        await beginner
    finally:
        beginner.cancel()
        while not begun.empty():
            if task := begun.get_nowait():
                task.cancel()


async def _begin(
    items: AsyncGenerator[S, None],
    work: Callable[[S], Coroutine[Any, Any, R]],
    begun: asyncio.Queue[asyncio.Task[R] | None],
    room: asyncio.Semaphore,
) -> None:
    try:
        async with aclosing(items):
            async for item in items:
                await room.acquire()
                begun.put_nowait(asyncio.create_task(work(item)))
    finally:
        begun.put_nowait(None)


async def _batches(
    documents: AsyncIterable[Document | ParleyError], size: int
) -> AsyncGenerator[list[Document | ParleyError], None]:
    """Group a stream; a batch is not held back for a sender that waits for its answer.

    What came before an error of the stream is yielded before the error is raised.
    """
    stream = aiter(documents)
    batch: list[Document | ParleyError] = []
    ended: Exception | None = None
    while ended is None:
        coming = asyncio.ensure_future(anext(stream))
        try:
            if batch and not (await asyncio.wait([coming], timeout=_PATIENCE))[0]:
                yield batch
                batch = []
            batch.append(await coming)
        except Exception as error:
            ended = error
        finally:
            coming.cancel()
        if batch and (ended or len(batch) == size):
            yield batch
            batch = []
    if not isinstance(ended, StopAsyncIteration):
        raise ended


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
            return [_failed(error)]
    outcomes: list[Outcome] = []
    for one in new:
        try:
            outcomes += await _keep(db, [one], now)
        except Exception as error:
            outcomes.append(_failed(error))
            if is_passing(error):
                # It would be so for each, after as long a wait.
                return outcomes + outcomes[-1:] * (len(new) - len(outcomes))
    return outcomes


def _failed(error: Exception) -> ParleyError:
    if isinstance(error, ParleyError):
        return error
    if is_passing(error):
        return Unavailable("The database does not answer now; try again.")
    return Unreadable(f"Not kept: {error!r}")


async def _keep(db: Database, new: Sequence[_New], now: dt.datetime) -> list[Outcome]:
    if not new:
        return []
    async with db.transaction() as tx:
        kept = await keep(tx, [one.article for one in new], now)
    return [
        Ingested(article, created=True) if article else await the_other(db, one.document)
        for one, article in zip(new, kept, strict=True)
    ]
