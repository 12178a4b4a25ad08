"""Deliveries follow a subscription whose state changed: held, let go, or given up.

They are looked for without a transaction and in pieces, so that nobody waits for it however much
is owed. What was found is written in a transaction each, if the subscription is still as it was.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct

from service.domain.ids import DeliveryId, SubscriptionId
from service.store import holding, pacing, receivers, windows
from service.store.database import Connection, Database, among, micros, placeholders

# Which deliveries follow a subscription that is now in a state. In quiet hours none do: what falls
# due is held by the relay.
_KEPT = {"open": f"{holding.HELD} AND digest = ''", "removed": holding.HELD}
_WAITING = ("paused", "disabled", "removed")
_CHANGED = (
    f"SELECT s.id, CASE WHEN {windows.OPEN} THEN 'open' ELSE s.state END, s.changed_at"
    " FROM subscriptions s WHERE s.settling = 1"
)
_FEW = 10_000  # pending deliveries, of which each is looked at
_MANY = 100  # subscriptions that are followed together


class Changed(Struct, frozen=True):
    """A subscription whose deliveries are to follow, and how it stands."""

    id: SubscriptionId
    stands: str
    changed_at: int


class Settling(Struct, frozen=True):
    """What is followed, and after which of all its deliveries (time of making, id) it goes on."""

    to: Changed
    place: tuple[int, str] = (0, "")


async def settle(
    db: Database, now: dt.datetime, before: Settling | None, limit: int = 1000, few: int = _FEW
) -> Settling | None:
    """Let deliveries follow a subscription whose state changed, up to a limit of them.

    What is owed to a paused or disabled one is held, to one that is open again due now, to a
    removed one cancelled. Returns what to give as `before` the next time; None if there was none.
    """
    to = await _next(db, now, before)
    if to is None:
        return None
    turn = before if before is not None and before.to == to else Settling(to)
    if turn == Settling(to) and await _followed_together(db, now, limit, few):
        return turn
    ids, after = await _owed(db, turn, limit, few)
    async with db.transaction() as tx:
        if not await _is_still(tx, now, to):
            return Settling(to)
        await _follow(tx, to.stands, ids, now)
        if after is None:
            await _settled(tx, to.stands, [to.id])
    return after or Settling(to)


async def _followed_together(db: Database, now: dt.datetime, limit: int, few: int) -> bool:
    """Follow subscriptions that stand alike, as they do when quiet hours end; tell if there are.

    A transaction for each would take minutes for thousands, and the last would be told that late.
    """
    rows = await db.fetch(f"{_CHANGED} ORDER BY s.id LIMIT :many", now=micros(now), many=_MANY)
    changed = [Changed(*row) for row in rows]
    stands = changed[0].stands if changed else ""
    group = {one.id: one for one in changed if one.stands == stands}
    if len(group) < 2 or (stands in _WAITING and await _pending(db, few + 1) > few):
        return False
    owed, left = await _owed_to(db, stands, list(group), limit)
    async with db.transaction() as tx:
        still = await _still(tx, now, group)
        await _follow(tx, stands, [id for id, to in owed if to in still], now)
        await _settled(tx, stands, [id for id in still if id not in left])
    return True


async def _owed_to(
    db: Database, stands: str, group: Sequence[SubscriptionId], limit: int
) -> tuple[list[tuple[DeliveryId, SubscriptionId]], set[SubscriptionId]]:
    """Return deliveries that are to follow, with whose they are, and who may have more of them."""
    kept = await _rows(db, _KEPT[stands], group, limit) if stands in _KEPT else []
    waiting = await _rows(db, holding.PENDING, group, limit) if stands in _WAITING else []
    # What is kept and somebody has in hand is not followed now, but looked for again.
    full = len(kept) == limit or len(waiting) == limit
    return [*kept, *waiting], set(group) if full else {to for _, to in kept}


async def _rows(
    db: Database, which: str, of: Sequence[SubscriptionId], limit: int
) -> list[tuple[DeliveryId, SubscriptionId]]:
    wanted, params = placeholders("of", of)
    rows = await db.fetch_slow(
        "SELECT id, subscription_id FROM deliveries"
        f" WHERE {which.format(of=f'IN {wanted}')} LIMIT :limit",
        **params,
        limit=limit,
    )
    return [(row[0], row[1]) for row in rows]


async def _still(
    tx: Connection, now: dt.datetime, group: Mapping[SubscriptionId, Changed]
) -> set[SubscriptionId]:
    """Return who is to be followed as it was; they stay locked. Who is in other hands waits."""
    lock = " FOR UPDATE SKIP LOCKED" if tx.dialect == "postgres" else ""
    wanted, params = placeholders("to", group)
    rows = await tx.fetch(
        f"{_CHANGED} AND s.id IN {wanted} ORDER BY s.id{lock}", now=micros(now), **params
    )
    return {one.id for one in (Changed(*row) for row in rows) if group[one.id] == one}


async def _next(db: Database, now: dt.datetime, before: Settling | None) -> Changed | None:
    # One that has begun is ended before another: it would have to begin anew.
    row = await db.fetchrow(
        f"{_CHANGED} ORDER BY CASE WHEN s.id = :begun THEN 0 ELSE 1 END, s.id LIMIT 1",
        now=micros(now),
        begun=before.to.id if before is not None else "",
    )
    return Changed(*row) if row else None


async def _is_still(tx: Connection, now: dt.datetime, to: Changed) -> bool:
    """Tell whether a subscription is to be followed as it was; it stays locked."""
    lock = " FOR UPDATE" if tx.dialect == "postgres" else ""
    row = await tx.fetchrow(f"{_CHANGED} AND s.id = :id{lock}", now=micros(now), id=to.id)
    return row is not None and Changed(*row) == to


async def _owed(
    db: Database, turn: Settling, limit: int, few: int
) -> tuple[list[DeliveryId], Settling | None]:
    """Return deliveries that are to follow, and from where to look for more, if there may be."""
    to = turn.to
    if to.stands in _KEPT and (kept := await _ids(db, _KEPT[to.stands], to.id, limit)):
        return kept, turn
    if to.stands not in _WAITING:
        return [], None
    if await _pending(db, few + 1) > few:
        return await _among_all(db, turn, limit)
    waiting = await _ids(db, holding.PENDING, to.id, limit)
    return waiting, turn if len(waiting) == limit else None


async def _ids(db: Database, which: str, to: SubscriptionId, limit: int) -> list[DeliveryId]:
    return [id for id, _ in await _rows(db, which, [to], limit)]


async def _pending(db: Database, most: int) -> int:
    found: int = await db.fetchval(
        "SELECT COUNT(*) FROM (SELECT 1 FROM deliveries"
        " WHERE state = 'pending' AND queued >= '' LIMIT :most) AS waiting",
        most=most,
    )
    return found


async def _among_all(
    db: Database, turn: Settling, limit: int
) -> tuple[list[DeliveryId], Settling | None]:
    """Look on among all that the subscription ever had: they stand in the order of their making,
    what is pending all over the table.
    """
    rows = await db.fetch_slow(
        "SELECT id, created_at, state FROM deliveries WHERE subscription_id = :subscription"
        " AND (created_at, id) > (:at, :after) ORDER BY created_at, id LIMIT :limit",
        subscription=turn.to.id,
        at=turn.place[0],
        after=turn.place[1],
        limit=limit,
    )
    waiting = [row[0] for row in rows if row[2] == "pending"]
    if len(rows) < limit:
        return waiting, None
    return waiting, Settling(turn.to, (rows[-1][1], rows[-1][0]))


async def _follow(tx: Connection, stands: str, ids: Sequence[DeliveryId], now: dt.datetime) -> None:
    free = await _unlocked(tx, ids)
    if stands == "removed":
        await holding.cancel(tx, free, now)
    else:
        await holding.set_state(tx, free, "pending" if stands == "open" else "held")


async def _unlocked(tx: Connection, ids: Sequence[DeliveryId]) -> Sequence[DeliveryId]:
    """Lock those of the deliveries that nobody else has in hand, and return them."""
    if tx.dialect == "sqlite":
        return ids
    # Others lock deliveries first and then their subscription, which we hold. What they have in
    # hand is looked for again if it is held; if it is pending, the relay sees to it.
    wanted, params = among(tx, "ids", ids)
    rows = await tx.fetch(
        f"SELECT id FROM deliveries WHERE id IN {wanted} FOR UPDATE SKIP LOCKED", **params
    )
    return [row[0] for row in rows]


async def _settled(tx: Connection, stands: str, ids: Sequence[SubscriptionId]) -> None:
    if stands != "removed":
        wanted, params = placeholders("id", ids)
        await tx.execute(f"UPDATE subscriptions SET settling = 0 WHERE id IN {wanted}", **params)
        return
    for id in ids:
        await tx.execute("DELETE FROM subscriptions WHERE id = :id", id=id)
        await receivers.forget(tx, id)
        await pacing.forget(tx, id)
