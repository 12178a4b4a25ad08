"""Which claims can bear on each other: those that share a key, so that few pairs are compared."""

import datetime as dt

from service.resolution.profiles import Profile

# Of which days an undated claim may speak, before and after its publication (`scores._half_dated`).
_BEFORE = {"ahead": 31, "off": 120, "on": 120}
_AFTER = {"ahead": 120, "off": 31, "on": 31}


def keys(profile: Profile) -> frozenset[str]:
    """Return the keys under which a profile stands: family, month, and a party or the city."""
    who = _who(profile)
    months = _months(profile)
    by_month = {f"{profile.family}|{month}|{one}" for month in months for one in who}
    by_place = {f"{profile.family}|{_openness(profile)}|{one}" for one in _there(profile)}
    return frozenset(by_month | by_place)


def sought(profile: Profile) -> frozenset[str]:
    """Return the keys under which all that a profile may be linked with stands.

    A claim without any time is sought by all of its place, and seeks all of its place; those with
    a time do not seek each other by place alone, so that a capital does not become one block.
    """
    open_ = {f"{profile.family}|open|{one}" for one in _there(profile)}
    if not _months(profile):
        open_ |= {f"{profile.family}|timed|{one}" for one in _there(profile)}
    return frozenset(key for key in keys(profile) if "|timed|" not in key) | open_


def _who(profile: Profile) -> list[str]:
    who = sorted(profile.codes) or sorted(profile.aside)
    return [*who, f"@{profile.city}"] if profile.city else who or ["-"]


def _there(profile: Profile) -> list[str]:
    """The city with each party; without a city nothing ties a claim that has no time either."""
    if profile.city is None:
        return []
    return [f"@{profile.city}|{one}" for one in sorted(profile.codes | profile.aside)] or [
        f"@{profile.city}|-"
    ]


def _openness(profile: Profile) -> str:
    return "timed" if _months(profile) else "open"


def _months(profile: Profile) -> list[str]:
    if profile.span:
        margin = dt.timedelta(days=1 if profile.precision == "day" else 0)
        return _between(profile.span[0] - margin, profile.span[1] + margin)
    if profile.published is None:
        return []
    before, after = _BEFORE[profile.phase], _AFTER[profile.phase]
    told = profile.published
    return _between(told - dt.timedelta(days=before), told + dt.timedelta(days=after))


def _between(first: dt.date, last: dt.date) -> list[str]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]
