"""Reading with all processors: documents in bulk, in processes of their own.

What kills a process or raises in it costs one document, which is told; the others are read.
"""

import asyncio
import gc
import multiprocessing
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import msgspec

from service.domain.articles import Document, Reading
from service.errors import ParleyError, Unreadable
from service.extraction.extract import VERSION, Extractor
from service.knowledge.files import digest, read_all
from service.knowledge.load import load
from service.suggesting import suggesters, suggesting

Read = Callable[[Document], Reading]
Answers = list[Reading | str]

_SHARE = 5  # documents; fewer are not worth a call of a process
_SELDOM = 50_000  # things made between two rounds of the collector

_documents = msgspec.msgpack.Decoder(list[Document])
_answers = msgspec.msgpack.Decoder(Answers)
_read: Read | None = None


def extractor(knowledge: Sequence[str] = (), models: Sequence[str] = ()) -> Read:
    """Return the function that reads, with the user's own knowledge files and folders.

    `models` names the plug-ins that suggest more; raises Invalid if one is not installed.
    """
    read = Extractor(load([Path(path) for path in knowledge])).read
    return suggesting(read, suggesters(models))


def spare_the_collector() -> None:
    """Let the garbage collector pass over what is loaded now, such as the knowledge: it stays.

    It also comes seldom from now on: a reading makes thousands of things, and no circles of them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_SELDOM)


def versions(knowledge: Sequence[str] = ()) -> tuple[str, str]:
    """Return the versions of the extractor and of the knowledge that `extractor` reads with."""
    return VERSION, digest(read_all([Path(path) for path in knowledge]))


def one_by_one(
    read: Read,
) -> Callable[[Sequence[Document]], Awaitable[list[Reading | ParleyError]]]:
    """Return a function that reads many on this thread, letting others go on in between.

    An error stands in its document's place.
    """

    async def read_many(documents: Sequence[Document]) -> list[Reading | ParleyError]:
        answers = []
        for document in documents:
            answers.append(_answer(read, document))
            await asyncio.sleep(0)
        return _told(answers)

    return read_many


class ReadingPool:
    """Processes that read documents, started when the first ones come.

    `make` is called once in each process and must be importable. The processes are spawned, not
    forked, so threads do no harm; a program that uses them needs its `__main__` guarded.
    """

    def __init__(self, make: Callable[[], Read] = extractor, processes: int | None = None) -> None:
        self._make = make
        self._processes = processes or os.cpu_count() or 1
        self._many = self._start(self._processes)
        self._one = self._start(1)
        self._alone = asyncio.Lock()

    async def read(self, documents: Sequence[Document]) -> list[Reading | ParleyError]:
        """Read documents, shared among the processes; an error stands in its document's place."""
        pool = self._many
        share = max(_SHARE, -(-len(documents) // self._processes))
        parts = [documents[at : at + share] for at in range(0, len(documents), share)]
        try:
            answers = await asyncio.gather(*(self._ask(pool, part) for part in parts))
            return _told([one for part in answers for one in part])
        except BrokenProcessPool:
            # All calls that were under way come here; the first one starts the next pool.
            if pool is self._many:
                self._many = self._start(self._processes)
        return _told([await self._read_alone(document) for document in documents])

    async def _read_alone(self, document: Document) -> Reading | str:
        """Read one document with no other at the same time, so that only the guilty is blamed."""
        async with self._alone:
            try:
                return (await self._ask(self._one, [document]))[0]
            except BrokenProcessPool:
                self._one = self._start(1)
                return "The process that read this document died of it."

    async def _ask(self, pool: ProcessPoolExecutor, documents: Sequence[Document]) -> Answers:
        packed = msgspec.msgpack.encode(documents)
        loop = asyncio.get_running_loop()
        return _answers.decode(await loop.run_in_executor(pool, _read_packed, packed))

    def _start(self, processes: int) -> ProcessPoolExecutor:
        spawn = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(processes, spawn, _begin, (self._make,))

    def close(self) -> None:
        """End the processes."""
        self._many.shutdown(cancel_futures=True)
        self._one.shutdown(cancel_futures=True)


def _begin(make: Callable[[], Read]) -> None:
    # Ctrl-C reaches all processes of a terminal; the one that owns the pool ends it in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    global _read
    _read = make()
    spare_the_collector()


def _read_packed(packed: bytes) -> bytes:
    if _read is None:
        raise RuntimeError("the process was not begun")
    return msgspec.msgpack.encode([_answer(_read, one) for one in _documents.decode(packed)])


def _answer(read: Read, document: Document) -> Reading | str:
    try:
        return read(document)
    except Exception as error:  # whatever it is, the other documents are not to blame for it
        return f"The document cannot be read: {error!r}"


def _told(answers: Answers) -> list[Reading | ParleyError]:
    return [Unreadable(one) if isinstance(one, str) else one for one in answers]
