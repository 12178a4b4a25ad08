"""Meetings of one trigger: with each apart (`saw A and B separately`), in each place listed."""

import msgspec

from service.extraction.meetings.draft import Draft, Member, Scene, Spot
from service.extraction.text.page import Dated

_REACH = 60  # characters beside the trigger in which the words stand
_MOST = 6  # people: whoever saw more of them received a crowd


def each(scene: Scene, draft: Draft) -> list[Draft]:
    """Return a draft for each of those whom somebody met apart, else the draft."""
    if draft.family not in ("m", "c") or draft.status in ("cancelled", "postponed"):
        return [draft]
    told = [m for m in draft.members if m.rule != "party.mutual"]
    if len(told) == 1 and _says(scene, draft):
        told = draft.members  # `saw both ministers separately`
    people = sorted(told, key=lambda member: member.start)
    if not 2 < len(people) <= _MOST or len({m.actor.slug for m in people}) != len(people):
        return [draft]
    one, others = _met(draft, people)
    if one is None:
        return [draft]
    if len(others) == 2 and _each_own(scene, draft, others):
        return [_placed(scene, draft, one, other, others) for other in others]
    if len(others) == 2 and (day := _day_before(scene, *others)):
        return [_with(draft, [one, others[0]]), _on(draft, day, [one, others[1]])]
    if len(others) == 2 and _each_before(scene, *others):
        return [_placed_before(scene, draft, [one, other], others) for other in others]
    if _says(scene, draft) or (len(others) == 2 and _in_turn(scene, *others)):
        return [_with(draft, [one, other]) for other in others]
    return [draft]


def _day_before(scene: Scene, first: Member, second: Member) -> Dated | None:
    """Return the day that stands before the second of two, who was met on it after the other.

    `встретился в понедельник с A, а во вторник - с B`
    """
    if "free order" not in scene.grammar:
        return None
    links = tuple(scene.text.startswith(link, first.end) for link in scene.signs["then_other"])
    days = [d for d in scene.dates if first.end < d.start and d.end < second.start]
    return days[0] if any(links) and len(days) == 1 and days[0].when else None


def _on(draft: Draft, day: Dated, members: list[Member]) -> Draft:
    """Return a meeting with others on another day."""
    made = _with(draft, members)
    made.dated = day
    return made


def _in_turn(scene: Scene, first: Member, second: Member) -> bool:
    """Tell whether two had a time of their own (`received A in the morning and B after lunch`)."""
    between = scene.text[first.end : second.start]
    link = next(
        (
            link
            for link in scene.signs["then_other"]
            if between.endswith((link, *(link + article for article in scene.signs["the"])))
        ),
        None,
    )
    if link is None or len(between) > 2 * _REACH:
        return False
    told = between[: between.rfind(link)].lower()
    timed = any(map(told.__contains__, scene.signs["in_turn"]))
    return timed and scene.text.startswith(scene.signs["in_turn_after"], second.end)


def _each_own(scene: Scene, draft: Draft, others: list[Member]) -> bool:
    """Tell whether each has a day or place of its own (`saw A on Monday and B on Tuesday`)."""
    first, second = others
    told: list[Dated | Spot] = [*scene.dates, *scene.spots]
    inside = [own.end for own in told if _of(own, first, second)]
    if first.start < draft.trigger.end or not inside:
        return False
    own = any(_of(one, second, None) for one in told)
    if not own and not scene.text.startswith((*".,;", *scene.signs["own_day_after"]), second.end):
        return False  # `met A on Monday and B spoke of it`
    between = scene.text[max(inside) : second.start]
    return between.startswith(scene.signs["then_other"]) and len(between) <= _REACH


def _each_before(scene: Scene, first: Member, second: Member) -> bool:
    """Tell whether a day or place stands before each (`on Monday with A and on Tuesday with B`)."""
    at = _then(scene, first, second)
    told: list[Dated | Spot] = [*scene.dates, *scene.spots]
    inside = [own.end for own in told if at <= own.start and own.end <= second.start]
    if at < 0 or not inside or second.start - first.end > 2 * _REACH:
        return False
    after = scene.text[max(inside) : second.start]
    return any(map(after.__contains__, scene.signs["object_after"]))


def _then(scene: Scene, first: Member, second: Member) -> int:
    """Return where the words begin that lead from one who was met to the other, -1 if none do."""
    between = scene.text[first.end : second.start]
    at = max((between.rfind(sign) for sign in scene.signs["then_other"]), default=-1)
    return first.end + at if at >= 0 else -1


