"""Who the sentences after a meeting put in its room (`Norway's envoy looked on`)."""

import itertools
from collections.abc import Sequence

from service.domain.actors import Actor
from service.extraction.meetings.draft import Draft, Scene
from service.extraction.meetings.events import grammar
from service.extraction.meetings.people import attendants
from service.extraction.meetings.people.whole import TOLD

NEAR = 3  # sentences: farther on, the story has gone on
_IT = 14  # characters: a pronoun or a noun before `was attended by`
LATE = 20  # drafts: no more are told in so few sentences
_SURE = 0.5  # in the units of the weights: a weaker event is passed over for a surer one
_ATTENDED = ("m", "s", "c", "v")


def attend(
    scene: Scene, here: list[Draft], found: list[Draft], before: Sequence[Actor] = ()
) -> None:
    """Bring those whom words of attendance tell of into the meeting told of here or just before.

    `before` are the persons of the sentence before: `all three were in the room`.
    """
    there = attendants.named(scene, before)
    if not there:
        return
    told = _told(scene, [d for d in here if not _beyond(scene, d)], found)
    elsewhere = {member.actor.slug for draft in here for member in draft.members}
    for member, kind in there:
        if kind == "standing" and member.actor.slug in elsewhere:
            continue  # `On Monday A saw B, the mediator`
        for draft in _news(found) if kind == "standing" else told:
            if not _together(draft, scene, kind):
                continue
            if member.actor.slug not in {m.actor.slug for m in (*draft.members, *draft.attending)}:
                draft.attending = [*draft.attending, member]


def _told(scene: Scene, here: list[Draft], found: list[Draft]) -> list[Draft]:
    """Return the meeting of which a sentence goes on to tell; a signing at talks is both."""
    own = [d for d in here if d.family in ("m", "s")]
    if len(own) > 1 or (here and not own and not _stands_between(scene)):
        return []
    if here and (scene.spots or scene.dates):
        return own
    late = found[-LATE:]
    near = [
        d
        for d in reversed(late)
        if d.family in _ATTENDED and scene.sentence.index - d.sentence.index <= NEAR
    ]
    last = next((d for d in near if d.strength >= _SURE), near[0] if near else None)
    if last is None:
        return own or [d for d in _news(found) if d.status in TOLD and not scene.dates]
    if _looks_back(scene, last):
        same = (d for d in found if d.family == last.family and d.status in TOLD)
        last = next((d for d in same if not _looks_back(scene, d)), last)
    return [*own, *(d for d in found if d.sentence is last.sentence and d.family in _ATTENDED)]


def _stands_between(scene: Scene) -> bool:
    """Tell whether a sentence says of somebody that he mediates (`A, who facilitates it, had`)."""
    return any(t.senses["attend"] == "mediator" for t in scene.sentence.of("attend"))


def _looks_back(scene: Scene, draft: Draft) -> bool:
    """Tell whether a meeting is told of as one before the story's own (`had already signed`)."""
    at = draft.trigger.start
    if draft.words.startswith(scene.lexicon["had"]) or any(
        f" {sign}" in scene.text[max(0, at - 14) : at + 1] for sign in scene.lexicon["had"]
    ):
        return True
    noun = draft.sense.form == "noun"
    return noun and grammar.of_rounds_before(scene, draft.sentence, draft.trigger)


def _together(draft: Draft, scene: Scene, kind: str) -> bool:
    """Tell whether what is ahead and what was are not mixed: who came did not come to a plan."""
    ahead = draft.status in ("planned", "proposed")
    if draft.family == "c" and kind not in attendants.SENDS:
        return False
    same = draft.sentence is scene.sentence
    if kind == "counted":
        return scene.sentence.index - draft.sentence.index <= 1  # those who were counted there
    if _ahead(scene) and not same and _over(draft, scene):
        return False
    return same or not ahead or kind == "head" or scene.sentence.has("modal") or _ahead(scene)


def _over(draft: Draft, scene: Scene) -> bool:
    """Tell whether an event is over: who is still to be somewhere will be elsewhere."""
    later = draft.when and scene.anchor and draft.when.first > scene.anchor
    return draft.status in TOLD and not later


def _ahead(scene: Scene) -> bool:
    """Tell whether a word of attendance is of what is to come (`will chair`, `is to attend`)."""
    words = (scene.text[t.start : t.end].split()[:2] for t in scene.sentence.of("attend"))
    return any(not set(scene.signs["attends_ahead"]).isdisjoint(found) for found in words)


def _news(found: list[Draft]) -> list[Draft]:
    """Return the first talks that the text tells of: those in which standing mediators sit."""
    told = (d for d in found if d.family == "m" and d.sentence.block == "body")
    return list(itertools.islice(told, 1))


def _beyond(scene: Scene, draft: Draft) -> bool:
    """Tell whether an event is told only of one of those who were there (`by A, whose land had`).

    The sentence itself begins with what they attended: `It was witnessed by`.
    """
    first = next(iter(scene.sentence.of("attended")), None)
    if first is None or first.start - scene.sentence.start > _IT:
        return False
    between, signs = scene.text[first.end : draft.trigger.start], scene.signs["relative"]
    return first.start > scene.sentence.start and any(map(between.__contains__, signs))
