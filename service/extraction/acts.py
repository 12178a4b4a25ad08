"""Acts of a peace process: a verb and what it is about, coded by PLOVER and CAMEO.

`rejected the plan` is a verb of refusing and a plan. The language packs list the verbs
(`act_verb.CLASS`) and the things (`act_object.CLASS`); what the two come to is said here, by the
deciding rules of the PLOVER 2.0 draft manual and the codes of the CAMEO codebook 1.1b3. Phrases
that say both at once are in the packs with their code (`act.TYPE.MODE.CAMEO`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct

from service.extraction.actors.cast import Cast
from service.extraction.text.page import Page, Ref, Sentence

# Verb, thing -> type, mode, CAMEO code. Things of `-` are those of verbs that need none.
CODES = {
    ("reject", "talks"): "REJECT.meet.125",
    ("reject", "mediation"): "REJECT.meet.126",
    ("reject", "plan"): "REJECT.meet.127",
    ("reject", "settlement"): "REJECT.meet.127",
    ("reject", "ceasefire"): "REJECT.change.1246",
    ("appeal", "talks"): "REQUEST.meet.026",
    ("appeal", "settlement"): "REQUEST.change.027",
    ("appeal", "ceasefire"): "REQUEST.change.027",
    ("appeal", "peace"): "REQUEST.change.027",
    ("appeal", "mediation"): "REQUEST.assist.028",
    ("appeal", "prisoners"): "REQUEST.yield.025",
    ("appeal", "troops"): "REQUEST.yield.025",
    ("appeal", "access"): "REQUEST.yield.025",
    ("appeal", "arms"): "REQUEST.yield.025",
    ("demand", "talks"): "REQUEST.meet.106",
    ("demand", "settlement"): "REQUEST.change.107",
    ("demand", "ceasefire"): "REQUEST.change.107",
    ("demand", "peace"): "REQUEST.change.107",
    ("demand", "mediation"): "REQUEST.assist.108",
    ("demand", "prisoners"): "REQUEST.yield.105",
    ("demand", "troops"): "REQUEST.yield.105",
    ("demand", "access"): "REQUEST.yield.105",
    ("demand", "arms"): "REQUEST.yield.105",
    ("suspend", "talks"): "SANCTION.discontinue.164",
    ("suspend", "mediation"): "SANCTION.withdraw.165",
    ("end", "mediation"): "SANCTION.withdraw.165",
    ("suspend", "settlement"): "SANCTION.discontinue.160",
    ("suspend", "ceasefire"): "SANCTION.discontinue.160",
    ("suspend", "relations"): "SANCTION.discontinue.161",
    ("recall", "envoy"): "SANCTION.withdraw.161",
    ("withdraw", "envoy"): "SANCTION.withdraw.161",
    ("expel", "envoy"): "SANCTION.expel.161",
    ("summon", "envoy"): "ACCUSE.disapprove.111",
    ("threaten", "talks"): "THREATEN.relations.134",
    ("threaten", "mediation"): "THREATEN.relations.135",
    ("threaten", "settlement"): "THREATEN.relations.130",
    ("threaten", "relations"): "THREATEN.relations.136",
    ("threaten", "violence"): "THREATEN.violence.138",
    ("accept", "talks"): "AGREE..036",
    ("accept", "settlement"): "AGREE..037",
    ("accept", "ceasefire"): "AGREE..037",
    ("accept", "plan"): "AGREE..037",
    ("accept", "mediation"): "AGREE..038",
    ("accept", "prisoners"): "CONCEDE..0353",
    ("accept", "troops"): "CONCEDE..0356",
    ("offer", "talks"): "AGREE..036",
    ("offer", "settlement"): "AGREE..037",
    ("offer", "ceasefire"): "AGREE..037",
    ("offer", "mediation"): "AGREE..039",
    ("offer", "hosting"): "AGREE..039",
    ("declare", "ceasefire"): "CONCEDE..0871",
    ("declare", "amnesty"): "CONCEDE..081",
    ("free", "prisoners"): "RETREAT.release.0841",
    ("withdraw", "troops"): "RETREAT.withdraw.0874",
    ("disarm", "arms"): "RETREAT.disarm.0873",
    ("open", "access"): "RETREAT.access.0863",
    ("praise", "talks"): "SUPPORT..051",
    ("praise", "mediation"): "SUPPORT..051",
    ("praise", "plan"): "SUPPORT..051",
    ("praise", "settlement"): "SUPPORT..051",
    ("praise", "ceasefire"): "SUPPORT..051",
    ("ratify", "settlement"): "SUPPORT..057",
    ("recognise", "independence"): "SUPPORT..054",
    ("apologise", "-"): "CONCEDE..055",
    ("accuse", "-"): "ACCUSE.allege.112",
    ("condemn", "-"): "ACCUSE.disapprove.111",
    ("condemn", "violence"): "ACCUSE.disapprove.111",
    ("complain", "-"): "ACCUSE.disapprove.114",
}
_CLAUSE = 110  # characters: how far what a verb is about may stand from it
_ENDS = re.compile(
    r"[;:()\"“”—]|, (?!and\b)|\b(?:but|while|after|before|because|although|though|when|since"
    r"|unless|if|who|which|that|where|saying|adding|until|despite|without)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_PASSIVE = re.compile(r"\b(?:was|were|been|is|are|being|be)(?: \w+ly)? $")
_BY = ("by ", "by the ")
_THREATS = frozenset({"halting", "violence"})
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
_OF_NOUN = re.compile(r"(?:\b(?:the|an?|his|her|its|their|our|any|no|new|fresh)|['’]s?) $", re.I)


class Act(Struct, frozen=True):
    """What somebody does in a sentence: its code, where its verb stands, who does it to whom."""

    code: str
    start: int
    end: int
    actors: list[Ref]
    recipients: list[Ref]


def acts(page: Page, cast: Cast) -> Iterator[tuple[Sentence, Act]]:
    """Yield the acts that the sentences tell, in the order of the text."""
    starts = [sentence.start for sentence in page.sentences]
    done = -1  # where the clause of the last act ends: a verb in it is part of that act
    for start, end, verb in page.words.deeds.verbs(page.text):
        at = bisect_right(starts, start) - 1
        if at < 0 or start < done or end > page.sentences[at].end:
            continue
        sentence, refs = page.sentences[at], cast.by_sentence[at]
        if _is_name(page, refs, start):
            continue
        act = _act(page, sentence, refs, start, end, verb)
        if act is not None:
            done = _clause_end(page, sentence, end)
            yield sentence, act


def _is_name(page: Page, refs: list[Ref], start: int) -> bool:
    """Tell whether a word is a noun (`the call for talks`) or in a name (`Support Forces`)."""
    noun = _OF_NOUN.search(page.text[max(0, start - 8) : start]) is not None
    return noun or any(ref.start <= start < ref.end for ref in refs)


def _act(
    page: Page, sentence: Sentence, refs: list[Ref], start: int, end: int, verb: str
) -> Act | None:
    """Return the act of a verb, None if nobody does it or it is about something else."""
    limit = _clause_end(page, sentence, end)
    passive = "." not in verb and _passive(page, start, end)
    about = page.text[max(sentence.start, start - _CLAUSE) : start] if passive else ""
    after = [ref for ref in refs if end <= ref.start < limit and not ref.place]
    code = _code(page, verb, about + page.text[end:limit], told=bool(after or passive))
    if code is None:
        return None
    doers = _subjects(page, refs, start)
    if passive:
        agents = [ref for ref in after if page.text.endswith(_BY, 0, ref.start)]
        doers, after = agents, doers
    return Act(code, start, end, doers, next(iter(_lists(page, after)), [])) if doers else None


def _passive(page: Page, start: int, end: int) -> bool:
    """Tell whether a verb is told of whom it is done to (`was rejected`, not `is calling for`)."""
    if page.text[start:end].partition(" ")[0].endswith("ing") or page.text.endswith(
        " to", start, end
    ):
        return False
    return _PASSIVE.search(page.text[max(0, start - 20) : start]) is not None


def _code(page: Page, verb: str, words: str, *, told: bool) -> str | None:
    """Return the code of a verb and the first thing after it that it can be about.

    `told` says that some name is acted upon, which is enough for some verbs.
    """
    deeds = page.words.deeds
    things = [deeds.things[word] for word in _WORD.findall(words.lower()) if word in deeds.things]
    if "." in verb:
        return verb
    if verb == "threaten" and not _THREATS.intersection(things):
        return None
    found = next((CODES[verb, thing] for thing in things if (verb, thing) in CODES), None)
    return found or (CODES.get((verb, "-")) if told else None)


def _clause_end(page: Page, sentence: Sentence, start: int) -> int:
    limit = min(sentence.end, start + _CLAUSE)
    found = _ENDS.search(page.text, start, limit)
    return found.start() if found else limit


def _subjects(page: Page, refs: list[Ref], verb: int) -> list[Ref]:
    """Return who does what a verb tells: the names right before it, else the last list of names
    that no preposition puts elsewhere, the first if `and` joins the verb to another, else the last
    one of all (`the fighters of X`)."""
    lists = _lists(page, [ref for ref in refs if ref.end <= verb and not ref.place])
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


def _stands_after(page: Page, ref: Ref, words: re.Pattern[str]) -> bool:
    return words.search(page.text[max(0, ref.start - 30) : ref.start]) is not None


def _lists(page: Page, refs: list[Ref]) -> list[list[Ref]]:
    """Return names in lists as words join them."""
    lists: list[list[Ref]] = []
    for ref in refs:
        if lists and _BESIDE.fullmatch(page.text[lists[-1][-1].end : ref.start].rstrip()):
            lists[-1].append(ref)
        else:
            lists.append([ref])
    return lists
