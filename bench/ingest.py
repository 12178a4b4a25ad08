"""How fast documents are taken in: `python -m bench.ingest [FOLDER] [--count N]`.

Takes the texts of a folder (default: seeds), makes N different documents of them and ingests them
into a fresh SQLite file, or into the database that --database names: one by one, as a stream read
on this thread, and as a stream read by a pool of processes. Prints articles per second.
"""

import argparse
import asyncio
import datetime as dt
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from service.bulk import ReadMany, ingest_many
from service.domain.articles import Document
from service.errors import ParleyError
from service.ingest import Ingested, Read, ingest
from service.reading import ReadingPool, extractor, one_by_one
from service.store.database import Database
from service.store.engines import connect
from service.store.migrate import migrate


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def documents(folder: Path, count: int, run: str) -> list[Document]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))]
    return [
        Document(
            raw=f"{texts[n % len(texts)]}\nItem {run} {n}.",
            url=f"https://example.org/{run}/{n}",
        )
        for n in range(count)
    ]


async def stream(offered: list[Document]) -> AsyncIterator[Document | ParleyError]:
    for document in offered:
        yield document


async def singly(db: Database, read: Read, offered: list[Document]) -> int:
    results = [await ingest(db, read, document, now=now()) for document in offered]
    return sum(result.created for result in results)


async def streamed(db: Database, read: ReadMany, offered: list[Document]) -> int:
    created = 0
    async for outcome in ingest_many(db, read, stream(offered), clock=now):
        created += isinstance(outcome, Ingested) and outcome.created
    return created


async def measure(url: str, folder: Path, count: int) -> None:
    db = await connect(url)
    await migrate(db)
    read = extractor()
    pool = ReadingPool()
    # The words of a language are compiled when its first text comes.
    warming = documents(folder, 200, "warm")
    await alone(read, warming)
    await asyncio.gather(*(pool.read(warming) for _ in range(4)))
    ways: dict[str, Callable[[list[Document]], Awaitable[int]]] = {
        "reading alone": lambda offered: alone(read, offered),
        "one by one": lambda offered: singly(db, read, offered),
        "stream, this thread": lambda offered: streamed(db, one_by_one(read), offered),
        "stream, processes": lambda offered: streamed(db, pool.read, offered),
    }
    for name, way in ways.items():
        offered = documents(folder, count, f"{time.time_ns()}")
        started = time.perf_counter()
        created = await way(offered)
        print(f"{name:20} {created / (time.perf_counter() - started):8.0f} articles/s")
    pool.close()
    await db.close()


async def alone(read: Read, offered: list[Document]) -> int:
    return len([read(document) for document in offered])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("seeds"))
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--database")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        url = chosen.database or f"sqlite:///{name}/parley.db"
        asyncio.run(measure(url, chosen.folder, chosen.count))


if __name__ == "__main__":
    main()
