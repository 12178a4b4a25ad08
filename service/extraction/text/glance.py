"""A look at a text that may not be worth reading: the few words that the gate and the page need."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from service.extraction.text.blocks import PROSE, Line, may_tell, shape_of
from service.extraction.text.lexicon import Words
from service.extraction.text.metadata import stamped
from service.extraction.text.page import Page
from service.extraction.text.patterns import PAGE_SIGNS, Match
from service.extraction.text.scan import Token, matches, scan, whole

_PLACE = attrgetter("start", "end")


def few(text: str, words: Words) -> list[Match]:
    """Return where the few patterns stand as words that the gate and a glance ask for.

    Each one that `matches` finds is among them; they may overlap.
    """
    raw, plain = text.encode(), text.isascii()
    found = [match for part in words.few for match in part.find(raw, plain=plain)]
    return whole(text, words, found) if found else found


def signs(text: str, words: Words, few: Sequence[Match], lines: Iterable[Line]) -> list[Token]:
    """Return the tokens that blocks look at, of a text whose `few` and lines are known.

    They are those of the lines in which some sign may tell something where it stands.
    """
    asked = {*_dated(text, words, lines), *(_marked(text, words, few) if few else ())}
    return [token for line in sorted(asked) for token in _scanned(text, words, line)]


def signs_among(tokens: list[Token], positions: Mapping[str, Sequence[int]]) -> list[Token]:
    """Return the tokens that blocks look at, among all of a text."""
    return [tokens[at] for at in sorted({at for cls in PAGE_SIGNS for at in positions[cls]})]


def stamps(page: Page, signs: list[Token]) -> list[Token]:
    """Return the tokens that metadata look at, of a page whose signs and blocks are known.

    Lines that are no paragraphs are scanned for the signs; a day of publication may stand in a
    longer one too, before the body or where it begins.
    """
    tokens = list(signs)
    for block in stamped(page):
        start, end = block.span.start, block.span.end
        if end - start >= PROSE and _days(page.text[start:end], page.words):
            tokens += _scanned(page.text, page.words, _line(page.text, start))
    return sorted(tokens, key=_PLACE)


def _marked(text: str, words: Words, few: Iterable[Match]) -> Iterator[tuple[int, int]]:
    """Yield the lines of which a mark may tell something."""
    of_marks = words.patterns.of_marks
    for number, start, _ in few:
        if number in of_marks:
            first, last = _line(text, start)
            if may_tell(shape_of(text[first:last]), start - first):
                yield first, last


def _dated(text: str, words: Words, lines: Iterable[Line]) -> Iterator[tuple[int, int]]:
    """Yield the lines that are no paragraphs and hold a month or a year."""
    for line in [line for line in lines if len(line.text) < PROSE]:
        if _days(line.text, words):
            yield _line(text, line.start)


def _days(text: str, words: Words) -> list[Match]:
    """Return the months and years of a text."""
    numbers, find = words.patterns.days, words.automaton_of_days.find_matches_as_indexes
    found = find(text, overlapping=True)
    return whole(text, words, [(numbers[number], start, end) for number, start, end in found])


def _line(text: str, at: int) -> tuple[int, int]:
    """Return where the line begins and ends in which a place is."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)


def _scanned(text: str, words: Words, line: tuple[int, int]) -> list[Token]:
    """Return the signs of a page in one line: no match of the whole automaton goes over its end."""
    of_pages = words.patterns.of_pages
    first, last = line
    found = matches(text[first:last], words)
    inside = [(n, at + first, end + first) for n, at, end in found if n in of_pages]
    tokens = scan(text, words, inside)
    return [token for token in tokens if not PAGE_SIGNS.isdisjoint(token.senses)]
