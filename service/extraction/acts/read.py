"""The acts that the sentences of a page tell."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct

from service.extraction.actors.cast import Cast
from service.extraction.acts.codes import code_by_what_follows, code_of
from service.extraction.acts.doers import both_sides, in_lists, is_theirs, subjects
from service.extraction.meetings.people.sides import Sides
from service.extraction.text.page import Page, Ref, Sentence

_CLAUSE = 110  # characters: how far what a verb is about may stand from it
_ENDS = re.compile(
    r"[;:()\"“”—]|, (?!and\b)|\b(?:but|while|after|before|because|although|though|when|since"
    r"|unless|if|who|which|that|where|saying|adding|until|despite|without)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:was|were|been|is|are|being|be)(?: \w+ly)? $")
_BY = ("by ", "by the ")
_OF_NOUN = re.compile(r"(?:\b(?:the|an?|his|her|its|their|our|any|no|new|fresh)|['’]s?) $", re.I)


class Act(Struct, frozen=True):
    """What somebody does in a sentence: its code, where its verb stands, who does it to whom."""

    code: str
    start: int
    end: int
    actors: list[Ref]
    recipients: list[Ref]


def acts(page: Page, cast: Cast, sides: Sides) -> Iterator[tuple[Sentence, Act]]:
    """Yield the acts that the sentences tell, in the order of the text.

    `sides` are those of the article's process, whom `the two sides` means.
    """
    starts = [sentence.start for sentence in page.sentences]
    done = -1  # where the clause of the last act ends: a verb in it is part of that act
    for start, end, verb in page.words.deeds.verbs(page.text):
        at = bisect_right(starts, start) - 1
        if at < 0 or start < done or end > page.sentences[at].end:
            continue
        sentence, refs = page.sentences[at], cast.by_sentence[at]
        if _is_name(page, refs, start):
            continue
        both = both_sides(page, cast, sides, sentence, start) if verb == "accept" else []
        if not both and is_theirs(page, sentence, refs, start):
            continue
        act = _act(page, sentence, refs, both, start, end, verb)
        if act is not None:
            done = _clause_end(page, sentence, end)
            yield sentence, act


def _is_name(page: Page, refs: list[Ref], start: int) -> bool:
    """Tell whether a word is a noun (`the call for talks`) or in a name (`Support Forces`)."""
    noun = _OF_NOUN.search(page.text[max(0, start - 8) : start]) is not None
    return noun or any(ref.start <= start < ref.end for ref in refs)


def _act(
    page: Page,
    sentence: Sentence,
    refs: list[Ref],
    both: list[Ref],
    start: int,
    end: int,
    verb: str,
) -> Act | None:
    """Return the act of a verb, None if nobody does it or it is about something else."""
    limit = _clause_end(page, sentence, end)
    passive = "." not in verb and _passive(page, start, end)
    about = page.text[max(sentence.start, start - _CLAUSE) : start] if passive else ""
    after = [ref for ref in refs if end <= ref.start < limit and not ref.place]
    code = code_of(page, verb, about + page.text[end:limit], told=bool(after or passive))
    code = code or code_by_what_follows(page, sentence, verb, after, end, limit)
    if code is None:
        return None
    doers = both or subjects(page, refs, start)
    if passive:
        agents = [ref for ref in after if page.text.endswith(_BY, 0, ref.start)]
        doers, after = agents, doers
    acting = [ref.actor for ref in doers]
    whom = [ref for ref in next(iter(in_lists(page, after)), []) if ref.actor not in acting]
    return Act(code, start, end, doers, whom) if doers else None


def _passive(page: Page, start: int, end: int) -> bool:
    """Tell whether a verb is told of whom it is done to (`was rejected`, not `is calling for`)."""
    if page.text[start:end].partition(" ")[0].endswith("ing") or page.text.endswith(
        " to", start, end
    ):
        return False
    return _PASSIVE.search(page.text[max(0, start - 20) : start]) is not None


def _clause_end(page: Page, sentence: Sentence, start: int) -> int:
    limit = min(sentence.end, start + _CLAUSE)
    opens = 2 if page.text.startswith(' "', start) else 0  # `hailed "a great step"`
    found = _ENDS.search(page.text, start + opens, limit)
    return found.start() if found else limit
