"""Whom pronouns and words for several put in a room: short texts, and who was there."""

import pytest

from tests.extraction.conftest import Read
from tests.extraction.test_who import (
    ALIYEV,
    BAYRAMOV,
    DELEGATES,
    LEADERS,
    MIRZOYAN,
    PASHINYAN,
    meant,
    room,
)

RUTO, KAGAME = "William Ruto", "Paul Kagame"
STATES = {"Armenia", "Azerbaijan"}


@pytest.mark.parametrize(
    ("text", "words", "people"),
    [
        (
            DELEGATES + "The parties will keep the ceasefire. They first met in Almaty in May.",
            "first met",
            STATES,
        ),
        (
            DELEGATES + "Both sides want more. Prisoners are home. In June they met in Tbilisi.",
            "met in Tbilisi",
            STATES,
        ),
        (
            DELEGATES
            + f"The sides want more. {ALIYEV} and {PASHINYAN} do too. They met in Prague.",
            "met in Prague",
            {ALIYEV, PASHINYAN},
        ),
        (
            LEADERS + f"{RUTO} praised {PASHINYAN}. The two men had last met in Tirana in May.",
            "had last met",
            {ALIYEV, PASHINYAN},
        ),
        (
            DELEGATES
            + f"{ALIYEV} and {PASHINYAN} are busy. Their ministers met in Baku on Monday.",
            "met in Baku",
            {MIRZOYAN, BAYRAMOV},
        ),
        (
            DELEGATES
            + f"{ALIYEV} and {PASHINYAN} were busy. The treaty was signed in Washington on "
            "August 8 by the two heads of state.",
            "was signed",
            {ALIYEV, PASHINYAN},
        ),
        (
            DELEGATES + "Armenia and Azerbaijan had nobody else to ask; they met in Oslo in May.",
            "met in Oslo",
            STATES,
        ),
        (
            LEADERS + f"{RUTO} met {KAGAME} in Nairobi on May 4; people there hope they come back.",
            "in Nairobi",
            {RUTO, KAGAME},
        ),
        (
            DELEGATES
            + f"The leaders appointed {RUTO} and {KAGAME}. Their first meeting is in Kigali.",
            "Their first",
            {RUTO, KAGAME},
        ),
        (
            DELEGATES + "A summit of the two presidents is to be held in Prague in July.",
            "A summit",
            STATES,
        ),
        (
            LEADERS + f"{ALIYEV} thanked {KAGAME}; on Tuesday {RUTO} met him in Nairobi.",
            "met him in Nairobi",
            {RUTO, ALIYEV},
        ),
        (
            LEADERS + f"{KAGAME} has heard from Federica Mogherini. She met {RUTO} in Nairobi.",
            "met William Ruto",
            {"Federica Mogherini", RUTO},
        ),
        (
            LEADERS + f"{ALIYEV}'s last trip took him to Nairobi, where he met {RUTO} on May 2.",
            f"met {RUTO}",
            {ALIYEV, RUTO},
        ),
        (
            "Президент Ильхам Алиев и премьер-министр Никол Пашинян обсудили мирный договор. "
            "Стороны довольны. Они встретились в Праге 6 июля.",
            "встретились",
            STATES,
        ),
        (
            "The mediator, Halvard Kvisler, brought President Daudi Kiplager of Kenya and "
            "President Markus Obwe of Uganda together in Oslo on Sunday. The war is long. They "
            "had last met in Rome in March.",
            "had last met",
            {"Daudi Kiplager", "Markus Obwe"},
        ),
        (
            "President Daudi Kiplager of Kenya and President Markus Obwe of Uganda held talks in "
            "Rome on Monday. The former president, Iris Mallow, was in the room. The two "
            "presidents will meet in Doha on 1 August.",
            "will meet",
            {"Daudi Kiplager", "Markus Obwe"},
        ),
    ],
)
def test_whom_words_mean(read: Read, text: str, words: str, people: set[str]) -> None:
    reading = read(text)
    assert room(reading, meant(reading, words), between=False) == people


@pytest.mark.parametrize("subject", ["The president of Kenya, William Ruto,", "William Ruto"])
def test_an_office_behind_a_verb_is_another_s(read: Read, subject: str) -> None:
    text = f"Peace talks\n\nA ceasefire holds. {subject} met the Rwandan president on Monday."
    reading = read(text, "2025-11-12")
    assert room(reading, meant(reading, "met"), between=False) == {RUTO, KAGAME}


@pytest.mark.parametrize("office", ["the US ambassador", "the ambassador of the United States"])
def test_a_state_has_many_ambassadors(read: Read, office: str) -> None:
    found = read(f"Peace talks\n\n{RUTO} met {office} in Oslo on 3 June 2025.", "2025-06-05")
    assert {actor.name for actor in found.actors if actor.type == "person"} == {RUTO}


def test_a_relative_at_the_end_is_of_whom_it_follows(read: Read) -> None:
    told = f"{PASHINYAN} will see {ALIYEV}, who met {KAGAME} in Oslo on Monday."
    reading = read(f"Peace talks\n\n{told}", "2025-11-12")
    names = {actor.actor: actor.name for actor in reading.actors}
    rooms = [{names[p.actor] for p in c.parties} for c in reading.claims if c.when]
    assert rooms == [{ALIYEV, KAGAME}]
