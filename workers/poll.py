"""Sources, looked at when they are due: claimed, looked at side by side, written down together."""

import asyncio
import datetime as dt
import logging
import random
import secrets
from collections.abc import Sequence

from service import metrics
from service.alone import Alone
from service.domain.sources import Watched
from service.ingest import Read
from service.queues.hints import Hints
from service.sources.polling import SPACING, Polled, after, becomes_stale, begins_to_fail
from service.store import source_items, sources
from service.store.database import Database, micros
from service.store.outages import is_passing
from service.store.sources import Looked
from workers.fetch import TIMEOUT
from workers.hosts import Hosts
from workers.look import Looker
from workers.loop import keep, pause
from workers.notices import tell_failing
from workers.outbound import Outbound
from workers.relay import Clock
from workers.taking import Taker

log = logging.getLogger(__name__)

NAME = "poll"
LEASE = dt.timedelta(minutes=5)
_IDLE = 5.0
_PATIENCE = 15.0
_TOGETHER = 0.02
_FORGET_EVERY = dt.timedelta(hours=6)


class Poller:
    """One worker: so many sources side by side, half of them at most such as failed before."""

    def __init__(
        self,
        db: Database,
        outbound: Outbound,
        hints: Hints | None,
        read: Read,
        *,
        backfill: dt.timedelta = dt.timedelta(days=3),
        slots: int = 128,
        spacing: float = SPACING,
        timeout: float = TIMEOUT,
        clock: Clock = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._db = db
        self._hints = hints
        self._slots = slots
        self._spacing = dt.timedelta(seconds=spacing)
        self._clock = clock
        self._parser = Alone()
        hosts = Hosts(outbound, spacing / 2, timeout)
        taker = Taker(
            db,
            hosts,
            read,
            backfill=backfill,
            notify=self._wake_monitor,
            clock=clock,
            parser=self._parser,
        )
        self._looker = Looker(db, outbound, hosts, taker, timeout, clock, self._parser)
        self._token = secrets.token_hex(8)
        self._looking: dict[asyncio.Task[None], Watched] = {}
        self._ended: list[Looked] = []
        self._changed = asyncio.Event()
        self._done = asyncio.Event()
        self._forget_at = clock()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop, then end what has begun."""
        log.info("watching %d sources", await sources.count(self._db, "active"))
        committer = asyncio.create_task(keep("sources", self._commit, self._done))
        await keep(NAME, self._fill, stop)
        await self._drain()
        self._done.set()
        self._changed.set()
        await committer
        await self.write()
        await asyncio.to_thread(self._parser.close)

    async def once(self) -> int:
        """Look at all that is due now, and return how many sources that were."""
        count = 0
        while await self._claim():
            count += len(self._looking)
            while self._looking:
                await asyncio.wait(self._looking)
                await asyncio.sleep(0)
            await self.write()
        return count

    async def _wake_monitor(self) -> None:
        if self._hints is not None:
            await self._hints.wake("monitor")

    async def _drain(self) -> None:
        if self._looking:
            _, late = await asyncio.wait(self._looking, timeout=_PATIENCE)
            left = [self._looking[task] for task in late if task in self._looking]
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
            async with self._db.transaction() as tx:
                await sources.give_up(tx, left, self._clock())

    async def _fill(self) -> float:
        if self._slots - len(self._looking) < max(1, self._slots // 4):
            self._changed.clear()
            await pause(self._changed, 0.5)
            return 0.0
        if await self._claim():
            return 0.0
        wait = await self._until_due()
        if self._hints is None:
            return wait
        await self._hints.wait(NAME, wait)
        return 0.0

    async def _until_due(self) -> float:
        due = await sources.next_due(self._db)
        if due is None:
            return _IDLE
        seconds = (due - micros(self._clock())) / 1_000_000
        return min(max(seconds, _TOGETHER * 10), _IDLE)

    async def _claim(self) -> int:
        """Begin to look at what is due, as far as there is room."""
        failing = sum(one.health.failures > 0 for one in self._looking.values())
        free = self._slots - len(self._looking)
        async with self._db.transaction() as tx:
            now = self._clock()
            found = await sources.claim(tx, self._token, now, LEASE, free, failing=False)
            room = min(free - len(found), self._slots // 2 - failing)
            if room > 0:
                found += await sources.claim(tx, self._token, now, LEASE, room, failing=True)
        for watched in found:
            task = asyncio.create_task(self._look(watched))
            self._looking[task] = watched
            task.add_done_callback(self._end)
        return len(found)

    def _end(self, task: "asyncio.Task[None]") -> None:
        self._looking.pop(task, None)
        self._changed.set()

    async def _look(self, watched: Watched) -> None:
        try:
            polled = await self._looker.look(watched)
        except Exception as error:
            if is_passing(error):
                # Not the source's fault: its lease runs out, and it is looked at again.
                log.warning("%s was not looked at: %r", watched.source.url, error)
                return
            log.exception("%s could not be looked at", watched.source.url)
            polled = Polled(outcome="failed", error=f"internal: {str(error) or repr(error)}")
        health = after(watched.health, polled, self._clock(), random.random())
        reason = "gone" if polled.outcome == "gone" else None
        self._ended.append(Looked(watched, health, reason))
        metrics.poll(polled.outcome, polled.taken, polled.revised)

    async def _commit(self) -> float:
        if not self._ended:
            self._changed.clear()
            await pause(self._changed, 0.5)
        await self.write()
        return _TOGETHER

    async def write(self) -> None:
        """Write down the looks that have ended, all in one transaction."""
        ended = list(self._ended)
        now = self._clock()
        if ended:
            async with self._db.transaction() as tx:
                held = await sources.record(tx, ended, now, self._spacing)
                failing = [(one, why) for one in held if (why := _reason(one))]
                for one, why in failing:
                    await tell_failing(tx, one, why, now)
            del self._ended[: len(ended)]
            _log(held)
            if failing and self._hints is not None:
                await self._hints.wake("deliveries")
        if now >= self._forget_at:
            self._forget_at = now + _FORGET_EVERY
            await source_items.forget_old(self._db, now)


def _reason(one: Looked) -> str | None:
    """Say why those who listen are to be told of a source, or None."""
    before, now = one.watched.health, one.health
    if one.disable is not None:
        return one.disable
    if begins_to_fail(before, now):
        return "failing"
    return "stale" if becomes_stale(one.watched.source.created_at, before, now) else None


def _log(looked: Sequence[Looked]) -> None:
    """Say which sources cannot be reached, when that begins and when it ends."""
    for one in looked:
        source, before, now = one.watched.source, one.watched.health, one.health
        if now.failures and _reason(one):
            log.warning("source %s keeps failing (%s): %s", source.name, source.url, now.last_error)
        elif now.failures == 1:
            log.warning("source %s failed (%s): %s", source.name, source.url, now.last_error)
        elif before.failures and not now.failures:
            log.info("source %s answers again (%s)", source.name, source.url)
