"""Towns that nobody knows: a preposition before a name that stands for nothing else."""

import re

from service.extraction.meetings.draft import Spot
from service.extraction.text.page import Page, Ref, Sentence
from service.extraction.text.scan import Token

_SHORTEST = 4  # letters


def unknown(page: Page, sentence: Sentence, refs: list[Ref]) -> list[Spot]:
    """Return a town that only its preposition betrays (`met in Naka`, `at Naka airbase`)."""
    if sentence.block != "body" and not sentence.has("trigger"):
        return []
    for match in page.words.town.finditer(page.text, sentence.start, sentence.end):
        start, end = _name(page, match)
        if end - start < _SHORTEST or page.text.startswith(page.words.signs["no_town"], end):
            continue
        if page.text[start:end].lower() in page.words.lists["not_town"]:
            continue
        known = any(t.start < end and t.end > start and _means(t) for t in sentence.tokens)
        if not known and not any(r.start < end and r.end > start for r in refs):
            return [Spot(start, end, page.raw[start:end], None)]
    return []


def _means(token: Token) -> bool:
    """Tell whether a name means something besides a surname that nobody here bears."""
    return not token.senses.keys() <= {"person"}


def _name(page: Page, match: re.Match[str]) -> tuple[int, int]:
    """Return where a town's name is, without the building that stands there (`Naka Castle`)."""
    start, end = match.span(1)
    first, _, last = match[1].rpartition(" ")
    built = first and last.lower() in page.words.lists["building"]
    return (start, start + len(first)) if built else (start, end)
