"""Reading with all processors: documents in bulk, in processes of their own.

What kills a process or raises in it costs one document, which is told; the others are read.
"""

import asyncio
import gc
import os
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

import msgspec

from service.alone import Alone, start
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

_packed = msgspec.msgpack.Encoder().encode
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
        self._begin = partial(_begin, make)
        self._processes = processes or os.cpu_count() or 1
        self._many = start(self._processes, self._begin)
        self._alone = Alone(self._begin)

    async def read(self, documents: Sequence[Document]) -> list[Reading | ParleyError]:
        """Read documents, shared among the processes; an error stands in its document's place."""
        pool = self._many
        share = max(_SHARE, -(-len(documents) // self._processes))
        parts = [_packed(documents[at : at + share]) for at in range(0, len(documents), share)]
        loop = asyncio.get_running_loop()
        try:
            told = await asyncio.gather(
                *(loop.run_in_executor(pool, _read_packed, part) for part in parts)
            )
        except BrokenProcessPool:
            # All calls that were under way come here; the first one starts the next pool.
            if pool is self._many:
                self._many = start(self._processes, self._begin)
            return [await self._read_alone(document) for document in documents]
        return [one for part in told for one in _told(_answers.decode(part))]

    async def _read_alone(self, document: Document) -> Reading | ParleyError:
        """Read one document with no other at the same time, so that only the guilty is blamed."""
        try:
            told = await self._alone.call(_read_packed, _packed([document]))
        except Unreadable as error:
            return error
        return _told(_answers.decode(told))[0]

    def close(self) -> None:
        """End the processes."""
        self._many.shutdown(cancel_futures=True)
        self._alone.close()


def _begin(make: Callable[[], Read]) -> None:
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
