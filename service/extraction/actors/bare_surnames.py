"""Bare surnames, later in the text, of persons whom the knowledge lacks."""

from bisect import bisect_right
from collections.abc import Iterable

from service.domain.actors import Actor
from service.extraction.text.page import Page, Ref, Sentence
from service.extraction.text.shapes import WORD, named_after


def holding(page: Page, names: Iterable[str]) -> list[bool]:
    """Tell of each sentence whether one of some names may stand in it."""
    text, ends = page.text, [sentence.end for sentence in page.sentences]
    found = [False] * (len(ends) + 1)  # the last is for what stands behind them all
    for name in names:
        at = text.find(name)
        while at >= 0:
            number = bisect_right(ends, at)
            found[number] = True
            at = text.find(name, ends[number]) if number < len(ends) else -1
    return found[:-1]


def bare_surnames(
    page: Page, sentence: Sentence, taken: list[tuple[int, int]], surnames: dict[str, Actor]
) -> list[Ref]:
    """Return the bare surnames that the knowledge does not list."""
    refs: list[Ref] = []
    for match in WORD.finditer(page.text, sentence.start, sentence.end):
        actor = surnames.get(match[0])
        if actor is None or named_after(page, match.end()):
            continue
        start, end = match.span()
        if not actor.name.endswith(match[0]) and not _alone(page, sentence, start, end):
            continue
        if not any(start < e and end > s for s, e in taken):
            refs.append(Ref(start, end, actor, "surname", "person.surname", sentence.index))
            taken.append((start, end))
    return refs


def _alone(page: Page, sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a word is no known one, and no part of a longer name."""
    beside = page.text[max(sentence.start, start - 24) : start].split(" ")[-2:-1]
    before = bool(beside) and beside[0][:1].isupper()
    known = [t for t in sentence.tokens if t.start < end and t.end >= start - 1]
    if any(t.end > start and t.senses.keys() != {"person"} for t in known):
        return False
    goes_on = page.text[end : end + 1] == " " and page.text[end + 1 : end + 2].isupper()
    return not goes_on and not (before and not known and start > sentence.start)
