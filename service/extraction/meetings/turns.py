"""Where a sentence turns to what its subject did next: `A met B and flew to Kyiv to see C`."""

from typing import NamedTuple

from service.extraction.meetings.draft import Scene, once_a_scene
from service.extraction.text.scan import Token


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
