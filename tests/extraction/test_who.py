"""Who is in the room: short texts, the meeting meant by some of its words, and those in it."""

import pytest

from service.domain.articles import Reading
from service.domain.meetings import Claim
from tests.extraction.conftest import Read

MIRZOYAN, BAYRAMOV = "Ararat Mirzoyan", "Jeyhun Bayramov"
ALIYEV, PASHINYAN = "Ilham Aliyev", "Nikol Pashinyan"
DELEGATES = (
    f"Foreign ministers {MIRZOYAN} of Armenia and {BAYRAMOV} of Azerbaijan discussed the peace "
    "treaty. "
)
LEADERS = f"President {ALIYEV} and Prime Minister {PASHINYAN} discussed the peace treaty. "


def meant(reading: Reading, words: str) -> Claim:
    fits = [c for c in reading.claims if any(words in e.text for e in c.evidence)]
    assert len(fits) == 1, [(c.kind, c.evidence[0].text) for c in reading.claims]
    return fits[0]


def room(reading: Reading, claim: Claim, *, between: bool) -> set[str]:
    names = {mention.actor: mention.name for mention in reading.actors}
    return {names[p.actor] for p in claim.parties if (p.role != "participant") is between}


@pytest.mark.parametrize(
    ("text", "words", "people", "between"),
    [
        (
            DELEGATES + "The ministers met in Brussels on Monday.",
            "met in Brussels",
            {MIRZOYAN, BAYRAMOV},
            set(),
        ),
        (
            "The war is over. In Oslo, Serbia and Kosovo met on Monday to discuss the peace.",
            "Serbia and Kosovo met",
            {"Serbia", "Kosovo"},
            set(),
        ),
        (
            "On Monday Foreign Minister Daudi Kiplagat met Markus Obwe in Oslo to end the war.",
            "met",
            {"Daudi Kiplagat", "Markus Obwe"},
            set(),
        ),
        (
            LEADERS + "The two leaders met in Brussels on Monday.",
            "met in Brussels",
            {ALIYEV, PASHINYAN},
            set(),
        ),
        (
            "The foreign ministers of Armenia and Azerbaijan will meet in Tbilisi on July 20 "
            "for talks on the peace treaty.",
            "will meet",
            {"Armenia", "Azerbaijan"},
            set(),
        ),
        (
            "The foreign ministers of Armenia and Azerbaijan will meet in Tbilisi on July 20 "
            f"for talks on the peace treaty. {MIRZOYAN} and {BAYRAMOV} have prepared for weeks.",
            "will meet",
            {MIRZOYAN, BAYRAMOV},
            set(),
        ),
        (
            f"The peace treaty comes nearer since the summit in Prague on July 7, where {ALIYEV} "
            f"and {PASHINYAN} agreed on its first article.",
            "summit in Prague",
            {ALIYEV, PASHINYAN},
            set(),
        ),
        (
            "Turkish Foreign Minister Hakan Fidan flew to Baku on Tuesday, where President "
            f"{ALIYEV} received him. The peace treaty with Armenia is on the table.",
            "flew to Baku",
            {"Hakan Fidan", ALIYEV},
            set(),
        ),
        (
            f"{MIRZOYAN} and {BAYRAMOV} held talks on the peace treaty in Almaty on Tuesday. "
            "Kazakh Foreign Minister Murat Nurtleu spoke of progress.",
            "held talks",
            {MIRZOYAN, BAYRAMOV},
            {"Murat Nurtleu"},
        ),
        (
            f"{ALIYEV} and {PASHINYAN} met in Abu Dhabi on Tuesday to discuss the peace treaty "
            "between Armenia and Azerbaijan.",
            "met in Abu Dhabi",
            {ALIYEV, PASHINYAN},
            set(),
        ),
        (
            f"{MIRZOYAN} and {BAYRAMOV} signed the peace treaty in Geneva on Tuesday, with "
            "Secretary of State Marco Rubio as their witness.",
            "signed",
            {MIRZOYAN, BAYRAMOV},
            {"Marco Rubio"},
        ),
        (
            "The peace talks between Armenia and Azerbaijan in Oslo on Tuesday were "
            "coordinated by Norway.",
            "talks",
            {"Armenia", "Azerbaijan"},
            {"Norway"},
        ),
        (
            f"Kazakhstan is ready: {MIRZOYAN} and {BAYRAMOV} will hold talks on the peace treaty "
            "in Almaty on July 20.",
            "will hold talks",
            {MIRZOYAN, BAYRAMOV},
            {"Kazakhstan"},
        ),
        (
            f"{ALIYEV}'s aide Hikmet Hajiyev and Armen Grigoryan met in Brussels on Tuesday "
            "to discuss the peace treaty between Armenia and Azerbaijan.",
            "met in Brussels",
            {"Hikmet Hajiyev", "Armen Grigoryan"},
            set(),
        ),
    ],
)
def test_who(read: Read, text: str, words: str, people: set[str], between: set[str]) -> None:
    reading = read(text)
    claim = meant(reading, words)
    assert room(reading, claim, between=False) == people
    assert room(reading, claim, between=True) == between


