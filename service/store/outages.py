"""Which errors of the drivers mean that the database does not answer now, and will again."""

import sqlite3

import asyncpg

_PASSING = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InsufficientResourcesError,
)


def is_passing(error: Exception) -> bool:
    """Tell whether trying again later may help: no connection, no room, or a lock held too long."""
    if isinstance(error, sqlite3.OperationalError):
        name = getattr(error, "sqlite_errorname", "")
        return str(name).startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL"))
    return isinstance(error, _PASSING)
