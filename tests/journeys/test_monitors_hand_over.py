"""Two monitors started together: one works, one stands by; killed, it hands over."""

import asyncio
import datetime as dt
import signal
from pathlib import Path

import pytest

from service.domain.articles import Document, Reading, content_hash
from service.domain.ids import article_id
from service.ingest import ingest
from service.store import events, journal
from service.store.database import Database
from tests.alerts import subscribe
from tests.builders import a_reading
from tests.faults.fleet import Fleet, fleet
from tests.resolution.told import told
from workers.monitor import NAME

COUNT = 150


@pytest.mark.slow
async def test_killing_the_one_that_works_loses_and_doubles_nothing(
    db: Database, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    mine = await subscribe(db, "http://127.0.0.1:9", events=("meeting.held",), state="paused")
    with fleet(database_url, redis_url, tmp_path / "log") as workers:
        for _ in range(2):
            workers.start(("monitor",))
        await _report(db, 0)
        await _taken(db, 1)
        first = await _working(db, workers)
        telling = asyncio.create_task(_report_all(db, range(2, COUNT)))
        await _taken(db, COUNT // 3)
        workers.end(first, signal.SIGKILL)
        await telling
        await _taken(db, COUNT)
        workers.stop()
    heard = await events.after(db, 0, COUNT * 2)
    assert len(heard) == COUNT
    assert len({event.subject for event in heard}) == COUNT
    assert [event.seq for event in heard] == sorted(event.seq or 0 for event in heard)
    owed = await db.fetch("SELECT event_id FROM deliveries WHERE subscription_id = :id", id=mine.id)
    assert sorted(row[0] for row in owed) == sorted(event.id for event in heard)


async def _report(db: Database, number: int) -> None:
    """Tell of a meeting in a city and on a day of its own."""
    raw = f"Article {number}\nTalks were held."
    id = article_id(content_hash(raw))
    day = dt.date(2023, 1, 1) + dt.timedelta(days=40 * number)
    claim = told(when=day.isoformat(), city=f"City {number}", article=id)

    def read(_: Document) -> Reading:
        return a_reading(id, claims=(claim,))

    await ingest(db, read, Document(raw=raw), now=dt.datetime.now(dt.UTC))


async def _report_all(db: Database, numbers: range) -> None:
    for number in numbers:
        await _report(db, number)


async def _working(db: Database, workers: Fleet) -> int:
    """Find the monitor that works: while it is frozen, nothing is taken."""
    workers.processes[0].send_signal(signal.SIGSTOP)
    await _report(db, 1)
    await asyncio.sleep(2)
    frozen = await journal.position(db, NAME) < await journal.newest(db)
    workers.processes[0].send_signal(signal.SIGCONT)
    await _taken(db, 2)
    return 0 if frozen else 1


async def _taken(db: Database, count: int) -> None:
    async with asyncio.timeout(60):
        while await journal.position(db, NAME) < count:
            await asyncio.sleep(0.05)
