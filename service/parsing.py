"""Big pages are parsed in a process of their own: their parser lets nothing else go on meanwhile.

A page of five million characters takes a second or two, in which a server would answer nobody.
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


class Parser:
    """A process that parses one page after the other; it starts when the first one comes."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        # One at a time, so that the page that kills the process alone is blamed.
        self._turn = asyncio.Lock()

    async def call(self, parse: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call an importable function in the process; raises what it raises.

        Raises Unreadable when the process dies of it; the next call starts another.
        """
        async with self._turn:
            try:
                asked = self._started().submit(parse, *args, **kwargs)
            except BrokenProcessPool:
                # It died while nobody waited for it, so this page is not to blame.
                self._pool = None
                asked = self._started().submit(parse, *args, **kwargs)
            try:
                return await asyncio.wrap_future(asked)
            except BrokenProcessPool:
                self._pool = None
                raise Unreadable("The process that parsed this page died of it.") from None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _begin)
        return self._pool

    def close(self) -> None:
        """End the process, after the page in hand."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _begin() -> None:
    # Ctrl-C reaches all processes of a terminal; the one that owns the pool ends it in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
