"""How much speaks for two claims telling of one meeting: a weight per field, summed.

The weights follow Fellegi and Sunter's log2(m/u), rounded by hand on labelled articles: what
seldom agrees by chance (the day, the city, two persons) weighs most. A weight of `NEVER` forbids.
"""

from collections.abc import Callable, Set
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from service.domain.dates import Precision
from service.resolution.profiles import Profile, Span

THRESHOLD = 4.0
NEVER = -100.0
TIES = {"when": 0.5, "city": 2.5}
APART = -5.0  # a time that says this or less is another's: the city ties no such two
_MANY = 6  # parties; with fewer, hosts and mediators may have been counted


class Within(NamedTuple):
    """How many days lie between a date and what may tell of it without a date.

    A plan is told so long before, a `report` so long after; `undated` are told so far apart.
    """

    plan: int
    report: int
    undated: int


SOON = Within(plan=45, report=14, undated=5)  # the times tie
LATE = Within(plan=120, report=120, undated=60)  # the times are not apart
EARLY = {"day": 1, "month": 31, "year": 31}  # days by which a plan is late, or a report early


class Weight(Struct, frozen=True):
    """What one field says: the two values compared (as told to people) and the weight."""

    field: str
    values: tuple[str, str]
    weight: float


class Score(Struct, frozen=True):
    """The sum of the weights and whether time or place ties the two; without a tie, no link."""

    total: float
    tied: bool
    weights: tuple[Weight, ...]

    @property
    def links(self) -> bool:
        """Tell whether the two are alike enough to be joined."""
        return self.tied and self.total >= THRESHOLD


def score(a: Profile, b: Profile) -> Score:
    """Compare two profiles; the weights are the same whichever comes first."""
    weights = tuple(
        Weight(field, (show(a), show(b)), weight)
        for field, weigh, show in _FIELDS
        if (weight := weigh(a, b))
    )
    said = {w.field: w.weight for w in weights}
    tied = _tied(said.get("when", 0.0), said.get("city", 0.0))
    return Score(sum(said.values()), tied, weights)


def _tied(when: float, city: float) -> bool:
    return when >= TIES["when"] or (city >= TIES["city"] and when > APART)


@lru_cache(maxsize=1 << 15)
def strength(a: Profile, b: Profile) -> tuple[float, bool]:
    """Return only the sum of the weights, and whether the two link; remembered for a while."""
    sum_ = when = city = 0.0
    for field, weigh, _ in _FIELDS:
        weight = weigh(a, b)
        if weight <= NEVER:
            return NEVER, False
        sum_ += weight
        if field == "when":
            when = weight
        elif field == "city":
            city = weight
    return sum_, sum_ >= THRESHOLD and _tied(when, city)


def hopeless(a: Profile, b: Profile) -> bool:
    """Tell at a look that two cannot link: of two cities, with nobody and no round in common.

    Kind, time and parties weigh 7.5 at the most, and another city takes 4 of that.
    """
    return (
        a.city is not None
        and b.city is not None
        and a.city != b.city
        and (a.round is None or a.round != b.round)
        and a.persons.isdisjoint(b.persons)
    )


def _kind(a: Profile, b: Profile) -> float:
    if a.family != b.family:
        return NEVER
    if "visit" in (a.kind, b.kind) and a.kind != b.kind:
        return -2.5
    return 1.0 if a.kind == b.kind else 0.5


def _when(a: Profile, b: Profile) -> float:
    if a.span and b.span:
        return _dated(a.span, b.span, {a.precision, b.precision}, fixed=_fixed(a) and _fixed(b))
    if a.span:
        return _half_dated(a.span, a.precision, b)
    if b.span:
        return _half_dated(b.span, b.precision, a)
    return _undated(a, b)


def _dated(a: Span, b: Span, precisions: Set[Precision | None], *, fixed: bool) -> float:
    apart = max((a[0] - b[1]).days, (b[0] - a[1]).days)
    if apart > (1 if fixed else 14):
        return NEVER
    if apart > 0:
        return 2.0 if apart == 1 and precisions == {"day"} else -8.0
    return 0.5 if "year" in precisions else 2.5 if "month" in precisions else 4.0


def _fixed(p: Profile) -> bool:
    """What took place in a city on a day: on other days there are other rounds of it."""
    return p.phase == "on" and p.precision == "day" and p.city is not None


def _half_dated(span: Span, precision: Precision | None, open_: Profile) -> float:
    """Weigh a date against the days of which an undated claim may speak, by its publication."""
    told = open_.published
    if told is None:
        return 0.0
    ahead = open_.phase == "ahead"
    gap = (span[0] - told).days if ahead else (told - span[1]).days
    if gap < -EARLY[precision or "day"]:
        return -8.0
    soon, late = (SOON.plan, LATE.plan) if ahead else (SOON.report, LATE.report)
    return 1.0 if gap <= soon else -0.5 if gap <= late else -8.0


