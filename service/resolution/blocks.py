"""Which claims can bear on each other, so that few pairs are compared.

A claim stands in blocks, each of a family of kinds with somebody or a city, and of a time: claims
of a day on their days, others with a date in each of its months, those without one on the day on
which they were told. Claims of several parties stand under each pair of them, so that a state that
meets everybody does not become one block.

What is sought is all that can link (`scores.strength`). Two of one city are found by it, over all
the time that a city ties. Others need a time that ties; and where both name a city, not the same
one, and no day in common, kind, time and parties weigh 6 at the most, and the cities take 4 of
that: only two persons in common, or the round, make up for it.
"""

import datetime as dt
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from service.resolution.profiles import Profile, Span
from service.resolution.scores import EARLY, LATE, SOON, Within

_DAY = dt.timedelta(days=1)
_LONG = 15  # days; what lasts longer is coarse
_MOST = 8  # parties that are paired; of a larger meeting the place must do
_NO_TIME = ""
_END = "~"  # after all times
# Before months and days of telling, so that each kind of time is a range of texts.
_MONTH, _PLAN, _REPORT = "m", "p", "r"

Times = tuple[str, str]  # the first and the last text of a range


class Block(NamedTuple):
    """With whom or in which city a claim stands, and when.

    `day` is an ISO day, a month (`m2024-05`), the day on which a claim without a date was told
    (`p2024-05-10` of plans, `r2024-05-10` of others), or empty for a claim without any time.
    """

    who: str
    day: str


class Search(NamedTuple):
    """All blocks of somebody or some city from a first to a last `day`."""

    who: str
    first: str
    last: str


@lru_cache(maxsize=1 << 12)
def blocks(profile: Profile) -> frozenset[Block]:
    """Return the blocks in which a profile stands."""
    times = _times(profile)
    stands = _by_place(profile) + (_stands_for(profile) if times else [])
    return frozenset(
        Block(f"{profile.family}|{one}", time) for time in times or [_NO_TIME] for one in stands
    )


@lru_cache(maxsize=1 << 12)
def sought(profile: Profile) -> tuple[Search, ...]:
    """Return where all stands that a profile may be linked with.

    A claim without any time is sought by all of its place, and seeks all of its place; those with
    a time do not seek each other by place alone, so that a capital does not become one block.
    """
    timed = bool(_times(profile))
    there = (_NO_TIME, _NO_TIME if timed else _END)
    found = _with_somebody(profile) if timed else []
    found += [(who, late) for who in _looks_in(profile) for late in _around(profile, LATE)]
    found += [(who, there) for who in _by_place(profile)]
    return tuple(Search(f"{profile.family}|{who}", *times) for who, times in dict.fromkeys(found))


def _with_somebody(profile: Profile) -> list[tuple[str, Times]]:
    """Where those stand that need not be in the same city."""
    who, soon = _seeks(profile), _around(profile, SOON)
    if not _is_placed(profile):
        return [(one, times) for one in (*who, *_placed(who)) for times in soon]
    days, others = (soon[:1], soon[1:]) if _is_fine(profile) else ([], soon)
    return [
        *((one, times) for one in who for times in soon),
        *((one, times) for one in _placed(who) for times in days),
        *((one, times) for one in _in_other_cities(profile, who) for times in others),
    ]


def _around(profile: Profile, within: Within) -> list[Times]:
    """The times in which others may speak of the same day, as ranges of texts: days first."""
    if profile.span is None:
        told, ahead = profile.published, profile.phase == "ahead"
        return [] if told is None else _around_telling(told, ahead, within)
    first, last = profile.span
    early = EARLY[profile.precision or "day"]
    return [
        _days_within((first, last), 1, 1),
        _months_within((first, last), 0, 0),
        _told(_PLAN, (first, first), within.plan, early),
        _told(_REPORT, (last, last), early, within.report),
    ]


def _around_telling(told: dt.date, ahead: bool, within: Within) -> list[Times]:
    day, month = EARLY["day"], EARLY["month"]
    on, apart = (told, told), within.undated
    return [
        _days_within(on, day if ahead else within.report, within.plan if ahead else day),
        _months_within(on, month if ahead else within.report, within.plan if ahead else month),
        _told(_PLAN, on, apart, apart),
        _told(_REPORT, on, apart, apart),
    ]


def _month(day: dt.date) -> str:
    return f"{_MONTH}{day}"[:8]


def _days_within(span: Span, before: int, after: int) -> Times:
    return f"{span[0] - before * _DAY}", f"{span[1] + after * _DAY}"


