"""One draft made of all that an article tells of a meeting."""

import msgspec

from service.domain.dates import When
from service.extraction.meetings.draft import Draft, Member, Spot
from service.extraction.text.page import Dated

_RANK = {"held": 3, "ongoing": 3, "cancelled": 4, "postponed": 4, "planned": 2, "proposed": 1}
_SURE = 1.0  # in the units of the weights: a draft that is an event with odds of 2.7 to 1


def joined(group: list[Draft]) -> Draft:
    """Make one draft of a group: each field from the draft that says most of it."""
    if len(group) == 1:
        return _alone(group[0])
    lead = max(group, key=lambda d: (d.sentence.block == "body", not d.apart, d.strength))
    first = min((d for d in group), key=lambda d: (d.sentence.block != "body", d.sentence.index))
    dated = _prolonged(_best_date(group), group)
    with_spot = [d for d in group if d.spot]
    spot = max((d.spot for d in with_spot if d.spot), key=_spot_rank, default=None)
    status = max(group, key=_status_rank)
    kinds = [d.kind for d in group]
    kind = "summit" if kinds.count("summit") * 2 >= len(kinds) else lead.kind
    return msgspec.structs.replace(
        lead,
        dated=dated,
        spot=spot,
        status=status.status,
        status_at=status.status_at,
        kind=kind,
        members=_members(group),
        sentence=lead.sentence,
        definite=first.definite,
        round=next((d.round for d in group if d.round), None),
        sequel=any(d.sequel for d in group),
    )


def _alone(draft: Draft) -> Draft:
    """Return what is told once, without what does not date it."""
    dated = draft.dated if draft.when is not None else None
    members = _members([draft])
    return msgspec.structs.replace(draft, dated=dated, members=members, round=draft.round or None)


def _status_rank(draft: Draft) -> tuple[bool, bool, int]:
    """What is hardly told at all does not settle what was planned elsewhere."""
    return draft.sentence.block == "body", draft.strength >= _SURE, _RANK[draft.status]


def _best_date(group: list[Draft]) -> Dated | None:
    order = {"day": 0, "month": 1, "year": 2}
    known = [
        (
            draft.dated.rule == "date.published",
            order[when.precision],
            when.end is None,
            number,
            draft.dated,
        )
        for number, draft in enumerate(group)
        if (when := draft.when) is not None
        and draft.dated is not None
        and (when.precision != "year" or _surely(draft, group))
    ]
    return min(known, key=lambda entry: entry[:4])[4] if known else None


def _surely(draft: Draft, group: list[Draft]) -> bool:
    """Tell whether a draft is of the group's meeting for certain: a bare year dates no other."""
    return len(group) == 1 or draft.definite or draft.spot is not None or draft.strength >= _SURE


def _prolonged(dated: Dated | None, group: list[Draft]) -> Dated | None:
    """Let a date last until the further day that the article tells of."""
    if dated is None or dated.when is None:
        return dated
    days = [d.when for d in group if d.when and d.when.precision == "day"]
    if dated.when.precision != "day" or len(set(days)) < 2:
        return dated
    first, last = min(one.first for one in days), max(one.last for one in days)
    return msgspec.structs.replace(dated, when=When(first, "day", last))


def _spot_rank(spot: Spot) -> int:
    return 2 * bool(spot.city) + bool(spot.country) + bool(spot.venue)


def _members(group: list[Draft]) -> list[Member]:
    kept: dict[str, Member] = {}
    for draft in group:
        for member in (*draft.members, *draft.attending):
            before = kept.get(member.actor.slug)
            if before is None or (before.role == "participant" and member.role != "participant"):
                kept[member.actor.slug] = member
    people = {
        m.actor.country for m in kept.values() if m.actor.type == "person" and m.actor.country
    }
    sure = {m.actor.country for m in kept.values() if m.actor.type == "person" and not m.inferred}
    return [
        m
        for m in kept.values()
        if not (m.actor.type == "state" and m.actor.country in people)
        and not (m.inferred and m.actor.country in sure)
    ]
