"""Who is in the room by the clause: relative clauses, offices, counterparts, bodies, hosts."""

import pytest

from tests.extraction.conftest import Read
from tests.extraction.test_who import ALIYEV, BAYRAMOV, MIRZOYAN, PASHINYAN, meant, room

PEACE = "Armenia and Azerbaijan want a peace treaty. "


@pytest.mark.parametrize(
    ("text", "words", "people"),
    [
        (
            f"{MIRZOYAN}, who had come by way of Vienna, met {BAYRAMOV} in Oslo on Tuesday.",
            "met",
            {MIRZOYAN, BAYRAMOV},
        ),
        (
            f"{MIRZOYAN}, who spoke with {BAYRAMOV} by telephone on Tuesday, was content.",
            "telephone",
            {MIRZOYAN, BAYRAMOV},
        ),
        (
            "Toivo Klaar met his Peruvian counterpart in Oslo on Tuesday.",
            "met",
            {"Toivo Klaar", "Peru"},
        ),
        (
            "EU foreign ministers met in Brussels on Tuesday to discuss the peace treaty.",
            "met",
            {"European Union"},
        ),
        (
            "Officials of Qatar, Egypt and Turkey met in Doha on Tuesday to discuss the truce.",
            "met",
            {"Qatar", "Egypt", "Turkey"},
        ),
        (
            f"{MIRZOYAN} had to wait for {BAYRAMOV} until, on Tuesday, the pair met in Oslo.",
            "met in Oslo",
            {MIRZOYAN, BAYRAMOV},
        ),
        (
            f"{MIRZOYAN}, an envoy of Prime Minister {PASHINYAN}, and {BAYRAMOV} met in Oslo on"
            " Tuesday.",
            "met",
            {MIRZOYAN, BAYRAMOV},
        ),
        (
            f"{MIRZOYAN} for Armenia and {BAYRAMOV} for Azerbaijan signed the protocol on Tuesday.",
            "signed",
            {MIRZOYAN, BAYRAMOV},
        ),
        (
            "The protocol was signed by Armenia and Azerbaijan on Tuesday."
            f" {MIRZOYAN} and {BAYRAMOV} put their names to it.",
            "was signed",
            {MIRZOYAN, BAYRAMOV},
        ),
        (
            "Delegations of Armenia and Azerbaijan met in Oslo on Tuesday. The Armenian team was"
            f" led by {MIRZOYAN} and that of Azerbaijan by {BAYRAMOV}.",
            "met in Oslo",
            {MIRZOYAN, BAYRAMOV},
        ),
        (
            "Delegations of Armenia and Azerbaijan met in Oslo on Tuesday."
            f" {MIRZOYAN} spoke for Yerevan, and {BAYRAMOV} for Baku.",
            "met in Oslo",
            {MIRZOYAN, BAYRAMOV},
        ),
        (
            f"An attempt in June failed, but the two ministers, {MIRZOYAN} and {BAYRAMOV}, met in"
            " Oslo on Tuesday.",
            "met in Oslo",
            {MIRZOYAN, BAYRAMOV},
        ),
        (
            f"The President of Armenia {PASHINYAN} and the President of Azerbaijan {ALIYEV} met in"
            " Oslo on Tuesday.",
            "met in Oslo",
            {PASHINYAN, ALIYEV},
        ),
        (
            f"{MIRZOYAN} and {BAYRAMOV} signed the protocol between Armenia and Azerbaijan in Oslo"
            " on Tuesday.",
            "signed",
            {MIRZOYAN, BAYRAMOV},
        ),
        (
            f"{MIRZOYAN}, who leads the team of Yerevan, and {BAYRAMOV}, the chief negotiator of"
            " Baku, signed the protocol in Oslo on Tuesday.",
            "signed",
            {MIRZOYAN, BAYRAMOV},
        ),
        (
            f"After talks with Antony Blinken in Oslo on Tuesday, {MIRZOYAN} spoke of a new text.",
            "talks",
            {"Antony Blinken", MIRZOYAN},
        ),
        (
            f"The third round, in Oslo since Tuesday, is stuck: {MIRZOYAN} and {BAYRAMOV} are down"
            " to commas.",
            "round",
            {MIRZOYAN, BAYRAMOV},
        ),
        (
            f"The summit in Oslo on Tuesday, at which {ALIYEV} and {PASHINYAN} sat, was short.",
            "summit",
            {ALIYEV, PASHINYAN},
        ),
        (
            "The OSCE Minsk Group met in Oslo on Tuesday. The group's next session is set for"
            " July 20 in Vienna.",
            "next session",
            {"OSCE Minsk Group"},
        ),
        (f"{ALIYEV} said at a press conference that he was content.", "press", {ALIYEV}),
        ("A new round is set for Friday in Oslo.", "round", {"Armenia", "Azerbaijan"}),
        (
            "Talks between Armenia and Azerbaijan opened in Oslo on Tuesday. In the hills an armed"
            " group led by Ararat Mirzoyan attacked a post.",
            "Talks",
            {"Armenia", "Azerbaijan"},
        ),
        (
            "Talks between Armenia and Azerbaijan opened in Oslo on Tuesday. The group led by"
            " Ararat Mirzoyan will stay.",
            "Talks",
            {"Ararat Mirzoyan", "Azerbaijan"},
        ),
    ],
)
def test_the_clause_tells_who_is_in_the_room(
    read: Read, text: str, words: str, people: set[str]
) -> None:
    reading = read(PEACE + text)
    assert room(reading, meant(reading, words), between=False) == people


