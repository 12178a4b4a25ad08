"""A look at a text that may not be worth reading: the few words that the gate and the page need."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from service.extraction.text.blocks import may_tell, shape_of
from service.extraction.text.lexicon import Words
from service.extraction.text.metadata import DATELINE
from service.extraction.text.page import Page
from service.extraction.text.patterns import PAGE_SIGNS
from service.extraction.text.scan import Match, Token, matches, scan, whole


def few(text: str, words: Words) -> list[Match]:
    """Return where the few patterns stand as words that the gate and a glance ask for.

    Each one that `matches` finds is among them; they may overlap.
    """
    numbers, find = words.patterns.few, words.automaton_of_few.find_matches_as_indexes
    found = [(numbers[number], start, end) for number, start, end in find(text, overlapping=True)]
    return whole(text, words, found)


def signs(text: str, words: Words, few: Iterable[Match]) -> list[Token]:
    """Return the tokens that blocks look at, of a text whose `few` are known."""
    tokens = _scanned(text, words, _asked(text, words, few))
    return [token for token in tokens if not PAGE_SIGNS.isdisjoint(token.senses)]


def signs_among(tokens: list[Token], positions: Mapping[str, Sequence[int]]) -> list[Token]:
    """Return the tokens that blocks look at, among all of a text."""
    return [tokens[at] for at in sorted({at for cls in PAGE_SIGNS for at in positions[cls]})]


def stamps(page: Page, few: Iterable[Match]) -> list[Token]:
    """Return the tokens that metadata look at, of a page whose `few` and blocks are known.

    A day of publication stands before the body or at its beginning.
    """
    body = next((block.span.start for block in page.blocks if block.kind == "body"), None)
    end = len(page.text) if body is None else body + DATELINE
    days = page.words.patterns.of_days
    near = [match for match in few if match[1] < end and match[0] in days]
    return _scanned(page.text, page.words, near)


def _asked(text: str, words: Words, few: Iterable[Match]) -> Iterator[Match]:
    """Yield the signs that may tell something where they stand."""
    of_pages, of_days = words.patterns.of_pages, words.patterns.of_days
    first, last, line = 0, -1, shape_of("")
    for match in few:
        if match[0] not in of_pages:
            continue
        if match[1] > last:  # each line is looked at once, however many signs stand in it
            first, last = _line(text, match[1])
            line = shape_of(text[first:last])
        if may_tell(line, match[1] - first, day=match[0] in of_days):
            yield match


def _line(text: str, at: int) -> tuple[int, int]:
    """Return where the line begins and ends in which a place is."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)


def _scanned(text: str, words: Words, few: Iterable[Match]) -> list[Token]:
    """Return the page's signs in the lines where some of the few stand.

    No match of the whole automaton goes over the end of a line.
    """
    of_pages = words.patterns.of_pages
    tokens: list[Token] = []
    done = 0
    for _, start, _ in few:
        if start < done:
            continue
        first, done = _line(text, start)
        found = matches(text[first:done], words)
        inside = [(n, at + first, end + first) for n, at, end in found if n in of_pages]
        tokens += scan(text, words, inside)
    return tokens
