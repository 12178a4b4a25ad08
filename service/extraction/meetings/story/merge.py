"""The drafts of one article put together: what tells of one meeting becomes one."""

import datetime as dt

from msgspec import Struct

from service.domain.dates import When
from service.extraction.meetings.draft import Draft, Spot
from service.extraction.text.page import Sentence

_ENDED = frozenset({"cancelled", "postponed"})
_AHEAD = frozenset({"planned", "proposed"})


_LONGEST = dt.timedelta(days=12)  # from the opening of talks to their end
_ONE_DAY = dt.timedelta(days=1)
LOOK_BACK = 40  # groups: what is told of a meeting in an article stands closer together
_NEAR = 3  # sentences


class Group(Struct):
    """The drafts of one meeting, and what they say together, kept as they come."""

    drafts: list[Draft]
    keys: set[str]
    dates: list[When]
    spots: list[Spot]
    last: Sentence
    people: set[str] = set()
    meant: set[str] = set()
    hosts: set[str] = set()
    titled: bool = False
    in_body: bool = False
    apart: bool = False
    ended: set[bool] = set()
    renewed: bool = False
    ahead: bool = True

    def add(self, draft: Draft) -> None:
        """Take in a draft."""
        self.drafts.append(draft)
        self.keys |= draft.countries()
        self.people = self.people | draft.persons()
        self.meant = self.meant | draft.meant()
        self.hosts = self.hosts | draft.hosts()
        self.last = draft.sentence
        self.titled = self.titled or _in_head(draft)
        self.in_body = self.in_body or not _in_head(draft)
        self.apart = self.apart or draft.apart
        self.ended = self.ended | {draft.status in _ENDED}
        self.renewed = self.renewed or draft.renewed
        self.ahead = self.ahead and draft.status in _AHEAD
        if draft.when is not None and draft.when not in self.dates:
            self.dates.append(draft.when)
        if draft.spot is not None and not any(_same_spot(draft.spot, s) for s in self.spots):
            self.spots.append(draft.spot)


def merged(found: list[Draft]) -> list[list[Draft]]:
    """Group the drafts of an article by meeting; the first of a group leads."""
    groups: list[Group] = []
    for draft in found:
        group = _home(groups, draft)
        if group is None:
            group = Group([], set(), [], [], draft.sentence)
            groups.append(group)
        group.add(draft)
    return [group.drafts for group in groups]


def told(groups: list[list[Draft]]) -> list[list[Draft]]:
    """Leave out what only a headline tells while the text tells of such an event in other words."""
    body = [group for group in groups if not _headline(group)]
    return [
        group
        for group in groups
        if not _headline(group) or not any(_retold(group[0], other) for other in body)
    ]


def _retold(draft: Draft, group: list[Draft]) -> bool:
    """Tell whether a group may tell of a headline's event: nobody else is there, or it is there."""
    if group[0].family != draft.family:
        return False
    city = draft.spot.city if draft.spot else None
    if city and any(other.spot and other.spot.city == city for other in group):
        return True
    mine, theirs = draft.countries(), {key for other in group for key in other.countries()}
    return not mine or not theirs or bool(mine & theirs)


def _headline(group: list[Draft]) -> bool:
    return all(_in_head(draft) for draft in group)


def _in_head(draft: Draft) -> bool:
    return draft.sentence.block in ("title", "subtitle")


def _same_spot(first: Spot, second: Spot) -> bool:
    return (first.city, first.country) == (second.city, second.country)


def _home(groups: list[Group], draft: Draft) -> Group | None:
    best: tuple[float, Group] | None = None
    for number, group in enumerate(groups[-LOOK_BACK:]):
        fit = _fit(group, draft)
        if fit is not None and (best is None or fit + number * 0.01 > best[0]):
            best = (fit + number * 0.01, group)
    return best[1] if best else None


def _fit(group: Group, draft: Draft) -> float | None:
    """Return how well a draft joins a group, None if something speaks against it."""
    if group.drafts[0].family != draft.family or group.last is draft.sentence:
        return None
    date = _date_fit(group, draft)
    if date is None or not _status_fit(group, draft):
        return None
    spot = _spot_fit(group.spots, draft.spot, group.keys)
    if spot is None and _only_guessed(draft):
        spot = 0.0
    people = None if spot is None else _people_fit(group, draft)
    if spot is None or people is None:
        return None
    headed = group.titled or _in_head(draft)
    if draft.fresh and group.in_body and date + spot < 2.0:
        return None
    if _beside(group, draft):
        return None
    total = date + spot + people + 1.0 * draft.definite + 1.0 * headed
    return total if total >= 1.0 else None


def _only_guessed(draft: Draft) -> bool:
    """Tell whether nothing says that what is told again was elsewhere (`by signing, they`)."""
    return draft.guessed and draft.when is None and (draft.definite or draft.family == "s")


def _beside(group: Group, draft: Draft) -> bool:
    """Tell whether a draft is told as one more: others receive, or somebody is met `also`."""
    hosts = draft.hosts()
    if hosts and group.hosts and hosts.isdisjoint(group.hosts) and not draft.definite:
        return True
    mine = draft.persons()
    return draft.besides and not (mine and mine <= group.people)


