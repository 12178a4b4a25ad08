"""What speaks for and against two claims being of one meeting, field by field."""

import datetime as dt
from typing import Any

import pytest
from msgspec import structs

from service.domain.dates import When
from service.resolution.profiles import profile
from service.resolution.scores import NEVER, hopeless, score
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

MAY_1, MAY_12, JULY_1 = dt.date(2024, 5, 1), dt.date(2024, 5, 12), dt.date(2024, 7, 1)


@pytest.mark.parametrize(
    ("field", "one", "other", "weight"),
    [
        ("kind", {}, {}, 1.0),
        ("kind", {}, {"kind": "summit"}, 0.5),
        ("kind", {}, {"kind": "visit"}, -2.5),
        ("kind", {}, {"kind": "signing"}, NEVER),
        ("when", {}, {}, 4.0),
        ("when", {}, {"when": "2024-05-09/2024-05-10"}, 4.0),
        ("when", {}, {"when": "2024-05-11"}, 2.0),
        ("when", {}, {"when": "2024-05-12"}, -8.0),
        ("when", {}, {"when": "2024-05"}, 2.5),
        ("when", {"when": "2024-05"}, {"when": "2024-05"}, 2.5),
        ("when", {}, {"when": "2024-05-25"}, NEVER),
        ("when", {}, {"when": "2024-06"}, NEVER),
        ("when", {"when": "2024-05-25"}, {"when": "2024-06"}, -8.0),
        ("when", {}, {"when": None}, 1.0),
        ("when", {}, {"when": None, "published": MAY_1}, -8.0),
        ("when", {}, {"when": None, "published": MAY_1, "status": "planned"}, 1.0),
        ("when", {}, {"when": None, "published": JULY_1}, -0.5),
        ("when", {}, {"when": None, "published": JULY_1, "status": "planned"}, -8.0),
        ("when", {}, {"when": None, "published": None}, 0.0),
        ("when", {"when": None}, {"when": None}, 1.0),
        ("when", {"when": None}, {"when": None, "published": JULY_1}, -1.5),
        # Without any time, a plan is not what took place.
        (
            "when",
            {"when": None, "published": None},
            {"when": None, "published": None, "status": "planned"},
            -2.5,
        ),
        # Of two days in a city there were two rounds; a plan may have had another day.
        ("when", {"city": "Muscat"}, {"city": "Muscat", "when": "2024-05-11"}, 2.0),
        ("when", {"city": "Muscat"}, {"city": "Muscat", "when": "2024-05-12"}, NEVER),
        (
            "when",
            {"city": "Muscat"},
            {"city": "Muscat", "when": "2024-05-12", "status": "planned"},
            -8.0,
        ),
        ("status", {}, {"status": "planned"}, 0.0),
        ("status", {}, {"status": "cancelled"}, -3.0),
        ("status", {"when": "2024-05"}, {"status": "cancelled"}, -20.0),
        (
            "status",
            {"status": "planned", "when": "2024-05", "published": MAY_12},
            {"status": "cancelled", "published": MAY_1},
            -20.0,
        ),
        (
            "status",
            {"status": "planned", "published": MAY_1},
            {"status": "cancelled", "published": MAY_12},
            0.0,
        ),
        ("city", {"city": "Almaty"}, {"city": "Almaty"}, 2.5),
        ("city", {"city": "Almaty"}, {"city": "Berlin"}, -6.0),
        (
            "city",
            {"city": "Arlington", "country": "US"},
            {"city": "Washington", "country": "US"},
            -4.0,
        ),
        ("city", {"country": "KZ"}, {"city": "Almaty", "country": "KZ"}, 1.0),
        ("city", {"country": "KZ"}, {"country": "DE"}, -4.0),
        ("persons", {}, {}, 3.5),
        ("persons", {}, {"who": (ALIYEV,)}, 1.75),
        ("persons", {}, {"who": (ALIYEV, MIRZOYAN)}, -2.5),
        ("persons", {}, {"who": (BAYRAMOV, MIRZOYAN)}, -7.0),
        ("persons", {}, {"who": (BLINKEN,)}, -7.0),
        ("persons", {"mediators": (BLINKEN,)}, {"who": (BLINKEN,)}, 0.0),
        ("persons", {"mediators": (BLINKEN,)}, {"who": (BLINKEN, MIRZOYAN)}, -7.0),
        ("persons", {}, {"who": (ARMENIA, AZERBAIJAN)}, 0.0),
        ("parties", {}, {"who": (ARMENIA, AZERBAIJAN)}, 2.5),
        ("parties", {}, {"who": (ARMENIA,)}, 1.25),
        ("parties", {}, {"who": (ARMENIA, BLINKEN)}, -1.5),
        ("parties", {"mediators": (BLINKEN,)}, {"who": (ARMENIA, BLINKEN)}, -1.5),
        ("parties", {"mediators": (BLINKEN, RSF)}, {"who": (ARMENIA, BLINKEN, RSF)}, 0.0),
        ("parties", {}, {"who": (RSF, BLINKEN)}, -4.0),
        ("parties", {"mediators": (BLINKEN,)}, {"who": (BLINKEN,)}, 1.0),
        ("parties", {"mediators": (BLINKEN,)}, {"who": (BLINKEN,), "when": None}, -1.0),
        ("level", {"level": "leaders"}, {"level": "ministers", "who": (ARMENIA, AZERBAIJAN)}, -2.0),
        ("level", {"level": "leaders"}, {"level": "ministers"}, 0.0),
        ("round", {"round": 2}, {"round": 3}, -6.0),
        ("round", {"round": 3}, {"round": 3}, 2.0),
    ],
)
def test_a_field_weighs(
    field: str, one: dict[str, Any], other: dict[str, Any], weight: float
) -> None:
    a, b = profile(told(**one), ACTORS), profile(told(**other), ACTORS)
    for found in (score(a, b), score(b, a)):
        assert {w.field: w.weight for w in found.weights}.get(field, 0.0) == weight


