"""What is owed to a subscription and not sent: found, held, let go, given up.

Every function takes an open transaction.
"""

import datetime as dt
from collections.abc import Sequence

from service.domain.deliveries import DeliveryState
from service.store.database import Connection, among, micros
from service.store.outbox import in_order

# What waits for subscriptions; `{of}` is `= :one` or `IN (...)`. It is asked for seldom, so that
# what is pending has no index by subscription, which each delivery would change: all that is
# pending is looked through. Written otherwise, the subscription's whole history would be.
PENDING = "state = 'pending' AND queued >= '' AND subscription_id || '' {of}"
HELD = "state = 'held' AND subscription_id {of}"


async def set_state(
    tx: Connection, ids: Sequence[str], state: DeliveryState, reason: str | None = None
) -> None:
    """Hold what is pending, or make what is held pending."""
    if not ids:
        return
    wanted, params = in_order(tx, ids)
    await tx.execute(
        "UPDATE deliveries SET state = :state, reason = :reason, queued = ''"
        f" WHERE id IN {wanted} AND state IN ('pending', 'held')",
        state=state,
        reason=reason,
        **params,
    )


async def cancel(tx: Connection, ids: Sequence[str], now: dt.datetime) -> None:
    """Give up what is owed to a subscription that is gone."""
    if not ids:
        return
    wanted, params = in_order(tx, ids)
    await tx.execute(
        "UPDATE deliveries SET state = 'cancelled', reason = 'subscription removed', digest = '',"
        f" finished_at = :now, queued = '' WHERE id IN {wanted} AND state IN ('pending', 'held')",
        now=micros(now),
        **params,
    )


async def cancel_ownerless(tx: Connection, ids: Sequence[str], now: dt.datetime) -> None:
    """Give up those of the deliveries whose subscription is gone: nobody will let them go."""
    if not ids:
        return
    wanted, params = among(tx, "ids", ids)
    rows = await tx.fetch(
        f"SELECT d.id FROM deliveries d WHERE d.id IN {wanted} AND NOT EXISTS"
        " (SELECT 1 FROM subscriptions s WHERE s.id = d.subscription_id AND s.state <> 'removed')",
        **params,
    )
    await cancel(tx, [row[0] for row in rows], now)