def _months_within(span: Span, before: int, after: int) -> Times:
    return _month(span[0] - before * _DAY), _month(span[1] + after * _DAY)


def _told(kind: str, span: Span, before: int, after: int) -> Times:
    first, last = _days_within(span, before, after)
    return f"{kind}{first}", f"{kind}{last}"


def _stands_for(profile: Profile) -> list[str]:
    parties = _parties(profile)
    ones = [f"one {party}" for party in _whoever(profile)]
    who = [f"alone {parties[0]}", *ones] if len(parties) == 1 else [*_pairs(parties), *ones]
    stands = who or _nobody(profile)
    if _is_placed(profile):
        stands = [*_placed(who), *_in_other_cities(profile, who)]
    return [*stands, *_stands_in(profile)]


def _seeks(profile: Profile) -> list[str]:
    parties = _parties(profile)
    alone = [f"alone {party}" for party in _whoever(profile)]
    who = [f"one {parties[0]}", *alone] if len(parties) == 1 else [*_pairs(parties), *alone]
    return who or _nobody(profile)


def _nobody(profile: Profile) -> list[str]:
    return ["nobody"] if profile.city is None else []


def _parties(profile: Profile) -> list[str]:
    return sorted(profile.codes) or sorted(profile.aside)


def _whoever(profile: Profile) -> list[str]:
    """With hosts and mediators: another claim may name one of them alone."""
    return sorted(profile.codes | profile.aside)


def _pairs(names: list[str], mark: str = "+") -> list[str]:
    return [f"{a}{mark}{b}" for a, b in combinations(names[:_MOST], 2)]


def _placed(who: list[str]) -> list[str]:
    """Somebody, in claims that name a city."""
    return [f"{one} in" for one in who]


def _in_other_cities(profile: Profile, who: list[str]) -> list[str]:
    """By what claims of two cities may be linked without a day in common."""
    named = [] if profile.round is None else [f"{one} round {profile.round}" for one in who]
    return [*_pairs(sorted(profile.persons), "&"), *named]


def _is_placed(profile: Profile) -> bool:
    """Tell whether a claim is found as one of its city; what is out of the ordinary is not."""
    long = profile.precision == "day" and not _is_fine(profile)
    return profile.city is not None and len(profile.persons) <= _MOST and not long


def _stands_in(profile: Profile) -> list[str]:
    """The city with who takes part: who has nobody in common is not linked by a day and a city.

    Unless one names nobody, or a host alone, or both are the same round.
    """
    others = ["any"] * bool(profile.codes)
    return _in_city(profile, [*_there(profile), *others, *_alone(profile, "alone", "beside")])


def _looks_in(profile: Profile) -> list[str]:
    others = "nobody" if profile.codes else "any"
    return _in_city(profile, [*_there(profile), others, *_alone(profile, "beside", "alone")])


def _in_city(profile: Profile, who: list[str]) -> list[str]:
    return [] if profile.city is None else [f"@{profile.city}|{one}" for one in who]


def _there(profile: Profile) -> list[str]:
    named = [] if profile.round is None else [f"round {profile.round}"]
    return [*(sorted(profile.codes) or ["nobody"]), *named]


def _alone(profile: Profile, alone: str, beside: str) -> list[str]:
    """Whom one claim names alone, another as host or mediator."""
    ones = sorted(profile.codes) if len(profile.codes) == 1 else []
    return [*(f"{alone} {one}" for one in ones), *(f"{beside} {one}" for one in profile.aside)]


def _by_place(profile: Profile) -> list[str]:
    """The city with each party; without a city nothing ties a claim that has no time either."""
    if profile.city is None:
        return []
    return [f"in {profile.city}|{one}" for one in _whoever(profile) or ["nobody"]]


def _times(profile: Profile) -> list[str]:
    """When a claim stands."""
    if profile.span is None:
        kind = _PLAN if profile.phase == "ahead" else _REPORT
        return [] if profile.published is None else [f"{kind}{profile.published}"]
    first, last = profile.span
    if _is_fine(profile):
        return [str(first + n * _DAY) for n in range((last - first).days + 1)]
    margin = _DAY if profile.precision == "day" else 0 * _DAY
    days = range((first - margin).toordinal(), (last + margin).toordinal() + 1)
    return sorted({_month(dt.date.fromordinal(day)) for day in days})


def _is_fine(profile: Profile) -> bool:
    if profile.span is None or profile.precision != "day":
        return False
    return (profile.span[1] - profile.span[0]).days <= _LONG
