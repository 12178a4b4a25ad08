"""What attempts led to: decided one by one, written together, told to the queue."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Sequence

from service import metrics
from service.domain.deliveries import Attempt
from service.domain.ids import SubscriptionId
from service.domain.subscriptions import Receiver
from service.queues.deliveries import Completion, Entry, Standing
from service.store import finishing, holding, outbox, receivers
from service.store.database import Connection, micros
from workers.notices import disable
from workers.relay import limits_of, milliseconds
from workers.retry import Happened, decide, given_up, is_news, judge_all

_IN_QUEUE = dt.timedelta(seconds=60)


class Ended(finishing.Result, frozen=True):
    """What a POST led to, on its way to SQL and back to the queue."""

    happened: Happened
    entry: Entry | None


def ended(
    parcel: outbox.Parcel,
    entry: Entry | None,
    happened: Happened,
    attempt: Attempt,
    now: dt.datetime,
    epoch: str,
) -> Ended:
    """Decide on a delivery after an attempt; what is due again soon stays in the queue's epoch."""
    waits = parcel.subscription.retry_waits
    verdict = decide(happened, parcel.row.tries, waits, now, random.random())
    kept = verdict.state == "pending" and entry is not None and verdict.due_at < now + _IN_QUEUE
    queued = epoch if kept else ""
    return Ended(parcel, attempt, verdict, queued, happened, entry)


async def write(tx: Connection, all: Sequence[Ended], now: dt.datetime) -> list[Completion]:
    """Write how deliveries ended and how their receivers stand; return what to tell the queue."""
    by_receiver: dict[SubscriptionId, list[Ended]] = defaultdict(list)
    for one in all:
        by_receiver[one.parcel.subscription.id].append(one)
    known = await receivers.get(tx, by_receiver)
    await finishing.finish(tx, all, now)
    told: list[Completion] = []
    after: list[Receiver] = []
    for id, some in by_receiver.items():
        before = known.get(id) or Receiver(subscription=id)
        receiver = judge_all(before, [one.happened for one in some], now)
        after.append(receiver)
        told += _completions(some, receiver, now)
    await receivers.save(tx, [one for one in after if is_news(known.get(one.subscription), one)])
    await _drop(tx, all, after, now)
    return told


async def _drop(
    tx: Connection, all: Sequence[Ended], after: Sequence[Receiver], now: dt.datetime
) -> None:
    """Disable who wants no more, or has failed for too long."""
    gone = [(one.parcel, reason) for one in all if (reason := one.verdict.disable)]
    reasons = {parcel.subscription.id: reason for parcel, reason in gone}
    reasons |= {one.subscription: "failing" for one in after if given_up(one, now)}
    for id, reason in reasons.items():
        await disable(tx, id, reason, now)
    if gone:
        # Whoever answers 410 may have been removed since it was asked.
        await holding.cancel_ownerless(tx, [parcel.id for parcel, _ in gone], now)


def _completions(all: Sequence[Ended], receiver: Receiver, now: dt.datetime) -> list[Completion]:
    takes = limits_of(all[0].parcel.subscription, receiver.trips, receiver.latency_ms)
    stands = Standing(_until(receiver.resume_at, now), takes.encode())
    return [
        Completion(one.entry, _until(one.verdict.due_at, now) if one.queued else -1, stands)
        for one in all
        if one.entry is not None
    ]


def _until(at: dt.datetime | None, now: dt.datetime) -> int:
    return milliseconds(micros(at) - micros(now)) if at is not None else 0


def count(all: Sequence[Ended]) -> None:
    """Tell the metrics."""
    metrics.attempts(
        [one.happened.outcome for one in all], [one.happened.total_ms / 1000 for one in all]
    )
