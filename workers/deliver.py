"""A delivery -> a signed POST -> an attempt.

Entries come from the queue (or, while Redis is away, straight from SQL), are claimed under a lease,
sent side by side, and their results written together. Whatever is lost on the way is found again
by its lease.
"""

import asyncio
import contextlib
import datetime as dt
import logging
import random
from collections.abc import Sequence

from msgspec import Struct

from service import metrics
from service.domain.deliveries import Attempt
from service.domain.ids import SubscriptionId
from service.domain.subscriptions import Receiver
from service.errors import Unavailable
from service.queues.connection import Stale
from service.queues.deliveries import Completion, DeliveryQueue, Entry
from service.queues.hints import Hints
from service.store import outbox, receivers, relaying
from service.store.database import Connection, Database, micros
from workers.claim import claim
from workers.loop import finish, keep, pause
from workers.notices import disable
from workers.outbound import Outbound
from workers.post import post
from workers.relay import Clock, Relay, limits_of
from workers.retry import Happened, decide, given_up, is_news, judge

log = logging.getLogger(__name__)

NAME = "deliveries"
_MARGIN = dt.timedelta(seconds=5)
_BLOCK_MS = 200
_BEAT = 1.0
_IN_QUEUE = dt.timedelta(seconds=60)
_MOST_AT_ONCE = 256
_MOMENT = 0.005
_MOST_BESIDE = 32
_CROWDED = dt.timedelta(seconds=0.25)


class Outcome(Struct, frozen=True):
    """What a POST led to, on its way to SQL and back to the queue."""

    entry: Entry | None
    result: outbox.Result
    happened: Happened
    disable: str | None


