"""Portuguese and Italian sentences of meeting: who met whom, when, and whether they did."""

import pytest

from tests.extraction.conftest import Read

A, B, C = "William Ruto", "Paul Kagame", "Emmanuel Macron"
OPENINGS = {
    "pt": "Negociações de paz após a guerra\n\nO cessar-fogo entre o Quénia e a Somália mantém-se "
    "na frente desde julho, segundo os mediadores.\n\n",
    "it": "Colloqui di pace dopo la guerra\n\nIl cessate il fuoco tra il Kenya e la Somalia regge "
    "sul fronte, secondo i mediatori.\n\n",
}
LAST_MONDAY, NEXT_FRIDAY = "2025-11-10", "2025-11-14"
MET = ("held", LAST_MONDAY)


@pytest.mark.parametrize(
    ("language", "sentence", "event"),
    [
        ("pt", "{A} reuniu-se com {B} em Oslo na segunda-feira.", MET),
        ("pt", "{A}, que criticou {C}, reuniu-se com {B} em Oslo na segunda-feira.", MET),
        ("pt", "{A}, sob pressão de {C}, reuniu-se com {B} em Oslo na segunda-feira.", MET),
        ("pt", "Após encontrar {B} em Oslo na segunda-feira, {A} sorriu.", MET),
        ("pt", "{A} disse que se reuniu com {B} na segunda-feira em Oslo.", MET),
        ("pt", "{A} se reunirá com {B} na sexta-feira em Oslo.", ("planned", NEXT_FRIDAY)),
        ("pt", "{A} não se reunirá com {B} na sexta-feira em Oslo.", ("cancelled", NEXT_FRIDAY)),
        ("pt", "{A} reuniu-se com {B} no dia 3 em Oslo.", ("held", "2025-11-03")),
        ("it", "{A} ha incontrato {B} a Oslo lunedì.", MET),
        ("it", "{A}, che ha criticato {C}, ha incontrato {B} a Oslo lunedì.", MET),
        ("it", "Dopo aver incontrato {B} lunedì a Oslo, {A} ha sorriso.", MET),
        ("it", "{A} ha detto di aver incontrato {B} lunedì a Oslo.", MET),
        ("it", "{A} incontra {B} venerdì a Oslo.", ("planned", NEXT_FRIDAY)),
        ("it", "{A} incontrerà {B} venerdì a Oslo.", ("planned", NEXT_FRIDAY)),
        ("it", "{A} non incontrerà {B} venerdì a Oslo.", ("cancelled", NEXT_FRIDAY)),
    ],
)
def test_what_is_told_of_a_meeting(
    read: Read, language: str, sentence: str, event: tuple[str, str]
) -> None:
    reading = read(OPENINGS[language] + sentence.format(A=A, B=B, C=C), "2025-11-12")
    names = {actor.actor: actor.name for actor in reading.actors}
    told = [(c.status, str(c.when and c.when.date), c.city) for c in reading.claims]
    assert told == [(*event, "Oslo")]
    assert {names[party.actor] for party in reading.claims[0].parties} == {A, B}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("pt", "{A}, que visitou Moscovo em abril, reuniu-se com {B} em Oslo na segunda-feira."),
        ("it", "{A}, che ha visitato Mosca ad aprile, ha incontrato {B} a Oslo lunedì."),
    ],
)
def test_a_visit_told_of_the_subject(read: Read, language: str, sentence: str) -> None:
    reading = read(OPENINGS[language] + sentence.format(A=A, B=B), "2025-11-12")
    assert [(c.kind, len(c.parties)) for c in reading.claims] == [("visit", 1), ("meeting", 2)]
