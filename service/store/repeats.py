"""What requests with an Idempotency-Key were answered, so that a repeat makes nothing new."""

import datetime as dt

from service.store.database import Connection, micros

KEPT = dt.timedelta(hours=24)


async def begin(tx: Connection, id: str, body: str, now: dt.datetime) -> tuple[str, str] | None:
    """Take a key; return None if it is new, or the body it came with before and its answer.

    Call it in the transaction that does what is asked for: whoever comes with the same key
    meanwhile waits for its end.
    """
    await tx.execute("DELETE FROM repeats WHERE created_at < :then", then=micros(now - KEPT))
    fresh = await tx.execute(
        "INSERT INTO repeats (id, body, answer, created_at) VALUES (:id, :body, '', :now)"
        " ON CONFLICT (id) DO NOTHING",
        id=id,
        body=body,
        now=micros(now),
    )
    if fresh:
        return None
    row = await tx.fetchrow("SELECT body, answer FROM repeats WHERE id = :id", id=id)
    return (row[0], tx.sealer.open(row[1], id)) if row else None


async def end(tx: Connection, id: str, answer: str) -> None:
    """Keep what a key was answered; secrets may be in it, so it is sealed as they are."""
    await tx.execute(
        "UPDATE repeats SET answer = :answer WHERE id = :id",
        id=id,
        answer=tx.sealer.seal(answer, id),
    )
