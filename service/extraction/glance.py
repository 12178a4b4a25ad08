"""A look at a text that may not be worth reading: the few words that the gate and the page need."""

from collections.abc import Iterable, Iterator

from service.extraction.blocks import PROSE
from service.extraction.lexicon import Words
from service.extraction.metadata import DATELINE
from service.extraction.page import Page
from service.extraction.scan import Match, Token, matches, scan, whole


def few(text: str, words: Words) -> list[Match]:
    """Return where the few patterns stand as words that the gate and a glance ask for.

    Each one that `matches` finds is among them; they may overlap.
    """
    numbers = words.patterns.few
    found = words.automaton_of_few.find_matches_as_indexes(text, overlapping=True)
    matched = [(numbers[number], start, end) for number, start, end in found]
    return [match for match in matched if whole(text, words, match)]


def signs(text: str, words: Words, few: Iterable[Match]) -> list[Token]:
    """Return the tokens that blocks look at, of a text whose `few` are known."""
    return _scanned(text, words, _asked(text, words, few))


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
    """Yield the signs that tell something: months and years do so in short lines alone."""
    known = words.patterns
    for match in few:
        number, start, end = match
        if number not in known.of_pages:
            continue
        if number not in known.of_days or len(_line(text, start, end).strip()) < PROSE:
            yield match


def _line(text: str, start: int, end: int) -> str:
    last = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : last if last >= 0 else len(text)]


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
        first = text.rfind("\n", 0, start) + 1
        done = (text.find("\n", start) + 1) or len(text)
        found = matches(text[first:done], words)
        inside = [(n, at + first, end + first) for n, at, end in found if n in of_pages]
        tokens += scan(text, words, inside)
    return tokens
