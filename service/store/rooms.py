"""How many requests to a receiver run at once, over all workers, as SQL knows it.

The queue's credits keep the caps; but without a queue there are none, and an epoch of the queue
knows nothing of what was under way when it began.
"""

from collections import Counter
from collections.abc import Mapping

from service.domain.ids import SubscriptionId
from service.store import outbox
from service.store.database import Connection
from service.store.subscription_rows import owners

_LOCK = 0x7061726C6579


async def crowded(tx: Connection, wanted: Mapping[str, str], times: int) -> set[str]:
    """Return those of the deliveries that would be more than `times` their receiver's cap.

    `wanted` are deliveries with their subscriptions; of what is not known nothing is held back.
    Call it in the transaction that claims.
    """
    if not await _alone(tx):
        return set(wanted)
    found = await owners(tx, {SubscriptionId(to) for to in wanted.values()})
    running = Counter[str](await outbox.sending(tx))
    together = running + Counter(wanted.values())
    most: dict[str, int] = {id: times * owner.max_concurrent for id, owner in found.items()}
    full = {id for id, cap in most.items() if together[id] > cap}
    left: set[str] = set()
    for id, to in wanted.items() if full else ():
        if to in full and running[to] >= most[to]:
            left.add(id)
        running[to] += 1
    return left


async def _alone(tx: Connection) -> bool:
    """Tell whether nobody else counts now: two that count side by side would both find room.

    Nobody waits for the other, who may be frozen.
    """
    if tx.dialect == "sqlite":
        return True  # There is one writer at a time.
    return bool(await tx.fetchval("SELECT pg_try_advisory_xact_lock(:lock)", lock=_LOCK))
