"""Organizations that the knowledge lacks, betrayed by a word like Council in their name."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from service.domain.actors import Actor
from service.extraction.actors.called_bodies import by_nature, by_own_name
from service.extraction.actors.places import ends_in, words_before
from service.extraction.actors.standing import of_expert
from service.extraction.actors.unknown_bodies import (
    by_deed,
    by_head,
    by_initials,
    by_kind,
    by_member,
)
from service.extraction.text.page import Page, Ref, Sentence
from service.extraction.text.shapes import BODY_RUN, BODY_START, OF_LINK
from service.extraction.text.short_bodies import in_full
from service.extraction.text.spelling import slug_of

_TAIL = rf"(?:\s(?:of|for|on)\s(?:the\s|an?\s)?{BODY_RUN}(?:\sand\s{BODY_RUN})?){{0,3}}"
_BODY = re.compile(f"({BODY_START})({_TAIL})")
_JOINED = re.compile(rf"(?:\b{BODY_RUN}, ){{0,2}}\b{BODY_RUN},? (?:and|for) $")
_AND = re.compile(r"\sand\s")
_DATELINE = 110
_WIDE = 60  # characters of a name before its `and`
_MORE = 2  # words after the known body with which a name opens
_DETERMINED = ("the ", "The ", "'s ", "its ", "their ", "new ")
_QUALIFYING = ("-based", "-led", "-backed", "-funded", "-run", "-brokered")
_NAMED_FOR = frozenset({"person", "honorific"})
_CUT = frozenset({"person", "month", "weekday", "year", "honorific", "roles", "role"})


def nouns(page: Page) -> list[int]:
    """Return where the words stand in a text with which the names of organizations end."""
    return [start for _, start, _ in page.words.nouns.find_matches_as_indexes(page.text)]


def new_bodies(page: Page, sentence: Sentence, refs: list[Ref], places: Sequence[int]) -> list[Ref]:
    """Return the organizations of a sentence that only a word in their name betrays.

    `places` are those of the page's `nouns`. States whose name is part of theirs are taken out of
    the refs.
    """
    if sentence.block in ("title", "subtitle"):
        return []
    made: list[Ref] = []
    heads = sentence.has("body_head")
    told = (
        *by_initials(page, sentence),
        *(by_head(page, sentence) if heads else ()),
        *(by_own_name(page, sentence) if sentence.has("own_name") else ()),
        *(by_nature(page, sentence) if heads else ()),
    )
    acting = (
        *(by_kind(page, sentence) if heads else ()),
        *by_member(page, sentence),
        *by_deed(page, sentence),
    )
    by_noun: Iterable[tuple[int, int]] = ()
    if bisect_left(places, sentence.start) < bisect_left(places, sentence.end):
        by_noun = _by_noun(page, sentence, refs)
    for span in (*told, *by_noun, *acting):
        doubled = any(span[0] < ref.end and span[1] > ref.start for ref in made)
        if not doubled and not _blocked(page, sentence, span, refs, surely=span in told):
            made.append(_ref(page, sentence, span))
    for ref in made:
        refs[:] = [r for r in refs if not (r.start < ref.end and r.end > ref.start)]
    return made


def _by_noun(page: Page, sentence: Sentence, refs: list[Ref]) -> Iterator[tuple[int, int]]:
    nouns = page.words.lists["body_noun"]
    match = _BODY.search(page.text, sentence.start, sentence.end)
    while match is not None:
        named = any(_kind(word) in nouns for word in match[1].split())
        span = _span(page, sentence, match, refs) if named else None
        if span is not None:
            yield _widened(page, sentence, span, refs)
        # What follows `of` may be the body: `Negotiators of the Delta Liberation Army`.
        match = _BODY.search(page.text, match.end() if named else match.end(1), sentence.end)


def _kind(word: str) -> str:
    """Return the noun of a word that owns something or has a suffix (`the Delta Front-Renewal`)."""
    return word.removesuffix("'s").partition("-")[0]


def _ref(page: Page, sentence: Sentence, span: tuple[int, int]) -> Ref:
    start, end = span
    known = in_full(page.text[start:end], page.text, page.words.short_bodies)
    if known is not None:
        return Ref(start, end, known, "name", "body.short", sentence.index)
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
    if not words or _kind(words[-1]) not in nouns:
        return None
    if words[-1].endswith("'s"):  # `the Delta Front's leader`
        return (start, match.end(1) - 2) if len(words) > 1 else None
    end = _end(page, sentence, match, refs)
    if words[-1] in page.words.lists["armed_noun"] and not _cause(page, words):
        short = page.text[start:end]
        states = any(ref.start < end and ref.end > start for ref in refs)  # `the Syrian Army`
        known = None if states else in_full(short, page.text, page.words.short_bodies)
        return (start, end) if known is not None else None
    return (start, end) if len(words) > 1 or end > match.end(1) else None


def _widened(
    page: Page, sentence: Sentence, span: tuple[int, int], refs: list[Ref]
) -> tuple[int, int]:
    """Take in what is joined before the name (`the Trade and Technology Council`)."""
    start, end = span
    text = page.text
    if not text.endswith((" and ", " for "), sentence.start, start):
        return span
    joined = _JOINED.search(text, max(sentence.start, start - _WIDE), start)
    if joined is None:
        return span
    owner = text.rfind("'s ", joined.start(), start)
    first = owner + 3 if owner >= 0 else joined.start()
    first += 4 * text.startswith("The ", first)
    known = any(ref.end > first and ref.start < start for ref in refs)
    bodies = page.words.lists["body_noun"].intersection(text[first : start - 5].split())
    if known or bodies or not text.endswith(_DETERMINED, sentence.start, first):
        return span
    return first, end


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
    start = _owned(page, start, end)
    based = page.text[start:end].split(" ", 1)[0]
    if based.endswith(_QUALIFYING):  # `the Geneva-based Reed Centre`
        start += len(based) + 1
    articled = page.text.endswith(page.words.signs["the_body"], sentence.start, start)
    for token in sentence.tokens:
        # After an article a person's name is part of the body's (`the Kofi Annan Foundation`).
        cut = _CUT.intersection(token.senses) - (_NAMED_FOR if articled else set())
        if start <= token.start < end and cut:
            start = min(token.end + 1, end)
    return start


def _owned(page: Page, start: int, end: int) -> int:
    """Return where a name begins after its owner (`Iran's`), if that is no part of it."""
    owner = page.text.rfind("'s ", start, end)
    if owner < 0 or page.text[start:owner].rpartition(" ")[2] in page.words.lists["members"]:
        return start + 4 * page.text.startswith("The ", start)
    return owner + 3


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
    """Tell whether a ref within a name is more than a state or the body that it opens with."""
    start, end = span
    if ref.start < start or ref.end > end or (ref.start, ref.end) == span:
        return True
    if ref.actor.type == "state":
        return False
    opens = (
        ref.start == start
        and ref.actor.type == "organization"
        and " " not in page.text[start : ref.end]
    )
    return not opens or page.text.count(" ", ref.end, end) < _MORE


def _blocked(
    page: Page, sentence: Sentence, span: tuple[int, int], refs: list[Ref], *, surely: bool
) -> bool:
    """Tell whether a span is another's name, an outlet's, or only where something happens."""
    start, end = span
    over = [ref for ref in refs if start < ref.end and end > ref.start]
    if any(_of_another(page, ref, span) for ref in over):
        return True
    opens = sentence.index < 2 and start - sentence.start < _DATELINE
    if opens and page.text.startswith((")", "/"), end):
        return True
    name = page.text[start:end].lower()
    lists = page.words.lists
    if any(word in name for word in lists["branch"]) or not lists["outlet_noun"].isdisjoint(
        name.split()
    ):
        return True
    gathers = OF_LINK.split(name)[0].rpartition(" ")[2] in lists["gathering"]
    acts = surely or page.text.startswith(page.words.signs["body_does"], end)
    if name in lists["common_body"] or (gathers and not acts):
        return True
    if of_expert(page, sentence, start, end):
        return True
    before = words_before(page, sentence, start)
    return before[-1:] == ["in"] or ends_in(before, lists["setting_before"])
