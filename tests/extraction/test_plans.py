"""What is a plan, what came of it, and on which day: asides, clauses, words that look alike."""

import pytest

from tests.extraction.conftest import Read


def told(read: Read, text: str, published: str | None = "2025-07-10") -> set[str]:
    claims = read(text, published=published).claims
    return {f"{claim.status} {claim.when.date if claim.when else None}" for claim in claims}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "The row erupted on 1 August, when Aliyev and Pashinyan signed a paper in Moscow.",
            "held 2024-08-01",
        ),
        ("War broke out on Aug. 1, when Aliyev received Putin in Baku.", "held 2024-08-01"),
        ("It was calm until 4 July, when Aliyev met Pashinyan in Bern.", "held 2025-07-04"),
        (
            "All eyes are on 1 August, when Aliyev and Pashinyan will sign a paper in Moscow.",
            "planned 2025-08-01",
        ),
        ("All hangs on 1 August, when Aliyev meets Pashinyan in Bern.", "planned 2025-08-01"),
    ],
)
def test_a_clause_tells_whether_its_day_is_behind(read: Read, text: str, event: str) -> None:
    assert told(read, text) == {event}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Pashinyan will, he said, hold a press conference on Friday.", "planned 2025-07-11"),
        (
            "Pashinyan will, as his office announced on Tuesday, meet Aliyev in Bern on Friday.",
            "planned 2025-07-11",
        ),
        (
            "On Sunday, in a villa nobody would name, Aliyev met Pashinyan in Bern.",
            "held 2025-07-06",
        ),
        (
            "On Monday, in a house that no one will describe, Aliyev received Pashinyan.",
            "held 2025-07-07",
        ),
        (
            "On Sunday Aliyev will meet Pashinyan in Bern, and nobody knows why.",
            "planned 2025-07-13",
        ),
        (
            "In Bern, on the margins of a fair this Friday, Pashinyan is expected to see Aliyev.",
            "planned 2025-07-11",
        ),
        ("Aliyev met Pashinyan on the margins of a fair this Monday.", "held 2025-07-07"),
    ],
)
def test_an_aside_turns_no_day_round(read: Read, text: str, event: str) -> None:
    assert told(read, text) == {event}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "The talks of Serbia and Kosovo in Geneva had been due to finish on Tuesday.",
            "held 2025-07-08",
        ),
        (
            "The talks of Serbia and Kosovo in Geneva, launched in January 2022, were meant to be "
            "over by May.",
            "held 2022-01-01",
        ),
        (
            "The talks of Serbia and Kosovo in Geneva had been due to open on Tuesday.",
            "cancelled 2025-07-08",
        ),
        (
            "The meeting of Aliyev and Pashinyan in Moscow on Monday was meant to end the war.",
            "cancelled 2025-07-07",
        ),
        (
            "The talks of Iran and the United States opened in Muscat on 12 April and moved to "
            "Italy a week later.",
            "held 2025-04-12",
        ),
        (
            "A session of Serbia and Kosovo in Rome on 3 July had been dropped.",
            "cancelled 2025-07-03",
        ),
        (
            "Aliyev met Pashinyan in Rome on 3 July when the idea was dropped.",
            "held 2025-07-03",
        ),
        (
            "A meeting of Aliyev and Pashinyan in Cairo on 5 July could not be held.",
            "cancelled 2025-07-05",
        ),
        (
            "If all goes well, Aliyev and Pashinyan will sign the accord in Moscow on 5 August.",
            "planned 2025-08-05",
        ),
        (
            "If Baku agrees, the accord of Serbia and Kosovo will be signed in Bern on 5 August.",
            "proposed 2025-08-05",
        ),
        ("Aliyev met Pashinyan in Bern on Monday, and nothing came of it.", "held 2025-07-07"),
        (
            "Aliyev and Pashinyan, who had twice cancelled, met in Bern on Monday.",
            "held 2025-07-07",
        ),
        ("On Monday Aliyev did not meet Pashinyan in Bern.", "cancelled 2025-07-07"),
        ("On Monday Aliyev will not meet Pashinyan in Bern.", "cancelled 2025-07-14"),
        ("Aliyev, who had cancelled, met Pashinyan in Bern on Friday.", "held 2025-07-04"),
        (
            "Pashinyan, whose army put off its exercises, and Aliyev met in Bern on Friday.",
            "held 2025-07-04",
        ),
        (
            "Aliyev, who called off the meeting with Pashinyan on Monday, has gone home.",
            "cancelled 2025-07-07",
        ),
        ("Aliyev and Pashinyan did meet in Bern on Monday.", "held 2025-07-07"),
        (
            "Preparations are under way for a meeting of Aliyev and Pashinyan in Bern on Friday.",
            "planned 2025-07-11",
        ),
        ("Norway is trying to arrange a meeting of Aliyev and Pashinyan.", "proposed None"),
        (
            "An offer to bring Aliyev and Pashinyan together in Bern came to nothing.",
            "cancelled None",
        ),
    ],
)
def test_what_only_looks_like_a_failure(read: Read, text: str, event: str) -> None:
    assert told(read, text) == {event}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "Aliyev and Pashinyan hold a joint press conference in Moscow this afternoon.",
            "planned 2025-07-10",
        ),
        (
            "The ministers of Serbia and Kosovo hold a news conference in Bern on Friday.",
            "planned 2025-07-11",
        ),
        (
            "Aliyev and Pashinyan held a joint press conference in Moscow on Wednesday.",
            "held 2025-07-09",
        ),
        (
            "La commission tiendra une conférence de presse vendredi à Bilbao sur les armes de "
            "l'ETA.",
            "planned 2025-07-11",
        ),
        (
            "Pashinián y Aliyev ofrecerán una rueda de prensa el viernes en Moscú.",
            "planned 2025-07-11",
        ),
        (
            "Алиев и Пашинян проведут рабочую встречу в Москве до конца июля.",
            "planned 2025-07-01",
        ),
    ],
)
def test_what_is_announced_for_a_day(read: Read, text: str, event: str) -> None:
    assert told(read, text) == {event}


