"""Replays as rows: each is a job that anybody may go on with, from where its row says it is."""

import datetime as dt
import secrets
from collections.abc import Iterable

from service.domain.deliveries import Delivery
from service.domain.ids import DeliveryId, EventId, SubscriptionId, derive
from service.domain.replays import Place, Replay, ReplayId, ReplayState, What
from service.errors import NotFound
from service.store import deliveries, holding
from service.store.database import Connection, Row, micros, moment, placeholders
from service.store.paging import Cursor, Order, Page, Where, page

NEWEST = Order("replays", "created_at", "id", int)
_FEW = 5_000  # deliveries of one subscription that are looked at in a few milliseconds
_COLUMNS = (
    "id, subscription_id, what, since, until, dry_run, state, place_at, place_id, looked, found,"
    " created_at, finished_at"
)


async def start(
    tx: Connection,
    subscription: SubscriptionId,
    what: What,
    since: dt.datetime,
    now: dt.datetime,
    *,
    dry_run: bool = False,
) -> Replay:
    """Write a new replay of what there is since a time; whoever looks next goes on with it."""
    replay = Replay(
        id=ReplayId(derive("rpl", secrets.token_hex(16))),
        subscription=subscription,
        what=what,
        since=since,
        until=now,
        dry_run=dry_run,
        state="running",
        place=await _beginning(tx, what, since),
        created_at=now,
    )
    await _write(tx, replay)
    return replay


async def _beginning(conn: Connection, what: What, since: dt.datetime) -> Place:
    if what == "given_up":
        return Place(micros(since) - 1)
    first = await conn.fetchval(
        "SELECT MIN(seq) FROM events WHERE recorded_at >= :since", since=micros(since)
    )
    last = await conn.fetchval("SELECT COALESCE(MAX(seq), 0) FROM events")
    return Place(last if first is None else first - 1)


async def _write(tx: Connection, replay: Replay) -> None:
    await tx.execute(
        f"INSERT INTO replays ({_COLUMNS}) VALUES (:id, :subscription, :what, :since, :until,"
        " :dry_run, :state, :place_at, :place_id, 0, 0, :created_at, NULL)",
        id=replay.id,
        subscription=replay.subscription,
        what=replay.what,
        since=micros(replay.since),
        until=micros(replay.until),
        dry_run=int(replay.dry_run),
        state=replay.state,
        place_at=replay.place.at,
        place_id=replay.place.id,
        created_at=micros(replay.created_at),
    )


async def get(conn: Connection, id: ReplayId) -> Replay:
    """Return a replay; raises NotFound."""
    row = await conn.fetchrow(f"SELECT {_COLUMNS} FROM replays WHERE id = :id", id=id)
    if row is None:
        raise NotFound("replay", id)
    return _replay(row)


async def find(
    conn: Connection,
    *,
    subscription: SubscriptionId | None = None,
    state: ReplayState | None = None,
    after: Cursor | None = None,
    limit: int = 50,
) -> Page[Replay]:
    """Return a page of replays, the newest first."""
    where = Where()
    where.equal("subscription_id", "subscription", subscription)
    where.equal("state", "state", state)
    where.after(NEWEST, after)
    rows = await conn.fetch(
        f"SELECT {_COLUMNS}, created_at, id FROM replays {where.sql()} {NEWEST.sql()} LIMIT :limit",
        **where.params,
        limit=limit + 1,
    )
    return page(rows, limit, NEWEST, _replay)


async def running(conn: Connection, after: Replay | None, limit: int) -> list[Replay]:
    """Return replays that are not done, the oldest first: those after one of them, or all."""
    where = Where()
    where.add("state = 'running'")
    if after is not None:
        at, id = micros(after.created_at), after.id
        where.add("(created_at, id) > (:at, :id)", at=at, id=id)
    rows = await conn.fetch(
        f"SELECT {_COLUMNS} FROM replays {where.sql()} ORDER BY created_at, id LIMIT :limit",
        **where.params,
        limit=limit,
    )
    return [_replay(row) for row in rows]