MET = f"{MIRZOYAN} and {BAYRAMOV} met in Almaty on Friday for peace talks. "


@pytest.mark.parametrize(
    ("text", "between"),
    [
        # What a phrase before the subject names does not give its role to the subject.
        (
            f"At the invitation of Murat Nurtleu, {MIRZOYAN} and {BAYRAMOV} met in Almaty "
            "on Friday for peace talks.",
            {"Murat Nurtleu"},
        ),
        (
            f"Under the auspices of Qatar and Norway, {MIRZOYAN} and {BAYRAMOV} met in Doha on "
            "Friday for peace talks.",
            {"Qatar", "Norway"},
        ),
        (
            f"Hosted by Murat Nurtleu, {MIRZOYAN} and {BAYRAMOV} met in Almaty on Friday for peace "
            "talks.",
            {"Murat Nurtleu"},
        ),
        # Words of attendance.
        (MET + "Behind them stood Murat Nurtleu.", {"Murat Nurtleu"}),
        (MET + "Murat Nurtleu stood behind them.", {"Murat Nurtleu"}),
        (MET + "Their host was Murat Nurtleu.", {"Murat Nurtleu"}),
        (MET + "Murat Nurtleu chaired the plenary.", {"Murat Nurtleu"}),
        (MET + "Murat Nurtleu took notes.", {"Murat Nurtleu"}),
        (MET + "Murat Nurtleu read out the statement.", {"Murat Nurtleu"}),
        (MET + "Turkey and Qatar mediate.", {"Turkey", "Qatar"}),
        # A sentence that tells more without a day or place of its own is of the meeting before.
        (
            MET + "Murat Nurtleu, who convened the round, called it useful.",
            {"Murat Nurtleu"},
        ),
    ],
)
def test_between_the_two(read: Read, text: str, between: set[str]) -> None:
    reading = read(text, "2024-05-13")
    claims = [c for c in reading.claims if "on Friday" in c.evidence[0].text]
    assert len(claims) == 1
    assert room(reading, claims[0], between=False) == {MIRZOYAN, BAYRAMOV}
    assert room(reading, claims[0], between=True) == between


