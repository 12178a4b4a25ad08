"""Words known by sight that are a part of somebody's name (`Sofia Marín`, `Jack London`).

A town, a state or a month by which a person is called is none in that article: it has no place, no
actor and no day to tell. What betrays a person is what betrays any other unknown one: a title
before the name, an office behind it, a first name.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import structs

from service.extraction.text.page import Page
from service.extraction.text.scan import Token
from service.extraction.text.shapes import LINKED, LINKS, PART, common, named_after

_MONTHS = frozenset({"month", "stamp_month"})
_OTHER = frozenset({"place", "actor"}) | _MONTHS
_IN_NAMES = _OTHER | {"person"}
_OFFICES = frozenset({"role", "roles"})
_TITLES = _OFFICES | {"honorific"}
_BEFORE = re.compile(rf"(?:(?:{PART}|[A-Z]\.) {LINKED}){{1,3}}$")
_AFTER = re.compile(rf"(?: {LINKED}{PART}){{1,3}}")
_SMALL = re.compile(r"^[^\W\d_A-Z]|'[^\W\d_A-Z]+$")
_DAY = re.compile(r" \d")
_WORD = re.compile(r"([a-z']+) $")
_REACH = 48  # characters that the words before it take
_APPOSED = 45  # characters between a name and the office behind it
_OWNED = 60  # characters between an office with its owner and the name behind it
_BESIDE = ("with ", "met ", "and ", "between ", "by ", "told ", "saw ", "including ", "both ")
_ACTS = re.compile(
    r",? who |'s | and (?:[A-Z]|his |her )|,? of (?:the )?[A-Z]| from [A-Z]|, for | [a-z]{3,}ed "
    r"| (?:had|was|is|has|will|told|met|took|saw|held|sat|spoke|left|came|went|led|put) "
)


class _Name(NamedTuple):
    """A run of capitals: where it stands, how many of its words stand before the known one."""

    start: int
    end: int
    words: list[str]
    before: int


def without_own_names(page: Page) -> list[Token]:
    """Return a page's tokens without what those mean that only belong to a person's name.

    Those of the same spelling that stand alone later are left out too, unless a word puts them as
    a place.
    """
    parts = dict(_parts(page))
    if not parts:
        return page.tokens
    surnames = {name.words[-1] for name in parts.values() if name.before == len(name.words) - 1}
    kept = []
    for number, token in enumerate(page.tokens):
        if number not in parts and not _again(page, token, surnames):
            kept.append(token)
        elif senses := {cls: v for cls, v in token.senses.items() if cls not in _OTHER}:
            kept.append(structs.replace(token, senses=senses))
    return kept


def _parts(page: Page) -> Iterator[tuple[int, _Name]]:
    """Yield the tokens by number that only belong to a name, each with the name."""
    text = page.text
    for number, token in enumerate(page.tokens):
        start, end, senses = token.start, token.end, token.senses
        if _OTHER.isdisjoint(senses) or not text[start].isupper():
            continue
        if not (text[start - 1 : start] == " " or text[end : end + 1] == " "):
            continue
        name = _name(page, number)
        if name is None or (name.before and _DAY.match(text, end)):
            continue  # `told Blinken June 5`
        if _is_persons(page, number, name):
            yield number, name


def _name(page: Page, number: int) -> _Name | None:
    """Return the run of capitals in which a token stands, without the known words beside it."""
    text, tokens = page.text, page.tokens
    start, end = tokens[number].start, tokens[number].end
    if " " in text[start:end] or text[start:end].isupper():
        return None
    left = _BEFORE.search(text, max(0, start - _REACH), start) if _follows(text, start) else None
    right = _AFTER.match(text, end) if _goes_on(text, end) else None
    if left is None and right is None:
        return None
    low, high = left.start() if left else start, right.end() if right else end
    for token in tokens[max(0, number - 3) : number]:
        if low < token.end < start and not _in_names(text, token):
            low = token.end + 1
    for token in tokens[number + 3 : number : -1]:
        if end < token.start < high and not _in_names(text, token):
            high = token.start - 1
    words = text[low:high].split()
    if words[0] in page.words.lists["not_name"]:
        low += len(words.pop(0)) + 1  # `Both Sofia Marín and`
    goes_on = text[high : high + 1] == " " and text[high + 1 : high + 2].isupper()
    if len(words) < 2 or goes_on or len(words[0]) < 2 or not words[0][0].isupper():
        return None
    return _Name(low, high, words, len(text[low:start].split()))


def _follows(text: str, start: int) -> bool:
    """Tell whether a name may end before a word: its last word, or what links it, is no small one.

    A look at it is much cheaper than one for a name.
    """
    word = text[max(0, start - _REACH) : start - 1].rpartition(" ")[2]
    return not word.islower() or text.endswith(LINKS, 0, start)


def _goes_on(text: str, end: int) -> bool:
    """Tell whether a name may go on after a word: a capital, or what links names, stands there."""
    return text[end + 1 : end + 2].isupper() or text.startswith(LINKS, end + 1)


def _in_names(text: str, token: Token) -> bool:
    """Tell whether a known word may be one of a longer name; a known full name is none."""
    return not (_IN_NAMES.isdisjoint(token.senses) or " " in text[token.start : token.end])


def _is_persons(page: Page, number: int, name: _Name) -> bool:
    """Tell whether a run of capitals is a person's name."""
    if common(page, name.words) or named_after(page, name.end) or _linked(name):
        return False
    if page.text[max(0, name.start - 2) : name.start].strip().isdigit():
        return False  # `On 20 January Mélanie Joly`
    if _titled(page, number, name) or _apposed(page, number, name):
        return True
    if name.words[0] not in page.words.given_names:
        return False
    if name.before and not _known(page, number, name.start):
        return len(name.words) == 2 and not page.text.endswith(("the ", "The "), 0, name.start)
    return _acts(page, number, name)


