"""What SQLite has in its log goes into the file on a thread of its own: no commit waits for it."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

EVERY = 32  # commits
LONG = 4000  # pages of the log: 16 MB
BACKSTOP = 16_000  # pages, at which a commit does what is left to do


class Checkpoints:
    """Writes the log of a file into it now and then; has a connection of its own.

    Nobody waits for it, and it waits for nobody: what is committed meanwhile is left in the log,
    which begins anew when all of it is written. Where commits leave no time for that and it grows
    long, writers wait while the rest is written, which is little.
    """

    def __init__(self, open_: Callable[[], sqlite3.Connection]) -> None:
        self._open = open_
        self._conn: sqlite3.Connection | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-checkpoints")
        self._running: Future[None] | None = None
        self._commits = 0

    def committed(self) -> None:
        """Note that something was committed."""
        self._commits += 1
        if self._commits < EVERY or (self._running and not self._running.done()):
            return
        self._commits = 0
        self._running = self._thread.submit(self._write)

    def _write(self) -> None:
        if self._conn is None:
            self._conn = self._open()
        _, logged, _ = self._conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if logged > LONG:
            self._conn.execute("PRAGMA wal_checkpoint(FULL)").fetchone()

    def close(self) -> None:
        """Wait for what is being written and close the connection."""
        self._thread.shutdown(wait=True)
        if self._conn is not None:
            self._conn.close()
