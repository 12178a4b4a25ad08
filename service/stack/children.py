"""Child processes that live as long as their parent: started, watched, started again, stopped."""

import asyncio
import ctypes
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

log = logging.getLogger(__name__)

_PR_SET_PDEATHSIG = 1
_QUICK_DEATH = 5.0
_LONGEST_PAUSE = 10.0
_AGAIN = 1.0


class Command(Struct, frozen=True, kw_only=True):
    """What to run: its name for the log, the words of the command, and how long it may drain."""

    name: str
    words: tuple[str, ...]
    env: Mapping[str, str] = {}
    grace: float = 15.0
    log_file: Path | None = None


class Child:
    """A process that is started again whenever it dies, until it is stopped."""

    def __init__(self, command: Command) -> None:
        self._command = command
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._stopping = False
        self.starts = 0

    @property
    def pid(self) -> int | None:
        """The process id, or None while it is not running."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start the process and watch it."""
        await self._spawn()
        self._watch = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Ask the process to end, wait for its grace time, then end it."""
        self._stopping = True
        process = self._process
        if process is None or process.returncode is not None:
            await self._unwatch()
            return
        process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), self._command.grace)
        except TimeoutError:
            log.warning("%s did not stop in time and is ended", self._command.name)
            process.kill()
            await process.wait()
        _end_group(process.pid)
        await self._unwatch()

    async def _unwatch(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)

    async def _spawn(self) -> None:
        command = self._command
        out = command.log_file.open("ab") if command.log_file else None
        try:
            self._process = await asyncio.create_subprocess_exec(
                *_guarded(command.words),
                env={**os.environ, **command.env},
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )
        finally:
            if out is not None:
                out.close()
        self.starts += 1

    async def _keep(self) -> None:
        pause = 0.05
        loop = asyncio.get_running_loop()
        while not self._stopping and self._process is not None:
            began = loop.time()
            code = await self._process.wait()
            if self._stopping:
                return
            _end_group(self._process.pid)
            # A process that dies at once would otherwise be started in a tight loop.
            pause = 0.05 if loop.time() - began > _QUICK_DEATH else min(pause * 2, _LONGEST_PAUSE)
            log.warning("%s ended with %s; starting it again", self._command.name, code)
            await asyncio.sleep(pause)
            await self._spawn_at_last()

    async def _spawn_at_last(self) -> None:
        # The machine may have no room for another process now.
        while True:
            try:
                return await self._spawn()
            except OSError as error:
                log.warning("%s cannot be started: %s", self._command.name, error)
                await asyncio.sleep(_AGAIN)


def _end_group(leader: int) -> None:
    # What a killed process had started goes on without it: a server's children keep its port.
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def _guarded(words: Sequence[str]) -> tuple[str, ...]:
    # Only Linux can ask for a signal at the parent's death; elsewhere a guard looks for it.
    if sys.platform == "linux":
        return tuple(words)
    return (sys.executable, "-m", "service.stack.guard", *words)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
