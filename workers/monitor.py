"""The monitor: takes the journal in order, keeps the meetings, and tells who waits for a change.

One monitor works at a time, over all processes: it holds a lease, and each transaction makes sure
that it still does. Others stand by and take over when the lease runs out.
"""

import asyncio
import datetime as dt
import gc
import logging
import secrets
from collections import Counter
from collections.abc import Callable
from typing import Protocol

from service.domain.meetings import Meeting
from service.errors import Conflict
from service.matching.index import Index
from service.resolution.events import carried, counted, overdue
from service.resolution.lifecycle import REPORTED_WITHIN
from service.store import events, journal, leases, meeting_log, merged, subscriptions
from service.store.database import Database
from service.store.journal import Entry
from service.store.outages import is_passing
from workers import filling, situation, step
from workers.loop import keep
from workers.shelf import Shelf

NAME = "monitor"
LEASE = dt.timedelta(seconds=5)
SWEEP = 1.0
OVERDUE = dt.timedelta(minutes=5)
BATCH = 50
TRIES = 5

_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)

_log = logging.getLogger(__name__)


class Hints(Protocol):
    """Wakes whoever waits for a name."""

    async def wait(self, name: str, seconds: float) -> bool:
        """Wait for a hint, at most so long."""

    async def wake(self, name: str) -> None:
        """Tell all who wait for a name that there is work."""


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Monitor:
    """One monitor's state: its lease, and the index of standing queries with how far it follows."""

    def __init__(
        self, db: Database, hints: Hints | None = None, now: Callable[[], dt.datetime] = _utc_now
    ) -> None:
        self._db = db
        self._hints = hints
        self._now = now
        self._token = secrets.token_hex(8)
        self._index = Index()
        self._shelf = Shelf()
        self._followed = -1
        self._holds_until = _NEVER
        self._failures: Counter[int] = Counter()
        self._overdue_at = _NEVER

    async def work(self) -> bool:
        """Take a batch of the journal; tell whether there may be more at once.

        Returns False, having done nothing, while another monitor holds the lease; the index is
        ready then too, so that taking over does not wait for it.
        """
        await self.follow()
        if not await self.hold():
            return False
        entries = await journal.after(self._db, await journal.position(self._db, NAME), limit=BATCH)
        for entry in entries:
            await self.hold()
            await self._take_or_pass(entry)
        return len(entries) == BATCH

    async def _take_or_pass(self, entry: Entry) -> None:
        """Take a step; one that fails over and over is passed by, so that it stops no other."""
        try:
            await self.take(entry)
        except Exception as error:
            if isinstance(error, Conflict) or is_passing(error):
                self._holds_until = _NEVER
                raise
            self._shelf.clear()
            self._failures[entry.seq] += 1
            _log.exception("step %s (%s) failed", entry.seq, entry.article)
            if self._failures[entry.seq] < TRIES:
                raise
            await journal.advance(self._db, NAME, entry.seq)

    async def take(self, entry: Entry) -> None:
        """Do one step of the journal; raises Conflict when the lease was lost."""
        now = self._now()
        if entry.change == "corrected":
            # People may have said where an actor is from.
            self._shelf.clear()
        seen = await situation.load(self._db, entry, self._shelf)
        made = await step.decide(self._db, seen, self._shelf, now)
        await self.follow()
        async with self._db.transaction() as tx:
            await leases.hold(tx, NAME, self._token)
            owed = await step.write(tx, made, self._index, now)
            await journal.advance(tx, NAME, entry.seq)
        if self._hints is not None and made.events:
            await self._hints.wake("events")
            if owed:
                await self._hints.wake("deliveries")

    async def follow(self) -> None:
        """Bring the index up to the subscriptions that are committed."""
        if self._followed < 0:
            self._followed = await self._load()
        found = await subscriptions.changed_since(self._db, self._followed)
        while found.seq > self._followed:
            for gone in found.gone:
                self._index.remove(gone)
            for asking in found.active:
                self._index.add(asking)
            self._followed = found.seq
            found = await subscriptions.changed_since(self._db, self._followed)

    async def _load(self) -> int:
        """Fill the index a page at a time, others work in between; return where to follow from."""
        self._index = Index()
        place = await subscriptions.place(self._db)
        page = await subscriptions.matched(self._db)
        while page:
            for asking in page:
                self._index.add(asking)
            # A hundred thousand queries would be walked by each collection of garbage: 0.4 s.
            gc.freeze()
            await asyncio.sleep(0)
            page = await subscriptions.matched(self._db, page[-1].id)
        return place

    async def hold(self) -> bool:
        """Take the lease, or renew it when half of it is over; tell whether it is ours."""
        now = self._now()
        # If more is left than it had, the clock was put back meanwhile.
        if LEASE / 2 < self._holds_until - now <= LEASE:
            return True
        if now >= self._holds_until:
            # Somebody else may have worked meanwhile.
            self._shelf.clear()
        if not await leases.take(self._db, NAME, self._token, now, LEASE):
            return False
        if now >= self._holds_until and await filling.is_to_be_filled(self._db):
            async with self._db.transaction() as tx:
                await leases.hold(tx, NAME, self._token)
                await filling.complete(tx, now)
        self._holds_until = now + LEASE
        return True

    async def tell_overdue(self) -> None:
        """Tell of meetings whose day has passed without report, each once."""
        now = self._now()
        for meeting in await meeting_log.unreported(self._db, now.date() - REPORTED_WITHIN):
            try:
                await self._tell_overdue(meeting, now)
            except Exception as error:
                if isinstance(error, Conflict) or is_passing(error):
                    raise
                _log.exception("that %s is overdue cannot be told", meeting.id)

    async def _tell_overdue(self, meeting: Meeting, now: dt.datetime) -> None:
        known = await self._shelf.facts(self._db, (p.actor for p in meeting.parties))
        same = await merged.together(self._db, known)
        last = (await events.latest(self._db, [meeting.id])).values()
        event = overdue(meeting, known, now.date(), now, same, counted(last) + 1, carried(last))
        if event is None:
            return
        await self.follow()
        async with self._db.transaction() as tx:
            await leases.hold(tx, NAME, self._token)
            await step.tell(tx, [event], self._index, now)

    async def step(self) -> float:
        """Work until there is nothing to do, then wait for a hint or the sweep."""
        try:
            while await self.work():
                pass
            if self._leads() and self._now() >= self._overdue_at:
                self._overdue_at = self._now() + OVERDUE
                await self.tell_overdue()
        except Conflict:
            _log.warning("another monitor took over")
        if self._hints is None:
            return SWEEP
        await self._hints.wait(NAME, SWEEP)
        return 0.0

    def _leads(self) -> bool:
        return self._now() < self._holds_until

    async def leave(self) -> None:
        """Give the lease up, so that another takes over at once."""
        await leases.give_up(self._db, NAME, self._token)


async def run(db: Database, hints: Hints | None, stop: asyncio.Event) -> None:
    """Work until told to stop, then give the lease up."""
    monitor = Monitor(db, hints)
    await keep(NAME, monitor.step, stop)
    await monitor.leave()
