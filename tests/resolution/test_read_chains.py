"""Chains of the starter record as they come out of real reading, from rumour to report."""

import datetime as dt

import pytest

from service.domain.meetings import Meeting
from service.extraction.extract import Extractor
from service.resolution.profiles import ActorFacts
from service.resolution.resolve import resolve
from service.stack.seeds import FOLDER, documents


@pytest.fixture(scope="module")
def record(extractor: Extractor) -> tuple[Meeting, ...]:
    """The meetings of all articles of the starter record."""
    readings = [extractor.read(document) for document in documents(FOLDER)]
    actors = {
        told.actor: ActorFacts(told.type, told.country, told.name)
        for reading in readings
        for told in reading.actors
    }
    return resolve([claim for reading in readings for claim in reading.claims], actors)


def at(record: tuple[Meeting, ...], city: str, day: dt.date) -> Meeting:
    """The meeting in a city on a day that most articles tell of."""
    found = [m for m in record if m.city == city and m.when and m.when.first == day]
    return max(found, key=lambda m: len(m.articles))


def told_of(meeting: Meeting, year: int, month: int) -> bool:
    """Whether a meeting is of a month."""
    when = meeting.when
    return when is not None and (when.first.year, when.first.month) == (year, month)


def test_almaty_was_planned_opened_and_held(record: tuple[Meeting, ...]) -> None:
    almaty = at(record, "Almaty", dt.date(2024, 5, 10))
    assert [(step.status, str(step.since)) for step in almaty.history] == [
        ("planned", "2024-05-02"),
        ("ongoing", "2024-05-10"),
        ("held", "2024-05-11"),
    ]


def test_washington_was_put_off_and_then_held(record: tuple[Meeting, ...]) -> None:
    put_off = at(record, "Washington", dt.date(2023, 6, 12))
    held = at(record, "Arlington", dt.date(2023, 6, 27))
    assert (put_off.status, put_off.rescheduled_to) == ("postponed", held.id)
    assert (held.status, held.rescheduled_from) == ("held", put_off.id)
    june = [
        m for m in record if m.city == "Washington" and m.kind == "talks" and told_of(m, 2023, 6)
    ]
    assert june == [put_off]
    assert [step.status for step in put_off.history][-1] == "cancelled"
    assert [(step.status, str(step.since)) for step in held.history] == [
        ("planned", "2023-06-23"),
        ("held", "2023-06-30"),
    ]


def test_berlin_was_planned_and_held(record: tuple[Meeting, ...]) -> None:
    berlin = at(record, "Berlin", dt.date(2024, 2, 28))
    assert berlin.when is not None
    assert berlin.when.end == dt.date(2024, 2, 29)
    assert len(berlin.articles) == 6
    assert berlin.status == "held"
    february = [m for m in record if m.city == "Berlin" and told_of(m, 2024, 2)]
    assert [m.id for m in february if m.kind in ("talks", "meeting")] == [berlin.id]


def test_what_the_berlin_round_goes_back_to_was_in_munich(record: tuple[Meeting, ...]) -> None:
    munich = at(record, "Munich", dt.date(2024, 2, 17))
    assert (munich.kind, munich.status, len(munich.articles)) == ("summit", "held", 4)
    that_day = [m for m in record if m.when and m.when.first == dt.date(2024, 2, 17)]
    assert that_day == [munich]


def test_brussels_was_expected_and_held(record: tuple[Meeting, ...]) -> None:
    brussels = at(record, "Brussels", dt.date(2023, 7, 15))
    assert [(step.status, str(step.since)) for step in brussels.history] == [
        ("planned", "2023-06-23"),
        ("held", "2023-07-15"),
    ]
