"""A delivery -> a signed POST -> an attempt.

Entries come from the queue (or, while Redis is away, straight from SQL), are claimed under a lease,
sent side by side, and their results written together. Two hands do it: one in SQL writes what has
ended and claims what was given, in one transaction; one in the queue tells what was written and
takes what is next, in one step. Whatever is lost on the way is found again by its lease.
"""

import asyncio
import contextlib
import datetime as dt
import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from service.domain.deliveries import Attempt
from service.errors import Unavailable
from service.queues.connection import Stale
from service.queues.deliveries import BEAT, Completion, DeliveryQueue, Entry
from service.queues.hints import Hints
from service.store import outbox, relaying
from service.store.database import Database
from workers import ending
from workers.claim import MARGIN, Claimed, Youth, claim
from workers.loop import finish, keep, pause
from workers.outbound import Outbound
from workers.post import post, unsent
from workers.relay import Clock, Relay
from workers.retry import Happened
from workers.slots import Slots

log = logging.getLogger(__name__)

NAME = "deliveries"
_BLOCK_MS = 200
_MOST_AT_ONCE = 256
_MOST_TOLD = 1000
_BURST = 32
_MOMENT = 0.005
_LONGER = 0.02
_LONG = 0.5
_MOST_BESIDE = 32
_CROWDED_MS = 250


