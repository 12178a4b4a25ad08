"""What one worker may have in hand: however much it was given, it begins no more than its slots."""

import pytest

from service.queues.deliveries import Entry
from workers.slots import Slots


@pytest.mark.parametrize(
    ("sending", "unwritten", "begun"),
    [(0, 0, 4), (1, 0, 3), (1, 2, 1), (4, 0, 0), (3, 3, 0)],
)
def test_what_was_given_beyond_the_slots_waits(sending: int, unwritten: int, begun: int) -> None:
    slots = Slots(4)
    for _ in range(sending):
        slots.begin(None)
    slots.given += [Entry(f"dlv_{n}", "0", "ready", "sub_1") for n in range(6)]
    with slots.claiming(slots.room(unwritten)) as taken:
        assert len(taken) == begun
    assert len(slots.given) == 6 - begun


def test_what_fails_gives_back_only_what_was_not_claimed() -> None:
    slots = Slots(4)
    given = [Entry(f"dlv_{n}", "0", "ready", "sub_1") for n in range(3)]
    slots.given += given

    def begin_one() -> None:
        with slots.claiming(3) as taken:
            slots.begin(taken.popleft())
            assert slots.free == 1
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        begin_one()
    assert slots.given == given[1:]
    assert slots.free == 1


def test_half_are_for_slow_receivers_at_most_whatever_step_they_are_in() -> None:
    slots = Slots(8)
    slots.given += [Entry(f"dlv_{n}", "0", "slow", "sub_1") for n in range(3)]
    assert slots.free_slow == 1
    with slots.claiming(2) as taken:
        assert slots.free_slow == 1
        slots.begin(taken.popleft())
        assert slots.free_slow == 1
