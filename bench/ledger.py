"""The ledger's cost per article while it grows, and with a hot meeting.

    .venv/bin/python -m bench.ledger [--claims 10000 100000 1000000] [--hot 5000] [--steps 1000]
        [--dense] [--loose] [--keep FOLDER] [--postgres]

Fills a ledger with made-up claims (participants, places and days by Zipf's law, a tenth of the
claims without a date), then lets the monitor take articles of one to three claims each, most of
them about meetings that are there. Prints p50, p90, p99 and the maximum of the CPU time of a step,
all of it: reading, deciding, writing, and the memory of the process, which is the monitor's own:
another one fills. What SQLite's log costs when it goes into the file, on a thread of its own and
after the step, is told apart. Then one meeting is told by more and more articles.

With `--keep`, SQLite files that are filled are kept in a folder (4 GB for a million claims), and
later runs measure on copies of them. With `--postgres`, times are by the clock: they hold what the
server does too.

A record of more claims is one of more people and places: one person for 25 claims. With `--dense`
there are 400 persons of 300 cities however many claims, so that the first two of them meet twenty
times a day at a million. With `--loose` claims leave out as much as labelled ones do.
"""

import argparse
import asyncio
import gc
import multiprocessing
import random
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import quantiles

import msgspec

from bench.ledger_world import NOW, Loose, World, make
from service.domain.articles import Article
from service.domain.meetings import Claim
from service.ingest import keep
from service.store import journal
from service.store.database import Database
from service.store.engines import connect
from tests.servers import postgres_server
from workers.__main__ import spare_the_collector
from workers.monitor import Monitor

Make = Callable[..., World]  # with a seed


class Filled:
    """A database that is filled, with some meetings' first claims."""

    def __init__(self, url: str, firsts: Path) -> None:
        self.url = url
        self.firsts: list[Claim] = msgspec.json.decode(firsts.read_bytes(), type=list[Claim])


def aside() -> float:
    """Return the seconds of CPU of the threads that write the log into the file."""
    clocks = [
        time.pthread_getcpuclockid(thread.ident)
        for thread in threading.enumerate()
        if thread.name.startswith("sqlite-checkpoints") and thread.ident
    ]
    return sum(map(time.clock_gettime, clocks))


def worked() -> float:
    """Return the seconds of CPU of all other threads."""
    return time.process_time() - aside()


@contextmanager
def filled(claims: int, world: Make, kept: Path | None, postgres: bool) -> Iterator[Filled]:
    """Yield a ledger of so many claims, to be thrown away."""
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as name:
        folder = Path(name)
        if postgres:
            with postgres_server() as server:
                url = server.format(name="postgres")
                _fill(url, claims, world, folder / "firsts.json")
                yield Filled(url, folder / "firsts.json")
            return
        source = kept or folder / "filled"
        if not source.exists():
            half = source.with_suffix(".half")
            half.mkdir(parents=True)
            _fill(f"sqlite:///{half}/ledger.db", claims, world, half / "firsts.json")
            half.rename(source)
        if kept:
            shutil.copy(source / "ledger.db", folder / "ledger.db")
        path = (folder if kept else source) / "ledger.db"
        yield Filled(f"sqlite:///{path}", source / "firsts.json")


def _fill(url: str, claims: int, world: Make, firsts: Path) -> None:
    child = multiprocessing.get_context("spawn").Process(
        target=_filling, args=(url, claims, world, firsts), daemon=True
    )
    began = time.monotonic()
    child.start()
    child.join()
    print(f"filled in {time.monotonic() - began:.0f} s", flush=True)


def _filling(url: str, claims: int, world: Make, firsts: Path) -> None:
    gc.disable()  # nothing is thrown away
    asyncio.run(make(url, claims, world(), firsts))


class Steps:
    """The monitor at work on a filled ledger."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db = db
        self._clock = clock
        self._monitor = Monitor(db)
        self.aside = 0.0

    async def take(self, articles: list[Article]) -> list[float]:
        """Keep articles and let the monitor take each; return the milliseconds of each step."""
        async with self._db.transaction() as tx:
            await keep(tx, articles, NOW)
        took, before = [], aside()
        await self._monitor.follow()
        position = await journal.position(self._db, "monitor")
        for entry in await journal.after(self._db, position, limit=100_000):
            await self._monitor.hold()
            began = self._clock()
            await self._monitor.take(entry)
            took.append(1e3 * (self._clock() - began))
        self.aside = 1e3 * (aside() - before) / len(took)
        return took


def told(took: list[float]) -> str:
    cuts = quantiles(took, n=100)
    return f"p50 {cuts[49]:.1f}, p90 {cuts[89]:.1f}, p99 {cuts[98]:.1f}, max {max(took):.1f} ms"


def memory() -> str:
    """Tell what the process holds: its own, and pages of the file that it shares."""
    status = Path("/proc/self/status").read_text()
    own, shared = (
        int(re.findall(rf"{name}:\s+(\d+)", status)[0]) / 1024 for name in ("RssAnon", "RssFile")
    )
    return f"{own:.0f} MB of its own, {shared:.0f} MB of the file"


async def measure(record: Filled, steps: int, hot: int, world: World) -> None:
    db = await connect(record.url)
    meetings = await db.fetchval("SELECT COUNT(*) FROM meetings")
    clock = worked if db.dialect == "sqlite" else time.perf_counter
    work = Steps(db, clock)
    spare_the_collector()
    before = memory()
    took = await work.take(_articles(world, record.firsts, steps))
    print(f"    {meetings:,} meetings: {told(took)}; log {work.aside:.1f} ms;", flush=True)
    print(f"    {memory()}; before: {before}")
    first = world.meeting()
    for n in range(0, hot, 500):
        articles = [world.article(10**6 + n + k, [world.again(first)]) for k in range(500)]
        took = await work.take(articles)
        print(f"    hot meeting of {n + 500:,} claims: {told(took)}; {memory()}", flush=True)
    await db.close()


def _articles(world: World, firsts: list[Claim], count: int) -> list[Article]:
    """Articles of one to three claims; four fifths are about meetings that are there."""
    chance, found = random.Random(2), []
    for n in range(count):
        known = chance.choices(firsts, k=chance.randrange(1, 4))
        said = [world.again(c) if chance.random() < 0.8 else world.meeting() for c in known]
        found.append(world.article(n, said))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--hot", type=int, default=0)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--dense", action="store_true", help="400 persons, however many claims")
    parser.add_argument("--loose", action="store_true", help="claims that leave much out")
    parser.add_argument("--keep", type=Path, help="a folder for filled SQLite files")
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args()
    for claims in asked.claims:
        persons = 400 if asked.dense else max(400, claims // 25)
        print(f"{claims:,} claims of {persons:,} persons")
        world = partial(Loose if asked.loose else World, persons)
        name = f"{claims}-{persons}" + "-loose" * asked.loose
        with filled(claims, world, asked.keep and asked.keep / name, asked.postgres) as record:
            asyncio.run(measure(record, asked.steps, asked.hot, world(seed=2)))


if __name__ == "__main__":
    main()
