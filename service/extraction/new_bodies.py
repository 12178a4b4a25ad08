"""Organizations that the knowledge lacks, betrayed by a word like Council in their name."""

import re
from collections.abc import Iterator

from service.domain.actors import Actor
from service.extraction.page import Page, Ref, Sentence
from service.extraction.places import ends_in, words_before
from service.extraction.spelling import slug_of

_CAPITAL = r"[A-ZÀ-ÞĀ-Ž](?:[^\W\d_]|['-](?=[^\W\d_]))+(?:(?<=s)'(?=\s))?"
_RUN = rf"{_CAPITAL}(?:\s{_CAPITAL}){{0,5}}"
_TAIL = rf"(?:\s(?:of|for|on)\s(?:the\s)?{_RUN}(?:\sand\s{_RUN})?){{0,3}}"
_BODY = re.compile(rf"(?<![\w'-])({_RUN})({_TAIL})")
_AND = re.compile(r"\sand\s")
_HEAD = re.compile(r"\s(?:of|for|on)\s")
_SHORT = re.compile(r"([A-Z][A-Za-z-]{1,8}[A-Z])\)")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|')*")
_SMALL = frozenset({"of", "for", "and", "the", "in", "on", "to", "de", "la", "del", "des", "du"})
_DATELINE = 110
_CUT = frozenset({"person", "month", "weekday", "year", "honorific", "roles", "role"})


def new_bodies(page: Page, sentence: Sentence, refs: list[Ref]) -> list[Ref]:
    """Return the organizations of a sentence that only a word in their name betrays.

    States whose name is part of theirs are taken out of the refs.
    """
    if sentence.block in ("title", "subtitle"):
        return []
    made = [
        _ref(page, sentence, span)
        for span in (*_by_noun(page, sentence, refs), *_by_initials(page, sentence))
        if not _blocked(page, sentence, span, refs)
    ]
    for ref in made:
        refs[:] = [r for r in refs if not (r.start < ref.end and r.end > ref.start)]
    return made


def _by_noun(page: Page, sentence: Sentence, refs: list[Ref]) -> Iterator[tuple[int, int]]:
    nouns = page.words.lists["body_noun"]
    if not page.words.nouns.find_matches_as_indexes(page.text[sentence.start : sentence.end]):
        return
    match = _BODY.search(page.text, sentence.start, sentence.end)
    while match is not None:
        named = any(word in nouns for word in match[1].split())
        span = _span(page, sentence, match, refs) if named else None
        if span is not None:
            yield span
        # What follows `of` may be the body: `Negotiators of the Delta Liberation Army`.
        match = _BODY.search(page.text, match.end() if named else match.end(1), sentence.end)


def _by_initials(page: Page, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where a name stands whose initials follow it (`Delta People's Army (DPA)`)."""
    text = page.text
    opening = text.find(" (", sentence.start, sentence.end)
    while opening >= 0:
        short = _SHORT.match(text, opening + 2)
        if short is not None:
            start = _initials_start(text[sentence.start : opening], short[1].upper())
            if start is not None and _is_body(page, text[sentence.start + start : opening]):
                yield sentence.start + start, opening
        opening = text.find(" (", opening + 2, sentence.end)


def _initials_start(before: str, short: str) -> int | None:
    """Return where the words begin of which an abbreviation takes the first letters."""
    left = len(short)
    for word in reversed(list(_WORD.finditer(before))[-9:]):
        letter = word[0][0]
        if not left or (letter.islower() and word[0] not in _SMALL):
            return None
        if letter.upper() == short[left - 1]:
            left -= 1
        elif letter.isupper():
            return None
        if not left:
            return word.start() if letter.isupper() else None
    return None


def _is_body(page: Page, name: str) -> bool:
    """Tell whether a name is not that of a paper, a place or an office (`Line of Control`)."""
    last = _HEAD.split(name)[0].rpartition(" ")[2]
    return last not in page.words.lists["not_name"] or last in page.words.lists["body_noun"]


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
    if words[-1] in page.words.lists["armed_noun"] and not _cause(page, words):
        return None
    return (start, end) if len(words) > 1 or end > match.end(1) else None


def _cause(page: Page, words: list[str]) -> bool:
    """Tell whether an army is named after its cause (`Delta Liberation Army`), not its state."""
    return len(words) > 2 and not page.words.lists["cause"].isdisjoint(words[:-1])


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


def _of_another(page: Page, ref: Ref, span: tuple[int, int]) -> bool:
    """Tell whether a ref within a body's name is more than a state or its first word (`League`)."""
    start, end = span
    if ref.start < start or ref.end > end or (ref.start, ref.end) == span:
        return True
    first = ref.start == start and " " not in page.text[start : ref.end]
    return ref.type != "state" and not first


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
    before = words_before(page, sentence, start)
    return before[-1:] == ["in"] or ends_in(before, lists["setting_before"])
