"""Organizations that the knowledge lacks, betrayed by a word like Council in their name."""

import re

from service.domain.actors import Actor
from service.extraction.discovery import slug_of
from service.extraction.page import Page, Ref, Sentence

_CAPITAL = r"[A-ZÀ-ÞĀ-Ž](?:[^\W\d_]|['-](?=[^\W\d_]))+"
_RUN = rf"{_CAPITAL}(?:\s{_CAPITAL}){{0,5}}"
_TAIL = rf"(?:\s(?:of|for|on|and)\s(?:the\s)?{_RUN}){{0,3}}"
_BODY = re.compile(rf"(?<![\w'-])({_RUN})({_TAIL})")
_DATELINE = 110
_ARTICLES = ("The", "A", "An", "In", "But", "On", "At", "And", "For", "Its", "His", "Their")


def new_bodies(page: Page, sentence: Sentence, taken: list[tuple[int, int]]) -> list[Ref]:
    """Return the organizations of a sentence that only a word in their name betrays."""
    if sentence.block in ("title", "subtitle"):
        return []
    refs = []
    for match in _BODY.finditer(page.text, sentence.start, sentence.end):
        span = _span(page, match)
        if span is None or _blocked(page, sentence, span, taken):
            continue
        start, end = span
        name = page.raw[start:end]
        actor = Actor(slug=slug_of(name), type="organization", name=name, discovered=True)
        refs.append(Ref(start, end, actor, "unknown", "body.noun", sentence.index))
        taken.append((start, end))
    return refs


def _span(page: Page, match: re.Match[str]) -> tuple[int, int] | None:
    """Return where the name of a body stands in a run of capitals, None if it is no body's."""
    nouns = page.words.lists["body_noun"]
    start, end = match.span(1)
    words = match[1].split()
    if words[0] in _ARTICLES:
        start += len(words[0]) + 1
        words = words[1:]
    if not words:
        return None
    if words[-1] in nouns:
        tail = match.end(2)
        return (start, tail) if len(words) > 1 or tail > end else None
    return None


def _blocked(
    page: Page, sentence: Sentence, span: tuple[int, int], taken: list[tuple[int, int]]
) -> bool:
    start, end = span
    if any(start < e and end > s and (e - s) >= (end - start) * 0.6 for s, e in taken):
        return True
    if sentence.index < 2 and start - sentence.start < _DATELINE and _dateline(page, sentence, end):
        return True
    return any(name in page.text[start:end] for name in ("News", "Press", "Wire", "Media", "Herald"))


def _dateline(page: Page, sentence: Sentence, end: int) -> bool:
    """Tell whether a name stands in the dateline (`RIYADH (Gulf Pearl Agency) --`)."""
    return page.text[end : end + 2] in (")", ") ", "/ ", "/.") or page.text[end : end + 1] in (")", "/")
