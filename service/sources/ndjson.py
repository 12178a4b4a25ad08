"""Lines of JSON: a stream of bytes cut into numbered lines, however it comes in pieces."""

from collections.abc import Iterator

from msgspec import Struct

from service.errors import Invalid


class Line(Struct, frozen=True):
    """A line that is not blank, numbered from 1; `wrong` says why its content was not taken."""

    number: int
    content: bytes
    wrong: Invalid | None = None


class Lines:
    """Cuts a stream into lines that end with LF or CR LF; the last one needs no end.

    Never holds more than `longest` bytes and the piece that came last.
    """

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._held = bytearray()
        self._too_long = False
        self._number = 0

    def feed(self, piece: bytes) -> Iterator[Line]:
        """Yield the lines that a piece completes."""
        *ended, rest = piece.split(b"\n")
        for part in ended:
            self._hold(part)
            yield from self.end()
        self._hold(rest)

    def end(self) -> Iterator[Line]:
        """Yield the line held so far, unless it is blank; call it when the stream has ended."""
        self._number += 1
        content = bytes(self._held).removesuffix(b"\r")
        if self._number == 1:
            content = content.removeprefix(b"\xef\xbb\xbf")
        wrong = self._wrong(content)
        self._held.clear()
        self._too_long = False
        if wrong is not None:
            yield Line(self._number, b"", wrong)
        elif content.strip():
            yield Line(self._number, content)

    def _hold(self, part: bytes) -> None:
        self._too_long = self._too_long or len(self._held) + len(part) > self._longest
        if self._too_long:
            self._held.clear()
        else:
            self._held += part

    def _wrong(self, content: bytes) -> Invalid | None:
        if self._too_long:
            return Invalid("line", f"The line is longer than {self._longest} bytes.")
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            return Invalid("line", f"The line is not UTF-8 at byte {error.start}.")
        return None
