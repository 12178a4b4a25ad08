"""Whom an article credits with its text: the outlet that told it first, and those it came through.

What somebody said to an outlet, or what is so "according to" one, is no credit.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from service.domain.articles import Credit
from service.extraction.text.page import Page

_READ = frozenset({"body", "meta", "boilerplate", "subtitle"})
_DATELINE = 100  # characters within which a first line names its agency
_BESIDE = 100  # characters beside an outlet in which the words of a credit stand
_PICTURE = re.compile(r"photo|foto|фото|image|getty|picture|լուսանկար", re.IGNORECASE)
_END = r"^[\s)\]/.|»”\"]*$"


class _Rule(Struct, frozen=True):
    """A form of credit: what stands before and after the outlet; the lower rank told it first."""

    name: str
    rank: int
    before: re.Pattern[str]
    after: re.Pattern[str]
    first: bool = False


def _rule(name: str, rank: int, before: str, after: str = "", first: bool = False) -> _Rule:
    return _Rule(name, rank, re.compile(before, re.IGNORECASE), re.compile(after), first)


_RULES = (
    _rule(
        "published", 0, r"\b(?:first|originally) (?:published|appeared) (?:by|in|on|at) (?:the )?$"
    ),
    _rule("dateline", 0, r"[(/]\s*$", r"^\s*[)/]", first=True),
    _rule("dateline.capitals", 0, r"^(?-i:[^a-z]{3,60}), $", r"^\s*[.:—–-]", first=True),
    _rule("tail", 0, r"[(/]\s*$", rf"^\s*[)/]{_END[1:]}"),
    _rule("tail.dash", 0, r"(?:^|[.!?»”\"]\s*)[—–-]+\s*$", _END),
    _rule(
        "source",
        1,
        r"(?:^|[.!?»”\")(\[|—–]\s*)(?:sources?|источник|джерело|kaynak|mənbə|quelle|fuente|fonte|"
        r"աղբյուր|المصدر|منبع)\s*[:՝—–-]\s*(?:the )?[(/«“\"]?$",
    ),
    _rule("with", 1, r"\b(?:with (?:reporting|material|input|files) (?:by|from)|по материалам) $"),
    _rule("with", 1, r"(?:^|[(\[—–|]\s*)(?:with|avec|mit|con|com) $", _END),
    _rule("via", 2, r"(?:^|[(\[—–|/-]\s*)via (?:the )?$"),
    _rule("via", 2, r"\bvia (?:the )?$", _END),
)


def credited(page: Page, publisher: str | None) -> tuple[Credit, ...]:
    """Return the outlets that an article credits with its text, the origin first, each once.

    The article's own publisher is not credited by itself.
    """
    found: dict[str, tuple[int, int, Credit]] = {}
    for credit, rank in _all(page):
        told = (rank, credit.evidence.start, credit)
        if credit.name != publisher:
            found[credit.outlet] = min(told, found.get(credit.outlet, told), key=_place)
    return tuple(credit for _, _, credit in sorted(found.values(), key=_place))


def _place(told: tuple[int, int, Credit]) -> tuple[int, int]:
    return told[:2]


def _all(page: Page) -> Iterator[tuple[Credit, int]]:
    first = True
    for line, start, is_body in _lines(page):
        for outlet, at, end in page.words.outlets_in(line):
            rule = _met(line, at, end, first and is_body)
            if rule is not None:
                evidence = page.evidence(start + at, start + end, f"credit.{rule.name}")
                yield Credit(outlet=outlet.slug, name=outlet.name, evidence=evidence), rule.rank
        first = first and not is_body


def _met(line: str, start: int, end: int, first: bool) -> _Rule | None:
    """Return the form in which a line credits the outlet that it names there."""
    # Some marks have their brackets with them.
    while line[start] in "(/":
        start += 1
    while line[end - 1] in ")/":
        end -= 1
    if _PICTURE.search(line[max(0, start - 40) : start]):
        return None
    opening = first and start < _DATELINE
    rules = (rule for rule in _RULES if opening or not rule.first)
    return next((rule for rule in rules if _fits(rule, line, start, end)), None)


def _fits(rule: _Rule, line: str, start: int, end: int) -> bool:
    # With a place to begin at, `^` is still the beginning of the line and no other place.
    before = rule.before.search(line, max(0, start - _BESIDE), start)
    return before is not None and rule.after.search(line[end : end + _BESIDE]) is not None


def _lines(page: Page) -> Iterator[tuple[str, int, bool]]:
    for block in page.blocks:
        if block.kind not in _READ:
            continue
        start = block.span.start
        for line in page.text[start : block.span.end].splitlines(keepends=True):
            if line.strip():
                yield line.rstrip(), start, block.kind == "body"
            start += len(line)
