"""How many faults can show: what the harness allows must follow from what it did."""

import pytest

from tests.faults.checks import crowds
from tests.faults.overlaps import Overlaps


def test_a_fault_shows_until_a_while_after_its_end() -> None:
    overlaps = Overlaps(3.0)
    overlaps.begin("redis", 10.0)
    assert overlaps.count(100.0) == 1
    overlaps.end("redis", 100.0)
    overlaps.end("redis", 102.0)
    assert [overlaps.count(at) for at in (102.0, 103.0, 103.1)] == [1, 1, 0]


def test_faults_that_come_together_are_counted_together() -> None:
    overlaps = Overlaps(3.0)
    overlaps.begin("flush", 0.0)
    overlaps.end("flush", 0.0)
    overlaps.begin("one", 1.0, freezes=True)
    overlaps.begin("two", 2.0, freezes=True)
    assert overlaps.count(2.0) == 3


def test_what_showed_when_a_worker_was_frozen_shows_until_it_has_been_awake() -> None:
    overlaps = Overlaps(3.0)
    overlaps.begin("flush", 0.0)
    overlaps.end("flush", 0.0)
    overlaps.begin("worker", 2.0, freezes=True)
    overlaps.begin("worker", 5.0, freezes=True)
    assert overlaps.count(9.0) == 2
    overlaps.end("worker", 9.0)
    assert [overlaps.count(at) for at in (12.0, 12.1)] == [2, 0]


def test_what_was_over_when_a_worker_was_frozen_shows_no_more() -> None:
    overlaps = Overlaps(3.0)
    overlaps.begin("flush", 0.0)
    overlaps.end("flush", 0.0)
    overlaps.begin("worker", 3.5, freezes=True)
    assert overlaps.count(4.0) == 1


@pytest.mark.parametrize(
    ("side_by_side", "found"),
    [
        ({}, 0),
        ({0: 4, 1: 8, 2: 12}, 0),
        ({0: 5}, 1),
        ({0: 4, 1: 9, 2: 11}, 1),
    ],
)
def test_each_fault_adds_a_cap_at_most(side_by_side: dict[int, int], found: int) -> None:
    assert len(crowds(side_by_side, 4)) == found