def _further(dates: list[When], draft: Draft) -> bool:
    """Tell whether a draft is of the day after, and says that what was told before goes on."""
    when = draft.when
    return (
        draft.goes_on
        and when is not None
        and any(when.first - other.last == _ONE_DAY for other in dates)
    )


def _next_day(group: Group, draft: Draft) -> bool:
    """Tell whether it goes on in the same city, with nobody else, on the day after or before."""
    when, spot, keys = draft.when, draft.spot, draft.countries()
    if when is None or spot is None or spot.city is None or draft.anew:
        return False
    if draft.status in _AHEAD or group.ahead or (keys and len(keys & group.keys) < 2):
        return False
    return any(_same_spot(spot, other) for other in group.spots) and any(
        when.precision == other.precision == "day"
        and _ONE_DAY in (when.first - other.last, other.first - when.last)
        for other in group.dates
    )


def _opening(dates: list[When], draft: Draft) -> bool:
    """Tell whether a draft looks back on how what ended some days later began."""
    when = draft.when
    if when is None or not (draft.opened and draft.definite) or when.precision != "day":
        return False
    return any(
        dt.timedelta(0) < other.first - when.last <= _LONGEST
        for other in dates
        if other.precision == "day"
    )


def _date_fit(group: Group, draft: Draft) -> float | None:
    when, dates = draft.when, group.dates
    if when is None or not dates or (draft.dated and draft.dated.rule == "date.published"):
        return 0.0
    if _further(dates, draft) or _next_day(group, draft) or _opening(dates, draft):
        return 1.0
    for other in dates:
        if when.last < other.first or other.last < when.first:
            return None
    return 1.0


def _spot_fit(spots: list[Spot], spot: Spot | None, keys: set[str]) -> float | None:
    if spot is None or not spots:
        return 0.0
    for other in spots:
        if spot.city and other.city and spot.city != other.city:
            return None
        if spot.country and other.country and spot.country != other.country:
            return 0.0 if _home_of(spot, other, keys) else None
    return 1.0


def _home_of(first: Spot, second: Spot, keys: set[str]) -> bool:
    """Tell whether one is only the land of somebody who meets (`the war in Congo`), no place."""
    bare = [spot.country for spot in (first, second) if spot.city is None]
    return len(bare) == 1 and bare[0] in keys


def _people_fit(group: Group, draft: Draft) -> float | None:
    if _other_people(group, draft) or _fewer_people(group, draft):
        return None
    mine, theirs = draft.countries(), group.keys
    if not mine or not theirs:
        return 0.25
    shared = mine & theirs
    if _signatories(group, draft):
        return 1.0
    if not shared:
        if draft.definite and _there(group, draft):
            return 0.0
        return 0.0 if draft.family == "s" and draft.when in group.dates else None
    if len(shared) == 1 and min(len(mine), len(theirs)) >= 2:
        return None
    return 1.0


def _there(group: Group, draft: Draft) -> bool:
    """Tell whether nobody is named at what words point back to but the city where it was."""
    spot = draft.spot
    if spot is None or spot.city is None or draft.persons():
        return False
    return any(spot.city == other.city for other in group.spots)


def _other_people(group: Group, draft: Draft) -> bool:
    """Tell whether other persons are named here than there."""
    mine, meant = draft.persons(), draft.meant()
    if len(meant) >= 2 and len(group.people) >= 2 and not meant & group.people:
        return True
    if not mine or not group.people:
        return False
    if draft.family != "s" and not mine & group.people and not draft.definite:
        return True
    return len(mine) >= 2 and len(group.people) >= 2 and len(mine & group.people) < 2


def _signatories(group: Group, draft: Draft) -> bool:
    """Tell whether those are named who signed for the bodies told of just before, or after."""
    near = draft.sentence.index - group.last.index <= _NEAR
    if draft.family != "s" or not near:
        return False
    return bool(draft.meant()) != bool(group.meant)


def _fewer_people(group: Group, draft: Draft) -> bool:
    """Tell whether some of those at a meeting met without the others, here or there."""
    return draft.apart != group.apart and len(draft.countries()) != len(group.keys)


def _status_fit(group: Group, draft: Draft) -> bool:
    if _further(group.dates, draft) or _was_planned(group, draft):
        return True
    if draft.anew and not group.ahead:
        return False
    if _renews(group, draft):
        return False
    told_dates = bool(draft.when and group.dates)
    if (draft.status in _ENDED) not in group.ended:
        return draft.definite or not told_dates
    if (draft.status in _AHEAD) != group.ahead:
        same_date = draft.when is not None and draft.when in group.dates
        return draft.definite or group.titled or _in_head(draft) or same_date
    return True


def _renews(group: Group, draft: Draft) -> bool:
    """Tell whether one is yet to be held in place of what was called off, and the other is not."""
    if draft.renewed:
        return not group.ahead
    return group.renewed and draft.status not in _AHEAD


def _was_planned(group: Group, draft: Draft) -> bool:
    """Tell whether a draft looks back on the plan of what was called off (`were to meet`)."""
    told = draft.status_at
    return True in group.ended and told is not None and told.senses.get("status") == "foiled"
