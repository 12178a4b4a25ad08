"""Rounds of a series: which meetings belong together, in which order, whatever came first."""

import random
from typing import Any

from service.domain.meetings import Meeting
from service.resolution.resolve import resolve
from service.resolution.series import beside, series
from tests.resolution.told import ACTORS, ALIYEV, ARMENIA, AZERBAIJAN, BAYRAMOV, MIRZOYAN, told

DATES = ("2023-03-10", "2023-06-10", "2023-09-10", "2024-01-10")


def a_round(when: str | None, number: int | None, **values: Any) -> Meeting:
    given = {"who": (BAYRAMOV, MIRZOYAN), "when": when, "round": number} | values
    return resolve([told(**given)], ACTORS)[0]


def chain_of(meeting: Meeting, *others: Meeting) -> list[int | None]:
    return [one.round for one in series(meeting, others, ACTORS)]


def test_rounds_go_by_day_and_know_their_neighbours() -> None:
    first, second, third, next_ = (
        a_round(when, number, sequel=number is None)
        for when, number in zip(DATES, (1, 2, 3, None), strict=True)
    )
    everyone = [first, second, third, next_]
    for _ in range(10):
        listed = random.Random(1).sample(everyone, 4)
        found = series(second, listed, ACTORS)
        assert [m.id for m in found] == [m.id for m in everyone]
        assert beside(second, found) == (first, third)
    assert beside(first, series(first, everyone, ACTORS)) == (None, second)
    assert beside(next_, series(next_, everyone, ACTORS)) == (third, None)


def test_a_missing_round_leaves_its_number_open() -> None:
    first, fourth = a_round(DATES[0], 1), a_round(DATES[3], 4)
    assert beside(fourth, series(fourth, [first], ACTORS)) == (first, None)


def test_what_has_no_number_is_no_round() -> None:
    plain = a_round(DATES[0], None)
    assert series(plain, [a_round(DATES[1], 2)], ACTORS) == ()
    assert chain_of(a_round(DATES[1], 2), plain) == [2]


def test_others_are_other_series() -> None:
    mine = a_round(DATES[1], 2)
    for other in (
        a_round(DATES[0], 1, who=(ALIYEV, MIRZOYAN), level="leaders"),
        a_round(DATES[0], 1, who=(BAYRAMOV,)),
        a_round(DATES[0], 1, kind="signing"),
        a_round(DATES[0], 1, processes=("sudan",)),
    ):
        series_level = a_round(DATES[1], 2, level="ministers", processes=("armenia-azerbaijan",))
        assert chain_of(series_level, other) == [2]
    assert chain_of(mine, a_round(DATES[0], 1, who=(ARMENIA, AZERBAIJAN))) == [1, 2]


def test_a_lower_number_and_a_long_pause_begin_anew() -> None:
    old = [a_round(DATES[0], 7), a_round(DATES[1], 8)]
    anew = [a_round(DATES[2], 1), a_round(DATES[3], 2)]
    assert chain_of(anew[0], *old, anew[1]) == [1, 2]
    assert chain_of(old[0], old[1], *anew) == [7, 8]
    assert chain_of(a_round("2020-01-01", 1), *anew) == [1]


def test_one_round_in_two_reports_is_no_neighbour_of_itself() -> None:
    first, again, second = (a_round(when, n) for when, n in zip(DATES[:3], (1, 1, 2), strict=True))
    found = series(again, [first, second], ACTORS)
    assert beside(again, found) == (None, second)
    assert beside(second, found) == (again, None)


def test_a_round_without_a_day_stands_where_it_was_told() -> None:
    undated = a_round(None, None, sequel=True, status="planned")
    earlier, later = a_round(DATES[3], 3), a_round("2024-08-01", 4)
    assert [m.id for m in series(earlier, [later, undated], ACTORS)] == [
        earlier.id,
        undated.id,
        later.id,
    ]
