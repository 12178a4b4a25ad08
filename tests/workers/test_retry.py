"""What follows from an attempt, as tables."""

import datetime as dt
from itertools import pairwise

import pytest
from msgspec import structs

from service.domain.ids import SubscriptionId
from service.domain.subscriptions import Receiver
from workers.retry import (
    FAULTS_TO_TRIP,
    WAITS,
    Happened,
    decide,
    given_up,
    judge,
    judge_all,
    retry_after,
)

NOW = dt.datetime(2026, 5, 4, 12, 0, tzinfo=dt.UTC)
NEW = Receiver(subscription=SubscriptionId("sub_1"))
DELIVERED = Happened(outcome="delivered", status=200, total_ms=20.0)
REFUSED = Happened(outcome="refused", status=500)
TIMEOUT = Happened(outcome="timeout", total_ms=15_000.0)
BUSY = Happened(outcome="refused", status=429, headers={"retry-after": "120"})


def seconds(at: dt.datetime) -> float:
    return (at - NOW).total_seconds()


@pytest.mark.parametrize(
    ("happened", "tries", "state", "wait", "spent"),
    [
        (DELIVERED, 0, "delivered", 0, True),
        (Happened(outcome="delivered", status=204), 9, "delivered", 0, True),
        (REFUSED, 0, "pending", 5, True),
        (REFUSED, 1, "pending", 60, True),
        (REFUSED, 9, "pending", 86_400, True),
        (REFUSED, 10, "dead", 0, True),
        (Happened(outcome="refused", status=301), 0, "pending", 5, True),
        (Happened(outcome="blocked"), 0, "pending", 5, True),
        (TIMEOUT, 2, "pending", 300, True),
        (Happened(outcome="internal"), 10, "pending", 5, False),
        (BUSY, 10, "pending", 120, False),
        (Happened(outcome="refused", status=503), 3, "pending", 30, False),
        (
            Happened(outcome="refused", status=429, headers={"retry-after": "4"}),
            0,
            "pending",
            4,
            False,
        ),
        (Happened(outcome="refused", status=410), 0, "held", 0, False),
        (
            Happened(outcome="refused", status=500, headers={"retry-after": "99"}),
            0,
            "pending",
            99,
            True,
        ),
        (
            Happened(outcome="refused", status=500, headers={"retry-after": "2"}),
            1,
            "pending",
            60,
            True,
        ),
        (
            Happened(outcome="refused", status=400, headers={"webhook-delivery": "abort-message"}),
            0,
            "dead",
            0,
            True,
        ),
        (
            Happened(outcome="refused", status=400, headers={"webhook-delivery": "disable"}),
            0,
            "held",
            0,
            False,
        ),
    ],
)
def test_what_becomes_of_a_delivery(
    happened: Happened, tries: int, state: str, wait: float, spent: bool
) -> None:
    verdict = decide(happened, tries, None, NOW, 0.5)
    assert (verdict.state, seconds(verdict.due_at), verdict.spent) == (state, wait, spent)
    assert (verdict.disable is not None) == (state == "held")


@pytest.mark.parametrize("tries", range(len(WAITS)))
def test_waits_are_spread_by_a_fifth_to_both_sides(tries: int) -> None:
    low = seconds(decide(REFUSED, tries, None, NOW, 0.0).due_at)
    high = seconds(decide(REFUSED, tries, None, NOW, 0.999999).due_at)
    assert low == pytest.approx(0.8 * WAITS[tries])
    assert high == pytest.approx(1.2 * WAITS[tries], rel=1e-5)


@pytest.mark.parametrize(
    ("waits", "tries", "state"), [((), 0, "dead"), ((1, 2), 1, "pending"), ((1, 2), 2, "dead")]
)
def test_a_subscription_may_have_a_schedule_of_its_own(
    waits: tuple[int, ...], tries: int, state: str
) -> None:
    assert decide(REFUSED, tries, waits, NOW, 0.5).state == state


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("Mon, 04 May 2026 12:01:00 GMT", 60),
        ("Monday, 04-May-26 12:01:00 GMT", 60),
        ("Mon May  4 12:01:00 2026", 60),
        ("9" * 30, 86_400),
        ("Mon, 04 May 2099 12:01:00 GMT", 86_400),
        ("0", None),
        ("-1", None),
        ("1e18", None),
        ("NaN", None),
        ("٣", None),
        ("", None),
        (None, None),
        ("Mon, 04 May 2026 11:59:00 GMT", None),
        ("soon", None),
    ],
)
def test_how_long_a_receiver_asks_to_wait(text: str | None, wait: float | None) -> None:
    found = retry_after(text, NOW)
    assert (found.total_seconds() if found else None) == wait


