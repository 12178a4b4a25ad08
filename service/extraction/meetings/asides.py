"""What only stands between: words in commas, dashes or brackets that tell of something else.

`A, who visited Moscow in April, met B`, `A, under pressure from C, met B`, `B, C said, met A`,
`After a call with C, A met B`: who, when and where in such words is of them alone.
"""

from service.extraction.meetings.draft import Scene, once_a_scene
from service.extraction.meetings.fronts import fronted
from service.extraction.meetings.inserted import WORD, Aside, inserted
from service.extraction.text.scan import Token


@once_a_scene
def asides(scene: Scene) -> tuple[Aside, ...]:
    """Return the asides of a sentence, a phrase before its subject too."""
    if not scene.signs["relative"] or not scene.sentence.has("trigger"):
        return ()
    found = inserted(scene)
    front = fronted(scene, found)
    return (front, *(a for a in found if a.start >= front.end)) if front else tuple(found)


def of(scene: Scene, trigger: Token) -> list[Aside]:
    """Return the asides in which a trigger does not stand itself."""
    return [a for a in asides(scene) if not a.start <= trigger.start < a.end]


def around(scene: Scene, trigger: Token) -> Aside | None:
    """Return the aside in which a trigger stands, if it stands in one behind a subject."""
    inside = (a for a in asides(scene) if a.start <= trigger.start < a.end)
    return next((a for a in inside if not a.fronted or _acts(scene, a, trigger)), None)


def _acts(scene: Scene, aside: Aside, trigger: Token) -> bool:
    """Tell whether a fronted phrase has a subject of its own (`While C was in Paris, A met B`)."""
    return any(aside.start <= r.start < trigger.start and r.type == "person" for r in scene.refs)


def masked(scene: Scene, trigger: Token) -> str:
    """Return the sentence, each aside of the trigger's replaced by as many signs of nothing."""
    text, start = scene.text[scene.sentence.start : scene.sentence.end], scene.sentence.start
    for aside in of(scene, trigger):
        low, high = aside.start - start, aside.end - start
        text = text[:low] + "_" * (high - low) + text[high:]
    return text


def parts(scene: Scene, low: int, high: int) -> bool:
    """Tell whether one of two places is in an aside, and the other is not."""
    return any((a.start < low <= a.end) != (a.start < high < a.end) for a in asides(scene))


def without(scene: Scene, low: int, high: int) -> str:
    """Return the words between two places without the asides that begin and end there."""
    words, start = "", low
    for aside in asides(scene):
        if low <= aside.start and aside.end <= high:
            words, start = words + scene.text[start : aside.start], aside.end
    return words + scene.text[start:high]


def near(scene: Scene, trigger: Token, start: int) -> bool:
    """Tell whether a day or a place may be a trigger's: both stand in one aside, or in none."""
    for aside in asides(scene):
        inside = aside.start <= trigger.start < aside.end
        if aside.personal and (aside.start <= start < aside.end) != inside:
            return inside and start >= aside.end and _alone(scene, aside)
    return True


def _alone(scene: Scene, aside: Aside) -> bool:
    """Tell whether a clause may go on behind its aside's end (`who was received by A, on Monday`).

    It does where only a day or a place follows, and nothing else of the sentence is an event.
    """
    words = WORD.search(scene.text, aside.end, scene.sentence.end)
    beside = words is not None and words.group() in scene.signs["aside_prepositions"]
    return beside and all(t.start >= aside.start for t in scene.sentence.of("trigger"))
