"""Whose a day, a place or a person is where verbs stand last: of the next verb.

`A pazartesi günü Oslo'da B ile görüştü ve cuma günü Cenevre'de C'yi ağırlayacak`: each verb has
what stands between the verb before and itself, and the subject, which is named once.
"""

from collections.abc import Iterable

from service.extraction.meetings.draft import Scene, once_a_scene
from service.extraction.text.page import Ref
from service.extraction.text.scan import Token

_FINITE = frozenset({"past", "present"})
_HEAD = 60  # characters between a participle and whom it tells of, an office among them


@once_a_scene
def verbs(scene: Scene) -> tuple[Token, ...]:
    """Return the verbs that end a clause each, of a language in which they do."""
    if "verb last" not in scene.grammar:
        return ()
    joined = scene.signs["joined_verb"]  # `Erbil'e giderek A ile görüştü` is one clause
    found = (t for t in scene.sentence.of("trigger") if _is_verb(t))
    return tuple(t for t in found if not scene.text.endswith(joined, t.start, t.end))


def of_other_verb(scene: Scene, trigger: Token, start: int, all_starts: Iterable[int]) -> bool:
    """Tell whether what stands at a place is another verb's, whose own all such places may be."""
    low, high = _clause(scene, trigger)
    if low <= start < high or (start >= high and not _verb_from(scene, high)):
        return False
    return start >= high or any(low <= other < high for other in all_starts)


def is_elsewhere(scene: Scene, trigger: Token, start: int) -> bool:
    """Tell whether somebody is told of beside another verb, and is not the subject of both."""
    if len(verbs(scene)) < 2 or trigger not in verbs(scene):
        return False
    low, high = _clause(scene, trigger)
    if low <= start < high:
        return False
    head = _head(scene, trigger)
    if head is not None and start == head.start:
        return False
    inside = _people(scene, low, high)
    if start >= high:
        return _verb_from(scene, high) or head is not None
    if not inside:
        return False
    subject = _subject(scene, trigger)
    return len(inside) > 1 or head is not None or subject is None or start != subject.start


def two_met(scene: Scene, first: Token, second: Token) -> bool:
    """Tell whether two verbs have somebody else each (`B ile görüştü, C'yi kabul etti`)."""
    if not (first in verbs(scene) and second in verbs(scene)):
        return False
    one, other = (_people(scene, *_clause(scene, verb)) for verb in (first, second))
    return bool(one and other) and {r.actor.slug for r in one}.isdisjoint(
        r.actor.slug for r in other
    )


def _is_verb(token: Token) -> bool:
    forms = {sense.form for sense in token.senses.get("trigger", ())}
    return bool(forms) and forms <= _FINITE and "direction" not in token.senses  # `gelecek ay`


def _clause(scene: Scene, trigger: Token) -> tuple[int, int]:
    """Return where the clause of a verb or a noun begins and ends: behind a verb."""
    before = [verb.end for verb in verbs(scene) if verb.end <= trigger.start]
    after = [verb.end for verb in verbs(scene) if verb.start >= trigger.start]
    return max(before, default=scene.sentence.start), min(after, default=scene.sentence.end)


def _verb_from(scene: Scene, start: int) -> bool:
    return any(verb.start >= start for verb in verbs(scene))


def _people(scene: Scene, low: int, high: int) -> list[Ref]:
    people = (r for r in scene.refs if r.actor.type == "person" and not r.place)
    return [r for r in people if low <= r.start < high]


def _head(scene: Scene, verb: Token) -> Ref | None:
    """Return whom a participle before him tells of (`B ile görüşen A`)."""
    if not scene.text.endswith(scene.signs["participle_ends"], verb.start, verb.end):
        return None
    return next(iter(_people(scene, verb.end, verb.end + _HEAD)), None)


def _subject(scene: Scene, verb: Token) -> Ref | None:
    """Return who acts in all clauses of a sentence: who is named first, or behind a participle."""
    before = [other for other in verbs(scene) if other.end <= verb.start]
    heads = (_head(scene, other) for other in reversed(before))
    head = next((ref for ref in heads if ref is not None), None)
    return head or next(iter(_people(scene, scene.sentence.start, verb.start)), None)
