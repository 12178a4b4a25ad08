"""Who was there by words of attendance, by lists with offices between, and who only told of it."""

import pytest

from tests.extraction.conftest import Read
from tests.extraction.test_who import ALIYEV, BAYRAMOV, MIRZOYAN, PASHINYAN, meant, room

MET = f"{MIRZOYAN} and {BAYRAMOV} met in Oslo on Tuesday to discuss the peace treaty. "
BOTH = {MIRZOYAN, BAYRAMOV}


@pytest.mark.parametrize(
    ("after", "participants", "between"),
    [
        ("Norwegian Foreign Minister Espen Barth Eide looked on.", set(), {"Espen Barth Eide"}),
        ("EU envoy Toivo Klaar attended.", set(), {"Toivo Klaar"}),
        ("Qatar sat in on the session.", set(), {"Qatar"}),
        ("The meeting was chaired by Espen Barth Eide.", set(), {"Espen Barth Eide"}),
        ("Espen Barth Eide, who shuttled between them, was content.", set(), {"Espen Barth Eide"}),
        ("Toivo Klaar, the EU envoy, may take part in a later round.", set(), set()),
        ("Toivo Klaar did not attend.", set(), set()),
        ("Norway's Espen Barth Eide chaired.", set(), {"Espen Barth Eide"}),
        ("Espen Barth Eide had brought them together.", set(), {"Espen Barth Eide"}),
        ("Between the two delegations sat Toivo Klaar.", set(), {"Toivo Klaar"}),
        (
            "The talks were hosted by Norway and facilitated by Toivo Klaar.",
            set(),
            {"Norway", "Toivo Klaar"},
        ),
        ("EU mediator Toivo Klaar spoke of progress.", set(), {"Toivo Klaar"}),
        ("Toivo Klaar looked on, and so did Qatar.", set(), {"Toivo Klaar", "Qatar"}),
        ("Toivo Klaar praised them, as did Qatar.", set(), set()),
        ("Toivo Klaar moved back and forth between them.", set(), {"Toivo Klaar"}),
        (
            "They were content. So were their capitals. Birds sang. Nobody sang along. Toivo"
            " Klaar looked on.",
            set(),
            {"Toivo Klaar"},
        ),
        ("The mediator, Toivo Klaar, was content.", set(), {"Toivo Klaar"}),
        ("Present in the room as go-betweens were Qatar and Egypt.", set(), {"Qatar", "Egypt"}),
        ("Norway brought together both sides.", set(), {"Norway"}),
        ("Toivo Klaar leads a campaign for books.", set(), set()),
        ("Their host, Espen Barth Eide, was content.", set(), {"Espen Barth Eide"}),
        (
            "Espen Barth Eide was the host, and diplomats from Qatar and Egypt watched.",
            set(),
            {"Espen Barth Eide", "Qatar", "Egypt"},
        ),
        ("Envoys of Qatar and Egypt were at hand.", set(), {"Qatar", "Egypt"}),
        ("Qatar and Egypt have observers at the table.", set(), {"Qatar", "Egypt"}),
        ("Norway has sent observers and Egypt sits in as an observer.", set(), {"Norway", "Egypt"}),
        (
            "It was witnessed by Toivo Klaar, whose team had facilitated earlier talks.",
            set(),
            {"Toivo Klaar"},
        ),
        ("Toivo Klaar signed as a witness.", set(), {"Toivo Klaar"}),
    ],
)
def test_who_the_next_sentence_puts_there(
    read: Read, after: str, participants: set[str], between: set[str]
) -> None:
    reading = read(MET + after)
    claim = meant(reading, "met in Oslo")
    assert room(reading, claim, between=False) == BOTH | participants
    assert room(reading, claim, between=True) == between


