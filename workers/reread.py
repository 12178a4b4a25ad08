"""Reads the archive again in the background when the extractor or the knowledge is a newer one.

One process does it at a time, with half of one processor at most, and it waits while the monitor
is behind: the news goes first.
"""

import asyncio
import datetime as dt
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from functools import partial

from service import metrics
from service.domain.ids import ArticleId
from service.reading import ReadingPool, extractor, versions
from service.rereading import ReadMany, reread
from service.store import journal, leases, readings
from service.store.database import Database
from workers import monitor
from workers.loop import keep, pause
from workers.monitor import Hints

NAME = "rereading"
LEASE = dt.timedelta(seconds=60)
BATCH = 20
BEHIND = 200  # changes that the monitor may be behind before this waits
SWEEP = 60.0

log = logging.getLogger(__name__)


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Rereader:
    """Reads again what is not of these versions (the extractor's, the knowledge's)."""

    def __init__(
        self,
        db: Database,
        wanted: tuple[str, str],
        hints: Hints | None = None,
        now: Callable[[], dt.datetime] = _utc_now,
    ) -> None:
        self._db = db
        self._wanted = wanted
        self._hints = hints
        self._now = now
        self._token = secrets.token_hex(8)
        # What cannot be renewed is not tried again before the next start.
        self._left: set[ArticleId] = set()

    async def waiting(self) -> list[ArticleId]:
        """Return the articles to read next, at most a batch."""
        return await readings.outdated(
            self._db, *self._wanted, limit=BATCH, leaving_out=sorted(self._left)
        )

    async def work(self, read_many: ReadMany) -> bool:
        """Read a batch again; tell whether there may be more.

        Returns False, having done nothing, while another process does it.
        """
        if not await leases.take(self._db, NAME, self._token, self._now(), LEASE):
            return False
        ids = await self.waiting()
        if not ids:
            await leases.give_up(self._db, NAME, self._token)
            return False
        await self._take(read_many, ids)
        return True

    async def _take(self, read_many: ReadMany, ids: Sequence[ArticleId]) -> None:
        done = await reread(self._db, read_many, ids, self._now())
        self._left.update(done.left)
        metrics.reread(done.changed, len(done.left), done.taken)
        for id, why in done.left.items():
            log.error("%s keeps its old reading: %s", id, why)
        if done.changed and self._hints is not None:
            await self._hints.wake(monitor.NAME)

    async def monitor_is_behind(self) -> bool:
        """Tell whether the monitor has much to do already."""
        done = await journal.position(self._db, monitor.NAME)
        return await journal.newest(self._db) - done > BEHIND

    async def leave(self) -> None:
        """Let another go on at once."""
        await leases.give_up(self._db, NAME, self._token)


async def run(
    db: Database,
    hints: Hints,
    knowledge: tuple[str, ...],
    stop: asyncio.Event,
    models: tuple[str, ...] = (),
) -> None:
    """Work until told to stop."""
    rereader = Rereader(db, await asyncio.to_thread(versions, knowledge), hints)

    async def step() -> float:
        if await rereader.waiting():
            pool = ReadingPool(partial(extractor, knowledge, models), processes=1)
            try:
                await _drain(rereader, pool.read, stop)
            finally:
                await asyncio.to_thread(pool.close)
        return SWEEP

    await keep(NAME, step, stop)
    await rereader.leave()


async def _drain(rereader: Rereader, read_many: ReadMany, stop: asyncio.Event) -> None:
    more = True
    while more and not stop.is_set():
        if await rereader.monitor_is_behind():
            await pause(stop, 1.0)
            continue
        begun = time.monotonic()
        more = await rereader.work(read_many)
        # As long a rest as the work took: whoever answers requests needs the machine.
        await pause(stop, time.monotonic() - begun)