class Deliverer:
    """One worker: so many slots, so long for a request."""

    def __init__(
        self,
        db: Database,
        queue: DeliveryQueue,
        outbound: Outbound,
        hints: Hints,
        *,
        slots: int = 512,
        timeout: float = 15.0,
        clock: Clock = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._db = db
        self._queue = queue
        self._outbound = outbound
        self._hints = hints
        self._slots = Slots(slots)
        self._half = slots // 2
        self._timeout = timeout
        self._lease = dt.timedelta(seconds=timeout) + MARGIN
        self._clock = clock
        self._relay = Relay(db, queue, clock)
        self._youth = Youth(self._lease, self._clock())
        # On their way from the slots: ended, written.
        self._ended: list[ending.Ended] = []
        self._completed: list[Completion] = []
        self._dry = True
        self._turns = 0
        self._to_write = asyncio.Event()
        self._to_tell = asyncio.Event()
        self._more = asyncio.Event()
        self._telling = False
        self._stopping = False
        self._done = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop, then end what has begun."""
        hands = [
            asyncio.create_task(keep("commit", self._commit, self._done)),
            asyncio.create_task(keep("turn", self._turn, self._done)),
        ]
        loops = [
            asyncio.create_task(keep("relay", self._fill, stop)),
            asyncio.create_task(keep("intake", self._take, stop)),
            asyncio.create_task(keep("reclaim", self._reclaim, stop)),
        ]
        await stop.wait()
        self._stopping = True
        await finish(loops, self._timeout)
        await self._drain()
        self._done.set()
        self._to_write.set()
        self._to_tell.set()
        await finish(hands, self._timeout)

    async def _drain(self) -> None:
        # What was given and not begun is left to others.
        self._slots.given.clear()
        await self._while(lambda: self._slots.moving, self._timeout + 2)
        # After the lease nobody may write what it led to: others have taken over.
        await self._while(lambda: self._ended or self._completed, self._lease.total_seconds())
        try:
            await self._queue.leave()
        except (Unavailable, Stale) as error:
            log.info("left without a word to the queue: %s", error)

    async def _while(self, busy: Callable[[], object], seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while busy():
                    await pause(self._done, _MOMENT)

    def _free(self, done: int = 0) -> int:
        # As many again will soon have ended: what is claimed then is at hand, in one transaction.
        ahead = min(done, self._half)
        # What is not written yet counts: all of it is sent again if this process dies.
        free = 0 if self._stopping else self._slots.free - len(self._ended) + ahead
        return min(max(free, 0), _MOST_AT_ONCE)

    async def _fill(self) -> float:
        wait = await self._relay.step()
        if wait > 0:
            await self._hints.wait(NAME, wait)
        return 0.0

    async def _take(self) -> float:
        """Wait for what comes; while there is more than can be sent, the turns take it."""
        if self._free() <= 0 or not self._dry:
            before = self._turns
            await asyncio.sleep(_MOMENT)
            if self._free() <= 0 or before != self._turns:
                return 0.0
        if not self._relay.ready:
            return await self._take_from_sql() if self._relay.away else 0.05
        free = self._free()
        try:
            self._gave(free, await self._queue.read(free, self._slots.free_slow, _BLOCK_MS))
        except (Unavailable, Stale) as error:
            self._relay.lost(error)
            return 0.05
        return 0.0

    def _gave(self, asked: int, given: Sequence[Entry]) -> None:
        self._dry = len(given) < asked
        if given and not self._stopping:
            self._slots.given += given
            self._to_write.set()

    async def _take_from_sql(self) -> float:
        """Without the queue's credits, what is being sent at all is counted in SQL."""
        found = await outbox.due_now(self._db, self._clock(), _MOST_BESIDE, self._free())
        async with self._db.transaction(short=True) as tx:
            mine = await claim(tx, found, self._clock(), self._lease, room=1)
        now = self._clock()
        for parcel in mine.parcels:
            self._begin(parcel, None, now, in_time=mine.may_begin(now))
        return 0.0 if mine.parcels else 0.2

    def _begin(
        self, parcel: outbox.Parcel, entry: Entry | None, now: dt.datetime, *, in_time: bool
    ) -> None:
        self._slots.begin(entry)
        if not in_time:
            self._end(parcel, entry, *unsent(parcel, now))
            return
        post(self._outbound, parcel, now, self._timeout, partial(self._end, parcel, entry))

    def _end(
        self, parcel: outbox.Parcel, entry: Entry | None, happened: Happened, attempt: Attempt
    ) -> None:
        self._slots.end(entry)
        # What has arrived is due at no time.
        arrived = happened.outcome == "delivered"
        now = attempt.started_at if arrived else self._clock()
        one = ending.ended(parcel, entry, happened, attempt, now, self._queue.epoch)
        self._ended.append(one)
        if len(self._ended) in (1, self._half):
            self._to_write.set()
            self._more.set()

    async def _commit(self) -> float:
        """Write what has ended and claim what was given since the last time, in one transaction."""
        begins = bool(self._slots.given) and self._slots.room(0) > 0
        if not self._ended and not begins:
            self._to_write.clear()
            await pause(self._to_write, _LONG)
            return 0.0
        await self._gather()
        ended = self._ended[:_MOST_AT_ONCE]
        # Two ask the queue for more, each for all that is free: what is too much waits here.
        room = self._slots.room(len(self._ended) - len(ended))
        with self._slots.claiming(min(room, _MOST_AT_ONCE)) as given:
            await self._start(given, await self._write(ended, given))
        return 0.0

    async def _gather(self) -> None:
        """Wait a moment for what goes along: few cost as much as many."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LONGER):
                while self._telling or len(self._ended) < self._half < self._slots.sending:
                    self._more.clear()
                    await self._more.wait()

    async def _write(self, ended: Sequence[ending.Ended], given: Iterable[Entry]) -> Claimed:
        told: list[Completion] = []
        wanted = {entry.delivery: entry.subscription for entry in given}
        async with self._db.transaction(short=True) as tx:
            now = self._clock()  # The lock may have been long in coming.
            if ended:
                told = await ending.write(tx, ended, now)
            room = self._youth.room(self._queue.epoch, now)
            seen = self._relay.seen
            mine = await claim(tx, wanted, now, self._lease, room=room, seen=seen)
        ending.count(ended)
        del self._ended[: len(ended)]
        self._completed += told
        self._tell_soon()
        return mine

    def _tell_soon(self) -> None:
        if self._completed:
            self._telling = self._relay.ready
            self._to_tell.set()

    async def _start(self, given: deque[Entry], mine: Claimed) -> None:
        parcels: dict[str, outbox.Parcel] = {parcel.id: parcel for parcel in mine.parcels}
        for n in range(len(given)):
            if n % _BURST == 0:
                # The queue is told at once what was written, and answers are heard meanwhile.
                await asyncio.sleep(0)
                now = self._clock()
            entry = given.popleft()
            parcel = parcels.pop(entry.delivery, None)
            if parcel is not None:
                self._begin(parcel, entry, now, in_time=mine.may_begin(now))
            else:
                wait_ms = _CROWDED_MS if entry.delivery in mine.crowded else -1
                self._completed.append(Completion(entry, wait_ms))
        self._tell_soon()

    async def _turn(self) -> float:
        """Tell the queue what was written, and take what is next."""
        if not self._completed:
            self._to_tell.clear()
            await self._to_tell.wait()
            return 0.0
        try:
            await self._tell()
        finally:
            self._telling = False
            self._more.set()
        return 0.0

    async def _tell(self) -> None:
        done, self._completed = self._completed[:_MOST_TOLD], self._completed[_MOST_TOLD:]
        free = self._free(len(done)) if self._relay.ready else 0
        try:
            others, given = await self._queue.turn(done, free, self._slots.free_slow)
        except Stale as error:
            self._relay.lost(error)
        except Unavailable as error:
            self._completed = done + self._completed
            self._relay.lost(error)
            await asyncio.sleep(0.1)
        else:
            self._turns += 1
            if free > 0:
                self._gave(free, given)
            await self._give_back(done, set(others))

    async def _give_back(self, done: Sequence[Completion], others: set[str]) -> None:
        # First out of the queue, then back to the relay: it may not be admitted while known.
        late = [one for one in done if one.wait_ms >= 0 and one.entry.delivery in others]
        unsent = [one for one in done if one.stands is None and one.wait_ms < 0]
        if late or unsent:
            async with self._db.transaction(short=True) as tx:
                await relaying.unqueue(tx, [one.entry.delivery for one in (*late, *unsent)])

    async def _reclaim(self) -> float:
        """Say that this worker lives, and take over from those that do not."""
        if not self._relay.ready:
            return BEAT
        try:
            idle_ms = int(self._lease.total_seconds() * 1000)
            if found := await self._queue.take_over(idle_ms, self._free()):
                self._slots.given += found
                self._to_write.set()
        except (Unavailable, Stale) as error:
            self._relay.lost(error)
        return BEAT