def _known(page: Page, number: int, start: int) -> bool:
    """Tell whether the first word of a name is one of the known too (`In August Egyptian ..`)."""
    before = page.tokens[max(0, number - 2) : number]
    return any(t.start == start and not _OTHER.isdisjoint(t.senses) for t in before)


def _linked(name: _Name) -> bool:
    """Tell whether a small word or a suffix is before the known one (`Colón de Bogotá`)."""
    return name.before > 0 and _SMALL.search(name.words[name.before - 1]) is not None


def _titled(page: Page, number: int, name: _Name) -> bool:
    """Tell whether a title is right before a name (`Minister X`, `the minister of Fiji, X,`)."""
    text = page.text
    for token in reversed(page.tokens[max(0, number - 4) : number]):
        if token.end > name.start:
            continue
        gap = text[token.end : name.start]
        if gap == " ":
            return not _TITLES.isdisjoint(token.senses)
        if _OFFICES.isdisjoint(token.senses):
            continue
        closed = text[name.end : name.end + 1] in (",", "")
        return gap.endswith(", ") and "." not in gap and len(gap) < _OWNED and closed
    return False


def _apposed(page: Page, number: int, name: _Name) -> bool:
    """Tell whether an office stands behind a name (`X, the chief negotiator,`)."""
    text = page.text
    if not text.startswith(", ", name.end):
        return False
    for token in page.tokens[number + 1 : number + 6]:
        if token.start < name.end:
            continue
        gap = text[name.end + 2 : token.start]
        if len(gap) > _APPOSED or "." in gap or "," in gap:
            return False
        if not _OFFICES.isdisjoint(token.senses):
            return True
    return False


def _acts(page: Page, number: int, name: _Name) -> bool:
    """Tell whether what is called by a first name stands where persons do."""
    text = page.text
    speaks = any(
        t.start == name.end + 1 and "speech_verb" in t.senses
        for t in page.tokens[number + 1 : number + 3]
    )
    if not speaks and _ACTS.match(text, name.end) is None:
        return text.endswith(_BESIDE, 0, name.start)
    word = _WORD.search(text, max(0, name.start - 14), name.start)
    return word is None or f"{word[1]} " in _BESIDE


def _again(page: Page, token: Token, surnames: set[str]) -> bool:
    """Tell whether a token is a surname of the page again (`Mr Medina`, not `in Medina`)."""
    if _OTHER.isdisjoint(token.senses) or page.text[token.start : token.end] not in surnames:
        return False
    if any(called.actor.type != "state" for called in token.senses.get("actor", ())):
        return False  # `Bill Ford` of Ford
    word = _WORD.search(page.text, max(0, token.start - 14), token.start)
    return word is None or word[1] not in page.words.lists["place_before"]
