"""How attempts end: written together, by who still holds the deliveries.

Every function takes an open transaction.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from service.domain.deliveries import Attempt, DeliveryState, Verdict
from service.domain.ids import DeliveryId
from service.store import attempts
from service.store.database import PLACE, Connection, among, layout, listed, micros
from service.store.outbox import Parcel, in_order


class Result(Struct, frozen=True):
    """What an attempt led to.

    `queued` is the epoch of the queue that will keep the delivery until it is due, empty if it is
    the relay's.
    """

    parcel: Parcel
    attempt: Attempt
    verdict: Verdict
    queued: str


async def finish(tx: Connection, results: Sequence[Result], now: dt.datetime) -> set[DeliveryId]:
    """Write what attempts led to; return the deliveries that were not theirs to finish any more.

    The attempt of one who lost the lease is kept, but changes nothing.
    """
    well = [r for r in results if r.verdict.state == "delivered"]
    others = [r for r in results if r.verdict.state != "delivered"]
    first = [r.attempt for r in well if r.parcel.attempt == 1]
    sheet = await attempts.together(tx, first)
    lost = await _deliver(tx, [r.parcel for r in well], sheet, now)
    lost |= await _end(tx, others, now)
    if lost or len(first) < len(well):
        others += [r for r in well if r.parcel.attempt > 1 or r.parcel.id in lost]
    await attempts.record(tx, [(r.attempt, r.parcel.id not in lost) for r in others])
    return lost


async def _deliver(
    tx: Connection, parcels: Sequence[Parcel], sheet: int | None, now: dt.datetime
) -> set[DeliveryId]:
    """Write that deliveries ended well; return those that were not theirs to end."""
    # Most end like this, many claimed together: to look first at each would cost as much again.
    claimed: dict[str, list[Parcel]] = defaultdict(list)
    for parcel in parcels:
        claimed[parcel.token].append(parcel)
    lost: set[DeliveryId] = set()
    for token, some in claimed.items():
        which, params = await _rows_of(tx, some)
        done = await tx.execute(
            "UPDATE deliveries SET state = 'delivered', due_at = :now, reason = NULL, losses = 0,"
            " tries = tries + 1, queued = '', queued_at = :now, finished_at = :now,"
            " sheet = CASE WHEN attempt = 1 THEN CAST(:sheet AS BIGINT) ELSE sheet END"
            f" WHERE {which} AND state = 'sending' AND lease_token = :token",
            now=micros(now),
            token=token,
            sheet=sheet,
            **params,
        )
        if done < len(some):
            lost |= await _lost(tx, "delivered", some)
    return lost


async def _end(tx: Connection, results: Sequence[Result], now: dt.datetime) -> set[DeliveryId]:
    """Write how deliveries ended otherwise; return those that were not theirs to end."""
    if not results:
        return set()
    lost = await _lost(tx, "sending", [r.parcel for r in results])
    await tx.executemany(
        "UPDATE deliveries SET state = :state, due_at = :due, reason = :reason, losses = 0,"
        " tries = tries + :spent, queued = :queued, queued_at = :now, finished_at = :finished"
        " WHERE id = :id AND state = 'sending' AND lease_token = :token",
        [_finished(r, now) for r in results if r.parcel.id not in lost],
    )
    return lost


async def _rows_of(tx: Connection, parcels: Sequence[Parcel]) -> tuple[str, dict[str, object]]:
    """Return what finds the rows of parcels that were claimed together."""
    if tx.dialect == "sqlite" and await layout(tx) == parcels[0].layout:
        wanted, params = among(tx, "places", [parcel.row.place for parcel in parcels])
        return f"{PLACE['sqlite']} IN {wanted}", params
    wanted, params = in_order(tx, [parcel.id for parcel in parcels])
    return f"id IN {wanted}", params


async def _lost(tx: Connection, state: DeliveryState, parcels: Sequence[Parcel]) -> set[DeliveryId]:
    """Return the deliveries that are not in this state, or by the lease of another."""
    wanted, params = in_order(tx, [parcel.id for parcel in parcels])
    rows = await listed(
        tx,
        ("id", "lease_token"),
        f"FROM deliveries WHERE id IN {wanted} AND state = :state",
        state=state,
        **params,
    )
    held: dict[str, str] = dict(rows)
    return {parcel.id for parcel in parcels if held.get(parcel.id) != parcel.token}


def _finished(result: Result, now: dt.datetime) -> dict[str, object]:
    verdict = result.verdict
    over = verdict.state in ("delivered", "dead", "cancelled")
    return {
        "id": result.parcel.id,
        "token": result.parcel.token,
        "state": verdict.state,
        "due": micros(verdict.due_at),
        "reason": verdict.reason,
        "spent": int(verdict.spent),
        "queued": result.queued,
        "now": micros(now),
        "finished": micros(now) if over else None,
    }