def test_that_month_is_of_the_year_of_its_sentence(read: Read) -> None:
    text = (
        "Thousands have died since 2018, when the Oromo Liberation Front, which had signed a deal "
        "with Abiy Ahmed in Asmara that August, came home."
    )
    assert told(read, text, "2024-11-22") == {"held 2018-08-01"}


def test_this_year_is_unknown_on_a_page_without_a_day(read: Read) -> None:
    text = (
        "Serbia and Kosovo began to meet in Geneva in January 2011. On 17 January this year "
        "Aliyev and Pashinyan met in Moscow."
    )
    assert "held None" in told(read, text, None)
    assert "held 2011-01-17" not in told(read, text, None)


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (
            "Aliyev and Pashinyan signed the accord in Moscow on Monday after thirty months of "
            "negotiations between their envoys.",
            {"held 2025-07-07", "held None"},
        ),
        (
            "After two years of talks between Serbia and Kosovo, a deal was announced on Monday.",
            {"held None"},
        ),
        ("Aliyev met Pashinyan in Bern on Monday after months of silence.", {"held 2025-07-07"}),
        (
            "Ending months of deadlock, talks of Aliyev and Pashinyan opened in Bern on Monday.",
            {"held 2025-07-07"},
        ),
        (
            "Aliyev met Pashinyan in Bern on Monday. Putin phoned Macron.",
            {"held 2025-07-07", "held None"},
        ),
        (
            "Aliyev received Pashinyan in Baku on Tuesday. Macron also spoke by telephone with "
            "Putin.",
            {"held 2025-07-08", "held None"},
        ),
        (
            "Aliyev met Pashinyan in Bern on Monday. Afterwards Aliyev phoned Macron.",
            {"held 2025-07-07"},
        ),
        (
            "Aliyev met Pashinyan in Bern on Monday. Aliyev rang Macron in the evening.",
            {"held 2025-07-07"},
        ),
        ("Aliyev phoned Pashinyan on Tuesday. Macron phoned Putin.", {"held 2025-07-08"}),
    ],
)
def test_what_has_no_day_of_its_own(read: Read, text: str, events: set[str]) -> None:
    assert told(read, text) == events


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "Serbia and Kosovo both said Wednesday they have accepted an invitation from mediator "
            "Robert Cooper to meet Monday in Vienna.",
            "planned 2025-07-14",
        ),
        (
            "Putin said that Aliyev and Pashinyan had accepted his offer to meet on Friday in "
            "Sochi.",
            "planned 2025-07-11",
        ),
        ("Pashinyan flew to Paris to meet Macron on Tuesday.", "held 2025-07-08"),
    ],
)
def test_what_one_is_invited_to_is_to_come(read: Read, text: str, event: str) -> None:
    assert told(read, text) == {event}
