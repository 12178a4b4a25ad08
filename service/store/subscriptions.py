"""Subscriptions and their changes in order.

Each write leaves a row in `subscription_log`, in the place of the one before, so that an index of
standing queries can follow.
"""

import datetime as dt
from collections.abc import Callable, Iterable

import msgspec
from msgspec import Struct, structs

from service.domain.ids import SubscriptionId
from service.domain.subscriptions import (
    Secret,
    StandingQuery,
    Subscription,
    SubscriptionState,
    rotated,
)
from service.errors import Conflict, NotFound
from service.store import pacing, receivers
from service.store.database import Connection, micros, placeholders
from service.store.paging import Cursor, Order, Page, Where, page
from service.store.sealing import MARKED
from service.store.subscription_rows import decoded, read, readable
from service.store.subscription_rows import params as columns

NEWEST = Order("subscriptions", "created_at", "id", int)
_COLUMNS = "record, secrets"
_MATCHED = "state IN ('active', 'paused')"
PAGE = 1000

_asked = msgspec.json.Decoder(StandingQuery)


class Changes(Struct, frozen=True, kw_only=True):
    """What an index must take over: subscriptions to be matched, ids to be dropped.

    `seq` is the place in the log up to which this is complete.
    """

    seq: int
    active: tuple[StandingQuery, ...] = ()
    gone: tuple[SubscriptionId, ...] = ()


async def add(conn: Connection, subscription: Subscription) -> None:
    """Write a new subscription; raises Conflict if its id is taken. Call it in a transaction."""
    written = await conn.execute(
        "INSERT INTO subscriptions"
        " (id, url, state, state_reason, format, record, secrets, paced, expires_at, created_at,"
        " changed_at) VALUES (:id, :url, :state, :state_reason, :format, :record, :secrets,"
        " :paced, :expires_at, :created_at, :changed_at) ON CONFLICT DO NOTHING",
        created_at=micros(subscription.created_at),
        **columns(conn.sealer, subscription),
    )
    if not written:
        raise Conflict(f"There is a subscription {subscription.id} already.")
    await pacing.repace(conn, None, subscription)
    await _log(conn, subscription.id)


async def get(conn: Connection, id: SubscriptionId) -> Subscription:
    """Return a subscription; raises NotFound."""
    return await _get(conn, id, "")


async def get_many(
    conn: Connection, ids: Iterable[SubscriptionId]
) -> dict[SubscriptionId, Subscription]:
    """Return those of the subscriptions that there are and can be read, by id."""
    wanted, params = placeholders("id", ids)
    rows = await conn.fetch(
        f"SELECT id, {_COLUMNS} FROM subscriptions WHERE id IN {wanted} AND state <> 'removed'",
        **params,
    )
    return readable(conn.sealer, rows)


async def find(
    conn: Connection,
    *,
    state: SubscriptionState | None = None,
    after: Cursor | None = None,
    limit: int = 50,
) -> Page[Subscription]:
    """Return a page of subscriptions that can be read, the newest first."""
    where = Where()
    where.add("state <> 'removed'")
    where.equal("state", "state", state)
    where.after(NEWEST, after)
    rows = await conn.fetch(
        f"SELECT id, {_COLUMNS}, created_at, id FROM subscriptions"
        f" {where.sql()} {NEWEST.sql()} LIMIT :limit",
        **where.params,
        limit=limit + 1,
    )
    known = readable(conn.sealer, rows)
    found = page(rows, limit, NEWEST, lambda row: known.get(row[0]))
    return Page(tuple(one for one in found.items if one is not None), found.next)


async def update(
    conn: Connection, id: SubscriptionId, change: Callable[[Subscription], Subscription]
) -> Subscription:
    """Read a subscription, write what `change` makes of it, and return that.

    Call it in a transaction. Raises NotFound, and whatever `change` raises.
    """
    lock = " FOR UPDATE" if conn.dialect == "postgres" else ""
    before = await _get(conn, id, lock)
    after = change(before)
    await conn.execute(
        "UPDATE subscriptions SET url = :url, state = :state, state_reason = :state_reason,"
        " format = :format, record = :record, secrets = :secrets, paced = :paced,"
        " expires_at = :expires_at, changed_at = :changed_at,"
        " settling = CASE WHEN state = :state THEN settling ELSE 1 END WHERE id = :id",
        **columns(conn.sealer, after),
    )
    await pacing.repace(conn, before, after)
    if after.state == "active" and before.state != "active":
        await receivers.forget(conn, id)
    await _log(conn, id)
    return after


async def set_state(
    conn: Connection,
    id: SubscriptionId,
    state: SubscriptionState,
    reason: str | None,
    now: dt.datetime,
) -> Subscription:
    """Pause, disable or (with a clean slate for its receiver) make active; raises NotFound.

    What is owed waits while the subscription is not active; see `service.store.settling`.
    """
    return await update(
        conn,
        id,
        lambda s: structs.replace(s, state=state, state_reason=reason, changed_at=now),
    )


async def rotate_secret(
    conn: Connection, id: SubscriptionId, fresh: Secret, grace: dt.timedelta, now: dt.datetime
) -> Subscription:
    """Sign with a fresh secret from now on, and with those before it too until the grace ends."""
    return await update(
        conn,
        id,
        lambda s: structs.replace(s, secrets=rotated(s.secrets, fresh, now, grace), changed_at=now),
    )