@pytest.mark.parametrize(
    ("text", "words", "people"),
    [
        (
            f"Talks between {MIRZOYAN}, Minister of Foreign Affairs of Armenia, and {BAYRAMOV}, "
            "Minister of Foreign Affairs of Azerbaijan, were held in Oslo on Tuesday.",
            "Talks",
            BOTH,
        ),
        (
            f"{MIRZOYAN}, the head of the Armenian delegation, and {BAYRAMOV}, his opposite "
            "number from Baku, met in Oslo on Tuesday.",
            "met in Oslo",
            BOTH,
        ),
        (
            f"The government of Armenia and Azerbaijan met in Oslo on Tuesday. {MIRZOYAN} and "
            f"{BAYRAMOV} met in Oslo on Tuesday.",
            "met in Oslo",
            BOTH,
        ),
        (
            "Talks between Armenia and Azerbaijan go on in Oslo. The next session will be held in "
            "Vienna on July 20.",
            "next session",
            {"Armenia", "Azerbaijan"},
        ),
        (
            f"{ALIYEV} and {PASHINYAN} came to Moscow on Tuesday. Vladimir Putin received them in "
            "the Kremlin on Tuesday.",
            "received them",
            {ALIYEV, PASHINYAN},
        ),
        (
            f"The peace treaty of Armenia and Azerbaijan is near. {BAYRAMOV} flew to Yerevan on "
            f"Monday. With him were {MIRZOYAN} and {ALIYEV}.",
            "flew to Yerevan",
            {BAYRAMOV, MIRZOYAN, ALIYEV},
        ),
        (
            f"{MIRZOYAN}, adviser to Prime Minister {PASHINYAN}, met {BAYRAMOV} in Oslo on "
            "Tuesday.",
            "met",
            BOTH,
        ),
        (
            "Armenian and Azerbaijani teams met in Oslo on Tuesday to discuss the peace treaty. "
            f"{MIRZOYAN} led the Armenian team and {BAYRAMOV} that of Azerbaijan.",
            "met in Oslo",
            BOTH,
        ),
        (
            f"Armenia's foreign minister, {MIRZOYAN}, and envoys of Azerbaijan met in Oslo on "
            "Tuesday to discuss the peace treaty.",
            "met in Oslo",
            {MIRZOYAN, "Azerbaijan"},
        ),
        (
            f"{MIRZOYAN} and {BAYRAMOV} met in Oslo on Tuesday after days of talks, with Toivo "
            "Klaar and Espen Barth Eide in the mediators' chairs.",
            "met in Oslo",
            BOTH,
        ),
        (
            f"{ALIYEV} and {PASHINYAN} signed the peace agreement in Oslo on Tuesday. The two"
            " leaders had signed a declaration in Moscow in May. Armen Grigoryan and Hikmet Hajiyev"
            " put their names to it.",
            "signed the peace",
            {ALIYEV, PASHINYAN, "Armen Grigoryan", "Hikmet Hajiyev"},
        ),
        (
            f"{ALIYEV} and {PASHINYAN} met in Oslo on Tuesday to discuss the peace treaty."
            " Afterwards they telephoned Emmanuel Macron. Olaf Scholz joined in later.",
            "met in Oslo",
            {ALIYEV, PASHINYAN},
        ),
        (
            MET + "Foreign ministry spokesperson Ani Badalyan had proposed the meeting in Oslo.",
            "met in Oslo",
            BOTH,
        ),
    ],
)
def test_lists_and_tellers(read: Read, text: str, words: str, people: set[str]) -> None:
    reading = read(text)
    assert room(reading, meant(reading, words), between=False) == people


@pytest.mark.parametrize(
    "text",
    [
        "Ararat Mirzoyan et Jeyhun Bayramov se sont rencontrés mardi à Genève en présence de "
        "Emmanuel Macron pour discuter du traité de paix.",
        "Ararat Mirzoyan y Jeyhun Bayramov se reunieron el martes en Ginebra para hablar del "
        "tratado de paz. Emmanuel Macron estuvo presente.",
        "Ararat Mirzoyan und Jeyhun Bayramov trafen sich am Dienstag in Genf im Beisein von "
        "Emmanuel Macron, um über den Friedensvertrag zu sprechen.",
    ],
)
def test_other_languages_say_who_was_there(read: Read, text: str) -> None:
    reading = read(text)
    assert len(reading.claims) == 1
    claim = reading.claims[0]
    assert room(reading, claim, between=False) == BOTH
    assert room(reading, claim, between=True) == {"Emmanuel Macron"}