@pytest.mark.parametrize(
    ("text", "words", "people", "between"),
    [
        # Who is meant by `him` and `his`: the subject of the sentence before.
        (
            "Xi Jinping came to Astana for peace talks. Kassym-Jomart Tokayev held talks with him "
            "on Tuesday.",
            "with him",
            {"Xi Jinping", "Kassym-Jomart Tokayev"},
            set(),
        ),
        (
            "Xi Jinping came to Astana for peace talks. His meeting with Shavkat Mirziyoyev was on "
            "Tuesday morning.",
            "His meeting",
            {"Xi Jinping", "Shavkat Mirziyoyev"},
            set(),
        ),
        # The leaders of both countries are leaders, though ministers met last.
        (
            f"{MIRZOYAN} met {BAYRAMOV} in Tbilisi on Monday about peace. Charles Michel "
            f"hosted the leaders of both countries in Brussels on Sunday. {ALIYEV} and {PASHINYAN} "
            "flew home at once.",
            "leaders of both",
            {ALIYEV, PASHINYAN},
            {"Charles Michel"},
        ),
        # Who looks on beside one of his own country is there with him; of no side, between them.
        (
            "Steve Witkoff met Vladimir Putin in Moscow on Tuesday to discuss peace in Ukraine. "
            "Yuri Ushakov sat in.",
            "met Vladimir Putin",
            {"Steve Witkoff", "Vladimir Putin", "Yuri Ushakov"},
            set(),
        ),
        (
            f"{MIRZOYAN} and {BAYRAMOV} signed the peace treaty in Doha on Monday. Faisal bin "
            "Farhan was present.",
            "signed",
            {MIRZOYAN, BAYRAMOV},
            {"Faisal bin Farhan"},
        ),
        # An office between the words of a role and a name; a verb before its subject.
        (
            "Арарат Мирзоян и Джейхун Байрамов встретились в понедельник в Вашингтоне при "
            "посредничестве американского госсекретаря Марко Рубио.",
            "встретились",
            {MIRZOYAN, BAYRAMOV},
            {"Marco Rubio"},
        ),
        (
            "Арарат Мирзоян и Джейхун Байрамов провели в понедельник мирные переговоры в Москве. "
            "Посредничали Франция и США.",
            "переговоры",
            {MIRZOYAN, BAYRAMOV},
            {"France", "United States"},
        ),
        (  # a month or a weekday before a surname is no first name
            "Abbas Araghchi spoke of the nuclear talks with Steve Witkoff. In Muscat last May "
            "Araghchi met Badr al-Busaidi.",
            "last May",
            {"Abbas Araghchi", "Badr al-Busaidi"},
            set(),
        ),
        (  # a surname that is a first name too, of somebody named in full
            "Moon Jae-in spoke of peace between the Koreas. Mr Moon met Kim Jong Un in Panmunjom "
            "on Monday.",
            "Mr Moon",
            {"Moon Jae-in", "Kim Jong Un"},
            set(),
        ),
        (  # of two family names the first stands alone
            "Ramiro Zubieta Quesada, the chief negotiator, spoke of peace talks between Colombia "
            "and the ELN. On Monday Zubieta met Pablo Beltrán in Quito.",
            "On Monday",
            {"Ramiro Zubieta Quesada", "Pablo Beltrán"},
            set(),
        ),
        (  # officials of states beside two who are named
            "The peace talks on the nuclear file with Iran go on. Abbas Araghchi sat down in "
            "Geneva with the foreign ministers of Britain, France and Germany and with Kaja "
            "Kallas on Friday.",
            "sat down in Geneva",
            {"Abbas Araghchi", "Kaja Kallas", "United Kingdom", "France", "Germany"},
            set(),
        ),
        # An apposition or a relative clause between the subject and `and`.
        (
            f"{MIRZOYAN}, once Armenia's envoy to the Vatican, and {BAYRAMOV} sat opposite each "
            "other in peace talks in Tbilisi on Monday.",
            "sat opposite",
            {MIRZOYAN, BAYRAMOV},
            set(),
        ),
        (
            f"{MIRZOYAN}, who heads the delegation, and {BAYRAMOV}, the minister, met in Tbilisi "
            "on Monday for peace talks between Armenia and Azerbaijan.",
            "met in Tbilisi",
            {MIRZOYAN, BAYRAMOV},
            set(),
        ),
        (
            f"{PASHINYAN} and his Azerbaijani host, {ALIYEV}, appeared before the press in Gabala "
            "on Monday to present the peace treaty.",
            "before the press",
            {PASHINYAN, ALIYEV},
            set(),
        ),
        # Another clause; who only sends somebody; whose team sits there; who is named at the end.
        (
            f"The peace treaty of Armenia and Azerbaijan is near. {PASHINYAN} spoke of it. On "
            f"Monday he met {ALIYEV} in Tbilisi, and later he admired the ruins with "
            "Irakli Kobakhidze.",
            "On Monday he",
            {PASHINYAN, ALIYEV},
            set(),
        ),
        (
            f"The peace treaty of Armenia and Azerbaijan is near. {PASHINYAN} has told {MIRZOYAN} "
            f"to meet {BAYRAMOV} in Tbilisi on Monday.",
            "to meet",
            {MIRZOYAN, BAYRAMOV},
            set(),
        ),
        (
            f"Armenia and Azerbaijan are near a peace treaty. {MIRZOYAN} held talks with "
            f"{BAYRAMOV}'s team in Tbilisi on Monday.",
            "held talks",
            {MIRZOYAN, BAYRAMOV},
            set(),
        ),
        (
            "Armenia and Azerbaijan are near a peace treaty. Irakli Kobakhidze received two "
            f"visitors in Tbilisi on Monday: {MIRZOYAN} and {BAYRAMOV}.",
            "received two",
            {MIRZOYAN, BAYRAMOV, "Irakli Kobakhidze"},
            set(),
        ),
        # Who acts for somebody, and whom somebody calls something; who opens talks of others.
        (
            f"{MIRZOYAN} for Prime Minister {PASHINYAN} and {BAYRAMOV} for President {ALIYEV} "
            "signed the peace treaty of Armenia and Azerbaijan in Tbilisi on Monday.",
            "signed the peace",
            {MIRZOYAN, BAYRAMOV},
            set(),
        ),
        (
            f"{MIRZOYAN} and {BAYRAMOV} came for peace between Armenia and Azerbaijan. Irakli "
            "Kobakhidze, who was the host, opened the talks in Tbilisi on Monday.",
            "opened the talks",
            {MIRZOYAN, BAYRAMOV},
            {"Irakli Kobakhidze"},
        ),
        # Mediators in other languages, their offices between.
        (
            "A Armênia e o Azerbaijão querem a paz. Ararat Mirzoyan e Jeyhun Bayramov "
            "reuniram-se em Tbilisi na segunda-feira, com a mediação do Presidente brasileiro, "
            "Lula da Silva.",
            "reuniram-se",
            {MIRZOYAN, BAYRAMOV},
            {"Luiz Inácio Lula da Silva"},
        ),
        (
            "L'Armenia e l'Azerbaigian vogliono un accordo di pace. Nikol Pashinyan e "
            "Ilham Aliyev si sono incontrati lunedì a Roma per i colloqui di pace, alla presenza "
            "della presidente del Consiglio Giorgia Meloni.",
            "incontrati",
            {PASHINYAN, ALIYEV},
            {"Giorgia Meloni"},
        ),
        # With somebody looking on; a chain of offices; a relative clause before the verb.
        (
            f"{MIRZOYAN} and {BAYRAMOV} met in Tbilisi on Monday for peace talks between Armenia "
            "and Azerbaijan, with Irakli Kobakhidze of Georgia and half his cabinet looking over "
            "their shoulders.",
            "met in Tbilisi",
            {MIRZOYAN, BAYRAMOV},
            {"Irakli Kobakhidze"},
        ),
        (
            "Ararat Mirzoyan y Jeyhun Bayramov firmaron el lunes en Madrid un acuerdo de paz en "
            "presencia del ministro de Asuntos Exteriores español José Manuel Albares.",
            "firmaron",
            {MIRZOYAN, BAYRAMOV},
            {"José Manuel Albares"},
        ),
        (
            f"{MIRZOYAN} and {BAYRAMOV} spoke of peace between Armenia and Azerbaijan. Talks "
            "between the two which the host, Irakli Kobakhidze, called for Monday in Tbilisi have "
            "begun.",
            "Talks between",
            {MIRZOYAN, BAYRAMOV},
            {"Irakli Kobakhidze"},
        ),
        # Two who hold offices, the first without a name.
        (
            f"President {ALIYEV} spoke of the peace treaty of Armenia and Azerbaijan. The "
            f"President and Prime Minister {PASHINYAN} had tea in Tbilisi on Monday.",
            "had tea",
            {PASHINYAN, ALIYEV},
            set(),
        ),
        # Whose government signs, and who only speaks of it, are not there; a local official is.
        (
            "The government of Gustavo Petro and the National Liberation Army (ELN) signed a "
            "ceasefire in Caracas on Monday.",
            "signed a ceasefire",
            {"Colombia", "National Liberation Army"},
            set(),
        ),
        (
            f"Irakli Kobakhidze, Georgia's prime minister, announced that {MIRZOYAN} and "
            f"{BAYRAMOV} had met in Brussels on Monday for peace talks of Armenia and Azerbaijan.",
            "had met",
            {MIRZOYAN, BAYRAMOV},
            set(),
        ),
        # Words for the two who were named, in several packs.
        (
            LEADERS + "The two principals met in Brussels on Monday.",
            "met in Brussels",
            {ALIYEV, PASHINYAN},
            set(),
        ),
        (
            "Ilham Aliyev e Nikol Pashinyan querem um acordo de paz. Os dois líderes "
            "reuniram-se em Bruxelas na segunda-feira.",
            "reuniram-se",
            {ALIYEV, PASHINYAN},
            set(),
        ),
        (
            "Ilham Aliyev y Nikol Pashinyan quieren un acuerdo de paz. Los dos presidentes se "
            "reunieron el lunes en Bruselas.",
            "se reunieron",
            {ALIYEV, PASHINYAN},
            set(),
        ),
    ],
)
def test_who_else(read: Read, text: str, words: str, people: set[str], between: set[str]) -> None:
    reading = read(text)
    claim = meant(reading, words)
    assert room(reading, claim, between=False) == people
    assert room(reading, claim, between=True) == between


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("The foreign ministers of Armenia and Azerbaijan will hold talks in Oslo.", "ministers"),
        ("The Armenian and Azerbaijani foreign ministers held talks in Oslo.", "ministers"),
        (
            "Armenia and Azerbaijan to hold peace talks in Oslo\n\nThe foreign ministers of "
            "Armenia and Azerbaijan will hold peace talks in Oslo on July 20, it was announced.",
            "ministers",
        ),
        ("The leaders of Armenia and Azerbaijan will hold talks in Oslo.", "leaders"),
        ("Armenia and Azerbaijan will hold talks in Oslo.", None),
    ],
)
def test_offices_tell_the_level_of_states(read: Read, text: str, level: str | None) -> None:
    assert [claim.level for claim in read(text).claims] == [level]


@pytest.mark.parametrize(
    "speaker",
    ["the Norwegian foreign ministry said", "said the Norwegian government", "Norway said"],
)
def test_who_announces_talks_is_not_at_them(read: Read, speaker: str) -> None:
    told = read(f"Armenia and Azerbaijan will hold peace talks in Oslo on July 20, {speaker}.")
    assert room(told, told.claims[0], between=True) == set()
