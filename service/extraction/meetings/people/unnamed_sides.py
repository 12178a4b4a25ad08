"""The sides of the process in a room of which words name nobody, one side or mediators alone."""

import datetime as dt

import msgspec

from service.extraction.meetings.draft import Draft, Member
from service.extraction.meetings.people.whole import TOLD, Whole

OF_SIDES = ("talks", "signing")
_LATELY = dt.timedelta(60)


def mediated(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Add the sides where talks name mediators alone: they do not negotiate with themselves.

    So too where a meeting names nobody but its host; not where mediators are told to have gone
    from one to the other, or where it is named who led the teams.
    """
    first = whole.sides.first
    alone = draft.kind in ("meeting", "summit") and all(m.role != "participant" for m in members)
    if not (draft.kind == "talks" or alone) or draft.crowded or len(first) < 2 or not members:
        return members
    if whole.present(members):
        return members
    if not any(m.role != "participant" or whole.sides.mediates(m.actor) for m in members):
        return members
    if sum(m.rule == "party.head" for m in members) > 1:
        return members
    between = [msgspec.structs.replace(m, role="mediator") for m in members]
    if draft.status in TOLD and all(m.role == "participant" for m in members):
        return between if draft.sense.form == "noun" else members
    at = draft.trigger
    return [
        *between,
        *(Member(a, "participant", at.start, at.end, "party.sides") for a in first.values()),
    ]


def other_side(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Add to talks with a body of one side the other side: nobody negotiates alone."""
    parties = [m for m in members if m.role == "participant"]
    present = whole.present(parties)
    if draft.kind not in OF_SIDES or len(present) != 1 or len(whole.sides.first) != 2:
        return members
    if draft.crowded or len(whole.present(members)) > 1:
        return members
    if len(parties) != 1 or parties[0].actor.type == "person" or parties[0].rule == "party.own":
        return members
    other = next(actor for side, actor in whole.sides.first.items() if side not in present)
    at = draft.trigger
    return [*members, Member(other, "participant", at.start, at.end, "party.sides")]


def between_sides(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Let talks, a signing, or an event to come that name nobody be of the process's sides."""
    first = whole.sides.first
    told = draft.status in TOLD and (draft.kind not in OF_SIDES or _long_past(draft, whole))
    if members or draft.family not in ("m", "s") or len(first) != 2 or told:
        return members
    if draft.crowded or draft.kind == "summit":
        return members
    at = draft.trigger
    return [Member(a, "participant", at.start, at.end, "party.sides") for a in first.values()]


def _long_past(draft: Draft, whole: Whole) -> bool:
    """Tell whether an event is long past or of no known day: others may have sat there."""
    if draft.when is None or whole.anchor is None:
        return True
    return whole.anchor - draft.when.last > _LATELY
