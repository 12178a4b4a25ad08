"""PostgreSQL through asyncpg: a pool, and `:name` parameters turned into `$1`, `$2`."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any

import asyncpg

from service.errors import Unavailable
from service.store.database import Connection, Dialect, Row
from service.store.sealing import Sealer

_CLOSING = 10.0
# Seconds to wait for an answer: the server's machine may have gone without a word.
_TIMEOUT = 60.0
_LONG = 3600.0
# A quoted text or a cast (`::text`) is passed over, so that only parameters are left.
_PARAMETER = re.compile(r"'(?:[^']|'')*'|::|:([a-z_][a-z0-9_]*)")


@lru_cache(maxsize=2048)
def numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """Return the SQL with `$n` for each distinct `:name`, and the names in the order of n."""
    names: list[str] = []

    def replace(found: re.Match[str]) -> str:
        name = found.group(1)
        if name is None:
            return found.group(0)
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return _PARAMETER.sub(replace, sql), tuple(names)


class _Plain(asyncpg.Connection):  # type: ignore[misc]
    """A connection that keeps no state from one use to the next, so that nothing is to be reset.

    Open transactions are ended all the same. It saves a round trip after each statement.
    """

    def get_reset_query(self) -> str:
        """Return nothing to run."""
        return ""


class PostgresConnection:
    """One connection of the pool, in a transaction or alone."""

    dialect: Dialect = "postgres"

    def __init__(self, conn: Any, sealer: Sealer) -> None:
        self.sealer = sealer
        self._conn = conn

    async def fetch(self, sql: str, **params: object) -> list[Row]:
        """Return all rows."""
        text, names = numbered(sql)
        rows = await self._conn.fetch(text, *(params[name] for name in names))
        return [tuple(row) for row in rows]

    async def fetch_slow(self, sql: str, **params: object) -> list[Row]:
        """Return all rows; the server works meanwhile, so nothing here waits."""
        text, names = numbered(sql)
        rows = await self._conn.fetch(text, *(params[name] for name in names), timeout=_LONG)
        return [tuple(row) for row in rows]

    async def fetchrow(self, sql: str, **params: object) -> Row | None:
        """Return the first row, or None."""
        text, names = numbered(sql)
        row = await self._conn.fetchrow(text, *(params[name] for name in names))
        return None if row is None else tuple(row)

    async def fetchval(self, sql: str, **params: object) -> Any:
        """Return the first column of the first row, or None."""
        row = await self.fetchrow(sql, **params)
        return row[0] if row else None

    async def execute(self, sql: str, **params: object) -> int:
        """Run a statement that writes; return the number of rows it touched."""
        text, names = numbered(sql)
        tag: str = await self._conn.execute(text, *(params[name] for name in names))
        count = tag.rsplit(" ", 1)[-1]
        return int(count) if count.isdigit() else 0

    async def executemany(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Run a statement that writes once per row of parameters."""
        text, names = numbered(sql)
        listed = [[row[name] for name in names] for row in rows]
        if listed:
            await self._conn.executemany(text, listed)


class PostgresDatabase:
    """A pool of connections; a statement outside a transaction takes one for itself."""

    dialect: Dialect = "postgres"

    def __init__(self, pool: Any, sealer: Sealer) -> None:
        self.sealer = sealer
        self._pool = pool

    @classmethod
    async def open(cls, url: str, sealer: Sealer, *, connections: int = 8) -> "PostgresDatabase":
        """Connect; raises Unavailable when the server does not answer."""
        try:
            pool = await asyncpg.create_pool(
                url,
                min_size=1,
                max_size=connections,
                timeout=10,
                command_timeout=_TIMEOUT,
                connection_class=_Plain,
            )
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise Unavailable(f"PostgreSQL does not answer: {error}") from error
        return cls(pool, sealer)

    async def fetch(self, sql: str, **params: object) -> list[Row]:
        """Return all rows."""
        async with self._pool.acquire() as conn:
            return await PostgresConnection(conn, self.sealer).fetch(sql, **params)

    async def fetch_slow(self, sql: str, **params: object) -> list[Row]:
        """Return all rows; the server works meanwhile, so nothing here waits."""
        async with self._pool.acquire() as conn:
            return await PostgresConnection(conn, self.sealer).fetch_slow(sql, **params)

    async def fetchrow(self, sql: str, **params: object) -> Row | None:
        """Return the first row, or None."""
        async with self._pool.acquire() as conn:
            return await PostgresConnection(conn, self.sealer).fetchrow(sql, **params)

    async def fetchval(self, sql: str, **params: object) -> Any:
        """Return the first column of the first row, or None."""
        row = await self.fetchrow(sql, **params)
        return row[0] if row else None

    async def execute(self, sql: str, **params: object) -> int:
        """Run a statement that writes, in a transaction of its own."""
        async with self._pool.acquire() as conn:
            return await PostgresConnection(conn, self.sealer).execute(sql, **params)

    async def executemany(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Run a statement that writes once per row, all in one transaction."""
        async with self.transaction() as tx:
            await tx.executemany(sql, rows)

    @asynccontextmanager
    async def transaction(self, *, short: bool = False) -> AsyncIterator[Connection]:
        """Open a transaction that writes; commits at the end, rolls back if an error leaves."""
        async with self._pool.acquire() as conn, conn.transaction():
            yield PostgresConnection(conn, self.sealer)

    async def close(self) -> None:
        """Close all connections; those that are still in use after a while are cut."""
        try:
            await asyncio.wait_for(self._pool.close(), _CLOSING)
        except TimeoutError:
            self._pool.terminate()