async def remove(conn: Connection, id: SubscriptionId, now: dt.datetime) -> None:
    """Forget a subscription with its secrets; raises NotFound.

    Nothing is sent to it any more. The row goes when what was owed to it has been cancelled.
    """
    touched = await conn.execute(
        "UPDATE subscriptions SET state = 'removed', secrets = '[]', settling = 1,"
        " changed_at = :now WHERE id = :id AND state <> 'removed'",
        id=id,
        now=micros(now),
    )
    if not touched:
        raise NotFound("subscription", id)
    await _log(conn, id)


async def place(conn: Connection) -> int:
    """Return the place in the log from which to follow what `matched` is asked for after this.

    What changes in between is told again, not missed.
    """
    found: int = await conn.fetchval("SELECT COALESCE(MAX(seq), 0) FROM subscription_log")
    return found


async def matched(
    conn: Connection, after: SubscriptionId | None = None, limit: int = PAGE
) -> list[StandingQuery]:
    """Return a page of what is to be matched, by id, after that of the page before.

    A paused subscription is still matched, so that nothing is missed meanwhile.
    """
    found: list[StandingQuery] = []
    while not found:
        rows = await conn.fetch(
            f"SELECT id, record FROM subscriptions WHERE id > :after AND {_MATCHED}"
            " ORDER BY id LIMIT :limit",
            after=after or "",
            limit=limit,
        )
        if not rows:
            break
        found, after = decoded(_asked, rows), rows[-1][0]
    return found


async def changed_since(conn: Connection, seq: int, limit: int = PAGE) -> Changes:
    """Return what changed next after a place in the log; repeating it does no harm.

    Call it until the place stays the same. A disabled or removed subscription is gone.
    """
    rows = await conn.fetch(
        "SELECT seq, subscription_id FROM subscription_log WHERE seq > :seq"
        " ORDER BY seq LIMIT :limit",
        seq=seq,
        limit=limit,
    )
    if not rows:
        return Changes(seq=seq)
    changed = dict.fromkeys(row[1] for row in rows)
    wanted, params = placeholders("id", changed)
    found = await conn.fetch(
        f"SELECT id, record FROM subscriptions WHERE id IN {wanted} AND {_MATCHED}", **params
    )
    active = decoded(_asked, found)
    left = changed.keys() - {one.id for one in active}
    return Changes(seq=rows[-1][0], active=tuple(active), gone=tuple(left))


async def expired(tx: Connection, now: dt.datetime, limit: int = 100) -> list[SubscriptionId]:
    """Return active subscriptions whose time is over; call it in a transaction."""
    lock = " FOR UPDATE SKIP LOCKED" if tx.dialect == "postgres" else ""
    rows = await tx.fetch(
        "SELECT id FROM subscriptions WHERE state = 'active' AND expires_at <= :now"
        f" LIMIT :limit{lock}",
        now=micros(now),
        limit=limit,
    )
    return [row[0] for row in rows]


async def listening(conn: Connection, event_type: str) -> list[SubscriptionId]:
    """Return the subscriptions that are to be matched and name this type of event."""
    rows = await conn.fetch(
        f"SELECT id, record FROM subscriptions WHERE {_MATCHED} AND record LIKE :named",
        named=f'%"{event_type}"%',
    )
    return [one.id for one in decoded(_asked, rows) if event_type in one.events]


async def _get(conn: Connection, id: SubscriptionId, lock: str) -> Subscription:
    row = await conn.fetchrow(
        f"SELECT {_COLUMNS} FROM subscriptions WHERE id = :id AND state <> 'removed'{lock}",
        id=id,
    )
    if row is None:
        raise NotFound("subscription", id)
    return read(conn.sealer, *row)


async def check_keys(conn: Connection) -> None:
    """Raise Invalid, naming the setting, if a key is lacking with which secrets were sealed."""
    rows = await conn.fetch(
        f"SELECT DISTINCT SUBSTR(secrets, 1, {MARKED}) FROM subscriptions"
        " WHERE secrets LIKE 'sealed:%'"
    )
    for row in rows:
        conn.sealer.check(row[0])


async def unsealed(conn: Connection, limit: int = 500) -> list[SubscriptionId]:
    """Return subscriptions whose secrets are plain or sealed by another key than the first."""
    rows = await conn.fetch(
        "SELECT id FROM subscriptions WHERE state <> 'removed'"
        f' AND (SUBSTR(secrets, 1, {MARKED}) <> :mark OR record NOT LIKE \'%"url":"",%\')'
        " ORDER BY id LIMIT :limit",
        mark=conn.sealer.mark,
        limit=limit,
    )
    return [row[0] for row in rows]


async def _log(conn: Connection, id: SubscriptionId) -> None:
    if conn.dialect == "postgres":
        # Numbers must become visible in their order, or a follower would step over one.
        await conn.execute("LOCK TABLE subscription_log IN EXCLUSIVE MODE")
    # Who has not come to an earlier change of it will come to this one.
    await conn.execute("DELETE FROM subscription_log WHERE subscription_id = :id", id=id)
    await conn.execute("INSERT INTO subscription_log (subscription_id) VALUES (:id)", id=id)