@pytest.mark.parametrize(
    ("one", "other", "links"),
    [
        ({}, {}, True),
        ({}, {"who": (ARMENIA, AZERBAIJAN)}, True),
        # No tie in time or place: the same people meet often.
        ({"when": None, "published": None}, {"when": None, "published": None}, False),
        (
            {"when": None, "published": None, "city": "Almaty"},
            {"who": (ARMENIA, AZERBAIJAN), "city": "Almaty"},
            True,
        ),
        # A host's talks with one of two guests are not the talks of the two.
        ({"city": "Almaty"}, {"who": (ALIYEV, BLINKEN), "city": "Almaty"}, False),
    ],
)
def test_claims_link(one: dict[str, Any], other: dict[str, Any], links: bool) -> None:
    a, b = profile(told(**one), ACTORS), profile(told(**other), ACTORS)
    assert score(a, b).links is links


def test_a_link_explains_itself() -> None:
    a = profile(told(city="Almaty"), ACTORS)
    b = profile(told((PASHINYAN,), "2024-05", city="Almaty"), ACTORS)
    assert [(w.field, w.values, w.weight) for w in score(a, b).weights] == [
        ("kind", ("talks", "talks"), 1.0),
        ("when", ("2024-05-10", "2024-05"), 2.5),
        ("city", ("Almaty", "Almaty"), 2.5),
        ("persons", (", ".join(sorted((ALIYEV, PASHINYAN))), PASHINYAN), 1.75),
        ("parties", ("AM, AZ", "AM"), 1.25),
    ]


def test_a_year_is_a_weak_tie() -> None:
    year = When(dt.date(2024, 1, 1), "year")
    a = profile(told(), ACTORS)
    b = profile(structs.replace(told(), when=year), ACTORS)
    assert {w.field: w.weight for w in score(a, b).weights}["when"] == 0.5


@pytest.mark.parametrize(
    ("more", "given_up"),
    [
        ({"city": "Oslo", "who": (ARMENIA, AZERBAIJAN)}, True),
        ({"city": "Oslo"}, False),
        ({"city": "Almaty", "who": (ARMENIA, AZERBAIJAN)}, False),
        ({"city": None, "who": (ARMENIA, AZERBAIJAN)}, False),
    ],
)
def test_what_is_given_up_at_a_look_does_not_link(more: dict[str, Any], given_up: bool) -> None:
    one, other = (profile(told(**fields), ACTORS) for fields in ({"city": "Almaty"}, more))
    assert hopeless(one, other) is hopeless(other, one) is given_up
    assert not (given_up and score(one, other).links)
