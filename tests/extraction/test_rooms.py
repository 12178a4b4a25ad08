"""Who was in a room by the words around it: groups with their holders, numbers, what follows."""

import pytest

from tests.extraction.conftest import Read
from tests.extraction.test_who import meant, room

ALIYEV, PASHINYAN, HAJIYEV = "Ilham Aliyev", "Nikol Pashinyan", "Hikmet Hajiyev"
BORDER = "The ceasefire and the peace treaty are at stake. "


@pytest.mark.parametrize(
    ("text", "words", "people"),
    [
        (  # as many persons as states: they hold the offices
            f"{BORDER}On Thursday Josep Borrell received the ministers of Denmark and Colombia, "
            "Magnus Heunicke and Lena Estrada, in Geneva.",
            "received",
            {"Josep Borrell", "Magnus Heunicke", "Lena Estrada"},
        ),
        (
            f"{BORDER}The foreign ministers of Ghana and Togo, Kofi Mensah and Yao Agbodan, met in "
            "Accra on Monday.",
            "met in Accra",
            {"Kofi Mensah", "Yao Agbodan"},
        ),
        (  # one person for two states holds neither office
            f"{BORDER}The foreign ministers of Armenia and Azerbaijan, {ALIYEV} said, met in "
            "Tbilisi on Monday.",
            "met in",
            {"Armenia", "Azerbaijan"},
        ),
        (  # `where` opens the clause of the verb
            "The fire was stopped on April 5 in Moscow, where the chiefs of the general staffs of "
            "Azerbaijan and Armenia, Najmaddin Sadigov and Yuri Khachaturov, met.",
            "met",
            {"Najmaddin Sadigov", "Yuri Khachaturov"},
        ),
        (  # `where` with a verb of its own is an aside
            f"{BORDER}{HAJIYEV}, where he was expected, and Armen Grigoryan met in Tbilisi.",
            "met in Tbilisi",
            {HAJIYEV, "Armen Grigoryan"},
        ),
        (
            f"{BORDER}Josep Borrell was in Baku on Tuesday, where the foreign minister, Jeyhun "
            "Bayramov, received him.",
            "was in Baku",
            {"Josep Borrell", "Jeyhun Bayramov"},
        ),
    ],
)
def test_who_holds_the_offices_of_a_group(
    read: Read, text: str, words: str, people: set[str]
) -> None:
    reading = read(text)
    claim = meant(reading, words)
    assert room(reading, claim, between=False) | room(reading, claim, between=True) == people


@pytest.mark.parametrize(
    ("text", "words", "people"),
    [
        (
            f"{BORDER}{ALIYEV} was ready for it. {PASHINYAN} and Josep Borrell said so too. On "
            "June 11 the three met in Prague.",
            "the three met",
            {ALIYEV, PASHINYAN, "Josep Borrell"},
        ),
        (
            f"{BORDER}Recep Tayyip Erdogan, {ALIYEV} and {PASHINYAN} spoke of peace. Putin was "
            "angry. On June 11 the three met in Prague.",
            "the three met",
            {"Recep Tayyip Erdoğan", ALIYEV, PASHINYAN},
        ),
        (
            f"The peace treaty was discussed by {ALIYEV}, {PASHINYAN} and Josep Borrell. The first "
            "of the three rounds was held in Almaty on May 10.",
            "held in Almaty",
            {"Armenia", "Azerbaijan"},
        ),
    ],
)
def test_so_many_as_were_named_just_before(
    read: Read, text: str, words: str, people: set[str]
) -> None:
    reading = read(text)
    claim = meant(reading, words)
    assert room(reading, claim, between=False) | room(reading, claim, between=True) == people


MET = f"{HAJIYEV} and Armen Grigoryan met in Tbilisi on Monday to discuss the peace treaty. "


@pytest.mark.parametrize(
    ("after", "words", "people"),
    [
        (
            "It was followed by a sitting in Vienna on Tuesday.",
            "sitting in Vienna",
            {HAJIYEV, "Armen Grigoryan"},
        ),
        (
            "The previous meeting had taken place in Oslo in March.",
            "previous meeting",
            {HAJIYEV, "Armen Grigoryan"},
        ),
        ("A meeting took place in Oslo in March 2021.", "took place in Oslo", set()),
        ("A meeting of farmers was held in Bern on Tuesday.", "meeting of", set()),
        ("A session of parliament was held in Bern on Tuesday.", "session of", set()),
        ("A cabinet meeting was held in Bern on Tuesday.", "cabinet meeting", set()),
        ("The world looks on. A conference was held in Oslo on Tuesday.", "conference", set()),
        ("The world is glad. And so it goes. A sitting was held in Oslo.", "sitting", set()),
    ],
)
def test_what_is_told_right_after_is_of_the_same_people(
    read: Read, after: str, words: str, people: set[str]
) -> None:
    reading = read(MET + after)
    assert room(reading, meant(reading, words), between=False) == people


def test_who_is_still_to_be_somewhere_was_not_there(read: Read) -> None:
    reading = read(MET + "The International Committee of the Red Cross will be present on Friday.")
    assert room(reading, meant(reading, "met in Tbilisi"), between=True) == set()


TREATY = f"{ALIYEV} and {PASHINYAN} met in Vienna on Monday to discuss the peace treaty. "