@pytest.mark.parametrize(
    ("text", "words", "between"),
    [
        (
            f"{MIRZOYAN} and {BAYRAMOV} met on Tuesday in the presence of the personal envoy of the"
            " UN Secretary-General, Toivo Klaar.",
            "met",
            {"Toivo Klaar"},
        ),
        (
            f"{MIRZOYAN} and {BAYRAMOV} met in Oslo on Tuesday, with Qatar as the go-between.",
            "met",
            {"Qatar"},
        ),
        (
            f"{MIRZOYAN} and {BAYRAMOV} met in Oslo on Tuesday. The meeting was chaired by Toivo"
            " Klaar.",
            "met in Oslo",
            {"Toivo Klaar"},
        ),
        (
            f"Toivo Klaar, the envoy of the European Union, chaired talks between {MIRZOYAN} and"
            f" {BAYRAMOV} on Tuesday.",
            "talks",
            {"Toivo Klaar"},
        ),
        (
            f"{MIRZOYAN} and {BAYRAMOV} met in Oslo on Tuesday, hosted by the UN's Toivo Klaar.",
            "met in Oslo",
            {"Toivo Klaar"},
        ),
        (
            "Qatar has offered to host talks between Armenia and Azerbaijan in Doha.",
            "talks",
            {"Qatar"},
        ),
        (
            "German Foreign Minister Annalena Baerbock hosted the round on Tuesday.",
            "round",
            {"Annalena Baerbock"},
        ),
        (
            f"{MIRZOYAN} and {BAYRAMOV} were brought together on Tuesday by Norwegian Foreign"
            " Minister Espen Barth Eide.",
            "brought together",
            {"Espen Barth Eide"},
        ),
    ],
)
def test_who_stands_between(read: Read, text: str, words: str, between: set[str]) -> None:
    reading = read(PEACE + text)
    assert room(reading, meant(reading, words), between=True) == between


def test_they_that_resume_are_the_talks(read: Read) -> None:
    reading = read(f"{PEACE}{MIRZOYAN} and {BAYRAMOV} spoke. They had resumed in Oslo in May.")
    assert room(reading, meant(reading, "had resumed"), between=False) == {"Armenia", "Azerbaijan"}


def test_a_ceremony_is_that_of_the_signing_told_before(read: Read) -> None:
    reading = read(
        f"{PEACE}Armenia and Azerbaijan signed the protocol in Oslo on Tuesday. {MIRZOYAN} and"
        f" {BAYRAMOV} put their names to it at a ceremony hosted by Norway."
    )
    signing = meant(reading, "signed the protocol")
    assert room(reading, signing, between=False) == {MIRZOYAN, BAYRAMOV}
    assert room(reading, signing, between=True) == {"Norway"}


@pytest.mark.parametrize(
    ("told", "meetings", "looking_on"),
    [
        ("The two were joined by Antony Blinken.", 1, {"Antony Blinken"}),
        ("They were joined by Antony Blinken.", 1, {"Antony Blinken"}),
        (f"{MIRZOYAN} and {BAYRAMOV} were joined by Antony Blinken.", 1, {"Antony Blinken"}),
        (f"{MIRZOYAN} was joined by Antony Blinken in Rome.", 2, set()),
        ("The two were joined by Antony Blinken in Rome on Thursday.", 2, set()),
        ("In March the two were joined by Antony Blinken in Rome.", 2, set()),
    ],
)
def test_who_joins_those_who_signed_came_to_the_signing(
    read: Read, told: str, meetings: int, looking_on: set[str]
) -> None:
    reading = read(
        f"{PEACE}{MIRZOYAN} and {BAYRAMOV} signed a ceasefire in Oslo on Tuesday. {told}"
    )
    assert len(reading.claims) == meetings
    assert room(reading, meant(reading, "signed"), between=True) == looking_on
    assert room(reading, meant(reading, "signed"), between=False) == {MIRZOYAN, BAYRAMOV}


def test_an_ally_does_not_stand_for_a_side(read: Read) -> None:
    reading = read(
        "Yemen and the Houthis want peace; Saudi Arabia and Saudi Arabia's friends back Yemen."
        " Saudi Arabia pays. A new round of talks is set for Friday in Muscat."
    )
    assert room(reading, meant(reading, "new round"), between=False) == {"Yemen", "Houthis"}


def test_who_is_of_another_body_of_a_side_does_not_sit_for_it(read: Read) -> None:
    reading = read(
        "The Democratic Republic of the Congo and the M23 signed a peace deal in Doha on Tuesday."
        " Minister Thérèse Kayikwamba Wagner and Rwanda's foreign minister, Olivier"
        " Nduhungirehe, were content."
    )
    people = room(reading, meant(reading, "signed"), between=False)
    assert people == {"Democratic Republic of the Congo", "March 23 Movement"}


def test_an_office_of_a_body_is_not_a_president_of_a_state(read: Read) -> None:
    reading = read(
        f"{PEACE}President {ALIYEV} and Prime Minister {PASHINYAN} held talks in Brussels on"
        " Tuesday, hosted by the president of the European Council."
    )
    talks = meant(reading, "held talks")
    assert room(reading, talks, between=False) == {ALIYEV, PASHINYAN}
