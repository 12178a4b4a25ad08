"""A meeting's life: each step by whom and when, and the chains of real processes in full."""

import datetime as dt

import pytest

from service.domain.ids import NodeId
from service.domain.meetings import Status
from service.resolution.fields import gather
from service.resolution.lifecycle import history, standing
from service.resolution.resolve import resolve
from tests.resolution.told import ACTORS, chains, day, named, told

Said = tuple[Status, str | None]


def steps(*said: Said, when: str | None = "2024-05-10") -> list[tuple[Status, str | None, int]]:
    claims = [
        told(when=when, status=status, published=_day(published)) for status, published in said
    ]
    found = history(
        gather([(claim, NodeId("nod_1")) for claim in claims], {}).sayings,
        day(when) if when else None,
    )
    return [(s.status, s.since.isoformat() if s.since else None, len(s.claims)) for s in found]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((None, "2024-05-10"), "2024-05-10"),
        (("2024-05-10", "2024-05-11"), "2024-05-10"),
        ((None, None), None),
    ],
)
def test_a_step_is_of_the_day_that_was_said_first(
    days: tuple[str | None, ...], expected: str | None
) -> None:
    claims = [
        told(when=when, status="planned", published=dt.date(2024, 5, 1 + n))
        for n, when in enumerate(days)
    ]
    (step,) = history(gather([(c, NodeId("nod_1")) for c in claims], {}).sayings, None)
    assert (step.when.first.isoformat() if step.when else None) == expected
    assert step.since == dt.date(2024, 5, 1)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("said", "life"),
    [
        (
            [("held", "2024-05-11"), ("proposed", "2024-04-01"), ("planned", "2024-05-01")],
            [
                ("proposed", "2024-04-01", 1),
                ("planned", "2024-05-01", 1),
                ("held", "2024-05-11", 1),
            ],
        ),
        # Later articles look back: no step back.
        ([("held", "2024-05-11"), ("planned", "2024-05-12")], [("held", "2024-05-11", 1)]),
        # A report from before the day is taken for a plan.
        (
            [("held", "2024-05-01"), ("held", "2024-05-10")],
            [("planned", "2024-05-01", 1), ("held", "2024-05-10", 1)],
        ),
        (
            [("planned", "2024-05-01"), ("cancelled", "2024-05-08")],
            [("planned", "2024-05-01", 1), ("cancelled", "2024-05-08", 1)],
        ),
        # On one day a cancellation is the news, not the plan it ends.
        (
            [("cancelled", "2024-05-08"), ("planned", "2024-05-08")],
            [("planned", "2024-05-08", 1), ("cancelled", "2024-05-08", 1)],
        ),
        (
            [("cancelled", "2024-05-08"), ("planned", "2024-05-09"), ("held", "2024-05-10")],
            [
                ("cancelled", "2024-05-08", 1),
                ("planned", "2024-05-09", 1),
                ("held", "2024-05-10", 1),
            ],
        ),
        # What was held cannot be called off any more.
        ([("held", "2024-05-10"), ("cancelled", "2024-05-11")], [("held", "2024-05-10", 1)]),
        # Without a date of publication, plans come first and reports last.
        (
            [("held", None), ("planned", None), ("planned", "2024-05-02")],
            [("planned", "2024-05-02", 2), ("held", None, 1)],
        ),
    ],
)
def test_claims_fold_into_steps(
    said: list[Said], life: list[tuple[Status, str | None, int]]
) -> None:
    assert steps(*said) == life
    assert steps(*reversed(said)) == life


@pytest.mark.parametrize(
    ("status", "when", "today", "shown"),
    [
        ("planned", "2024-05-10", "2024-05-17", "planned"),
        ("planned", "2024-05-10", "2024-05-18", "unconfirmed"),
        ("proposed", "2024-05", "2024-06-07", "proposed"),
        ("proposed", "2024-05", "2024-06-08", "unconfirmed"),
        ("planned", None, "2030-01-01", "planned"),
        ("held", "2024-05-10", "2030-01-01", "held"),
        ("cancelled", "2024-05-10", "2030-01-01", "cancelled"),
    ],
)
def test_what_passed_without_report_is_unconfirmed(
    status: Status, when: str | None, today: str, shown: str
) -> None:
    published = dt.date(2024, 5, 1) if status != "held" else dt.date(2024, 5, 11)
    meeting = resolve([told(when=when, status=status, published=published)], ACTORS)[0]
    assert standing(meeting, dt.date.fromisoformat(today)) == shown


LABELLED = chains()
MEETINGS = named(resolve(LABELLED.claims, LABELLED.actors), LABELLED)
CHAINS = {
    "aa-almaty-2024-05": [
        ("planned", "2024-05-02", 3),
        ("ongoing", "2024-05-10", 2),
        ("held", "2024-05-11", 1),
    ],
    "aa-munich-2024-02": [("held", "2024-02-17", 4)],
    "aa-berlin-2024-02": [("planned", "2024-02-17", 2), ("held", "2024-02-29", 5)],
    "aa-border-commission-2024-05-15": [("planned", "2024-04-19", 1), ("held", "2024-05-24", 1)],
    "aa-border-protocol-2024-05": [("planned", "2024-04-19", 2), ("held", "2024-05-24", 1)],
    "aa-washington-2023-05": [("held", "2023-06-08", 4)],
    "aa-washington-2023-06-12": [("cancelled", "2023-06-08", 3)],
    "aa-washington-2023-06": [("planned", "2023-06-23", 1), ("held", "2023-06-30", 2)],
    "aa-brussels-2023-07": [("planned", "2023-06-23", 2), ("held", "2023-07-15", 3)],
    "aa-granada-five-2023-10": [("proposed", "2023-07-15", 1), ("cancelled", "2023-10-04", 1)],
    "aa-granada-2023-10": [("held", "2023-10-06", 1)],
    "aa-brussels-2023-10": [("proposed", "2023-07-15", 1), ("planned", "2023-10-06", 1)],
}


@pytest.mark.parametrize("label", CHAINS)
def test_a_chain_reads_as_an_analyst_expects(label: str) -> None:
    meeting = MEETINGS[label]
    told_in = [LABELLED.truth[claim] for claim in meeting.claims]
    assert told_in == [label] * len(told_in)
    life = [(s.status, s.since and s.since.isoformat(), len(s.claims)) for s in meeting.history]
    assert life == CHAINS[label]


def test_washington_of_june_2023_was_postponed_and_then_held() -> None:
    put_off, held = MEETINGS["aa-washington-2023-06-12"], MEETINGS["aa-washington-2023-06"]
    assert (put_off.status, put_off.rescheduled_to) == ("postponed", held.id)
    assert (held.status, held.rescheduled_from) == ("held", put_off.id)
    assert held.when == day("2023-06-27/2023-06-29")
    assert held.city == "Arlington"


def test_only_one_of_the_chains_has_a_new_date() -> None:
    moved = {label for label, meeting in MEETINGS.items() if meeting.rescheduled_to}
    assert moved == {"aa-washington-2023-06-12"}
