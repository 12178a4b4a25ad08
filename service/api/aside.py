"""Reading beside the event loop: a long text takes seconds, and nobody else is to wait for it."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from service.domain.articles import Document, Reading
from service.errors import ParleyError, Unreadable

log = logging.getLogger("parley.api")

# Characters that are read in a few milliseconds; what is longer goes to the thread.
SHORT = 20_000

Read = Callable[[Document], Reading]


class Aside:
    """Reads short documents at once, and long ones one after the other in a thread."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reading")

    async def read(self, document: Document) -> Reading:
        """Read a document."""
        if len(document.raw) <= SHORT:
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
        """End the thread, after the document in hand."""
        self._thread.shutdown(cancel_futures=True)
