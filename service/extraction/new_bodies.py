"""Organizations that the knowledge lacks, betrayed by a word like Council in their name."""

import re

from service.domain.actors import Actor
from service.extraction.discovery import slug_of
from service.extraction.page import Page, Ref, Sentence
from service.extraction.places import ends_in, words_before

_CAPITAL = r"[A-ZÀ-ÞĀ-Ž](?:[^\W\d_]|['-](?=[^\W\d_]))+(?:(?<=s)'(?=\s))?"
_RUN = rf"{_CAPITAL}(?:\s{_CAPITAL}){{0,5}}"
_TAIL = rf"(?:\s(?:of|for|on)\s(?:the\s)?{_RUN}(?:\sand\s{_RUN})?){{0,3}}"
_BODY = re.compile(rf"(?<![\w'-])({_RUN})({_TAIL})")
_AND = re.compile(r"\sand\s")
_HEAD = re.compile(r"\s(?:of|for|on)\s")
_DATELINE = 110
_CUT = frozenset({"person", "month", "weekday", "year", "honorific", "roles", "role"})


def new_bodies(page: Page, sentence: Sentence, refs: list[Ref]) -> list[Ref]:
    """Return the organizations of a sentence that only a word in their name betrays.

    States whose name is part of theirs are taken out of the refs.
    """
    if sentence.block in ("title", "subtitle"):
        return []
    nouns = page.words.lists["body_noun"]
    if not page.words.nouns.find_matches_as_indexes(page.text[sentence.start : sentence.end]):
        return []
    made: list[Ref] = []
    for match in _BODY.finditer(page.text, sentence.start, sentence.end):
        if not any(word in nouns for word in match[1].split()):
            continue
        span = _span(page, sentence, match, refs)
        if span is not None and not _blocked(page, sentence, span, refs):
            made.append(_ref(page, sentence, span))
    for ref in made:
        refs[:] = [r for r in refs if not (r.start < ref.end and r.end > ref.start)]
    return made


def _ref(page: Page, sentence: Sentence, span: tuple[int, int]) -> Ref:
    start, end = span
    name = page.raw[start:end]
    actor = Actor(slug=slug_of(name), type="organization", name=name, discovered=True)
    return Ref(start, end, actor, "unknown", "body.noun", sentence.index)


def _span(
    page: Page, sentence: Sentence, match: re.Match[str], refs: list[Ref]
) -> tuple[int, int] | None:
    """Return where the name of a body stands in a run of capitals, None if it is no body's."""
    nouns = page.words.lists["body_noun"]
    start = _start(page, sentence, *match.span(1))
    words = page.text[start : match.end(1)].split()
    if not words or words[-1] not in nouns:
        return None
    end = _end(page, sentence, match, refs)
    return (start, end) if len(words) > 1 or end > match.end(1) else None


def _start(page: Page, sentence: Sentence, start: int, end: int) -> int:
    """Cut what stands before the name: `The`, an owner (`Iran's`), a title, a person, a day."""
    first = page.text[start:end].split(" ", 1)[0]
    if first in page.words.lists["not_name"] and (
        start <= sentence.start + 1 and first not in page.words.lists["name_start"]
    ):
        start += len(first) + 1
    owner = page.text.rfind("'s ", start, end)
    start = owner + 3 if owner >= 0 else start
    for token in sentence.tokens:
        if start <= token.start < end and _CUT & token.senses.keys():
            start = min(token.end + 1, end)
    return start


def _end(page: Page, sentence: Sentence, match: re.Match[str], refs: list[Ref]) -> int:
    """Return where the name ends: a tail goes on until another actor's name begins after `and`."""
    end = match.end()
    for link in _AND.finditer(page.text, match.end(1), match.end()):
        tail = page.text[link.end() : match.end()].split()
        known = any(link.end() <= ref.start < match.end() for ref in refs)
        if known or tail[-1] in page.words.lists["body_noun"]:
            return link.start()
    for token in sentence.tokens:
        if match.end(1) < token.start < end and _CUT & token.senses.keys():
            kept = page.text[match.end(1) : token.start].rstrip().rpartition(" ")[0]
            return match.end(1) + len(kept)
    return end


def _blocked(page: Page, sentence: Sentence, span: tuple[int, int], refs: list[Ref]) -> bool:
    start, end = span
    over = [ref for ref in refs if start < ref.end and end > ref.start]
    if any(r.type != "state" or not start <= r.start <= r.end <= end for r in over):
        return True
    if sentence.index < 2 and start - sentence.start < _DATELINE and page.text[end] in ")/":
        return True
    name = page.text[start:end].lower()
    lists = page.words.lists
    if any(word in name for word in lists["branch"]) or not lists["outlet_noun"].isdisjoint(
        name.split()
    ):
        return True
    if (
        name in lists["common_body"]
        or _HEAD.split(name)[0].rpartition(" ")[2] in lists["gathering"]
    ):
        return True
    return ends_in(words_before(page, sentence, start), lists["setting_before"])
