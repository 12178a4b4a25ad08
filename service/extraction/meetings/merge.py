"""The drafts of one article put together: what tells of one meeting becomes one."""

import msgspec

from service.domain.dates import When
from service.extraction.meetings.draft import Draft, Member, Spot

_RANK = {"held": 3, "ongoing": 3, "cancelled": 4, "postponed": 4, "planned": 2, "proposed": 1}


def merged(found: list[Draft]) -> list[list[Draft]]:
    """Group the drafts of an article by meeting; the first of a group leads."""
    groups: list[list[Draft]] = []
    for draft in found:
        group = _home(groups, draft)
        if group is None:
            groups.append([draft])
        else:
            group.append(draft)
    return groups


def told(groups: list[list[Draft]]) -> list[list[Draft]]:
    """Leave out what only a headline tells while the text tells of such an event in other words."""
    body = {group[0].family for group in groups if not _headline(group)}
    return [group for group in groups if not _headline(group) or group[0].family not in body]


def _headline(group: list[Draft]) -> bool:
    return all(draft.sentence.block in ("title", "subtitle") for draft in group)


def _home(groups: list[list[Draft]], draft: Draft) -> list[Draft] | None:
    best: tuple[float, list[Draft]] | None = None
    for number, group in enumerate(groups):
        fit = _fit(group, draft)
        if fit is not None and (best is None or fit + number * 0.01 > best[0]):
            best = (fit + number * 0.01, group)
    return best[1] if best else None


def _fit(group: list[Draft], draft: Draft) -> float | None:
    """Return how well a draft joins a group, None if something speaks against it."""
    if group[0].family != draft.family:
        return None
    if any(d.sentence is draft.sentence for d in group):
        return None
    dates, spots = _dates(group), _spots(group)
    date = _date_fit(dates, draft.when)
    spot = _spot_fit(spots, draft.spot)
    people = _people_fit(group, draft)
    if date is None or spot is None or people is None or not _status_fit(group, draft):
        return None
    total = (
        date
        + spot
        + people
        + (1.0 if draft.definite else 0.0)
        + (1.0 if _titled(group, draft) else 0.0)
    )
    return total if total >= 1.0 else None


def _titled(group: list[Draft], draft: Draft) -> bool:
    return any(d.sentence.block in ("title", "subtitle") for d in (*group, draft))


def _dates(group: list[Draft]) -> list[When]:
    return [d.when for d in group if d.when is not None]


def _spots(group: list[Draft]) -> list[Spot]:
    return [d.spot for d in group if d.spot is not None]


def _date_fit(dates: list[When], when: When | None) -> float | None:
    if when is None or not dates:
        return 0.0
    for other in dates:
        if when.last < other.first or other.last < when.first:
            return None
    return 1.0


def _spot_fit(spots: list[Spot], spot: Spot | None) -> float | None:
    if spot is None or not spots:
        return 0.0
    for other in spots:
        if spot.city and other.city and spot.city != other.city:
            return None
        if spot.country and other.country and spot.country != other.country:
            return None
    return 1.0


def _people_fit(group: list[Draft], draft: Draft) -> float | None:
    mine = _keys(draft)
    theirs = set().union(*(_keys(d) for d in group))
    if not mine or not theirs:
        return 0.25
    shared = mine & theirs
    if not shared:
        return None
    if len(shared) == 1 and min(len(mine), len(theirs)) >= 2:
        return None
    return 1.0


def _keys(draft: Draft) -> set[str]:
    """Return whom a draft puts in the room, by country where there is one: the ministers of two
    states are those two states."""
    return {m.actor.country or m.actor.slug for m in draft.members if m.role == "participant"}


def _status_fit(group: list[Draft], draft: Draft) -> bool:
    ended = {"cancelled", "postponed"}
    mine = draft.status in ended
    theirs = {d.status in ended for d in group}
    if mine not in theirs:
        return draft.definite or not (draft.when and _dates(group))
    ahead = {"planned", "proposed"}
    if (draft.status in ahead) != all(d.status in ahead for d in group):
        return draft.definite or _titled(group, draft) or bool(draft.when and _dates(group))
    return True


def joined(group: list[Draft]) -> Draft:
    """Make one draft of a group: each field from the draft that says most of it."""
    lead = max(group, key=lambda d: (d.sentence.block == "body", d.strength))
    first = min((d for d in group), key=lambda d: (d.sentence.block != "body", d.sentence.index))
    dated = _best_date(group)
    with_spot = [d for d in group if d.spot]
    spot = max((d.spot for d in with_spot if d.spot), key=_spot_rank, default=None)
    status = max(group, key=lambda d: (d.sentence.block == "body", _RANK[d.status]))
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
    )


def _best_date(group: list[Draft]):  # type: ignore[no-untyped-def]
    order = {"day": 0, "month": 1, "year": 2}
    dated = [d.dated for d in group if d.dated and d.dated.when]
    return min(dated, key=lambda x: (order[x.when.precision], x.when.end is None), default=None)


def _spot_rank(spot: Spot) -> int:
    return 2 * bool(spot.city) + bool(spot.country) + bool(spot.venue)


def _members(group: list[Draft]) -> list[Member]:
    kept: dict[str, Member] = {}
    for draft in group:
        for member in draft.members:
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
