"""Work that fails is left alone for a while, so that it stops nothing else."""

import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from service.store.outages import is_passing

log = logging.getLogger(__name__)

T = TypeVar("T")

_FIRST, _LONGEST = 1.0, 300.0


class Setbacks:
    """Remembers, by name, which work failed how often, and until when it is left alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed: dict[str, tuple[int, float]] = {}

    async def spare(self, name: str, work: Callable[[], Awaitable[T]]) -> T | None:
        """Do work unless it failed a moment ago; return what it returns, None if it fails.

        The wait after a failure grows from a second to five minutes. What passes with the database
        is no fault of the work, and is raised.
        """
        failures, until = self._failed.get(name, (0, 0.0))
        if self._clock() < until:
            return None
        try:
            done = await work()
        except Exception as error:
            if is_passing(error):
                raise
            wait = min(_FIRST * 2 ** min(failures, 10), _LONGEST)
            self._failed[name] = failures + 1, self._clock() + wait
            log.exception("%s failed (%d in a row) and waits %d s", name, failures + 1, wait)
            return None
        self._failed.pop(name, None)
        return done
