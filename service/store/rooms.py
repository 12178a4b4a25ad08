"""How many requests to a receiver run at once, over all workers, as SQL knows it.

The queue's credits keep the caps; but without a queue there are none, and an epoch of the queue
knows nothing of what was under way when it began.
"""

from collections import Counter
from collections.abc import Sequence

from service.domain.ids import SubscriptionId
from service.store import outbox
from service.store.database import Connection
from service.store.subscription_rows import owners

_LOCK = 0x7061726C6579


async def with_room(
    tx: Connection, wanted: Sequence[tuple[str, str]], times: int
) -> list[tuple[str, str]]:
    """Return those of the deliveries whose receivers would not get more than `times` their cap.

    `wanted` are deliveries with their subscriptions; of what is not known nothing is held back.
    Call it in the transaction that claims.
    """
    if not await _alone(tx):
        return []
    found = await owners(tx, {SubscriptionId(to) for _, to in wanted})
    caps = {id: owner.max_concurrent for id, owner in found.items()}
    running = Counter[str](await outbox.sending(tx))
    free = []
    for id, to in wanted:
        cap = caps.get(SubscriptionId(to))
        if cap is None or running[to] < times * cap:
            running[to] += 1
            free.append((id, to))
    return free


async def _alone(tx: Connection) -> bool:
    """Tell whether nobody else counts now: two that count side by side would both find room.

    Nobody waits for the other, who may be frozen.
    """
    if tx.dialect == "sqlite":
        return True  # There is one writer at a time.
    return bool(await tx.fetchval("SELECT pg_try_advisory_xact_lock(:lock)", lock=_LOCK))
