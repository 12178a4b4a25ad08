"""Which claims can bear on each other: those that share a key, so that few pairs are compared.

A key is a family of kinds, a time and somebody or a place. Claims of a day stand under their days
and their month; others, coarse in time, under each month of which they may speak. Claims of several
parties stand under each pair of them, so that a state that meets everybody does not become one
block.
"""

import datetime as dt
from functools import lru_cache
from itertools import combinations

from service.resolution.profiles import Profile

# Of which days an undated claim may speak, before and after its publication (`scores._half_dated`).
_BEFORE = {"ahead": 31, "off": 120, "on": 120}
_AFTER = {"ahead": 120, "off": 31, "on": 31}
_DAY = dt.timedelta(days=1)
_LONG = 15  # days; what lasts longer is coarse
_MOST = 8  # parties that are paired; of a larger meeting the place must do


@lru_cache(maxsize=1 << 12)
def keys(profile: Profile) -> frozenset[str]:
    """Return the keys under which a profile stands."""
    if _fine(profile):
        times = [*_days(profile, 0), *(f"month {m}" for m in _months(profile))]
    else:
        times = [f"coarse {m}" for m in _months(profile)]
    return _joined(profile, times, _stands_for(profile)) | _by_place(profile, _openness(profile))


@lru_cache(maxsize=1 << 12)
def sought(profile: Profile) -> frozenset[str]:
    """Return the keys under which all that a profile may be linked with stands.

    A claim without any time is sought by all of its place, and seeks all of its place; those with
    a time do not seek each other by place alone, so that a capital does not become one block.
    """
    months = _months(profile)
    coarse = [f"coarse {m}" for m in months]
    fine = _days(profile, 1) if _fine(profile) else [f"month {m}" for m in months]
    there = _by_place(profile, "open")
    if not months:
        there |= _by_place(profile, "timed")
    return _joined(profile, [*fine, *coarse], _seeks(profile)) | there


def _joined(profile: Profile, times: list[str], who: list[str]) -> frozenset[str]:
    return frozenset(f"{profile.family}|{time}|{one}" for time in times for one in who)


def _parties(profile: Profile) -> list[str]:
    return sorted(profile.codes) or sorted(profile.aside)


def _pairs(parties: list[str]) -> list[str]:
    return [f"{a}+{b}" for a, b in combinations(parties[:_MOST], 2)]


def _stands_in(profile: Profile) -> list[str]:
    """The city with who takes part: who has nobody in common is not linked by a day and a city.

    Unless one names nobody, or both are the same round.
    """
    if profile.city is None:
        return []
    return [
        f"@{profile.city}|{one}" for one in [*_there(profile), *(["any"] * bool(profile.codes))]
    ]


def _looks_in(profile: Profile) -> list[str]:
    if profile.city is None:
        return []
    others = "nobody" if profile.codes else "any"
    return [f"@{profile.city}|{one}" for one in [*_there(profile), others]]


def _there(profile: Profile) -> list[str]:
    named = [] if profile.round is None else [f"round {profile.round}"]
    return [*(sorted(profile.codes) or ["nobody"]), *named]


def _stands_for(profile: Profile) -> list[str]:
    parties, there = _parties(profile), _stands_in(profile)
    ones = [f"one {p}" for p in _whoever(profile)]
    if len(parties) == 1:
        return [f"alone {parties[0]}", *ones, *there]
    return [*_pairs(parties), *ones, *there] or ["nobody"]


def _seeks(profile: Profile) -> list[str]:
    parties, there = _parties(profile), _looks_in(profile)
    alone = [f"alone {p}" for p in _whoever(profile)]
    if len(parties) == 1:
        return [f"one {parties[0]}", *alone, *there]
    return [*_pairs(parties), *alone, *there] or ["nobody"]


def _whoever(profile: Profile) -> list[str]:
    """With hosts and mediators: another claim may name one of them alone."""
    return sorted(profile.codes | profile.aside)


def _by_place(profile: Profile, openness: str) -> frozenset[str]:
    """The city with each party; without a city nothing ties a claim that has no time either."""
    if profile.city is None:
        return frozenset()
    there = sorted(profile.codes | profile.aside) or ["nobody"]
    return frozenset(f"{profile.family}|{openness}|@{profile.city}|{one}" for one in there)


def _openness(profile: Profile) -> str:
    return "timed" if _months(profile) else "open"


def _fine(profile: Profile) -> bool:
    if profile.span is None or profile.precision != "day":
        return False
    return (profile.span[1] - profile.span[0]).days <= _LONG


def _days(profile: Profile, margin: int) -> list[str]:
    if profile.span is None:
        return []
    first = profile.span[0] - margin * _DAY
    count = (profile.span[1] - first).days + 1 + margin
    return [f"day {first + n * _DAY}" for n in range(count)]


def _months(profile: Profile) -> list[str]:
    if profile.span:
        margin = _DAY if profile.precision == "day" else 0 * _DAY
        return _between(profile.span[0] - margin, profile.span[1] + margin)
    if profile.published is None:
        return []
    before, after = _BEFORE[profile.phase], _AFTER[profile.phase]
    return _between(profile.published - before * _DAY, profile.published + after * _DAY)


def _between(first: dt.date, last: dt.date) -> list[str]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]
