"""How the receivers behind subscriptions behave; apart, because every answer changes it."""

from collections.abc import Iterable

from service.domain.ids import SubscriptionId
from service.domain.subscriptions import Receiver
from service.store.database import Connection, Row, among, listed, micros, moment

_COLUMNS = (
    *("subscription_id", "failures", "faults", "trips"),
    *("failing_since", "latency_ms", "resume_at"),
)


async def get(conn: Connection, ids: Iterable[SubscriptionId]) -> dict[SubscriptionId, Receiver]:
    """Return how receivers have behaved; one without a row has not been heard of.

    In a transaction on PostgreSQL the rows stay locked until its end.
    """
    wanted, params = among(conn, "ids", ids)
    lock = " FOR UPDATE" if conn.dialect == "postgres" else ""
    rows = await listed(
        conn,
        _COLUMNS,
        f"FROM receivers WHERE subscription_id IN {wanted} ORDER BY subscription_id{lock}",
        **params,
    )
    return {row[0]: _receiver(row) for row in rows}


async def save(conn: Connection, changed: Iterable[Receiver]) -> None:
    """Write how receivers behave now."""
    await conn.executemany(
        "INSERT INTO receivers (subscription_id, failures, faults, trips, failing_since,"
        " latency_ms, resume_at) VALUES (:id, :failures, :faults, :trips, :failing_since,"
        " :latency_ms, :resume_at) ON CONFLICT (subscription_id) DO UPDATE SET"
        " failures = excluded.failures, faults = excluded.faults, trips = excluded.trips,"
        " failing_since = excluded.failing_since, latency_ms = excluded.latency_ms,"
        " resume_at = excluded.resume_at",
        [
            {
                "id": r.subscription,
                "failures": r.failures,
                "faults": r.faults,
                "trips": r.trips,
                "failing_since": micros(r.failing_since) if r.failing_since else None,
                "latency_ms": r.latency_ms,
                "resume_at": micros(r.resume_at) if r.resume_at else 0,
            }
            for r in sorted(changed, key=lambda r: r.subscription)
        ],
    )


async def forget(conn: Connection, id: SubscriptionId) -> None:
    """Give a receiver a clean slate."""
    await conn.execute("DELETE FROM receivers WHERE subscription_id = :id", id=id)


def _receiver(row: Row) -> Receiver:
    return Receiver(
        subscription=row[0],
        failures=row[1],
        faults=row[2],
        trips=row[3],
        failing_since=moment(row[4]) if row[4] else None,
        latency_ms=row[5],
        resume_at=moment(row[6]) if row[6] else None,
    )
