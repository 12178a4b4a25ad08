"""The one pass over the text: where which known words stand."""

from typing import NamedTuple

from service.extraction.lexicon import Senses, Words


class Token(NamedTuple):
    """A known word or sign: `text[start:end]` and what it may mean."""

    start: int
    end: int
    senses: Senses


def scan(text: str, words: Words) -> list[Token]:
    """Return the known words of a text in order; they do not overlap and begin and end as words."""
    senses = words.senses
    found = []
    last = len(text)
    for pattern, start, end in words.automaton.find_matches_as_indexes(text):
        if start and text[start].isalnum() and text[start - 1].isalnum():
            if text[end - 1] == ".":  # `est.` at the end of `request.` must not hide the stop
                found.append(Token(end - 1, end, words.stop))
            continue
        if end < last and text[end].isalnum() and text[end - 1].isalnum():
            continue
        found.append(Token(start, end, senses[pattern]))
    return found
