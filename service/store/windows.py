"""Quiet hours as rows: the window in which each subscription may be sent to.

Nothing is timed in memory, and nothing is sent outside the window though nobody looked: claims ask
for it. Every function takes an open transaction, and may be repeated.
"""

import datetime as dt

from service.domain import pace
from service.domain.subscriptions import Subscription
from service.store.database import Connection, micros, placeholders
from service.store.subscription_rows import UNREAD_WAIT, readable

# What a statement asks of the subscription `s` so that it may be sent to.
OPEN = "s.state = 'active' AND s.open_from <= :now AND s.open_until > :now"
_NEVER = 2**63 - 1


async def follow(tx: Connection, before: Subscription | None, after: Subscription) -> None:
    """Follow the quiet hours of a new or changed subscription."""
    if (_quiet(before) if before else (None, None)) != _quiet(after):
        await _set_window(tx, after, after.changed_at)


def _quiet(subscription: Subscription) -> object:
    return subscription.quiet_hours, subscription.quiet_hours and subscription.time_zone


async def turn(tx: Connection, now: dt.datetime, limit: int = 100) -> int:
    """Open or close subscriptions whose time has come; return how many there were."""
    lock = " FOR UPDATE SKIP LOCKED" if tx.dialect == "postgres" else ""
    rows = await tx.fetch(
        f"SELECT id, record, secrets FROM subscriptions WHERE turn_at <= :now LIMIT :limit{lock}",
        now=micros(now),
        limit=limit,
    )
    known = readable(tx.sealer, rows)
    for subscription in known.values():
        await _set_window(tx, subscription, now)
    await tx.executemany(
        "UPDATE subscriptions SET turn_at = :later WHERE id = :id",
        [{"id": row[0], "later": micros(now + UNREAD_WAIT)} for row in rows if row[0] not in known],
    )
    return len(rows)


async def _set_window(conn: Connection, subscription: Subscription, now: dt.datetime) -> None:
    """Write the window that is open now, or else the next; if it is open, what waits may go."""
    opens, closes, turn_at = 0, _NEVER, None
    if subscription.quiet_hours is not None:
        found = pace.window(subscription.quiet_hours, pace.zone(subscription.time_zone), now)
        opens, closes = micros(found.opens), micros(found.closes)
        turn_at = opens if found.opens > now else closes
    await conn.execute(
        "UPDATE subscriptions SET open_from = :opens, open_until = :closes, turn_at = :turn,"
        f" settling = {'1' if opens <= micros(now) else 'settling'} WHERE id = :id",
        opens=opens,
        closes=closes,
        turn=turn_at,
        id=subscription.id,
    )


async def strays(tx: Connection, since: dt.datetime, now: dt.datetime) -> int:
    """Let go what was made as held just when its subscription opened; return of how many."""
    rows = await tx.fetch(
        "SELECT DISTINCT s.id FROM deliveries d JOIN subscriptions s ON s.id = d.subscription_id"
        " WHERE d.state = 'held' AND d.digest = '' AND d.created_at > :since"
        f" AND s.settling = 0 AND {OPEN} LIMIT 100",
        since=micros(since),
        now=micros(now),
    )
    wanted, params = placeholders("id", sorted(row[0] for row in rows))
    return await tx.execute(f"UPDATE subscriptions SET settling = 1 WHERE id IN {wanted}", **params)
