"""What can link is found, from either side, though few pairs are looked at."""

import datetime as dt
import random
from itertools import combinations

import pytest
from msgspec import structs

from service.domain.dates import When
from service.resolution.blocks import blocks, sought
from service.resolution.profiles import Profile, profile
from service.resolution.scores import strength
from tests.resolution.told import (
    ACTORS,
    ALIYEV,
    ARMENIA,
    AZERBAIJAN,
    BAYRAMOV,
    BLINKEN,
    MIRZOYAN,
    PASHINYAN,
    RSF,
    told,
)

PEOPLE = (ALIYEV, BAYRAMOV, AZERBAIJAN, PASHINYAN, MIRZOYAN, ARMENIA, BLINKEN, RSF)
PLACES = [(None, None), (None, "CH"), ("Bern", "CH"), ("Basel", "CH"), ("Rome", "IT")]
BEGIN = dt.date(2024, 4, 20)


def when(chance: random.Random, first: dt.date) -> When | None:
    """A day, some days, very many days, a month, a year or nothing."""
    last = first + dt.timedelta(days=chance.choice([1, 4, 15, 16, 45]))
    month, year = When(first.replace(day=1), "month"), When(dt.date(first.year, 1, 1), "year")
    days = When(first, "day", last)
    return chance.choice([When(first), When(first), days, month, month, year, None, None, None])


def hard(count: int, spread: int) -> list[Profile]:
    """Profiles of few people and places, and of so many days, which often link."""
    chance, found = random.Random(spread), []
    for _ in range(count):
        first = BEGIN + dt.timedelta(days=chance.randrange(spread))
        city, country = chance.choice(PLACES)
        said = told(
            tuple(chance.sample(PEOPLE, chance.choice([0, 1, 1, 2, 2, 2, 3, 4]))),
            mediators=tuple(chance.sample(PEOPLE, chance.choice([0, 0, 0, 1, 2]))),
            kind=chance.choice(["talks", "meeting", "visit"]),
            status=chance.choice(["held", "held", "planned", "cancelled"]),
            round=chance.choice([None, None, None, 1, 2]),
            city=city,
            country=country,
        )
        published = first + dt.timedelta(days=chance.randrange(-20, 30))
        known = published if chance.random() < 0.9 else None
        found.append(
            profile(structs.replace(said, when=when(chance, first), published=known), ACTORS)
        )
    return list(dict.fromkeys(found))


def is_compared(a: Profile, b: Profile) -> bool:
    """Tell whether two share what they must to be compared, of whatever time they are."""
    here = a.city is not None and a.city == b.city
    if not (a.span or a.published) or not (b.span or b.published):
        return here and _share(_whoever(a), _whoever(b))
    if here and (_share(a.codes, b.codes) or not a.codes or not b.codes or _same_round(a, b)):
        return True
    if _alone(a) & _whoever(b) or _alone(b) & _whoever(a):
        return True
    return len(_parties(a) & _parties(b)) >= 2


def _share(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a & b) or not (a or b)


def _same_round(a: Profile, b: Profile) -> bool:
    return a.round is not None and a.round == b.round


def _whoever(one: Profile) -> frozenset[str]:
    return one.codes | one.aside


def _parties(one: Profile) -> frozenset[str]:
    return one.codes or one.aside


def _alone(one: Profile) -> frozenset[str]:
    return _parties(one) if len(_parties(one)) == 1 else frozenset()


def _finds(a: Profile, b: Profile) -> bool:
    stands = blocks(b)
    return any(
        search.who == one.who and search.first <= one.day <= search.last
        for search in sought(a)
        for one in stands
    )


@pytest.mark.parametrize("spread", [8, 40, 200])
def test_all_that_link_are_found_from_either_side(spread: int) -> None:
    some, linked = hard(150, spread), 0
    for a, b in combinations(some, 2):
        if strength(a, b)[1] and is_compared(a, b):
            assert _finds(a, b), (a, b)
            assert _finds(b, a), (b, a)
            linked += 1
    assert linked > 100
