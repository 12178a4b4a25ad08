"""Phrases of three words and more, found in a text by two of their words."""

from collections.abc import Iterable, Iterator
from itertools import pairwise


def pairs_of(words: Iterable[str]) -> list[str]:
    """Return each two words that follow one another, joined by a space."""
    return list(map(" ".join, pairwise(words)))


def _telling(phrase: str) -> str:
    """Return the two words of a phrase to look for: the longest are mostly the rarest."""
    return max(pairs_of(phrase.split()), key=lambda sought: (len(sought), sought))


class Phrases:
    """Phrases by number; they come and go."""

    def __init__(self) -> None:
        self._under: dict[str, list[tuple[str, int]]] = {}

    def add(self, phrase: str, number: int) -> None:
        """Take a phrase in."""
        self._under.setdefault(_telling(phrase), []).append((f" {phrase} ", number))

    def remove(self, phrase: str, number: int) -> None:
        """Forget a phrase."""
        sought = _telling(phrase)
        self._under[sought].remove((f" {phrase} ", number))
        if not self._under[sought]:
            del self._under[sought]

    def said(self, text: str) -> Iterator[int]:
        """Return the numbers of the phrases that a folded text has."""
        if not self._under:
            return
        text = f" {text} "
        for sought in self._under.keys() & pairs_of(text.split()):
            for phrase, number in self._under[sought]:
                if phrase in text:
                    yield number
