"""Which errors of the drivers mean that the database does not answer now, and will again."""

import sqlite3

import asyncpg

from service.errors import Unavailable

_PASSING = (
    Unavailable,
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    # Asked in between the server's farewell and its end: the driver gives the connection up.
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    # Shut down, starting, or told to stop what it did.
    asyncpg.OperatorInterventionError,
    # No room, or too many connections.
    asyncpg.InsufficientResourcesError,
    # Two waited for each other, and one was sent away.
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.PostgresIOError,
    # A server that stands by, until it is the first.
    asyncpg.ReadOnlySQLTransactionError,
)
_PASSING_IN_SQLITE = ("BUSY", "LOCKED", "FULL", "IOERR", "CANTOPEN")


def is_passing(error: Exception) -> bool:
    """Tell whether trying again later may help: no connection, no room, or a lock held too long."""
    if isinstance(error, sqlite3.OperationalError):
        name = str(getattr(error, "sqlite_errorname", "")).removeprefix("SQLITE_")
        return name.startswith(_PASSING_IN_SQLITE)
    return isinstance(error, _PASSING)
