"""What an article says that somebody is where no known office does: `the mayor of the port`."""

import re

from service.extraction.text.page import Page, Ref, Sentence

_BREAK = re.compile(r"[.;:()\"\n]")
_AFTER = re.compile(
    r"(?:, | \(| - | – )(?:(?:the|a|an|its|his|her|their|then|now|once|who is|who was) ){0,2}"
    r"([^,.;:()\"\n]{3,70})"
)
_BRACKETS = re.compile(r" \(([A-ZÀ-Ž][\w/-]{1,12})\)")
_HEADED = {
    " led by ": "head",
    " headed by ": "head",
    " chaired by ": "chair",
    " commanded by ": "commander",
    " presided over by ": "chair",
    " convened by ": "convener",
}
_WHO = re.compile(
    r",? (?:(?:the|an?) [^,.;:()\"\n]{3,30} )?who (?:has |had |now |then |also |still |once )*"
    r"((\w+)(?: for)?(?: [^,.;:()\"\n]{3,50})?)"
)
_DOES = {
    "convened": "convener",
    "leads": "head",
    "led": "head",
    "heads": "head",
    "headed": "head",
    "runs": "head",
    "chairs": "chair",
    "chaired": "chair",
    "presides": "chair",
    "presided": "chair",
    "founded": "founder",
    "commands": "commander",
    "commanded": "commander",
    "speaks": "spokesperson",
    "represents": "representative",
    "represented": "representative",
    "mediates": "mediator",
    "mediated": "mediator",
    "advises": "adviser",
    "directs": "director",
    "coordinates": "coordinator",
    "negotiates": "negotiator",
    "governs": "governor",
}
_ASIDE = re.compile(r"(?:, (?:who|whom|whose) [^,.;:()\"\n]{3,60}|, \d\d)(?=,)")
_FROM = re.compile(r",? (?:of|for|from) (?:the )?")
_ENDS = re.compile(r" (?:said|says|told|who|which|that|was|were|is|has|had|also|will|with|and) ")
_BODIES = ("organization", "armed_group")
_LINKS = frozenset({"of", "for", "at", "in", "to", "on", "from"})
_LEFT = 90
_WORDS = 5  # at most, before the noun itself


def describe(page: Page, sentence: Sentence, ref: Ref) -> None:
    """Give a person the words that say who they are, if they stand beside the name."""
    if ref.how not in ("name", "unknown") or ref.wording is not None:
        return
    span = _does(page, ref.end)
    if span is not None:
        ref.role = _DOES[page.text[span[0] : span[1]].split()[0]]
    elif (span := _led(page, sentence, ref.start)) is not None:
        ref.role = _HEADED[f" {page.text[slice(*span)]} "]
    span = span or _before(page, sentence, ref.start) or _after(page, sentence, ref.end)
    if (span := span or _sent(page, sentence, ref.end)) is not None:
        ref.wording = page.raw[span[0] : span[1]]


def described(page: Page, sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether the words beside a name say that it is a person's."""
    if _BRACKETS.match(page.text, end):
        return any(token.start == end + 2 for token in sentence.of("actor"))
    return bool(
        _does(page, end)
        or _led(page, sentence, start)
        or _before(page, sentence, start)
        or _after(page, sentence, end)
        or _sent(page, sentence, end)
    )


def _led(page: Page, sentence: Sentence, start: int) -> tuple[int, int] | None:
    """Look for one who leads: `a team led by Ann Rosk`."""
    for led in _HEADED:
        if page.text.endswith(led, sentence.start, start):
            return start - len(led) + 1, start - 1
    return None


def _does(page: Page, end: int) -> tuple[int, int] | None:
    """Look for what somebody does by office: `Ann Rosk, who chairs the guild`."""
    match = _WHO.match(page.text, end)
    if match is None or match[2] not in _DOES:
        return None
    if match[2] == "speaks" and not match[1].startswith("speaks for "):
        return None
    return match.span(1)


def _sent(page: Page, sentence: Sentence, end: int) -> tuple[int, int] | None:
    """Look for the body that somebody is of: `Ann Rosk of the guild`."""
    link = _FROM.match(page.text, end)
    if link is None:
        return None
    for token in sentence.of("actor"):
        if token.start == link.end() and token.senses["actor"][0].actor.type in _BODIES:
            return end + page.text.startswith(",", end) + 1, token.end
    return None


def _after(page: Page, sentence: Sentence, end: int) -> tuple[int, int] | None:
    """Look behind the name: `Ann Rosk, the head of the guild`, `Ann Rosk (CDU)`."""
    match = _BRACKETS.match(page.text, end)
    if match is not None:
        return match.span(1)
    aside = _ASIDE.match(page.text, end, sentence.end)
    match = _AFTER.match(page.text, aside.end() if aside else end, sentence.end)
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
        word = words[number].lower()
        # The plural stands before a list: `the mayors Ann Rosk and Jo Hask`.
        named = word in nouns or (word.endswith("s") and word[:-1] in nouns)
        if not named or not (last or owned):
            continue
        for first in range(number, max(-1, number - _WORDS), -1):
            if words[first].lower() in articles:
                return first + 1
        return number if last else None
    return None