class Deliverer:
    """One worker: so many slots, so long for a request."""

    def __init__(
        self,
        db: Database,
        queue: DeliveryQueue,
        outbound: Outbound,
        hints: Hints,
        *,
        slots: int = 64,
        timeout: float = 15.0,
        clock: Clock = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._db = db
        self._queue = queue
        self._outbound = outbound
        self._hints = hints
        self._slots = slots
        self._timeout = timeout
        self._lease = dt.timedelta(seconds=timeout) + _MARGIN
        self._clock = clock
        self._relay = Relay(db, queue, clock)
        self._epoch = ""
        self._young_until = self._clock()
        self._sending: dict[asyncio.Task[None], bool] = {}
        self._ended: list[Outcome] = []
        self._completed: list[Completion] = []
        self._changed = asyncio.Event()
        self._roomy = asyncio.Event()
        self._done = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop, then end what has begun."""
        committer = asyncio.create_task(keep("commit", self._commit, self._done))
        loops = [
            asyncio.create_task(keep("relay", self._fill, stop)),
            asyncio.create_task(keep("intake", self._take, stop)),
            asyncio.create_task(keep("reclaim", self._reclaim, stop)),
        ]
        await stop.wait()
        await finish(loops, self._timeout)
        await self._drain()
        self._done.set()
        self._changed.set()
        await finish([committer], self._timeout)

    async def _drain(self) -> None:
        await finish(self._sending, self._timeout + 2)
        # After the lease nobody may write what it led to: others have taken over.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._lease.total_seconds()):
                while self._ended or self._completed:
                    self._changed.set()
                    await asyncio.sleep(0.01)
        try:
            await self._queue.leave()
        except (Unavailable, Stale) as error:
            log.info("left without a word to the queue: %s", error)

    async def _fill(self) -> float:
        wait = await self._relay.step()
        if wait > 0:
            await self._hints.wait(NAME, wait)
        return 0.0

    async def _take(self) -> float:
        free = await self._room()
        if free <= 0 or len(self._ended) >= 4 * self._slots:
            return await self._wait_for_change()
        if not self._relay.ready:
            return await self._take_from_sql(free) if self._relay.away else 0.05
        slow = self._slots // 2 - sum(self._sending.values())
        try:
            entries = await self._queue.read(min(free, _MOST_AT_ONCE), slow, _BLOCK_MS)
        except (Unavailable, Stale) as error:
            self._relay.lost(error)
            return 0.05
        await self._start(entries)
        return 0.0

    async def _room(self) -> int:
        """Return how many slots are free; wait a moment if few are, as few cost as much as many."""
        if self._slots - len(self._sending) < self._slots // 4:
            self._roomy.clear()
            await pause(self._roomy, _MOMENT)
        return self._slots - len(self._sending)

    async def _wait_for_change(self) -> float:
        self._changed.clear()
        await pause(self._changed, 0.5)
        return 0.0

    async def _take_from_sql(self, free: int) -> float:
        """Without the queue's credits, what is being sent at all is counted in SQL."""
        now = self._clock()
        found = await outbox.due_now(self._db, now, _MOST_BESIDE, min(free, _MOST_AT_ONCE))
        parcels, _ = await claim(self._db, found, now, self._lease, room=1)
        for parcel in parcels:
            self._begin(parcel, None)
        return 0.0 if parcels else 0.2

    async def _start(self, entries: Sequence[Entry]) -> None:
        wanted = [(entry.delivery, entry.subscription) for entry in entries]
        now = self._clock()
        claimed, crowded = await claim(self._db, wanted, now, self._lease, room=self._room_for(now))
        parcels: dict[str, outbox.Parcel] = {parcel.id: parcel for parcel in claimed}
        dropped = []
        for entry in entries:
            parcel = parcels.pop(entry.delivery, None)
            if parcel is not None:
                self._begin(parcel, entry)
            elif entry.delivery in crowded:
                self._completed.append(Completion(entry, micros(now + _CROWDED) // 1000))
            else:
                dropped.append(entry)
        if dropped or crowded:
            await self._drop(dropped)

    def _room_for(self, now: dt.datetime) -> int | None:
        """While an epoch of the queue is young, those before it may still use their credits."""
        if self._queue.epoch != self._epoch:
            self._epoch, self._young_until = self._queue.epoch, now + self._lease
        return 2 if now < self._young_until else None

    async def _drop(self, entries: Sequence[Entry]) -> None:
        # First out of the queue, then back to the relay: it may not be admitted while known.
        self._completed += [Completion(entry) for entry in entries]
        await self._complete()
        await self._unqueue([entry.delivery for entry in entries])

    async def _unqueue(self, ids: Sequence[str]) -> None:
        if ids:
            async with self._db.transaction() as tx:
                await relaying.unqueue(tx, ids)

    def _begin(self, parcel: outbox.Parcel, entry: Entry | None) -> None:
        task = asyncio.create_task(self._send(parcel, entry))
        self._sending[task] = entry is not None and entry.lane == "slow"
        task.add_done_callback(self._end)

    def _end(self, task: "asyncio.Task[None]") -> None:
        self._sending.pop(task, None)
        self._changed.set()
        if self._slots - len(self._sending) >= self._slots // 4:
            self._roomy.set()

    async def _send(self, parcel: outbox.Parcel, entry: Entry | None) -> None:
        happened, attempt = await post(self._outbound, parcel, self._clock(), self._timeout)
        self._ended.append(self._outcome(parcel, entry, happened, attempt))

    def _outcome(
        self, parcel: outbox.Parcel, entry: Entry | None, happened: Happened, attempt: Attempt
    ) -> Outcome:
        now = self._clock()
        waits = parcel.subscription.retry_waits
        verdict = decide(happened, parcel.tries, waits, now, random.random())
        soon = verdict.state == "pending" and verdict.due_at < now + _IN_QUEUE
        result = outbox.Result(
            parcel=parcel,
            attempt=attempt,
            state=verdict.state,
            due_at=verdict.due_at,
            reason=verdict.reason,
            spent=verdict.spent,
            queued=self._queue.epoch if soon and entry is not None else "",
        )
        return Outcome(entry, result, happened, verdict.disable)

    async def _commit(self) -> float:
        """Write what has ended since the last time, all of it in one transaction."""
        if not self._ended and not self._completed:
            await self._wait_for_change()
        ended = self._ended[:_MOST_AT_ONCE]
        if ended:
            async with self._db.transaction() as tx:
                changed = await self._write(tx, ended)
            del self._ended[: len(ended)]
            self._completed += [_completion(one, changed) for one in ended if one.entry]
            self._changed.set()
        await self._complete()
        return 0.0

    async def _write(
        self, tx: Connection, ended: Sequence[Outcome]
    ) -> dict[SubscriptionId, Receiver]:
        now = self._clock()
        ids = {one.result.parcel.subscription.id for one in ended}
        known = await receivers.get(tx, ids)
        await outbox.finish(tx, [one.result for one in ended], now)
        after = {id: known.get(id, Receiver(subscription=id)) for id in ids}
        for one in ended:
            id = one.result.parcel.subscription.id
            after[id] = judge(after[id], one.happened, now)
        await receivers.save(tx, [r for id, r in after.items() if is_news(known.get(id), r)])
        metrics.attempts([(one.happened.outcome, one.happened.total_ms) for one in ended])
        reasons = {one.result.parcel.subscription.id: one.disable for one in ended if one.disable}
        reasons |= {id: "failing" for id in after if given_up(after[id], now)}
        for id, reason in reasons.items():
            await disable(tx, id, reason, now)
        return after

    async def _complete(self) -> None:
        done, self._completed = self._completed, []
        try:
            taken = set(await self._queue.complete(done))
        except Stale as error:
            self._relay.lost(error)
        except Unavailable as error:
            self._completed = done + self._completed
            self._relay.lost(error)
            await asyncio.sleep(0.1)
        else:
            due = [one.entry.delivery for one in done if one.due_ms]
            await self._unqueue([id for id in due if id in taken])

    async def _reclaim(self) -> float:
        """Say that this worker lives, and take over from those that do not."""
        if not self._relay.ready:
            return _BEAT
        try:
            await self._queue.beat()
            free = min(self._slots - len(self._sending), _MOST_AT_ONCE)
            if free > 0 and await self._queue.once("reclaim", _BEAT):
                idle_ms = int(self._lease.total_seconds() * 1000)
                await self._start(await self._queue.reclaim(idle_ms, free))
        except (Unavailable, Stale) as error:
            self._relay.lost(error)
        return _BEAT


def _completion(one: Outcome, changed: dict[SubscriptionId, Receiver]) -> Completion:
    assert one.entry is not None  # noqa: S101
    subscription = one.result.parcel.subscription
    receiver = changed[subscription.id]
    limits = limits_of(
        subscription.max_concurrent,
        subscription.max_per_second,
        receiver.trips,
        receiver.latency_ms,
    )
    due = micros(one.result.due_at) // 1000 if one.result.queued else 0
    resume = micros(receiver.resume_at) // 1000 if receiver.resume_at else 0
    return Completion(one.entry, due, resume, limits)
