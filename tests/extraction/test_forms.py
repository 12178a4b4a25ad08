"""In which forms of words, and states, an event is told."""

import pytest

from tests.extraction.conftest import Read

CONTEXT = (
    "The war has cost thousands of lives, and the mediators have worked for peace for years. "
    "Most people believe that only talks can bring a lasting ceasefire.\n\n"
)
PUBLISHED = "2025-11-12"


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Lavrov called off his meeting with Kallas in Vienna on Friday.", "meeting cancelled"),
        ("Aliyev will host Tokayev in Baku next Tuesday.", "meeting planned"),
        ("Kosovo's Albin Kurti was met by Miroslav Lajcak in Pristina on Tuesday.", "meeting held"),
        ("The generals had a first face-to-face in Torkham on Friday.", "meeting held"),
        ("Turkey has offered to host peace talks between Russia and Ukraine.", "talks proposed"),
        ("Zelensky said he was ready to meet Putin in Jerusalem.", "meeting proposed"),
        (
            "A meeting of the two presidents could take place in Minsk in December.",
            "meeting proposed",
        ),
        ("Macron had a telephone exchange with Joseph Aoun on Monday evening.", "phone_call held"),
        (
            "Marco Rubio spoke today with Indian External Affairs Minister Jaishankar.",
            "phone_call held",
        ),
        ("Negotiators are at the table in Cairo for a second day.", "talks ongoing"),
        ("Lavrov stepped off a plane in Vienna on Friday.", "visit held"),
        ("Aliyev and Pashinyan swapped folders in Prague on Monday.", "signing held"),
        ("Mediation between Russia and Ukraine began in Jeddah on Monday.", "talks held"),
    ],
)
def test_an_event_in_other_words(read: Read, sentence: str, told: str) -> None:
    found = read(CONTEXT + sentence, PUBLISHED).claims
    assert [f"{claim.kind} {claim.status}" for claim in found] == [told]


@pytest.mark.parametrize(
    "sentence",
    [
        "Zelensky signed a decree on Saturday appointing a new envoy.",
        "Hundreds gathered in Tbilisi on Saturday to protest against the law.",
        "The convoy arrived in El Fasher on Sunday with forty trucks of food.",
        "The two countries have been at peace since 28 February 2013.",
    ],
)
def test_what_is_no_event(read: Read, sentence: str) -> None:
    assert not read(CONTEXT + sentence, PUBLISHED).claims