def test_all_whom_the_sentence_before_names_were_there(read: Read) -> None:
    reading = read(
        "On Sunday the government of Sudan and a rebel alliance signed a declaration in Rome. The"
        " alliance means Adam Korto, Musa Deng Ayok and Peter Lado. All three were in the room."
    )
    assert {"Adam Korto", "Musa Deng Ayok", "Peter Lado"} <= room(
        reading, reading.claims[0], between=False
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fr",
            "Mercredi, le président Emmanuel Macron s'est entretenu en tête-à-tête avec son hôte.",
        ),
        ("en", "President Emmanuel Macron held talks with his host on Wednesday."),
        ("de", "Am Mittwoch traf Emmanuel Macron seinen Gastgeber zu einem Gespräch."),
    ],
)
def test_a_host_is_of_the_capital_told_of_last(read: Read, language: str, text: str) -> None:
    before = {
        "fr": "Le président João Lourenço et Paul Kagame ont signé l'accord de paix à Luanda"
        " dimanche.",
        "en": "President João Lourenço and Paul Kagame signed the peace accord in Luanda on"
        " Sunday.",
        "de": "Präsident João Lourenço und Paul Kagame haben am Sonntag in Luanda das"
        " Friedensabkommen unterzeichnet.",
    }[language]
    reading = read(f"{before} {text}")
    met = [room(reading, claim, between=False) for claim in reading.claims]
    assert {"Emmanuel Macron", "João Lourenço"} in met


def test_others_may_have_sat_in_the_rounds_before(read: Read) -> None:
    reading = read(
        f"{MIRZOYAN} and {BAYRAMOV} held talks on the peace treaty between Armenia and Azerbaijan"
        " in Almaty on 10 May. The first, on 2 February 2024 in Berlin, ended early."
    )
    rooms = [room(reading, claim, between=False) for claim in reading.claims]
    assert {"Armenia", "Azerbaijan"} in rooms


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "The Pope spoke of peace. Leo received Salva Kiir and Riek Machar at the Vatican"
            " on Monday.",
            "Pope Leo XIV",
        ),
        (
            "The sultan of Oman called for a truce in Yemen. Haitham received Hans Grundberg in"
            " Muscat on 9 January 2023.",
            "Haitham bin Tariq",
        ),
    ],
)
def test_who_reigns_is_named_by_one_name(read: Read, text: str, who: str) -> None:
    reading = read(text)
    claim = reading.claims[-1]
    assert who in room(reading, claim, between=True) | room(reading, claim, between=False)


def test_the_earlier_rounds_are_not_of_those_who_may_meet(read: Read) -> None:
    reading = read(
        f"Armenia and Azerbaijan negotiate over a peace treaty. {ALIYEV} and {PASHINYAN} may meet"
        " in Oslo in May. The earlier rounds, on 2 and 9 February, took place in Berlin."
    )
    rooms = [room(reading, c, between=False) for c in reading.claims if c.city == "Berlin"]
    assert rooms
    assert all(room == {"Armenia", "Azerbaijan"} for room in rooms)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It was in Almaty in December 1991 that the declaration was signed.", "signed"),
        ("A session in Berlin in June 2016 produced a list and then silence.", "session in Berlin"),
        ("The fifth meeting was held on 30 November in Oslo.", "meeting was held"),
    ],
)
def test_whom_nobody_tells_of_nobody_guesses(read: Read, text: str, words: str) -> None:
    reading = read(f"{ALIYEV} and {PASHINYAN} spoke of the Armenia-Azerbaijan peace treaty. {text}")
    claims = [c for c in reading.claims if words.split()[0] in c.evidence[0].text]
    assert [room(reading, claim, between=False) for claim in claims] == [set()]


HELD = "Talks between the Sudanese army and the Rapid Support Forces opened in Doha on Tuesday."
ARMY, FORCES = "Osman Taha", "Omar Hamdan"


@pytest.mark.parametrize(
    "after",
    [
        f"Major General {ARMY} heads the army's delegation, Brigadier {FORCES} that of the RSF.",
        f"General {ARMY} spoke for the army and General {FORCES} for the RSF.",
        f"At the table were General {ARMY} for the army and General {FORCES} for the RSF.",
        f"For the army, General {ARMY}, for the rebels, General {FORCES}: neither smiled.",
    ],
)
def test_who_heads_the_teams_sits_there_for_the_sides(read: Read, after: str) -> None:
    reading = read(f"{HELD} {after}")
    assert room(reading, meant(reading, "opened in Doha"), between=False) == {ARMY, FORCES}


