"""Who was there by the sentence before, by long lists, by what they did in the room."""

import pytest

from tests.extraction.conftest import Read
from tests.extraction.test_presence import BOTH, MET
from tests.extraction.test_who import ALIYEV, BAYRAMOV, MIRZOYAN, PASHINYAN, meant, room


@pytest.mark.parametrize(
    ("text", "words", "people", "between"),
    [
        (  # the subject of the sentence before, whoever else it names
            f"{ALIYEV} and {PASHINYAN} meet Toivo Klaar and Espen Barth Eide on Monday. They"
            " resumed the dialogue in Brussels on 2 July.",
            "They resumed",
            {ALIYEV, PASHINYAN},
            set(),
        ),
        (
            "The Bougainville Women's Federation and the Panguna Veterans' Association asked for"
            " seats. They were received by Ishmael Toroama on Sunday.",
            "They were received",
            {
                "Bougainville Women's Federation",
                "Panguna Veterans' Association",
                "Ishmael Toroama",
            },
            set(),
        ),
        (  # nobody whom words like `with` put before a verb
            f"With {MIRZOYAN} and {BAYRAMOV} came {ALIYEV} and {PASHINYAN}. On Tuesday they met in"
            " Oslo for the peace talks.",
            "they met",
            {ALIYEV, PASHINYAN},
            set(),
        ),
    ],
)
def test_they_are_the_subject_of_the_sentence_before(
    read: Read, text: str, words: str, people: set[str], between: set[str]
) -> None:
    reading = read(text)
    claim = meant(reading, words)
    assert room(reading, claim, between=False) == people
    assert room(reading, claim, between=True) == between


def test_who_speaks_in_a_transcript_is_not_they(read: Read) -> None:
    reading = read(
        "TOIVO KLAAR: The peace treaty is near. PRESENTER: And Armenia? TOIVO KLAAR: "
        f"{BAYRAMOV} spoke of it. On Tuesday they met in Oslo."
    )
    claim = meant(reading, "they met")
    assert "Toivo Klaar" not in room(reading, claim, between=False)


@pytest.mark.parametrize(
    ("text", "words", "people", "between"),
    [
        (  # a mediator who goes from capital to capital sits with neither side
            "Staffan de Mistura held consultations on Western Sahara in New York in May.",
            "held consultations",
            {"Staffan de Mistura"},
            set(),
        ),
        (  # who brings them together sits with both
            "Staffan de Mistura will bring the sides of the Western Sahara conflict together for"
            " talks in New York in November.",
            "talks",
            {"Morocco", "Polisario Front"},
            {"Staffan de Mistura"},
        ),
    ],
)
def test_where_the_sides_are_whom_only_mediators_are_named(
    read: Read, text: str, words: str, people: set[str], between: set[str]
) -> None:
    reading = read(text)
    claim = meant(reading, words)
    assert room(reading, claim, between=False) == people
    assert room(reading, claim, between=True) == between


