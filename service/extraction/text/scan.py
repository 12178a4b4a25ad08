"""The one pass over the text: where which known words stand."""

import re
from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct, structs

from service.extraction.text.alike import ALIKE, is_noun
from service.extraction.text.lexicon import Words
from service.extraction.text.patterns import Match, Senses
from service.extraction.text.separable import PARTED, whole_verb


class Token(Struct, frozen=True, gc=False):
    """A known word or sign: `text[start:end]` and what it may mean."""

    start: int
    end: int
    senses: Senses


def matches(text: str, words: Words) -> list[Match]:
    """Return where the automaton finds its patterns; they may begin or end within a word."""
    return words.automaton.find_matches_as_indexes(text)


def whole(text: str, words: Words, found: Iterable[Match]) -> list[Match]:
    """Return the matches that begin and end as words do."""
    opens, closes = words.opens, words.closes
    ended = text + " "
    return [
        (number, start, end)
        for number, start, end in found
        if not (opens[number] and ended[start - 1].isalnum())
        and not (closes[number] and ended[end].isalnum())
    ]


def scan(text: str, words: Words, found: Iterable[Match]) -> list[Token]:
    """Return the known words of a text in order; they do not overlap and begin and end as words."""
    senses, opens, closes = words.senses, words.opens, words.closes
    tokens: list[Token] = []
    add = tokens.append
    ended = text + " "  # so that there is a character after the last one; -1 is that one too
    for pattern, start, end in found:
        if opens[pattern] and ended[start - 1].isalnum():
            if text[end - 1] == ".":  # `est.` at the end of `request.` must not hide the stop
                add(Token(end - 1, end, words.stop))
            if space := text.find(" ", start, end) + 1:
                tokens += _within(text, words, space, end)
        elif closes[pattern] and ended[end].isalnum():
            last = text.rfind(" ", start, end)
            if last > start:
                tokens += _within(text, words, start, last)
            if last > 0:  # `the four` in `the fourth` must not hide the ordinal
                tokens += _within(text, words, last + 1, _word_end(ended, end))
        else:
            add(Token(start, end, senses[pattern]))
    if words.noun_before is not None:
        tokens = _told_apart(text, tokens, words.noun_before)
    return _whole_verbs(text, tokens) if words.parted else tokens


def _told_apart(text: str, tokens: list[Token], before: re.Pattern[str]) -> list[Token]:
    """Let words that are noun and verb alike mean the one that they are."""
    return [
        structs.replace(token, senses=token.senses[ALIKE][not is_noun(text, token.start, before)])
        if ALIKE in token.senses
        else token
        for token in tokens
    ]


def _whole_verbs(text: str, tokens: list[Token]) -> list[Token]:
    """Let verbs mean what they mean with the particles that end their clauses."""
    told: list[Token] = []
    limit = len(text) + 1
    for token in reversed(tokens):
        particles = token.senses.get(PARTED)
        if particles is None:
            told.append(token)
            continue
        whole = whole_verb(text, token.end, limit, particles)
        limit = token.start
        if whole is not None:
            at, senses = whole
            last = next((n for n, t in enumerate(reversed(told)) if t.start >= at), 0)
            if told and told[~last].start == at:
                del told[~last]  # `wird .. verhandelt` is told once
            told.append(structs.replace(token, senses=senses))
        elif len(token.senses) > 1:
            told.append(token)
    return told[::-1]


def positions(tokens: Iterable[Token]) -> defaultdict[str, list[int]]:
    """Return by class where among some tokens those are that may mean something of it."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, token in enumerate(tokens):
        for cls in token.senses:
            found[cls].append(at)
    return found


def _word_end(ended: str, at: int) -> int:
    while ended[at].isalnum():
        at += 1
    return at


def _within(text: str, words: Words, start: int, end: int) -> list[Token]:
    """Return the whole words of a phrase that begins or ends in another word (`h|is meeting|`)."""
    if start >= end:
        return []
    part = text[start:end]
    return [
        Token(start + token.start, start + token.end, token.senses)
        for token in scan(part, words, matches(part, words))
    ]