def after(*happened: Happened, start: Receiver = NEW, step: float = 0.0) -> Receiver:
    receiver = start
    for number, one in enumerate(happened):
        receiver = judge(receiver, one, NOW + dt.timedelta(seconds=number * step))
    return receiver


@pytest.mark.parametrize(
    "happened",
    [
        [DELIVERED, Happened(outcome="delivered", total_ms=700.0), DELIVERED],
        [Happened(outcome="delivered", total_ms=float("nan")), DELIVERED],
        [DELIVERED, *[TIMEOUT] * FAULTS_TO_TRIP, DELIVERED, BUSY],
        [REFUSED],
    ],
)
@pytest.mark.parametrize(
    "before", [NEW, after(*[TIMEOUT] * FAULTS_TO_TRIP), after(BUSY), after(REFUSED)]
)
def test_attempts_that_are_judged_together_come_to_what_each_does(
    before: Receiver, happened: list[Happened]
) -> None:
    for now in (NOW, NOW + dt.timedelta(hours=1)):
        one_by_one = before
        for one in happened:
            one_by_one = judge(one_by_one, one, now)
        assert judge_all(before, happened, now) == one_by_one


def test_a_receiver_that_is_not_there_rests_longer_each_time_and_is_probed() -> None:
    receiver = after(*[TIMEOUT] * (FAULTS_TO_TRIP - 1))
    assert (receiver.trips, receiver.resume_at) == (0, None)
    pauses, now = [], NOW
    for _ in range(8):
        receiver = judge(receiver, TIMEOUT, now)
        assert receiver.resume_at is not None
        pauses.append((receiver.resume_at - now).total_seconds())
        now = receiver.resume_at
    assert pauses[0] == 30
    assert all(a <= b for a, b in pairwise(pauses))
    assert pauses[-1] == 900
    assert judge(receiver, DELIVERED, now).trips == 0
    assert judge(receiver, REFUSED, now).trips == 0


def test_failures_that_were_under_way_together_open_the_breaker_once() -> None:
    receiver = after(*[TIMEOUT] * 32)
    assert (receiver.trips, receiver.failures) == (1, 32)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("1", [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]),
        ("60", [60, 60, 60, 60, 60, 60, 64, 128, 256, 512, 900, 900]),
        ("3600", [3600] * 12),
        (None, [30, 60, 120, 240, 480, 900, 900, 900, 900, 900, 900, 900]),
    ],
)
def test_who_is_as_busy_as_before_is_asked_less_and_less(
    asked: str | None, expected: list[int]
) -> None:
    headers = {"retry-after": asked} if asked else {}
    busy, receiver, now, pauses = structs.replace(BUSY, headers=headers), after(), NOW, []
    for _ in expected:
        receiver = judge(receiver, busy, now)
        assert receiver.resume_at is not None
        pauses.append((receiver.resume_at - now).total_seconds())
        now = receiver.resume_at
    assert pauses == expected
    assert judge(receiver, DELIVERED, now).trips == 0


def test_a_busy_receiver_rests_as_long_as_it_asked_even_if_another_answer_is_good() -> None:
    receiver = after(BUSY, DELIVERED)
    assert receiver.resume_at is not None
    assert seconds(receiver.resume_at) == 120
    assert (receiver.trips, receiver.failing_since) == (0, None)
    assert after(REFUSED, REFUSED).trips == 0


@pytest.mark.parametrize(
    ("happened", "latency"),
    [([DELIVERED], 6.0), ([DELIVERED] * 50, 20.0), ([DELIVERED, TIMEOUT], 15_000.0)],
)
def test_the_latency_follows_the_answers(happened: list[Happened], latency: float) -> None:
    assert after(*happened).latency_ms == pytest.approx(latency, rel=1e-6)


@pytest.mark.parametrize(
    ("failures", "days", "expected"), [(10, 5, True), (9, 5, False), (10, 4.9, False)]
)
def test_a_receiver_is_given_up_after_days_of_failures(
    failures: int, days: float, expected: bool
) -> None:
    receiver = after(*[REFUSED] * failures)
    assert given_up(receiver, NOW + dt.timedelta(days=days)) is expected
    assert not given_up(after(DELIVERED, start=receiver), NOW + dt.timedelta(days=days))
