"""Stories in a sentence: what was recalled, planned at first, brought about or seen."""

import pytest

from tests.extraction.conftest import Read

NEWS = "2025-07-10"  # a Thursday


def events(read: Read, text: str) -> set[tuple[str | None, str | None, str]]:
    claims = read(text, published=NEWS).claims
    return {(c.city, c.when.date.isoformat() if c.when else None, c.status) for c in claims}


@pytest.mark.parametrize(
    "text",
    [
        "Aliyev and Pashinyan met in Moscow on Monday, the first time they had met since talks in "
        "Rome in July 2023.",
        "Aliyev and Pashinyan met in Moscow on Monday. It was the first time that they had met "
        "since the talks in Rome in July 2023.",
        "Aliyev and Pashinyan talked in Moscow on Monday, the first time the two had spoken since "
        "a summit in Rome in July 2023.",
        "Aliyev and Pashinyan met in Moscow on Monday. It was the first occasion on which they had "
        "met since the Rome talks in July 2023.",
        "Aliyev and Pashinyan held talks in Moscow on Monday for the first time since they met in "
        "Rome in July 2023.",
    ],
)
def test_what_the_first_time_recalls_has_its_own_day(read: Read, text: str) -> None:
    told = events(read, text)
    assert {("Moscow", "2025-07-07", "held"), ("Rome", "2023-07-01", "held")} == told


def test_the_first_time_alone_is_told(read: Read) -> None:
    text = "It was the first time that Aliyev and Pashinyan had met in Moscow, on 7 July."
    assert ("Moscow", "2025-07-07", "held") in events(read, text)


@pytest.mark.parametrize(
    "text",
    [
        "Putin got Aliyev and Pashinyan to sit down in Moscow on Monday.",
        "Putin had finally got Aliyev and Pashinyan to meet in Moscow on Monday.",
        "On Monday Putin got both leaders, Aliyev and Pashinyan, to sign a truce in Moscow.",
        "Putin brought Aliyev and Pashinyan to sign a truce in Moscow on 7 July.",
        "Putin watched Aliyev and Pashinyan sign a truce in Moscow on Monday.",
        "Putin saw Aliyev and Pashinyan sign a truce in Moscow on Monday.",
        "Putin witnessed Aliyev and Pashinyan sign a truce in Moscow on Monday.",
    ],
)
def test_what_others_were_made_or_seen_to_do_was_done(read: Read, text: str) -> None:
    assert events(read, text) == {("Moscow", "2025-07-07", "held")}


@pytest.mark.parametrize(
    "text",
    [
        "Putin got Aliyev and Pashinyan to agree to meet in Moscow on Monday.",
        "Putin hopes to get Aliyev and Pashinyan to meet in Moscow on Monday.",
        "Putin has not got Aliyev and Pashinyan to meet in Moscow on Monday.",
        "Putin got a chance to meet Aliyev in Moscow on Monday.",
        "Putin got the nod from Aliyev to meet Pashinyan in Moscow on Monday.",
        "Putin got a call and is to meet Aliyev in Moscow on Monday.",
    ],
)
def test_what_others_may_do_was_not_done(read: Read, text: str) -> None:
    assert "held" not in {status for city, _, status in events(read, text) if city}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Peace talks between Aliyev and Pashinyan were suspended on 27 June and resumed in "
            "Moscow on 4 July.",
            {("2025-06-27", "postponed"), ("2025-07-04", "held")},
        ),
        (
            "Peace talks between Aliyev and Pashinyan were suspended on Friday and resumed on "
            "Monday.",
            {("2025-07-04", "postponed"), ("2025-07-07", "held")},
        ),
        (
            "Peace talks between Aliyev and Pashinyan were suspended on 27 June and will resume on "
            "14 July.",
            {("2025-06-27", "postponed"), ("2025-07-14", "planned")},
        ),
        (
            "Peace talks between Aliyev and Pashinyan were suspended on 27 June and have not "
            "resumed.",
            {("2025-06-27", "postponed")},
        ),
        (
            "Peace talks between Aliyev and Pashinyan, originally planned for June, took place in "
            "Moscow in July.",
            {("2025-07-01", "held")},
        ),
        (
            "Peace talks between Aliyev and Pashinyan were planned for May and took place in June.",
            {("2025-06-01", "held")},
        ),
        (
            "Peace talks between Aliyev and Pashinyan had been due in May but were held in June.",
            {("2025-06-01", "held")},
        ),
        (
            "Peace talks between Aliyev and Pashinyan, first scheduled for Friday, began in Moscow "
            "on Monday.",
            {("2025-07-07", "held")},
        ),
        (
            "Peace talks between Aliyev and Pashinyan were planned for May and never took place.",
            {("2025-05-01", "cancelled")},
        ),
        (
            "Peace talks between Aliyev and Pashinyan are planned for Friday in Moscow.",
            {("2025-07-11", "planned")},
        ),
    ],
)
def test_what_was_planned_for_one_day_was_held_on_another(
    read: Read, text: str, expected: set[tuple[str, str]]
) -> None:
    assert {(day, status) for _, day, status in events(read, text)} == expected


