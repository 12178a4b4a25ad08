"""Steps run over and over until told to stop; an error is logged and waited out, never fatal."""

import asyncio
import logging
import random
import signal
from collections.abc import Awaitable, Callable, Iterable

from service.store.outages import is_passing

log = logging.getLogger(__name__)

_FIRST = 0.05
_LONGEST = 5.0


async def keep(name: str, step: Callable[[], Awaitable[float]], stop: asyncio.Event) -> None:
    """Run a step until `stop` is set; the step returns the seconds to wait before the next.

    After errors the waits grow from 0.05 to 5 s, with jitter, so that no failure spins.
    """
    failures = 0
    while not stop.is_set():
        try:
            wait = await step()
            failures = 0
        except Exception as error:
            failures += 1
            wait = min(_FIRST * 2 ** min(failures, 10), _LONGEST) * random.uniform(0.5, 1.0)
            _tell(name, error, failures)
        await pause(stop, wait)


def _tell(name: str, error: Exception, failures: int) -> None:
    # A server that is away for long would otherwise fill the log.
    if failures > 1 and failures & (failures - 1):
        return
    if is_passing(error):
        log.warning("%s: %s (%d in a row)", name, str(error) or repr(error), failures)
    else:
        log.error("%s failed (%d in a row)", name, failures, exc_info=error)


async def finish(tasks: Iterable["asyncio.Task[None]"], seconds: float) -> None:
    """Wait for tasks to end, at most so long; those that have not are cancelled."""
    if pending := list(tasks):
        _, late = await asyncio.wait(pending, timeout=seconds)
        for task in late:
            task.cancel()


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but not beyond the stop; always lets others run."""
    if seconds <= 0:
        await asyncio.sleep(0)
        return
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


def stop_on_signals() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set; a second signal ends the process at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop, stop, number)
    return stop


def _stop(stop: asyncio.Event, number: int) -> None:
    if not stop.is_set():
        stop.set()
        return
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)
