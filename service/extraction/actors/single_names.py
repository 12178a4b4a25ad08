"""Persons whom the knowledge lacks, named by one word: a title or a verb of speech betrays them."""

import re
from collections.abc import Iterator

from service.domain.actors import Actor
from service.extraction.actors.found import Found
from service.extraction.text.page import Page, Ref, Sentence
from service.extraction.text.shapes import SINGLE, common, named_after
from service.extraction.text.spelling import slug_of

_AFTER_NAME = re.compile(r", (?:[a-z]|\d\d,)|\.(?:\s|$)")


def single_names(
    page: Page, sentence: Sentence, taken: list[tuple[int, int]], found: Found
) -> Iterator[Ref]:
    """Yield the persons in a sentence whom one word names; the places taken grow."""
    for start, end in (*_titled(page, sentence), *_quoted(page, sentence)):
        ref = _single(page, sentence, start, end, taken, found)
        if ref is not None:
            taken.append((start, end))
            yield ref


def _titled(page: Page, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where a word stands that a title precedes (`President Ruto`)."""
    if not sentence.has("role") and not sentence.has("honorific"):
        return
    for token in sentence.tokens:
        if "role" not in token.senses and "honorific" not in token.senses:
            continue
        if not page.text[token.start].isupper() or (
            token.start == sentence.start and "role" not in token.senses
        ):
            continue
        match = SINGLE.match(page.text, token.end, sentence.end)
        if match is not None:
            yield match.span(1)


def _quoted(page: Page, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where a word stands that is said to have spoken (`"...," said Letay, a mother`)."""
    for token in sentence.of("speech_verb"):
        if page.text[token.start - 2 : token.start] != '" ':
            continue
        match = SINGLE.match(page.text, token.end, sentence.end)
        if match is not None and _AFTER_NAME.match(page.text, match.end(1)):
            yield match.span(1)


def _single(
    page: Page,
    sentence: Sentence,
    start: int,
    end: int,
    taken: list[tuple[int, int]],
    found: Found,
) -> Ref | None:
    """Return the person whom one word of name means, if it is no known word."""
    word = page.text[start:end]
    known = found.by_surname.get(word) or found.called(word)
    if any(start < e and end > s for s, e in taken) or common(page, [word]):
        return None
    if named_after(page, end):
        return None
    if known is None and (_overlaps(sentence, start, end) or len(word) < 3 or word.isupper()):
        return None
    actor = known or Actor(
        slug=slug_of(word), type="person", name=page.raw[start:end], discovered=True
    )
    if known is None:
        found.discovered.setdefault(actor.slug, actor)
    found.by_surname.setdefault(word, actor)
    return Ref(start, end, actor, "unknown", "person.titled", sentence.index)


def _overlaps(sentence: Sentence, start: int, end: int) -> bool:
    return any(token.start < end and token.end > start for token in sentence.tokens)