def _placed_before(
    scene: Scene, draft: Draft, members: list[Member], others: list[Member]
) -> Draft:
    """Return the meeting with one of two, on the day and at the place told before each."""
    at, last = _then(scene, *others), members[1] is others[1]
    low, high = (at, others[1].start) if last else (0, at)
    made = _with(draft, members)
    days = [d for d in scene.dates if low <= d.start < high]
    made.dated = days[-1] if days else draft.dated
    spots = [s for s in scene.spots if low <= s.start < high]
    spots = spots or [s for s in scene.spots if last and s.start >= others[1].end]
    made.spot = spots[-1] if spots else draft.spot
    return made


def _of(own: Dated | Spot, one: Member, other: Member | None) -> bool:
    """Tell whether a day or a place stands behind one and before the other."""
    if other is not None and own.start >= other.start:
        return False
    return 0 <= own.start - one.end <= _REACH


def _placed(scene: Scene, draft: Draft, one: Member, other: Member, others: list[Member]) -> Draft:
    """Return the meeting with one of two, on its own day, at its own place."""
    following = others[1] if other is others[0] else None
    made = _with(draft, [one, other])
    shared = draft.dated if draft.dated and draft.dated.end <= draft.trigger.start else None
    made.dated = next((d for d in scene.dates if _of(d, other, following)), shared)
    place = next((s for s in scene.spots if _of(s, other, following)), None)
    last = [s for s in scene.spots if s.start >= others[1].end]
    made.spot = place or (last[0] if len(last) == 1 and following else draft.spot)
    return made


def _met(draft: Draft, people: list[Member]) -> tuple[Member | None, list[Member]]:
    """Return who stands alone on a side of the trigger, and the others on the other."""
    before = [m for m in people if m.end <= draft.trigger.start]
    after = [m for m in people if m.start >= draft.trigger.end]
    if len(before) + len(after) != len(people):
        return None, []
    if len(before) == 1:
        return before[0], after
    return (after[0], before) if len(after) == 1 else (None, [])


def _says(scene: Scene, draft: Draft) -> bool:
    """Tell whether the words at a trigger say that each was met alone."""
    start = max(scene.sentence.start, draft.trigger.start - _REACH)
    words = scene.text[start : min(scene.sentence.end, draft.trigger.end + 2 * _REACH)].lower()
    words = less_rooms(scene, words)
    apart = any(word in words for word in scene.signs["each_apart"])
    return apart and not any(
        map(words[words.find(draft.words) :].__contains__, scene.signs["together"])
    )


def less_rooms(scene: Scene, words: str) -> str:
    """Return words without those for rooms apart (`in separate rooms`): that is one meeting."""
    for rooms in scene.signs["in_rooms_apart"]:
        words = words.replace(rooms, "")
    return words


def _with(draft: Draft, members: list[Member]) -> Draft:
    made = msgspec.structs.replace(draft, members=members, also=[], attending=[])
    made.apart = True
    return made


def each_place(scene: Scene, draft: Draft, made: list[Draft]) -> list[Draft]:
    """Return a draft for each place or month in a list (`in Brussels, Moscow and Chisinau`).

    Places that have a draft of the same words in `made` have had their own day.
    """
    if draft.definite or draft.spot is None:
        return [draft]
    taken = {other.spot.start for other in made if other.spot and other.trigger is draft.trigger}
    listed = [
        spot
        for spot in scene.spots
        if spot.start not in taken
        and spot.city
        and draft.spot.city
        and spot.city != draft.spot.city
        and _listed(scene, draft, spot.start, spot.end)
    ]
    if not listed or (draft.kind == "talks" and draft.dated):
        return [draft]
    return [draft, *(_at(scene, draft, spot) for spot in listed)]


def _at(scene: Scene, draft: Draft, spot: Spot) -> Draft:
    """Return a draft at another place of its list, with the date beside that place."""
    beside = next((d for d in scene.dates if d.when and 0 <= d.start - spot.end <= 6), None)
    return msgspec.structs.replace(draft, spot=spot, dated=beside or draft.dated, also=[])


def _listed(scene: Scene, draft: Draft, start: int, end: int) -> bool:
    if draft.spot is None:
        return False
    low, high = min(end, draft.spot.end), max(start, draft.spot.start)
    between = scene.text[low:high]
    return len(between) < 40 and all(
        word.strip(",") in ("", *scene.signs["in_each"]) or word[:1].isupper()
        for word in between.split()
    )
