"""Who does an act: the names before its verb, or the sides that `the two sides` means."""

import re

from service.extraction.actors.cast import Cast
from service.extraction.meetings.people.sides import Sides
from service.extraction.text.page import Page, Ref, Sentence

_BODIES = ("sides", "teams")
_PAIR, _OPENS = 2, 2  # sides; characters before what opens a sentence
_BESIDE_THEM, _BOTH = 12, 25  # characters between `they`, `the two sides` and what they do
_BESIDE = re.compile(
    r"(?:,|,? (?:and|or|as well as|et|y|e|und|и|та|ve))(?: the| les?| la| el)?"
)  # what joins names in a list
_OF_OTHERS = r"(?: the| its| his| her| their)?(?: \w+)? ?$"
_TO_OTHERS = re.compile(rf"\b(?:with|to|for|against|by|between){_OF_OTHERS}")
_PREPOSITION = re.compile(
    r"\b(?:with|of|from|to|for|against|between|by|on|over|towards?|than|after|before|like|in|at"
    rf"|including|into|about|among|under|via){_OF_OTHERS}"
)
_BESIDE_VERB = re.compile(r"(?: \w+){0,3} ")  # `has`, `will not`, `on Friday`
_JOINS_VERBS = re.compile(r"(?:\band|,)(?: \w+)? $")


def subjects(page: Page, refs: list[Ref], verb: int) -> list[Ref]:
    """Return who does what a verb tells: the names right before it, else the last list of names
    that no preposition puts elsewhere, the first if `and` joins the verb to another, else the last
    one of all (`the fighters of X`)."""
    lists = in_lists(page, [ref for ref in refs if ref.end <= verb and not ref.place])
    named = [chain for chain in lists if not chain[0].national] or lists
    if not named:
        return []
    between = page.text[named[-1][-1].end : verb]
    joined = _JOINS_VERBS.search(between) is not None
    beside = not joined and _BESIDE_VERB.fullmatch(between) is not None
    if beside and not _stands_after(page, named[-1][0], _TO_OTHERS):
        return named[-1]
    free = [chain for chain in named if not _stands_after(page, chain[0], _PREPOSITION)] or named
    return free[0] if joined else free[-1]


def both_sides(page: Page, cast: Cast, sides: Sides, sentence: Sentence, verb: int) -> list[Ref]:
    """Return who of two sides was named last, where `the two sides` do what a verb tells.

    `They` are the sides where they open the sentence. Sides and teams are states and bodies rather
    than persons.
    """
    told = [t for t in sentence.of("mutual") if 0 < verb - t.end <= _BOTH]
    if not told or "," in page.text[told[-1].end : verb]:
        return []
    who, at = told[-1].senses["mutual"], told[-1].start
    if who == "they" and at - sentence.start > _OPENS:
        return []
    last: dict[int, Ref] = {}
    for ref in (ref for refs in cast.by_sentence[: sentence.index + 1] for ref in refs):
        side = sides.side(ref.actor)
        if side is None or ref.end > at or ref.place:
            continue
        one = last.get(side)
        if one is None or who not in _BODIES or ref.type != "person" or one.type == "person":
            last[side] = ref
    return list(last.values()) if len(last) == _PAIR else []


def is_theirs(page: Page, sentence: Sentence, refs: list[Ref], verb: int) -> bool:
    """Tell whether a verb's subject are people told of before (`they offered to go`)."""
    told = [t for t in sentence.of("mutual") if 0 < verb - t.end <= _BESIDE_THEM]
    if not told or "," in page.text[told[-1].end : verb]:
        return False
    return not any(told[-1].end <= ref.start < verb for ref in refs)


def in_lists(page: Page, refs: list[Ref]) -> list[list[Ref]]:
    """Return names in lists as words join them."""
    lists: list[list[Ref]] = []
    for ref in refs:
        if lists and _BESIDE.fullmatch(page.text[lists[-1][-1].end : ref.start].rstrip()):
            lists[-1].append(ref)
        else:
            lists.append([ref])
    return lists


def _stands_after(page: Page, ref: Ref, words: re.Pattern[str]) -> bool:
    return words.search(page.text[max(0, ref.start - 30) : ref.start]) is not None
