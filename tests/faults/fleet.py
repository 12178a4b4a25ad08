"""Worker processes that can be killed, frozen and started again."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
SLOTS = 64


class Fleet:
    """Some processes of `python -m workers`, all on the same database and Redis."""

    def __init__(self, database_url: str, redis_url: str, log: Path, timeout: float) -> None:
        self._environ = os.environ | {
            "PARLEY_DATABASE_URL": database_url,
            "PARLEY_REDIS_URL": redis_url,
            "PARLEY_ALLOWED_NETWORKS": "127.0.0.1/32",
            "PARLEY_DELIVER_TIMEOUT": str(timeout),
            "PARLEY_DELIVER_SLOTS": str(SLOTS),
            "PYTHONPATH": str(ROOT),
        }
        self._log = log
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, roles: Sequence[str] = ("deliver",)) -> None:
        """Start one more process."""
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "workers", *roles], env=self._environ, stdout=log, stderr=log
            )
        self.processes.append(process)

    def end(self, index: int, how: signal.Signals) -> bool:
        """Send a signal that ends a process, and wait for its end; tell whether it came."""
        process = self.processes.pop(index)
        process.send_signal(how)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            return False
        return True

    def stop(self) -> None:
        """Stop all in good order."""
        for process in self.processes:
            process.send_signal(signal.SIGCONT)
            process.terminate()
        for process in self.processes:
            process.wait(30)
        self.processes.clear()


@contextmanager
def fleet(database_url: str, redis_url: str, log: Path, timeout: float = 1.0) -> Iterator[Fleet]:
    """Yield a fleet without processes; those that were started are gone at the end."""
    made = Fleet(database_url, redis_url, log, timeout)
    try:
        yield made
    finally:
        for process in made.processes:
            process.kill()
            process.wait(30)
