"""Work in a process of its own: big pages, and documents of which one has killed its reader.

The parser of pages lets nothing else go on meanwhile: one of five million characters takes a second
or two, in which a server would answer nobody.
"""

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import ParamSpec, TypeVar

from service.errors import Unreadable

P = ParamSpec("P")
T = TypeVar("T")

# Bytes or characters of markup that are parsed in a hundredth of a second, the worst in three.
SMALL = 100_000


class Alone:
    """A process that does one call after the other; it starts when the first one comes.

    `begin` is called in it first and must be importable, as what is asked of it later.
    """

    def __init__(self, begin: Callable[[], None] | None = None) -> None:
        self._begin = begin
        self._pool: ProcessPoolExecutor | None = None
        # One at a time, so that the call that kills the process alone is blamed.
        self._turn = asyncio.Lock()

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call an importable function in the process; raises what it raises.

        Raises Unreadable when the process dies of it; the next call starts another.
        """
        async with self._turn:
            while True:
                pool, fresh = self._pool or start(1, self._begin), self._pool is None
                self._pool = pool
                try:
                    return await asyncio.wrap_future(pool.submit(function, *args, **kwargs))
                except BrokenProcessPool:
                    self._pool = None
                    # One that stood there before may have died of anything, unseen until now.
                    if fresh:
                        raise Unreadable("The process that read this died of it.") from None

    def close(self) -> None:
        """End the process, after the call in hand."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def start(processes: int, begin: Callable[[], None] | None = None) -> ProcessPoolExecutor:
    """Return processes that start when they are needed and end with this one; see `Alone`."""
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, spawn, _begin, (begin,))


def _begin(begin: Callable[[], None] | None) -> None:
    # Ctrl-C reaches all processes of a terminal; the one that owns the pool ends it in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if begin is not None:
        begin()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
