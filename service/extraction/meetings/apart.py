"""Meetings of one with others, each apart: `received A and B separately` tells of two."""

import msgspec

from service.extraction.meetings.draft import Draft, Member, Scene

_REACH = 60  # characters beside the trigger in which the words stand


def each(scene: Scene, draft: Draft) -> list[Draft]:
    """Return a draft for each of those whom somebody met apart, else the draft."""
    if draft.family not in ("m", "c") or draft.status in ("cancelled", "postponed"):
        return [draft]
    people = sorted(
        (m for m in draft.members if m.rule != "party.mutual"), key=lambda member: member.start
    )
    if len(people) != 3 or len({m.actor.slug for m in people}) != 3 or not _says(scene, draft):
        return [draft]
    one, others = _met(draft, people)
    if one is None:
        return [draft]
    return [_with(draft, [one, other]) for other in others]


def _met(draft: Draft, people: list[Member]) -> tuple[Member | None, list[Member]]:
    """Return who stands alone on a side of the trigger, and the two on the other."""
    before = [m for m in people if m.end <= draft.trigger.start]
    after = [m for m in people if m.start >= draft.trigger.end]
    if len(before) == 1 and len(after) == 2:
        return before[0], after
    return (after[0], before) if len(after) == 1 and len(before) == 2 else (None, [])


def _says(scene: Scene, draft: Draft) -> bool:
    """Tell whether the words at a trigger say that each was met alone."""
    start = max(scene.sentence.start, draft.trigger.start - _REACH)
    words = scene.text[start : min(scene.sentence.end, draft.trigger.end + 2 * _REACH)].lower()
    apart = any(word in words for word in scene.signs["each_apart"])
    return apart and " together" not in words[words.find(draft.words) :]


def _with(draft: Draft, members: list[Member]) -> Draft:
    made = msgspec.structs.replace(draft, members=members, also=[], attending=[])
    made.apart = True
    return made
