"""Where a sentence turns to what its subject did next: `A met B and flew to Kyiv to see C`."""

from typing import NamedTuple

from service.extraction.meetings.draft import Member, Scene, once_a_scene
from service.extraction.meetings.people import groups
from service.extraction.text.scan import Token

_SAID = 12  # characters beside a verb of speech


class Turn(NamedTuple):
    """What the first verb is about: from its end to the second verb, which has none of it."""

    start: int
    end: int


@once_a_scene
def turn(scene: Scene) -> Turn | None:
    """Return what stands between a verb with somebody behind it and the next of its subject."""
    found = (scene.text.find(s, scene.sentence.start, scene.sentence.end) for s in _verbs(scene))
    at = min((place for place in found if place >= 0), default=-1)
    before = [t for t in scene.sentence.of("trigger") if t.end <= at]
    if not before or not _verbal(scene, before[0]):
        return None
    low = before[0].end
    met = any(low <= r.start < at and r.type == "person" and not r.place for r in scene.refs)
    return Turn(low, at) if met else None


def _verbal(scene: Scene, token: Token) -> bool:
    """Tell whether a token is a verb, or a noun behind its verb (`провел в Осло переговоры с`)."""
    if token.senses["trigger"][0].form not in ("noun", "gerund"):
        return True
    verbs = (t for t in scene.sentence.of("event_verb") if t.end < token.start)
    return "free order" in scene.grammar and any(
        "," not in scene.text[verb.end : token.start] for verb in verbs
    )


def _verbs(scene: Scene) -> tuple[str, ...]:
    return scene.signs_in("did_next")


def beyond(scene: Scene, trigger: Token, start: int) -> bool:
    """Tell whether something is told of the other of two verbs than a trigger."""
    told = turn(scene)
    if told is None:
        return False
    if trigger.start > told.end:
        return told.start <= start < told.end
    return start > told.end


def of_subject(scene: Scene, trigger: Token, made: list[Member]) -> list[Member]:
    """Leave out whom a subject only dealt with after or before what a trigger reports.

    `A criticised B after meeting C` has A and C meet.
    """
    signs = scene.signs["after_doing"]
    forms = {sense.form for sense in trigger.senses.get("trigger", ())}
    doing = scene.text[trigger.start : trigger.end].endswith(scene.signs["gerund_ends"])
    doing = doing or "gerund" in forms
    bare = doing and scene.text.endswith(signs, scene.sentence.start, trigger.start)
    if not bare and not (forms and scene.text.startswith(signs, trigger.start - 1)):
        return made
    people = [m for m in made if m.actor.type == "person" and m.role == "participant"]
    before = [m for m in people if m.end <= trigger.start]
    if len(before) < 2 or len(before) == len(people):
        return made
    told = before[1:] if _tells_of(scene, trigger, *before[:2]) else before
    end, kept = told[0].end, told[:1]
    for member in told[1:]:
        listed = groups.listed(scene, end, member.start) or groups.series(scene, end, member.start)
        if not listed:
            break
        kept.append(member)
        end = member.end
    return [m for m in made if m not in before or m in kept]


def _tells_of(scene: Scene, trigger: Token, first: Member, second: Member) -> bool:
    """Tell whether one says what another did (`Peskov said Putin left after meeting B`)."""
    does = len(scene.text[second.end : trigger.start].split()) > 1
    return does and any(
        0 < verb.start - first.end <= _SAID and 0 < second.start - verb.end <= _SAID
        for verb in scene.sentence.of("speech_verb")
    )
