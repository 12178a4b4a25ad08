"""Who gives a press conference: who speaks there, and who stands beside."""

import itertools

from service.extraction.meetings.draft import Member, Scene
from service.extraction.meetings.people import groups
from service.extraction.text.page import Ref
from service.extraction.text.scan import Token

_VERB = 4  # words from `and` to a press conference (`and then gave a`)


def holds(scene: Scene, ref: Ref, trigger: Token) -> bool:
    """Tell whether an actor gives a press conference: who speaks there, and with whom."""
    if ref.start > trigger.end:
        return any(
            word in scene.text[trigger.end : ref.start] for word in scene.signs["speaks_with"]
        )
    if ref.actor.type != "person":
        return False
    before = [
        r
        for r in scene.refs
        if r.actor.type == "person" and not r.national and r.end <= trigger.start
    ]
    if not before:  # what is taken for a name may be one of the trigger's own words
        return False
    before = _doers(scene, before, trigger)
    last = before[-1]
    if ref.start > last.start:
        return False
    beside = scene.text[ref.end : last.start]
    if last.how == "pronoun":  # `A was received by B, and he told the press`
        return ref is last
    return (
        ref is last
        or groups.listed(scene, ref.end, last.start)
        or groups.series(scene, ref.end, last.start)
        or any(word in beside for word in scene.signs["speaks_beside"])
    )


def _doers(scene: Scene, before: list[Ref], trigger: Token) -> list[Ref]:
    """Return those before a trigger without whom another met (`A saw B and told the press`).

    Whom they met is beside them at a joint press conference.
    """
    low, start = before[-1].end, trigger.start
    at = max((scene.text.rfind(link, low, start) for link in scene.signs["and"]), default=-1)
    words = scene.text[at:start].split() if at >= 0 else []
    if not 0 < len(words) <= _VERB or _both(scene, at, trigger):
        return before
    verbs = (
        number
        for number, (one, other) in enumerate(itertools.pairwise(before), 1)
        if not groups.verbless(scene, one.end, other.start)
    )
    return before[: next(verbs, len(before))]


def _both(scene: Scene, start: int, trigger: Token) -> bool:
    """Tell whether words say that two spoke to the press (`and the two held a briefing`)."""
    words = scene.text[start : trigger.end].lower()
    if scene.text.startswith(scene.signs["him"], trigger.end):  # `and briefed reporters with him`
        return True
    return any(map(words.__contains__, scene.signs["joint"])) or any(
        start <= token.start < trigger.start for token in scene.sentence.of("mutual")
    )


def beside(scene: Scene, trigger: Token) -> list[Member]:
    """Return who stands beside the one who speaks to the press (`, with A beside him`)."""
    words = scene.signs["beside_speaker"]
    return [
        Member(r.actor, "participant", r.start, r.end, r.rule, r.inferred)
        for r in scene.refs
        if r.actor.type == "person"
        and r.start >= trigger.end
        and scene.text.startswith(words, r.end)
    ]


def speaks(scene: Scene, trigger: Token) -> list[Member]:
    """Return who speaks to the press: the subject of the sentence's verb of speech."""
    people = [r for r in scene.refs if r.actor.type == "person" and not r.national and not r.place]
    for verb in scene.sentence.of("speech_verb"):
        for ref in people:
            gap = verb.start - ref.end if verb.start >= ref.end else ref.start - verb.end
            if 0 <= gap <= 34 and not groups.belongs(scene, ref):
                return [
                    Member(ref.actor, "participant", ref.start, ref.end, ref.rule, ref.inferred)
                ]
    alone = [r for r in people if r.start >= trigger.end or len(people) == 1][:1]
    return [Member(r.actor, "participant", r.start, r.end, r.rule, r.inferred) for r in alone]
