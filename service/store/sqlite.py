"""SQLite: reads run at once on the caller's thread, writes on one connection in one thread.

WAL lets reads go on beside the writer. A read of a row or a page costs less than a hop to another
thread would. Slow reads (full-text search) go through `fetch_slow` to threads with connections of
their own: sqlite3 lets other threads run while it works.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from service.errors import Unavailable
from service.store.checkpoints import BACKSTOP, Checkpoints
from service.store.database import Connection, Dialect, Row
from service.store.sealing import Sealer

T = TypeVar("T")

_LONG = 100  # rows that are written at once

_PRAGMAS = f"""
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = {BACKSTOP};
    PRAGMA foreign_keys = ON;
    PRAGMA busy_timeout = 15000;
    PRAGMA cache_size = -65536;
    PRAGMA mmap_size = 268435456;
    PRAGMA temp_store = MEMORY;
    PRAGMA analysis_limit = 400;
"""


def _open(path: str) -> sqlite3.Connection:
    # isolation_level None: BEGIN and COMMIT are ours; the module's own begin too late and deferred.
    conn = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, timeout=15, cached_statements=512
    )
    conn.executescript(_PRAGMAS)
    return conn


def _open_reader(path: str) -> sqlite3.Connection:
    conn = _open(path)
    conn.execute("PRAGMA query_only = ON")
    return conn


class SlowReaders:
    """Two threads that read, each with a connection that is opened when first needed."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="sqlite-reader")
        self._idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()

    async def fetch(self, sql: str, params: Mapping[str, object]) -> list[Row]:
        """Return all rows."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._fetch, sql, params)

    def _fetch(self, sql: str, params: Mapping[str, object]) -> list[Row]:
        try:
            conn = self._idle.get_nowait()
        except Empty:
            conn = _open_reader(self._path)
        try:
            return conn.execute(sql, params).fetchall()
        finally:
            self._idle.put(conn)

    def close(self) -> None:
        """Wait for what is being read and close the connections."""
        self._threads.shutdown(wait=True)
        while not self._idle.empty():
            self._idle.get_nowait().close()


class SqliteTransaction:
    """The write connection between BEGIN and COMMIT; what writes runs in the writer's thread.

    It begins with the first statement. Until the first write all is as it was committed, and stays
    so while we hold the lock: the reading connection sees the same.
    """

    dialect: Dialect = "sqlite"

    def __init__(
        self,
        writer: sqlite3.Connection,
        reader: sqlite3.Connection,
        thread: ThreadPoolExecutor,
        sealer: Sealer,
    ) -> None:
        self.sealer = sealer
        self._conn = writer
        self._reader = reader
        self._thread = thread
        self._begun = False
        self._written = False
        # A hop to the thread costs as much as some rows: those that nobody waits for go together.
        self._waiting: list[tuple[str, list[Mapping[str, object]]]] = []

    async def run(self, work: Callable[[], T]) -> T:
        """Run blocking work in the writer's thread, after what waits to be written."""
        waiting, self._waiting = self._waiting, []
        begun, self._begun = self._begun, True

        def all_() -> T:
            if not begun:
                # IMMEDIATE: a deferred one that reads first cannot wait for the lock later.
                self._conn.execute("BEGIN IMMEDIATE")
            for sql, rows in waiting:
                self._conn.executemany(sql, rows)
            return work()

        return await asyncio.get_running_loop().run_in_executor(self._thread, all_)

    async def begin(self) -> None:
        """Leave it to the first statement: a hop less."""

    async def commit(self) -> None:
        """Write what waits, and end; nothing is done if nothing was."""
        if self._begun or self._waiting:
            await self.run(partial(self._conn.execute, "COMMIT"))

    async def roll_back(self) -> None:
        """End without what was written."""
        self._waiting, self._begun = [], True
        await self.run(self._roll_back)

    def _roll_back(self) -> None:
        if self._conn.in_transaction:
            self._conn.execute("ROLLBACK")

    async def fetch(self, sql: str, **params: object) -> list[Row]:
        """Return all rows."""
        if self._begun and not self._written and sql.startswith("SELECT"):
            return self._reader.execute(sql, params).fetchall()
        if not self._begun and sql.startswith("SELECT"):
            return await self.run(lambda: self._conn.execute(sql, params).fetchall())
        return await self.fetch_slow(sql, **params)

    async def fetch_slow(self, sql: str, **params: object) -> list[Row]:
        """Return all rows; the writer's thread waits, as within a transaction it must."""
        self._written = True
        return await self.run(lambda: self._conn.execute(sql, params).fetchall())

    async def fetchrow(self, sql: str, **params: object) -> Row | None:
        """Return the first row, or None."""
        rows = await self.fetch(sql, **params)
        return rows[0] if rows else None

    async def fetchval(self, sql: str, **params: object) -> Any:
        """Return the first column of the first row, or None."""
        row = await self.fetchrow(sql, **params)
        return row[0] if row else None

    async def execute(self, sql: str, **params: object) -> int:
        """Run a statement that writes; return the number of rows it touched."""
        self._written = True
        return await self.run(lambda: self._conn.execute(sql, params).rowcount)

    async def executemany(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Run a statement that writes once per row of parameters."""
        listed = list(rows)
        if not listed:
            return
        self._written = True
        self._waiting.append((sql, listed))
        if len(listed) > _LONG:
            await self.run(lambda: None)


class ShortTransaction(SqliteTransaction):
    """One whose statements run at once on the caller's thread, as each takes a moment only.

    What may wait is left to the writer's thread: the lock at the beginning, the disk at the end.
    """

    async def begin(self) -> None:
        """Wait for the lock."""
        await self.run(lambda: None)

    async def fetch(self, sql: str, **params: object) -> list[Row]:
        """Return all rows."""
        return self._conn.execute(sql, params).fetchall()

    async def fetch_slow(self, sql: str, **params: object) -> list[Row]:
        """Return all rows."""
        return self._conn.execute(sql, params).fetchall()

    async def execute(self, sql: str, **params: object) -> int:
        """Run a statement that writes; return the number of rows it touched."""
        return self._conn.execute(sql, params).rowcount

    async def executemany(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Run a statement that writes once per row of parameters."""
        self._conn.executemany(sql, rows)


class SqliteDatabase:
    """One reading connection and one writing connection to a file; see the module."""

    dialect: Dialect = "sqlite"

    def __init__(self, path: str, sealer: Sealer) -> None:
        self.sealer = sealer
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._writer = _open(path)
            self._reader = _open_reader(path)
        except (OSError, sqlite3.Error) as error:
            raise Unavailable(f"The database {path} cannot be opened: {error}") from error
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-writer")
        self._turn = asyncio.Lock()
        self._slow = SlowReaders(path)
        self._checkpoints = Checkpoints(partial(_open, path))

    async def fetch(self, sql: str, **params: object) -> list[Row]:
        """Return all rows."""
        return self._reader.execute(sql, params).fetchall()

    async def fetch_slow(self, sql: str, **params: object) -> list[Row]:
        """Return all rows of a question that may take long; others are answered meanwhile."""
        return await self._slow.fetch(sql, params)

    async def fetchrow(self, sql: str, **params: object) -> Row | None:
        """Return the first row, or None."""
        row: Row | None = self._reader.execute(sql, params).fetchone()
        return row

    async def fetchval(self, sql: str, **params: object) -> Any:
        """Return the first column of the first row, or None."""
        row = await self.fetchrow(sql, **params)
        return row[0] if row else None

    async def execute(self, sql: str, **params: object) -> int:
        """Run a statement that writes, in a transaction of its own."""
        async with self.transaction() as tx:
            return await tx.execute(sql, **params)

    async def executemany(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Run a statement that writes once per row, all in one transaction."""
        async with self.transaction() as tx:
            await tx.executemany(sql, rows)

    @asynccontextmanager
    async def transaction(self, *, short: bool = False) -> AsyncIterator[Connection]:
        """Open a transaction that writes; commits at the end, rolls back if an error leaves."""
        async with self._turn:
            kind = ShortTransaction if short else SqliteTransaction
            tx = kind(self._writer, self._reader, self._thread, self.sealer)
            try:
                await tx.begin()
                yield tx
                await asyncio.shield(tx.commit())
                self._checkpoints.committed()
            except BaseException:
                await asyncio.shield(tx.roll_back())
                raise

    async def close(self) -> None:
        """Close both connections."""
        async with self._turn:
            # Counts what the indexes hold, where it changed much; the planner goes by that.
            self._thread.submit(self._writer.execute, "PRAGMA optimize")
            self._thread.shutdown(wait=True)
            self._slow.close()
            self._checkpoints.close()
            self._reader.close()
            self._writer.close()