@pytest.mark.parametrize(
    "text",
    [
        "Aliyev and Pashinyan failed to meet the deadline of 1 July for a peace treaty.",
        "Aliyev and Pashinyan did not meet the deadline of 1 July for a peace treaty.",
        "Aliyev failed to meet the conditions that Pashinyan had set.",
        "Aliyev met all of Pashinyan's demands on Monday, a peace adviser said.",
    ],
)
def test_deadlines_and_demands_are_not_met_in_a_room(read: Read, text: str) -> None:
    assert events(read, text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Aliyev met Pashinyan in Moscow on Monday, the deadline for a treaty.",
        "Aliyev met Pashinyan, who had set conditions, in Moscow on Monday.",
    ],
)
def test_somebody_is_met_beside_a_deadline(read: Read, text: str) -> None:
    assert events(read, text) == {("Moscow", "2025-07-07", "held")}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Aliyev flew to Moscow last Wednesday, met Putin and on Thursday announced it.", "09"),
        ("Aliyev met Putin in Moscow on Monday and on Tuesday flew home.", "07"),
        (
            "Putin spent three days in Moscow in May, and Aliyev met Pashinyan on 5 July.",
            "05",
        ),
        ("Aliyev and Pashinyan ended three days of talks in Moscow on 5 July.", "03"),
    ],
)
def test_the_next_verb_has_its_own_day(read: Read, text: str, day: str) -> None:
    days = {c.when.date.isoformat() for c in read(text, published=NEWS).claims if c.when}
    assert f"2025-07-{day}" in days
    assert "2025-07-10" not in days


def rooms(read: Read, text: str) -> list[set[str]]:
    """Return by event who is there, by the last word of the name, however called."""
    reading = read(text, published=NEWS)
    names = {mention.actor: mention.name.split()[-1] for mention in reading.actors}
    return [{names[party.actor] for party in claim.parties} for claim in reading.claims]


MET = "Aliyev and Pashinyan met in Moscow on Monday. "
THREE = {"Aliyev", "Pashinyan", "Putin"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MET + "Putin joined the two men for lunch on Tuesday.", THREE),
        (MET + "Putin joined them for a dinner on Tuesday.", THREE),
        (MET + "On Tuesday Putin joined both for talks.", THREE),
        (MET + "Putin joined the pair over lunch on Tuesday.", THREE),
        (
            "Aliyev, Pashinyan and Putin met in Moscow on Monday. Macron joined the three men for "
            "breakfast on Tuesday.",
            {*THREE, "Macron"},
        ),
        (MET + "Putin joined the army for lunch with Macron on Tuesday.", {"Putin", "Macron"}),
        (MET + "Putin met Macron for lunch on Tuesday.", {"Putin", "Macron"}),
    ],
)
def test_who_joins_others_is_in_a_room_with_them(read: Read, text: str, expected: set[str]) -> None:
    assert rooms(read, text)[-1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MET + "Bayramov and Mirzoyan also attended. They will meet again in August.", "leaders"),
        (MET + "Bayramov and Mirzoyan looked on. The two last met in Rome in May.", "leaders"),
        (MET + "Bayramov and Mirzoyan told nothing. They are to meet again in Bern.", "leaders"),
        (
            MET + "On Tuesday Bayramov met Mirzoyan in Bern. They will meet again in August.",
            "ministers",
        ),
        (
            MET + "\n\nBayramov and Mirzoyan told nothing. They are to meet again in Bern.",
            "ministers",
        ),
        (
            MET + "Bayramov and Mirzoyan attended. They will meet their Russian colleague Lavrov.",
            "others",
        ),
    ],
)
def test_who_meets_again_has_met(read: Read, text: str, expected: str) -> None:
    room = rooms(read, text)[-1]
    assert (room == {"Aliyev", "Pashinyan"}) == (expected == "leaders")
    assert (room == {"Bayramov", "Mirzoyan"}) == (expected == "ministers")


@pytest.mark.parametrize(
    "text",
    [
        "Aliyev and Pashinyan were in Moscow last Monday to see Putin.",
        "Aliyev and Pashinyan were both in Moscow on Monday to see Putin.",
        "Pashinyan was back in Moscow on Monday to see Putin.",
    ],
)
def test_what_a_stay_was_for_was_done(read: Read, text: str) -> None:
    assert events(read, text) == {("Moscow", "2025-07-07", "held")}
