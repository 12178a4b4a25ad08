"""Whom a pronoun puts in a room beside the one who is named (`held talks with him`)."""

from collections.abc import Sequence

from service.domain.actors import Actor
from service.extraction.meetings.draft import Member, Scene
from service.extraction.meetings.people import left_out
from service.extraction.text.lexicon import Sense
from service.extraction.text.scan import Token

_TWO = ("meeting", "talks", "phone_call")
_BESIDE = 12  # characters


def partner(
    scene: Scene, trigger: Token, sense: Sense, members: list[Member], told: Sequence[Actor]
) -> list[Member]:
    """Return whom `him` after a trigger or `his` before it means.

    `told` are the persons of the sentence before: its subject comes first.
    """
    if sense.kind not in _TWO or len(members) != 1 or members[0].rule == "person.pronoun":
        return []
    one = members[0]
    if one.actor.type != "person" or not (
        _object(scene, trigger, one) or _owner(scene, trigger, one)
    ):
        return []
    if any(r.type == "person" and r.actor.slug != one.actor.slug for r in scene.refs):
        return []
    at = trigger
    return [
        Member(actor, "participant", at.start, at.end, "person.pronoun")
        for actor in [a for a in told if a.slug != one.actor.slug][:1]
    ]


def subject_left_out(
    scene: Scene, trigger: Token, sense: Sense, members: list[Member], acting: Actor | None
) -> list[Member]:
    """Return who acts where none is named beside a verb: who did in the sentence before."""
    if acting is None or left_out.number(scene, trigger, sense) != "one":
        return []
    if acting.slug in {m.actor.slug for m in members}:
        return []
    rule = "person.pronoun"
    return [Member(acting, "participant", trigger.start, trigger.end, rule)]


def before_the_press(
    scene: Scene, trigger: Token, sense: Sense, members: list[Member], met: Sequence[Member]
) -> list[Member]:
    """Return who stands beside the one who speaks at a joint press conference: whom he `met`."""
    if sense.kind != "press_conference" or len(members) != 1 or not 1 < len(met) < 4:
        return []
    words = scene.text[max(scene.sentence.start, trigger.start - 8) : trigger.end].lower()
    people = {m.actor.slug: m.actor for m in met if m.actor.type == "person"}
    if members[0].actor.slug not in people or not any(
        map(words.__contains__, scene.signs["joint"])
    ):
        return []
    return [
        Member(actor, "participant", trigger.start, trigger.end, "party.joint")
        for slug, actor in people.items()
        if slug != members[0].actor.slug
    ]


def _object(scene: Scene, trigger: Token, member: Member) -> bool:
    """Tell whether `him` stands beside a trigger (`A met him`, `A held talks with him`).

    It may stand before the verb, whose subject follows (`lo recibió A`).
    """
    if member.start >= trigger.end and scene.text.endswith(
        scene.signs["him_before"], scene.sentence.start, trigger.start
    ):
        return True
    return 0 <= trigger.start - member.end <= _BESIDE and any(
        scene.text.startswith(words, trigger.end) for words in scene.signs["him"]
    )


def _owner(scene: Scene, trigger: Token, member: Member) -> bool:
    """Tell whether it is his meeting with the one who is named after it."""
    left = scene.text[max(scene.sentence.start, trigger.start - 16) : trigger.start].lower()
    return member.start >= trigger.end and f" {left}".endswith(scene.lexicon["his"])
