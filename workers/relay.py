"""From SQL to the queue: what is due, what was lost, what a change of state moved."""

import contextlib
import datetime as dt
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from service.domain.subscriptions import Subscription
from service.errors import Unavailable
from service.queues.connection import Stale
from service.queues.deliveries import Admission, DeliveryQueue, Limits
from service.store import deliveries, pacing, relaying, settling, upkeep, windows
from service.store.database import Connection, Database, micros
from service.store.outbox import Seen
from workers.digests import close
from workers.notices import expire, tell_capped
from workers.replay import Replayer
from workers.retry import SLOW_MS
from workers.setbacks import Setbacks

log = logging.getLogger(__name__)

HORIZON = dt.timedelta(seconds=30)
_TICK = 0.25
_FORGOTTEN = dt.timedelta(seconds=30)
_FALLBACK_AFTER = 1.0
_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

Clock = Callable[[], dt.datetime]


class Relay:
    """Keeps the queue filled from SQL, and SQL in order; any number may run side by side.

    `seen` is what it read of the deliveries that it handed to the queue last.
    """

    def __init__(self, db: Database, queue: DeliveryQueue, clock: Clock) -> None:
        self._db = db
        self._queue = queue
        self._clock = clock
        self._away_since: float | None = time.monotonic()
        self._damaged = False
        self._checked = 0.0
        self._strays_since = _LONG_AGO
        self._settling: settling.Settling | None = None
        self._replayer = Replayer(db)
        self._setbacks = Setbacks()
        self.seen = Seen()

    @property
    def away(self) -> bool:
        """Whether Redis has been away for so long that work goes on without it."""
        since = self._away_since
        return since is not None and time.monotonic() - since > _FALLBACK_AFTER

    @property
    def ready(self) -> bool:
        """Whether the queue can be read."""
        return self._away_since is None

    def lost(self, error: Exception) -> None:
        """Take note that the queue failed; the next step will see to it."""
        self._damaged = self._damaged or isinstance(error, Stale)
        if self._away_since is None:
            self._away_since = time.monotonic()
            log.warning("the queue was lost: %s", error)

    async def step(self) -> float:
        """Do what is due in SQL and in the queue; return the seconds until the next look."""
        now = self._clock()
        todo = await relaying.todo(self._db, now, now + HORIZON)
        more = await self._keep_order(todo, now)
        if todo.replaying:
            more = await self._replayer.go_on(now) or more
        try:
            return await self._fill(now, due=todo.due, more=more)
        except (Unavailable, Stale) as error:
            self.lost(error)
            return _TICK

    async def _keep_order(self, todo: relaying.Todo, now: dt.datetime) -> bool:
        """Do a piece of each kind of work there is; tell whether there may be much more at once.

        A kind that fails stops neither the others nor what is to be sent.
        """
        done = False
        for name, there_is, work in (
            ("expiring", todo.expiring, expire),
            ("reaping", todo.lapsed, upkeep.reap),
            ("turning", todo.turning, windows.turn),
            ("spreading", todo.spreading, deliveries.spread),
            ("sorting", todo.sorting, _sort),
            ("closing", todo.closing, close),
        ):
            if there_is:
                did = await self._setbacks.spare(name, partial(self._in_order, work, now))
                # The others leave little: what somebody else has in hand, to be looked for later.
                done = done or (bool(did) and name not in ("expiring", "reaping"))
        if todo.settling:
            done = bool(await self._setbacks.spare("settling", partial(self._settle, now))) or done
        return done

    async def _in_order(
        self, work: Callable[[Connection, dt.datetime], Awaitable[object]], now: dt.datetime
    ) -> bool:
        async with self._db.transaction() as tx:
            await work(tx, now)
        return True

    async def _settle(self, now: dt.datetime) -> bool:
        before, self._settling = self._settling, None
        self._settling = await settling.settle(self._db, now, before)
        return True

    async def _fill(self, now: dt.datetime, *, due: bool, more: bool) -> float:
        if not self.ready:
            await self._return()
        if due:
            more = await self._admit(now) or more
        await self._recheck(now)
        wait = await self._queue.promote()
        return 0.0 if more else min(_TICK, _TICK if wait is None else wait)

    async def _return(self) -> None:
        """Find the queue again; what another epoch knew is admitted anew."""
        known = self._queue.epoch
        try:
            another = await self._queue.sync()
            if self._damaged and not another:
                raise Stale("the epoch is the same, and damaged")
            await self._queue.work()
            await self._queue.promote()
        except Stale:
            await self._queue.sync(broken=True)
        if self._queue.epoch != known:
            log.info("now in epoch %s of the queue", self._queue.epoch)
        self._damaged = False
        self._checked = 0.0
        self._away_since = None

    async def _admit(self, now: dt.datetime) -> bool:
        async with self._db.transaction(short=True) as tx:
            due = await relaying.due(tx, self._queue.epoch, now, now + HORIZON)
        if due.layout is not None:
            self.seen.add(due.rows, due.layout)
        try:
            await self._queue.admit(_admissions(due, now), _limits(due.owners.values()))
        except (Unavailable, Stale):
            with contextlib.suppress(Unavailable):
                async with self._db.transaction() as tx:
                    await relaying.unqueue(tx, [one.id for one in due.rows])
            raise
        return due.more

    async def _recheck(self, now: dt.datetime) -> None:
        """Every few seconds: rows of other epochs, and rows that this one may have lost."""
        clock = time.monotonic()
        if clock < self._checked:
            return
        async with self._db.transaction() as tx:
            moved = await upkeep.orphans(tx, self._queue.epoch)
            moved += await upkeep.forgotten(tx, self._queue.epoch, now - _FORGOTTEN)
            moved += await windows.strays(tx, self._strays_since, now)
            moved += await upkeep.ownerless(tx, self._strays_since, now)
        self._strays_since = now - _FORGOTTEN
        self._checked = clock if moved else clock + 5.0


async def _sort(tx: Connection, now: dt.datetime) -> None:
    for capped in await pacing.sort(tx, now):
        await tell_capped(tx, capped, now)


def _admissions(due: relaying.Due, now: dt.datetime) -> list[Admission]:
    moment = micros(now)
    rests = {id: owner.resume_at for id, owner in due.owners.items()}
    return [
        Admission(
            one.id,
            one.subscription,
            milliseconds(max(one.due_at, rests[one.subscription]) - moment),
        )
        for one in due.rows
    ]


def _limits(owners: Iterable[relaying.Owner]) -> dict[str, Limits]:
    return {
        to.subscription.id: limits_of(to.subscription, to.trips, to.latency_ms) for to in owners
    }


def milliseconds(wait: int) -> int:
    """Say a wait in microseconds to the queue: never less than it is, and 0 for what is past.

    Not until when: its clock may not be ours.
    """
    return max(0, -(-wait // 1000))


def limits_of(to: Subscription, trips: int, latency_ms: float) -> Limits:
    """Say what a receiver takes now: one that is being probed takes one request at a time."""
    cap = 1 if trips else to.max_concurrent
    return Limits(cap, to.max_per_second, latency_ms > SLOW_MS)