async def advance(tx: Connection, before: Replay, after: Replay) -> bool:
    """Write how far a replay has come; tell whether it still stood where it was read.

    Call it first in the transaction that does the work: if it did not, another has done it.
    """
    return bool(
        await tx.execute(
            "UPDATE replays SET state = :state, place_at = :place_at, place_id = :place_id,"
            " looked = :looked, found = :found, finished_at = :finished WHERE id = :id"
            " AND state = 'running' AND place_at = :old_at AND place_id = :old_id",
            id=before.id,
            old_at=before.place.at,
            old_id=before.place.id,
            state=after.state,
            place_at=after.place.at,
            place_id=after.place.id,
            looked=after.looked,
            found=after.found,
            finished=micros(after.finished_at) if after.finished_at else None,
        )
    )


async def stop(tx: Connection, id: ReplayId, now: dt.datetime) -> Replay:
    """Stop a replay where it is; raises NotFound. One that is done stays so."""
    await tx.execute(
        "UPDATE replays SET state = 'stopped', finished_at = :now"
        " WHERE id = :id AND state = 'running'",
        now=micros(now),
        id=id,
    )
    return await get(tx, id)


async def waiting(
    conn: Connection, subscription: SubscriptionId, most: int, few: int = _FEW
) -> int:
    """Return how many deliveries of a subscription wait to be sent, counted up to `most`.

    Mostly its latest `few` deliveries answer that, for they are all or enough; only then all that
    is pending, for whomever, is looked through.
    """
    latest = await conn.fetch_slow(
        "SELECT state FROM deliveries WHERE subscription_id = :subscription"
        " ORDER BY created_at DESC, id DESC LIMIT :few",
        subscription=subscription,
        few=few,
    )
    count: int = sum(state == "pending" for (state,) in latest)
    if count >= most or len(latest) < few:
        return min(count, most)
    pending = holding.PENDING.format(of="= :subscription")
    rows = await conn.fetch_slow(
        f"SELECT 1 FROM deliveries WHERE {pending} LIMIT :most",
        subscription=subscription,
        most=most,
    )
    return len(rows)


async def given_up(conn: Connection, replay: Replay, limit: int) -> list[Delivery]:
    """Return the next deliveries of a replay that were given up, in the order of their making."""
    rows = await conn.fetch(
        f"SELECT {deliveries.COLUMNS} FROM deliveries WHERE subscription_id = :subscription"
        " AND state IN ('dead', 'cancelled') AND created_at <= :until"
        " AND (created_at > :at OR (created_at = :at AND id > :id))"
        " ORDER BY created_at, id LIMIT :limit",
        subscription=replay.subscription,
        until=micros(replay.until),
        at=replay.place.at,
        id=replay.place.id,
        limit=limit,
    )
    return [deliveries.read(row) for row in rows]


async def made(
    conn: Connection, subscription: SubscriptionId, events: Iterable[EventId]
) -> set[EventId]:
    """Return those of some events for which a subscription has a delivery."""
    wanted, params = placeholders("event", events)
    rows = await conn.fetch(
        "SELECT event_id FROM deliveries"
        f" WHERE subscription_id = :subscription AND event_id IN {wanted}",
        subscription=subscription,
        **params,
    )
    return {row[0] for row in rows}


async def again(tx: Connection, ids: Iterable[DeliveryId], now: dt.datetime) -> None:
    """Send deliveries that were given up again, with their whole schedule before them."""
    await tx.executemany(
        "UPDATE deliveries SET state = 'pending', due_at = :now, tries = 0, losses = 0,"
        " reason = NULL, finished_at = NULL, queued = ''"
        " WHERE id = :id AND state IN ('dead', 'cancelled')",
        [{"id": id, "now": micros(now)} for id in ids],
    )


def _replay(row: Row) -> Replay:
    return Replay(
        id=row[0],
        subscription=row[1],
        what=row[2],
        since=moment(row[3]),
        until=moment(row[4]),
        dry_run=bool(row[5]),
        state=row[6],
        place=Place(row[7], row[8]),
        looked=row[9],
        found=row[10],
        created_at=moment(row[11]),
        finished_at=moment(row[12]) if row[12] else None,
    )