def _undated(a: Profile, b: Profile) -> float:
    if a.published is None or b.published is None:
        return 0.0 if a.phase == b.phase else -2.5
    apart = abs((a.published - b.published).days)
    if apart <= SOON.undated:
        return 1.0
    return 0.0 if apart <= 21 else -1.5 if apart <= LATE.undated else APART


def _called_off(a: Profile, b: Profile) -> float:
    """A meeting called off and one that took place, or was planned later, are two."""
    if (a.phase == "off") == (b.phase == "off"):
        return 0.0
    off, other = (a, b) if a.phase == "off" else (b, a)
    same_day = off.precision == other.precision == "day" and off.span == other.span
    if other.phase == "on":
        return -3.0 if same_day else -20.0
    if same_day or off.published is None or other.published is None:
        return 0.0
    return -20.0 if other.published > off.published else 0.0


def _city(a: Profile, b: Profile) -> float:
    if a.city and b.city:
        if a.city == b.city:
            return 2.5
        return -4.0 if a.country and a.country == b.country else -6.0
    if a.country and b.country:
        return 1.0 if a.country == b.country else -4.0
    return 0.0


def _persons(a: Profile, b: Profile) -> float:
    if not a.persons or not b.persons:
        return 0.0
    common = len(a.persons & b.persons)
    if not common:
        return 0.0 if _host_alone(a, b) else -7.0
    if common == min(len(a.persons), len(b.persons)):
        return 1.75 * min(common, 3)
    return -2.5 if common == 1 else 1.0 * common


def _parties(a: Profile, b: Profile) -> float:
    if not a.codes or not b.codes:
        return 0.0
    common = len(a.codes & b.codes)
    if not common:
        if _host_alone(a, b):
            return 1.0 if a.span and b.span else -1.0
        return -4.0
    contained = common == min(len(a.codes), len(b.codes))
    if common == 1 and not contained:
        return 0.0 if _only_roles_differ(a, b) else -1.5
    if _on_its_margins(a, b) or _on_its_margins(b, a):
        return -8.0
    if len(a.codes) == len(b.codes) == 1:
        return 1.0
    return 2.5 * common / len(a.codes | b.codes)


def _on_its_margins(a: Profile, b: Profile) -> bool:
    """Two met at a summit of many; a reader that leaves somebody out keeps more than two."""
    return a.kind != "summit" and len(a.codes) == 2 and b.kind == "summit" and len(b.codes) >= _MANY


def _host_alone(a: Profile, b: Profile) -> bool:
    """Whom one claim names alone hosts or mediates in the other: the sides went unnamed."""
    return (len(a.codes) == 1 and a.codes <= b.aside) or (len(b.codes) == 1 and b.codes <= a.aside)


def _only_roles_differ(a: Profile, b: Profile) -> bool:
    """Whom one claim has take part more than the other, the other has as host or mediator.

    A mediator with one side alone is a meeting of their own, though.
    """
    return _has_more(a, b) or _has_more(b, a)


def _has_more(a: Profile, b: Profile) -> bool:
    more = a.codes - b.codes
    return len(a.codes) > 2 and more <= b.aside


def _level(a: Profile, b: Profile) -> float:
    if a.level is None or b.level is None or a.level == b.level or a.persons & b.persons:
        return 0.0
    return -2.0


def _round(a: Profile, b: Profile) -> float:
    if a.round is None or b.round is None:
        return -2.0 if _numbered_alone(a) or _numbered_alone(b) else 0.0
    return 2.0 if a.round == b.round else -6.0


def _numbered_alone(p: Profile) -> bool:
    """Tell whether only its number is known of a round: it is the next of its own series."""
    return p.round is not None and p.span is None and p.city is None


def _show_when(p: Profile) -> str:
    if p.span is None:
        return f"undated, told {p.published}" if p.published else "undated"
    first, last = p.span
    if p.precision != "day":
        return first.isoformat()[: 7 if p.precision == "month" else 4]
    return f"{first}" if last == first else f"{first}/{last}"


_FIELDS: tuple[tuple[str, Callable[[Profile, Profile], float], Callable[[Profile], str]], ...] = (
    ("kind", _kind, lambda p: p.kind),
    ("when", _when, _show_when),
    ("status", _called_off, lambda p: p.phase),
    ("city", _city, lambda p: p.city or p.country or ""),
    ("persons", _persons, lambda p: ", ".join(sorted(p.persons))),
    ("parties", _parties, lambda p: ", ".join(sorted(p.codes))),
    ("level", _level, lambda p: p.level or ""),
    ("round", _round, lambda p: str(p.round or "")),
)
