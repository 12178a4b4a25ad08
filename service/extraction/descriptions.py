"""What an article says that somebody is where no known office does: `the mayor of the port`."""

import re

from service.extraction.page import Page, Ref, Sentence

_BREAK = re.compile(r"[.;:()\"\n]")
_AFTER = re.compile(
    r"(?:, | \(| - | – )(?:(?:the|a|an|its|his|her|their|then|now|once|who is|who was) ){0,2}"
    r"([^,.;:()\"\n]{3,70})"
)
_BRACKETS = re.compile(r" \(([A-ZÀ-Ž][\w/-]{1,12})\)")
_HEADED = (" led by ", " headed by ")
_HEADS = re.compile(r",? who ((?:leads|heads|led|headed) (?:the |a )?[^,.;:()\"\n]{3,50})")
_ENDS = re.compile(r" (?:said|says|told|who|which|that|was|were|is|has|had|also|will|with|and) ")
_LINKS = frozenset({"of", "for", "at", "in", "to", "on", "from"})
_LEFT = 90
_WORDS = 5  # at most, before the noun itself


def describe(page: Page, sentence: Sentence, ref: Ref) -> None:
    """Give a person the words that say who they are, if they stand beside the name."""
    if ref.how not in ("name", "unknown") or ref.wording is not None:
        return
    span = _led(page, sentence, ref.start, ref.end)
    if span is not None:
        ref.role = "head"
    span = span or _before(page, sentence, ref.start) or _after(page, sentence, ref.end)
    if span is not None:
        ref.wording = page.raw[span[0] : span[1]]


def described(page: Page, sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether the words beside a name say that it is a person's."""
    if _BRACKETS.match(page.text, end):
        return any(token.start == end + 2 for token in sentence.of("actor"))
    return bool(
        _led(page, sentence, start, end)
        or _before(page, sentence, start)
        or _after(page, sentence, end)
    )


def _led(page: Page, sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """Look for one who leads: `a team led by Ann Rosk`, `Ann Rosk, who heads the guild`."""
    for led in _HEADED:
        if page.text.endswith(led, sentence.start, start):
            return start - len(led) + 1, start - 1
    match = _HEADS.match(page.text, end)
    return match.span(1) if match is not None else None


def _after(page: Page, sentence: Sentence, end: int) -> tuple[int, int] | None:
    """Look behind the name: `Ann Rosk, the head of the guild`, `Ann Rosk (CDU)`."""
    match = _BRACKETS.match(page.text, end)
    if match is not None:
        return match.span(1)
    match = _AFTER.match(page.text, end, sentence.end)
    if match is None:
        return None
    words = _ENDS.split(match[1], maxsplit=1)[0].rstrip()
    head = _noun_at(page, words.split())
    return (match.start(1), match.start(1) + len(words)) if head is not None else None


def _noun_at(page: Page, words: list[str]) -> int | None:
    """Return which of the words is the noun for a person, if it comes before any link."""
    nouns = page.words.lists["person_noun"]
    for number, word in enumerate(words[: _WORDS + 1]):
        if word in _LINKS:
            return None
        following = words[number + 1 : number + 2]
        if word.lower() in nouns and (not following or following[0] in _LINKS):
            return number
    return None


def _before(page: Page, sentence: Sentence, start: int) -> tuple[int, int] | None:
    """Look before the name: `the match referee Ann Rosk`, `its secretary for trade, Ann Rosk`."""
    left = _BREAK.split(page.text[max(sentence.start, start - _LEFT) : start])[-1]
    apposed = left.endswith(", ")
    segment = left[:-2].rpartition(", ")[2] if apposed else left.rpartition(", ")[2][:-1]
    end = start - (2 if apposed else 1)
    words = segment.split(" ")
    at = _noun_before(page, words, apposed=apposed)
    return (end - len(" ".join(words[at:])), end) if at is not None else None


def _noun_before(page: Page, words: list[str], *, apposed: bool) -> int | None:
    """Return with which word the description begins that ends the words before a name."""
    nouns, articles = page.words.lists["person_noun"], ("the", "a", "an", "its", "their", "his")
    for number in range(len(words) - 1, -1, -1):
        last = number + 1 == len(words)
        owned = apposed and not last and words[number + 1] in _LINKS
        if words[number].lower() not in nouns or not (last or owned):
            continue
        for first in range(number, max(-1, number - _WORDS), -1):
            if words[first].lower() in articles:
                return first + 1
        return number if last else None
    return None
