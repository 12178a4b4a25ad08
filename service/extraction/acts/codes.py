"""What an act comes to: a verb and what it is about, coded by PLOVER and CAMEO.

`rejected the plan` is a verb of refusing and a plan. The language packs list the verbs
(`act_verb.CLASS`) and the things (`act_object.CLASS`); what the two come to is said here, by the
deciding rules of the PLOVER 2.0 draft manual and the codes of the CAMEO codebook 1.1b3. Phrases
that say both at once are in the packs with their code (`act.TYPE.MODE.CAMEO`).
"""

import re

from service.extraction.text.page import Page, Ref, Sentence

# Verb, thing -> type, mode, CAMEO code. Things of `-` are those of verbs that need none.
CODES = {
    ("reject", "talks"): "REJECT.meet.125",
    ("reject", "mediation"): "REJECT.meet.126",
    ("reject", "plan"): "REJECT.meet.127",
    ("reject", "settlement"): "REJECT.meet.127",
    ("reject", "ceasefire"): "REJECT.change.1246",
    ("appeal", "-"): "REQUEST..020",
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
    ("accept", "-"): "AGREE..030",
    ("accept", "talks"): "AGREE..036",
    ("accept", "settlement"): "AGREE..037",
    ("accept", "ceasefire"): "AGREE..037",
    ("accept", "plan"): "AGREE..037",
    ("accept", "mediation"): "AGREE..038",
    ("accept", "prisoners"): "CONCEDE..0353",
    ("accept", "troops"): "CONCEDE..0356",
    ("offer", "-"): "AGREE..030",
    ("offer", "talks"): "AGREE..036",
    ("offer", "settlement"): "AGREE..037",
    ("offer", "ceasefire"): "AGREE..037",
    ("offer", "mediation"): "AGREE..039",
    ("offer", "hosting"): "AGREE..039",
    ("declare", "ceasefire"): "CONCEDE..0871",
    ("declare", "amnesty"): "CONCEDE..081",
    ("free", "prisoners"): "RETREAT.release.0841",
    ("free", "troops"): "RETREAT.release.0841",
    ("withdraw", "troops"): "RETREAT.withdraw.0874",
    ("disarm", "arms"): "RETREAT.disarm.0873",
    ("open", "access"): "RETREAT.access.0863",
    ("open", "sanctions"): "CONCEDE..085",
    ("praise", "talks"): "SUPPORT..051",
    ("praise", "mediation"): "SUPPORT..051",
    ("praise", "plan"): "SUPPORT..051",
    ("praise", "settlement"): "SUPPORT..051",
    ("praise", "ceasefire"): "SUPPORT..051",
    ("praise", "progress"): "SUPPORT..051",
    ("ratify", "settlement"): "SUPPORT..057",
    ("recognise", "independence"): "SUPPORT..054",
    ("apologise", "-"): "CONCEDE..055",
    ("accuse", "-"): "ACCUSE.allege.112",
    ("condemn", "-"): "ACCUSE.disapprove.111",
    ("condemn", "violence"): "ACCUSE.disapprove.111",
    ("complain", "-"): "ACCUSE.disapprove.114",
}
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_THREATS = frozenset({"halting", "violence"})
_TO_DO = {"accept": "commits", "offer": "commits"}  # verbs of what follows them (`agreed to go`)
_CLEAR = frozenset({"accuse", "apologise"})  # verbs that say all, whoever is named after them
_HOSTILE = 30  # characters after a promise that is a threat


def code_of(page: Page, verb: str, words: str, *, told: bool) -> str | None:
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
    alone = verb not in _TO_DO and verb != "appeal" and (told or verb in _CLEAR)
    return found or (CODES.get((verb, "-")) if alone else None)


def code_by_what_follows(
    page: Page, sentence: Sentence, verb: str, after: list[Ref], end: int, limit: int
) -> str | None:
    """Return the code of a verb by what stands right after it.

    `agreed to go home`, `asked Chad to step in`, `offered Jeddah`. The verb ends at `end`, its
    clause at `limit`, in which `after` are named.
    """
    signs = page.words.signs
    if verb in _TO_DO and page.text.startswith(signs[_TO_DO[verb]], end):
        words = _WORD.findall(page.text[end : min(limit, end + _HOSTILE)].lower())
        hostile = any(page.words.deeds.things.get(word) == "violence" for word in words)
        return None if hostile else CODES[verb, "-"]  # `vows to fight on`
    if verb == "offer" and any(token.start == end + 1 for token in sentence.of("place")):
        return CODES["offer", "hosting"]
    asked = verb == "appeal" and any(
        page.text.startswith(signs["asks_to"], ref.end) for ref in after
    )
    return CODES["appeal", "-"] if asked else None
