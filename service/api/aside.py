"""Reading beside the event loop: big pages and texts take seconds, and nobody is to wait for it."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from service.alone import SMALL, Alone
from service.domain.articles import Document, Reading
from service.errors import ParleyError, Unreadable
from service.sources import documents
from service.sources.documents import DocumentInput

log = logging.getLogger("parley.api")

# Characters that are read in a few milliseconds; what is longer goes to the thread.
SHORT = 20_000

Read = Callable[[Document], Reading]


class Aside:
    """Reads what is short at once, long texts in a thread, big pages in a process of their own."""

    def __init__(self, read: Read, speaks: Callable[[str], bool]) -> None:
        """`speaks` tells whether a text's language needs no preparing, which takes seconds."""
        self._read = read
        self._speaks = speaks
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reading")
        self._parser = Alone()

    async def document(self, given: DocumentInput) -> Document:
        """Make a document of an input; raises Invalid."""
        if len(given.html or "") <= SMALL:
            return documents.document(given)
        return await self._parser.call(documents.document, given)

    async def line(self, line: bytes) -> Document:
        """Make a document of a line of a batch; raises Invalid."""
        if len(line) <= SMALL:
            return documents.read_line(line)
        return await self._parser.call(documents.read_line, line)

    async def read(self, document: Document) -> Reading:
        """Read a document."""
        if len(document.raw) <= SHORT and self._speaks(document.raw):
            return self._read(document)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._read, document)

    async def read_many(self, documents: Sequence[Document]) -> list[Reading | ParleyError]:
        """Read documents, letting others go on in between; an error stands in its place."""
        readings: list[Reading | ParleyError] = []
        for document in documents:
            try:
                readings.append(await self.read(document))
            except Exception as error:
                log.exception("A document cannot be read")
                readings.append(Unreadable(f"The document cannot be read: {error!r}"))
            await asyncio.sleep(0)
        return readings

    def close(self) -> None:
        """End the thread and the process, after the documents in hand."""
        self._thread.shutdown(cancel_futures=True)
        self._parser.close()
