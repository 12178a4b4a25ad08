"""What attempts led to: decided one by one, written together, told to the queue."""

import datetime as dt
import random
from collections.abc import Sequence

from msgspec import Struct

from service import metrics
from service.domain.deliveries import Attempt
from service.domain.ids import SubscriptionId
from service.domain.subscriptions import Receiver
from service.queues.deliveries import Completion, Entry
from service.store import finishing, holding, outbox, receivers
from service.store.database import Connection, micros
from workers.notices import disable
from workers.relay import limits_of, milliseconds
from workers.retry import Happened, decide, given_up, is_news, judge

_IN_QUEUE = dt.timedelta(seconds=60)


class Ended(Struct, frozen=True):
    """What a POST led to, on its way to SQL and back to the queue."""

    entry: Entry | None
    result: finishing.Result
    happened: Happened
    disable: str | None


def ended(
    parcel: outbox.Parcel,
    entry: Entry | None,
    happened: Happened,
    attempt: Attempt,
    now: dt.datetime,
    epoch: str,
) -> Ended:
    """Decide on a delivery after an attempt; what is due again soon stays in the queue's epoch."""
    verdict = decide(
        happened, parcel.row.tries, parcel.subscription.retry_waits, now, random.random()
    )
    soon = verdict.state == "pending" and verdict.due_at < now + _IN_QUEUE
    result = finishing.Result(
        parcel=parcel,
        attempt=attempt,
        state=verdict.state,
        due_at=verdict.due_at,
        reason=verdict.reason,
        spent=verdict.spent,
        queued=epoch if soon and entry is not None else "",
    )
    return Ended(entry, result, happened, verdict.disable)


async def write(tx: Connection, all: Sequence[Ended], now: dt.datetime) -> list[Completion]:
    """Write how deliveries ended and how their receivers stand; return what to tell the queue."""
    ids = {one.result.parcel.subscription.id for one in all}
    known = await receivers.get(tx, ids)
    await finishing.finish(tx, [one.result for one in all], now)
    after = {id: known.get(id, Receiver(subscription=id)) for id in ids}
    for one in all:
        id = one.result.parcel.subscription.id
        after[id] = judge(after[id], one.happened, now)
    await receivers.save(tx, [r for id, r in after.items() if is_news(known.get(id), r)])
    reasons = {one.result.parcel.subscription.id: one.disable for one in all if one.disable}
    reasons |= {id: "failing" for id in after if given_up(after[id], now)}
    for id, reason in reasons.items():
        await disable(tx, id, reason, now)
    # Whoever answers 410 may have been removed since it was asked.
    held = [one.result.parcel.id for one in all if one.result.state == "held"]
    await holding.cancel_ownerless(tx, held, now)
    return _completions(all, after, now)


def _completions(
    all: Sequence[Ended], after: dict[SubscriptionId, Receiver], now: dt.datetime
) -> list[Completion]:
    owners = {one.result.parcel.subscription.id: one.result.parcel.subscription for one in all}
    takes = {id: limits_of(to, after[id].trips, after[id].latency_ms) for id, to in owners.items()}
    rests = {id: _until(receiver.resume_at, now) for id, receiver in after.items()}
    return [
        Completion(
            one.entry,
            _until(one.result.due_at, now) if one.result.queued else -1,
            rests[one.result.parcel.subscription.id],
            takes[one.result.parcel.subscription.id],
        )
        for one in all
        if one.entry is not None
    ]


def _until(at: dt.datetime | None, now: dt.datetime) -> int:
    return milliseconds(micros(at) - micros(now)) if at is not None else 0


def count(all: Sequence[Ended]) -> None:
    """Tell the metrics."""
    metrics.attempts([(one.happened.outcome, one.happened.total_ms) for one in all])
