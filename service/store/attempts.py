"""What became of each POST of a delivery.

Most deliveries arrive at the first attempt: such attempts are written together, on a sheet a
transaction. All others are rows of their own.
"""

from collections.abc import Iterable, Sequence

import msgspec

from service.domain.deliveries import Attempt
from service.domain.ids import DeliveryId
from service.store.database import Connection, micros


async def of(conn: Connection, delivery: DeliveryId) -> tuple[Attempt, ...]:
    """Return the attempts of a delivery, the first first."""
    sheet = await conn.fetchval(
        "SELECT s.attempts FROM deliveries d JOIN attempt_sheets s ON s.seq = d.sheet"
        " WHERE d.id = :id",
        id=delivery,
    )
    together = msgspec.json.decode(sheet, type=list[Attempt]) if sheet else []
    rows = await conn.fetch("SELECT record FROM attempts WHERE delivery_id = :id", id=delivery)
    found = {one.number: one for one in together if one.delivery == delivery}
    found |= {one.number: one for one in (msgspec.json.decode(r[0], type=Attempt) for r in rows)}
    return tuple(found[number] for number in sorted(found))


async def together(tx: Connection, attempts: Sequence[Attempt]) -> int | None:
    """Write attempts on a sheet; return its number, None if there are no attempts."""
    if not attempts:
        return None
    number: int = await tx.fetchval(
        "INSERT INTO attempt_sheets (attempts) VALUES (:attempts) RETURNING seq",
        attempts=msgspec.json.encode(attempts).decode(),
    )
    return number


async def record(tx: Connection, attempts: Iterable[tuple[Attempt, bool]]) -> None:
    """Write attempts, each with whether it changed its delivery."""
    # A zombie's own account replaces what the reaper had to assume of it.
    await tx.executemany(
        "INSERT INTO attempts (delivery_id, number, started_at, outcome, status, applied, record)"
        " VALUES (:id, :number, :started_at, :outcome, :status, :applied, :record)"
        " ON CONFLICT (delivery_id, number) DO UPDATE SET started_at = excluded.started_at,"
        " outcome = excluded.outcome, status = excluded.status, record = excluded.record",
        [_row(attempt, applied) for attempt, applied in attempts],
    )


def _row(attempt: Attempt, applied: bool) -> dict[str, object]:
    return {
        "id": attempt.delivery,
        "number": attempt.number,
        "started_at": micros(attempt.started_at),
        "outcome": attempt.outcome,
        "status": attempt.status,
        "applied": int(applied),
        "record": msgspec.json.encode(attempt).decode(),
    }
