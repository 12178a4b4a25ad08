"""Automata that look for some of the patterns, and two that find together what one would."""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

from service.extraction.text.patterns import Match

_START = itemgetter(1)


class Sought:
    """Some patterns, found wherever they stand, also in one another or in longer words."""

    def __init__(self, texts: Sequence[str], numbers: Sequence[int], first: int = 0) -> None:
        """Compile the patterns of some numbers; `texts` has them from number `first` on."""
        self._numbers = numbers
        # It looks at bytes: to tell places by signs costs a look at each.
        self._automaton = BytesAhoCorasick([texts[n - first].encode() for n in numbers])

    def find(self, raw: bytes, *, plain: bool) -> list[Match]:
        """Return where they stand in a text that is given in UTF-8; it is `plain` if ASCII."""
        found = self._automaton.find_matches_as_indexes(raw, overlapping=True)
        if not found:
            return []
        numbers = self._numbers
        places = [(numbers[number], start, end) for number, start, end in found]
        return places if plain else list(_in_signs(raw, places))


class Layers:
    """Two automata that find what one of the patterns of both would: leftmost, then longest.

    What both know is found as the language's own. Both look for all there is: what a match of one
    hides of the other depends on the text.
    """

    def __init__(self, names: AhoCorasick, own: AhoCorasick, first: int) -> None:
        """Put the names, numbered from `first` (below 0) on, and a language's words together."""
        self._names, self._own, self._first = names, own, first

    def find_matches_as_indexes(self, text: str) -> list[Match]:
        """Return the matches, which do not overlap, in order."""
        first = self._first
        names = self._names.find_matches_as_indexes(text, overlapping=True)
        found = [(number + first, start, end) for number, start, end in names]
        found += self._own.find_matches_as_indexes(text, overlapping=True)
        # They come by their ends: the longest of one automaton at a place is the first behind.
        found.reverse()
        found.sort(key=_START)
        taken: list[Match] = []
        begun, done = -1, 0
        for match in found:
            _, start, end = match
            if start >= done:
                taken.append(match)
                begun, done = start, end
            elif start == begun and end > done:
                taken[-1] = match
                done = end
        return taken


def _in_signs(raw: bytes, found: Iterable[Match]) -> Iterator[Match]:
    """Yield matches in UTF-8, in the order of their ends, by their places in the text."""
    at = done = 0
    for number, start, end in found:
        at += len(raw[done:end].decode())
        done = end
        yield number, at - len(raw[start:end].decode()), at