def test_thanks_for_something_seat_nobody(read: Read) -> None:
    reading = read(f"{HELD} General {ARMY} was thanked for his patience, {BAYRAMOV} for tea.")
    claim = meant(reading, "opened in Doha")
    assert room(reading, claim, between=False) == {"Sudanese Armed Forces", "Rapid Support Forces"}


@pytest.mark.parametrize(
    ("text", "words", "people"),
    [
        (
            f"{ALIYEV} left early. {PASHINYAN} and he met in Sochi on Tuesday.",
            "met in Sochi",
            {ALIYEV, PASHINYAN},
        ),
        (
            f"{BAYRAMOV} met Hakan Fidan in Ankara on Tuesday. Fidan told a joint press conference"
            " that peace was near.",
            "joint press conference",
            {BAYRAMOV, "Hakan Fidan"},
        ),
        (
            f"{BAYRAMOV} met Hakan Fidan in Ankara on Tuesday. Fidan told a press conference on"
            " Wednesday that peace was near.",
            "press conference",
            {"Hakan Fidan"},
        ),
        (
            f"{PASHINYAN} told a press conference in Yerevan on Tuesday, {MIRZOYAN} beside him.",
            "press conference",
            {PASHINYAN, MIRZOYAN},
        ),
        (
            "Yemen's government and the Houthis met in Stockholm on Thursday at Sweden's"
            " invitation.",
            "met in Stockholm",
            {"Yemen", "Houthis"},
        ),
        ("Israel and Hamas held talks in Cairo on Tuesday.", "held talks", {"Israel", "Hamas"}),
        ("Hamas resumed talks with Egypt in Doha on Tuesday.", "talks", {"Egypt", "Hamas"}),
        (
            f"{MIRZOYAN} and {BAYRAMOV} met in Oslo on Tuesday to implement the accord between"
            f" {PASHINYAN} and {ALIYEV}.",
            "met in Oslo",
            BOTH,
        ),
        (
            f"{MIRZOYAN}, flanked by Vahan Kostanyan, sat across from {BAYRAMOV} and Hikmet"
            " Hajiyev in Oslo on Tuesday.",
            "sat across",
            {MIRZOYAN, BAYRAMOV, "Hikmet Hajiyev"},
        ),
    ],
)
def test_who_is_beside_whom(read: Read, text: str, words: str, people: set[str]) -> None:
    reading = read(text)
    assert room(reading, meant(reading, words), between=False) >= people


@pytest.mark.parametrize(
    ("text", "words", "between"),
    [
        (
            "Thailand and Cambodia signed a ceasefire in Putrajaya on Monday before Malaysian"
            " Prime Minister Anwar Ibrahim, the chair of ASEAN.",
            "signed a ceasefire",
            {"Anwar Ibrahim"},
        ),
        (
            "Thailand and Cambodia signed a ceasefire in Putrajaya on Monday before Anwar Ibrahim"
            " flew home.",
            "signed a ceasefire",
            set(),
        ),
        (
            "Israel and Hamas held indirect negotiations in Cairo on Tuesday with mediators from"
            " Egypt, Qatar and Turkey.",
            "negotiations",
            {"Egypt", "Qatar", "Turkey"},
        ),
        (
            "Venezuela's government and opposition signed two agreements in Barbados on Tuesday."
            " Jorge Rodríguez signed for the government and Gerardo Blyde for the opposition."
            " Norway, which has mediated since 2019, was represented by Dag Nylander.",
            "signed two agreements",
            {"Dag Halvor Nylander"},
        ),
        (
            f"{MET}Espen Barth Eide of Norway, the facilitator, said it had gone well.",
            "met in Oslo",
            {"Espen Barth Eide"},
        ),
        (
            f"{MIRZOYAN} and {BAYRAMOV} signed a truce in Oslo on Tuesday. Espen Barth Eide"
            " witnessed the signing.",
            "signed a truce",
            {"Espen Barth Eide"},
        ),
    ],
)
def test_who_looks_on_or_mediates(read: Read, text: str, words: str, between: set[str]) -> None:
    reading = read(text)
    assert room(reading, meant(reading, words), between=True) == between
