"""Which claims can bear on each other, so that few pairs are compared.

A claim stands in blocks, each of a family of kinds with somebody or a city, and of a time: claims
of a day on their days, others, coarse in time, in each month of which they may speak. Claims of
several parties stand under each pair of them, so that a state that meets everybody does not become
one block.
"""

import datetime as dt
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from service.resolution.profiles import Profile

# Of which days an undated claim may speak, before and after its publication (`scores._half_dated`).
_BEFORE = {"ahead": 31, "off": 120, "on": 120}
_AFTER = {"ahead": 120, "off": 31, "on": 31}
_DAY = dt.timedelta(days=1)
_LONG = 15  # days; what lasts longer is coarse
_MOST = 8  # parties that are paired; of a larger meeting the place must do
_NO_TIME = ""
_END = "~"  # after all days


class Block(NamedTuple):
    """With whom or in which city a claim stands, and when.

    `day` is an ISO day, or a month (`2024-05`, before its days as a text), or empty for a claim
    without any time.
    """

    who: str
    day: str


class Search(NamedTuple):
    """All blocks of some `who` from a first to a last `day`."""

    who: tuple[str, ...]
    first: str
    last: str


@lru_cache(maxsize=1 << 12)
def blocks(profile: Profile) -> frozenset[Block]:
    """Return the blocks in which a profile stands."""
    times = _days(profile) if _fine(profile) else _months(profile)
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
    timed = bool(_months(profile))
    there = _search(profile, _by_place(profile), _NO_TIME, _NO_TIME if timed else _END)
    who = _seeks(profile)
    return (*(_search(profile, who, *times) for times in _times(profile)), there)


def _search(profile: Profile, who: list[str], first: str, last: str) -> Search:
    return Search(tuple(sorted({f"{profile.family}|{one}" for one in who})), first, last)


def _times(profile: Profile) -> list[tuple[str, str]]:
    """The days and months in which others may speak of the same day, as ranges of texts."""
    months = _months(profile)
    if profile.span and _fine(profile):
        first, last = profile.span
        return [(str(first - _DAY), str(last + _DAY)), *((m, m) for m in months)]
    if not months:
        return []
    # A day more on either side; the month of the day after is not meant.
    before = dt.date.fromisoformat(f"{months[0]}-01") - _DAY
    after = f"{_month(_number(months[-1]) + 1)}-01"
    return [(str(before), f"{months[-1]}-31"), (after, after)]


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


def _by_place(profile: Profile) -> list[str]:
    """The city with each party; without a city nothing ties a claim that has no time either."""
    if profile.city is None:
        return []
    return [f"in {profile.city}|{one}" for one in _whoever(profile) or ["nobody"]]


def _fine(profile: Profile) -> bool:
    if profile.span is None or profile.precision != "day":
        return False
    return (profile.span[1] - profile.span[0]).days <= _LONG


def _days(profile: Profile) -> list[str]:
    if profile.span is None:
        return []
    first, last = profile.span
    return [str(first + n * _DAY) for n in range((last - first).days + 1)]


def _months(profile: Profile) -> list[str]:
    if profile.span:
        margin = _DAY if profile.precision == "day" else 0 * _DAY
        return _between(profile.span[0] - margin, profile.span[1] + margin)
    if profile.published is None:
        return []
    before, after = _BEFORE[profile.phase], _AFTER[profile.phase]
    return _between(profile.published - before * _DAY, profile.published + after * _DAY)


def _between(first: dt.date, last: dt.date) -> list[str]:
    numbers = range(_number(f"{first}"), _number(f"{last}") + 1)
    return [_month(number) for number in numbers]


def _number(day: str) -> int:
    """Count the months up to that of a day, which begins with year and month."""
    return int(day[:4]) * 12 + int(day[5:7]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"
