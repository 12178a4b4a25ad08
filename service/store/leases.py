"""Leases: what only one process may do at a time, by name, until it is given up or runs out."""

import datetime as dt

from service.errors import Conflict
from service.store.database import Connection, micros

# By how much later than it could a lease may end: more was written by a clock that ran ahead and
# was put right, and would hold what a dead process had for as long as it ran ahead.
AHEAD = dt.timedelta(minutes=2)


async def take(
    conn: Connection, name: str, token: str, now: dt.datetime, lasts: dt.timedelta
) -> bool:
    """Take or renew a lease; tell whether it is held by the token now."""
    held = await conn.execute(
        "INSERT INTO leases (name, token, expires_at) VALUES (:name, :token, :until)"
        " ON CONFLICT (name) DO UPDATE SET token = excluded.token,"
        " expires_at = excluded.expires_at"
        " WHERE leases.token = excluded.token OR leases.expires_at < :now"
        " OR leases.expires_at > :never",
        name=name,
        token=token,
        until=micros(now + lasts),
        now=micros(now),
        never=micros(now + lasts + AHEAD),
    )
    return held == 1


async def hold(tx: Connection, name: str, token: str) -> None:
    """Make sure in a transaction that the lease is still the token's; raises Conflict if not.

    Nobody else can take it before the transaction ends.
    """
    lock = " FOR UPDATE" if tx.dialect == "postgres" else ""
    holder = await tx.fetchval(f"SELECT token FROM leases WHERE name = :name{lock}", name=name)
    if holder != token:
        raise Conflict(f"The lease {name} is held by another process.")


async def give_up(conn: Connection, name: str, token: str) -> None:
    """Let another take the lease at once; no matter if it was lost."""
    await conn.execute(
        "DELETE FROM leases WHERE name = :name AND token = :token", name=name, token=token
    )