@pytest.mark.parametrize(
    ("after", "people", "between"),
    [
        ("Next to them sat Charles Michel.", set(), {"Charles Michel"}),
        ("Charles Michel poured the coffee and left them alone.", set(), {"Charles Michel"}),
        ("On his left sat Ararat Mirzoyan.", {"Ararat Mirzoyan"}, set()),
        (
            f"{PASHINYAN} had brought his foreign minister, Ararat Mirzoyan.",
            {"Ararat Mirzoyan"},
            set(),
        ),
        (f"{PASHINYAN} had brought his papers. Josep Borrell was glad.", set(), set()),
        ("They were Charles Michel's guests, said Josep Borrell.", set(), set()),
    ],
)
def test_who_sat_where(read: Read, after: str, people: set[str], between: set[str]) -> None:
    reading = read(TREATY + after)
    claim = meant(reading, "met in Vienna")
    assert room(reading, claim, between=False) == {ALIYEV, PASHINYAN} | people
    assert room(reading, claim, between=True) == between


@pytest.mark.parametrize(
    "after",
    [
        f"They were {HAJIYEV} for Baku and Armen Grigoryan for Yerevan.",
        f"They were {HAJIYEV}, an aide to President {ALIYEV}; and Armen Grigoryan.",
    ],
)
def test_who_is_named_only_in_the_next_sentence(read: Read, after: str) -> None:
    told = "Two envoys of Armenia and Azerbaijan met in Almaty on Monday for talks on peace. "
    reading = read(told + after)
    claim = meant(reading, "met in Almaty")
    assert room(reading, claim, between=False) == {HAJIYEV, "Armen Grigoryan"}


def test_who_is_named_after_others_were_told_of_is_one_of_those(read: Read) -> None:
    told = f"{ALIYEV} and {PASHINYAN} met in Vienna on Monday for talks on peace. "
    reading = read(told + "Two men marched in Baku. They were Tofiq Hasanli and Armen Grigoryan.")
    claim = meant(reading, "met in Vienna")
    assert room(reading, claim, between=False) == {ALIYEV, PASHINYAN}


@pytest.mark.parametrize(
    ("text", "people", "between"),
    [
        (
            "The ceasefire was signed an hour before by the defence ministers, Tea Seiha and "
            "Natthaphon Narkphanit, in Putrajaya on Monday.",
            {"Nattaphon Narkphanit", "Tea Seiha"},
            set(),
        ),
        (
            f"{ALIYEV} and {PASHINYAN} signed the peace treaty on Monday before Donald Trump.",
            {ALIYEV, PASHINYAN},
            {"Donald Trump"},
        ),
    ],
)
def test_before_by_and_before(read: Read, text: str, people: set[str], between: set[str]) -> None:
    reading = read(text)
    claim = meant(reading, "signed")
    assert room(reading, claim, between=False) == people
    assert room(reading, claim, between=True) == between


@pytest.mark.parametrize(
    ("text", "people", "between"),
    [
        (
            "The ceasefire is shaky. In Delhi on April 5, Rajnath Singh brought the two communities"
            " together for talks on peace.",
            set(),
            {"Rajnath Singh"},
        ),
        (
            "The ceasefire is near. On Monday Charles Michel and his aides came together.",
            {"Charles Michel"},
            set(),
        ),
    ],
)
def test_who_brings_others_together_stands_between(
    read: Read, text: str, people: set[str], between: set[str]
) -> None:
    reading = read(text)
    claim = meant(reading, "together")
    assert room(reading, claim, between=False) == people
    assert room(reading, claim, between=True) == between


@pytest.mark.parametrize(
    ("text", "rooms"),
    [
        (
            f"Guterres met {ALIYEV} in Baku on 6 May and visited {PASHINYAN} in Yerevan on 8 May.",
            [("Baku", 6, {ALIYEV}), ("Yerevan", 8, {PASHINYAN})],
        ),
        (
            f"Guterres met {ALIYEV} in Baku on 6 May, then saw {PASHINYAN} in Yerevan on 8 May.",
            [("Baku", 6, {ALIYEV}), ("Yerevan", 8, {PASHINYAN})],
        ),
        (
            "Guterres lunched with Aliyev and called on President Pashinyan in Bern on Monday.",
            [("Bern", 13, {ALIYEV}), ("Bern", 13, {PASHINYAN})],
        ),
        (
            f"Guterres met {ALIYEV} and {PASHINYAN} in Bern on 6 May.",
            [("Bern", 6, {ALIYEV, PASHINYAN})],
        ),
        (  # another subject
            f"Guterres met {ALIYEV} in Baku on 6 May and Macron received {PASHINYAN} in Paris on "
            "8 May.",
            [("Baku", 6, {ALIYEV}), ("Paris", 8, {PASHINYAN, "Emmanuel Macron"})],
        ),
        (
            f"Guterres met {ALIYEV} in Baku on 6 May and President Macron received {PASHINYAN} in "
            "Paris on 8 May.",
            [("Baku", 6, {ALIYEV}), ("Paris", 8, {PASHINYAN, "Emmanuel Macron"})],
        ),
        (  # who is in the first room too is no subject of its own
            f"Guterres met {ALIYEV} and {PASHINYAN} greeted him in Bern on 6 May.",
            [("Bern", 6, {ALIYEV, PASHINYAN})],
        ),
    ],
)
def test_whom_one_met_and_then_another(
    read: Read, text: str, rooms: list[tuple[str, int, set[str]]]
) -> None:
    reading = read(f"{BORDER}{text}", "2024-05-16")
    told = []
    for claim in reading.claims:
        people = room(reading, claim, between=False) | room(reading, claim, between=True)
        told.append((claim.city, claim.when and claim.when.date.day, people - {"António Guterres"}))
    assert told == rooms
