"""Paragraphs that were broken into lines of one width, as mail and old systems send them."""

from collections.abc import Iterator

_NARROW, _WIDE = 50, 130
_FULL = 0.7  # of the widest line: the least that a line within a paragraph fills


def unwrap(text: str) -> str:
    """Return the text with the breaks inside broken paragraphs as spaces, of the same length."""
    # Where an empty line follows each line, none goes on in the next.
    if text.count("\n") == 2 * text.count("\n\n"):
        return text
    lines = text.split("\n")
    breaks = ["\n"] * (len(lines) - 1) + [""]
    for first, last in _runs(lines):
        if _wrapped([line.rstrip() for line in lines[first:last]]):
            breaks[first : last - 1] = " " * (last - 1 - first)
    return "".join(line + end for line, end in zip(lines, breaks, strict=True))


def _runs(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of lines that follow each other without an empty one between."""
    first = None
    for number, line in enumerate([*lines, ""]):
        if line.strip():
            first = number if first is None else first
        elif first is not None:
            if number - first > 1:
                yield first, number
            first = None


def _wrapped(run: list[str]) -> bool:
    """Tell whether a sentence goes on over a line's end, and all lines but the last are full."""
    width = max(map(len, run))
    if not _NARROW <= width <= _WIDE:
        return False
    full = all(len(line) >= _FULL * width for line in run[:-1])
    return full and any(line.lstrip()[:1].islower() for line in run[1:])