@pytest.mark.parametrize(
    ("after", "there"),
    [
        (
            f"The delegations were led by Mr {MIRZOYAN}, Minister of Foreign Affairs of Armenia;"
            f" Mr {BAYRAMOV}, of Azerbaijan; and Mr Toivo Klaar.",
            {"Toivo Klaar"},
        ),
        (
            "It was witnessed by Espen Barth Eide, whose country has hosted them since 2001, and"
            " by Toivo Klaar, the envoy of the European Union.",
            {"Espen Barth Eide", "Toivo Klaar"},
        ),
        (
            "The session was chaired by Espen Barth Eide, and by the European Union.",
            {"Espen Barth Eide", "European Union"},
        ),
        (
            f"It was chaired by Toivo Klaar; Espen Barth Eide told {ALIYEV} of it.",
            {"Toivo Klaar"},
        ),
        ("Toivo Klaar told the delegations that time was short.", {"Toivo Klaar"}),
        ("Toivo Klaar put a draft on the table.", {"Toivo Klaar"}),
        ('"They were polite," said Toivo Klaar, who was of the party.', {"Toivo Klaar"}),
        ("Toivo Klaar had flown in for the occasion.", {"Toivo Klaar"}),
        (
            "In the hall: President Emmanuel Macron and Toivo Klaar.",
            {"Emmanuel Macron", "Toivo Klaar"},
        ),
        ("His co-host, Foreign Minister Espen Barth Eide, was content.", {"Espen Barth Eide"}),
        ("Next to them, Toivo Klaar.", {"Toivo Klaar"}),
        ("Toivo Klaar told reporters that time was short.", set()),
        ("Toivo Klaar witnessed the floods in Spain.", set()),
        ("Toivo Klaar came to Brussels.", set()),
    ],
)
def test_who_else_was_there(read: Read, after: str, there: set[str]) -> None:
    reading = read(MET + after)
    claim = meant(reading, "met in Oslo")
    named = room(reading, claim, between=False) | room(reading, claim, between=True)
    assert named == BOTH | there


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            f"{ALIYEV} met {PASHINYAN} on Wednesday and gave a press conference in Baku.",
            {ALIYEV},
        ),
        (
            f"{ALIYEV} thanked Toivo Klaar and then told a press conference that the peace talks"
            " would go on.",
            {ALIYEV},
        ),
        (
            f"{ALIYEV} met {PASHINYAN} on Wednesday, and Toivo Klaar gave a press conference.",
            {"Toivo Klaar"},
        ),
        (
            f"{ALIYEV} met {PASHINYAN} on Wednesday and the two gave a press conference.",
            {ALIYEV, PASHINYAN},
        ),
        (
            f"{ALIYEV} and {PASHINYAN} gave a press conference on the peace talks.",
            {ALIYEV, PASHINYAN},
        ),
    ],
)
def test_who_speaks_after_whom_he_met(read: Read, text: str, people: set[str]) -> None:
    reading = read(text)
    claim = next(c for c in reading.claims if c.kind == "press_conference")
    assert room(reading, claim, between=False) == people


@pytest.mark.parametrize(
    ("text", "words", "people", "between"),
    [
        (
            "The feud is over. Sheriff Dale Ricketts brought union leader Ray Sandoval and plant"
            " manager Jim Osterberg together in his office on Tuesday for talks on a ceasefire.",
            "together",
            {"Ray Sandoval", "Jim Osterberg"},
            {"Dale Ricketts"},
        ),
        (
            f"Toivo Klaar got {MIRZOYAN} and {BAYRAMOV} to one table for peace talks in Oslo on"
            " Tuesday.",
            "talks",
            {MIRZOYAN, BAYRAMOV},
            {"Toivo Klaar"},
        ),
        (  # who brings along people of his own
            f"{ALIYEV} brought {BAYRAMOV} and Hikmet Hajiyev to peace talks in Oslo on Tuesday.",
            "talks",
            {ALIYEV, BAYRAMOV, "Hikmet Hajiyev"},
            set(),
        ),
        (  # a leader who watches others of his side sign is a guest
            f"{MIRZOYAN} and {BAYRAMOV} signed the peace treaty in Oslo on Tuesday. President"
            f" {ALIYEV} looked on.",
            "signed",
            {MIRZOYAN, BAYRAMOV},
            {ALIYEV},
        ),
        (  # at talks he is there with it
            f"{MIRZOYAN} and {BAYRAMOV} held peace talks in Oslo on Tuesday. President {ALIYEV}"
            " looked on.",
            "held peace talks",
            {MIRZOYAN, BAYRAMOV, ALIYEV},
            set(),
        ),
    ],
)
def test_who_makes_others_sit_down_and_who_watches_them(
    read: Read, text: str, words: str, people: set[str], between: set[str]
) -> None:
    reading = read(text)
    claim = meant(reading, words)
    assert room(reading, claim, between=False) == people
    assert room(reading, claim, between=True) == between
