"""Answers that wait for a slow reader: in memory at first, then on disk."""

import asyncio
from collections.abc import AsyncIterator
from tempfile import SpooledTemporaryFile

_IN_MEMORY = 1_000_000
_CHUNK = 65_536


class Spool:
    """Bytes written by one task and read by another; what waits beyond 1 MB waits on disk.

    Many clients send all before they read anything: were the writer to wait for such a reader,
    both would wait for ever.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self._read = self._written = 0
        self._more = asyncio.Event()
        self._ended = False

    def write(self, data: bytes) -> None:
        """Append."""
        self._file.seek(self._written)
        self._written += self._file.write(data)
        self._more.set()

    def end(self) -> None:
        """Say that nothing more will be written."""
        self._ended = True
        self._more.set()

    async def read(self) -> AsyncIterator[bytes]:
        """Yield what was written, as it comes, until the end."""
        with self._file:
            while True:
                while self._read < self._written:
                    yield self._next()
                if self._ended:
                    return
                self._more.clear()
                await self._more.wait()

    def _next(self) -> bytes:
        self._file.seek(self._read)
        chunk = self._file.read(_CHUNK)
        self._read += len(chunk)
        if self._read == self._written:
            # All is read: begin anew, so that the file stays as small as the reader's lag.
            self._read = self._written = 0
            self._file.truncate(0)
        return chunk
