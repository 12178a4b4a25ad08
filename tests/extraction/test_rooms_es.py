"""Who was in the room in Spanish: subjects left out, asides, hosts and who stands between."""

import pytest

from service.domain.articles import Reading
from tests.extraction.conftest import Read
from tests.extraction.test_frames_es import CONTEXT, PUBLISHED, A, B

C = "Emmanuel Macron"
G = "António Guterres"


def rooms(reading: Reading) -> list[tuple[str | None, set[str]]]:
    """Return the city and the persons of each meeting."""
    names = {a.actor: a.name for a in reading.actors if a.type == "person"}
    return [
        (c.city, {names[p.actor] for p in c.parties if p.actor in names}) for c in reading.claims
    ]


@pytest.mark.parametrize(
    ("next_sentence", "room"),
    [
        ("El viernes recibirá a {C} en París.", ("Paris", {A, C})),
        ("También se entrevistó con {C}.", ("Oslo", {A, C})),
        ("Después viajó a París para reunirse con {C}.", ("Paris", {A, C})),
        ("El viernes se reunirá con el presidente francés en París.", ("Paris", {A, C})),
        ("Los rebeldes se reunieron el martes con {C} en París.", ("Paris", {C})),
        ("El martes llegó a París el presidente francés, {C}.", ("Paris", {C})),
        ("El martes se desplazó a París, donde se reunió con {C}.", ("Paris", {A, C})),
        ("El viernes lo recibirá en París el presidente francés, {C}.", ("Paris", {A, C})),
        ("El martes había sido recibido en París por {C}.", ("Paris", {A, C})),
    ],
)
def test_one_who_is_left_out(read: Read, next_sentence: str, room: tuple[str, set[str]]) -> None:
    text = f"{A} se reunió el lunes en Oslo con {B}. " + next_sentence.format(C=C)
    assert rooms(read(CONTEXT + text, PUBLISHED)) == [("Oslo", {A, B}), room]


@pytest.mark.parametrize(
    ("next_sentence", "room"),
    [
        ("Ya se habían visto en mayo en París.", ("Paris", {A, B})),
        ("El viernes volverán a reunirse en Ginebra.", ("Geneva", {A, B})),
        ("Tras la reunión, ofrecieron una rueda de prensa conjunta.", ("Oslo", {A, B})),
    ],
)
def test_several_who_are_left_out(
    read: Read, next_sentence: str, room: tuple[str, set[str]]
) -> None:
    text = f"{A} y {B} se reunieron el lunes en Oslo. " + next_sentence
    assert rooms(read(CONTEXT + text, PUBLISHED)) == [("Oslo", {A, B}), room]


@pytest.mark.parametrize(
    "sentence",
    [
        "Según {C}, {A} y {B} se reunieron el lunes en Oslo.",
        "{A}, presionado por {C}, se reunió el lunes en Oslo con {B}.",
        "{A}, que criticó a {C}, se reunió el lunes en Oslo con {B}.",
        "{A} se reunió el lunes en Oslo con {B} sin avisar a {C}.",
        "{A} se reunió el lunes en Oslo con {B}, pero no con {C}.",
        "{A} y {B} abordaron el lunes en Oslo la propuesta de {C}.",
        "{C} pidió calma después de que {A} y {B} se reunieran el lunes en Oslo.",
        "{A} se reunió el lunes en Oslo al margen de la Asamblea General de la ONU con {B}.",
        "{A} y {B} se reunieron el lunes en Oslo. Fue su primer encuentro desde mayo.",
    ],
)
def test_words_between_are_of_themselves(read: Read, sentence: str) -> None:
    reading = read(CONTEXT + sentence.format(A=A, B=B, C=C), PUBLISHED)
    assert rooms(reading) == [("Oslo", {A, B})]
    assert [(c.status, str(c.when and c.when.date)) for c in reading.claims] == [
        ("held", "2025-11-10")
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "{A} se reunió el lunes en Oslo con {B} y el martes en París con {C}.",
        "{A} se reunió el lunes con {B} en Oslo y el martes con {C} en París.",
    ],
)
def test_each_on_a_day_of_his_own(read: Read, sentence: str) -> None:
    reading = read(CONTEXT + sentence.format(A=A, B=B, C=C), PUBLISHED)
    assert rooms(reading) == [("Oslo", {A, B}), ("Paris", {A, C})]


def test_what_the_subject_does_on_a_later_day(read: Read) -> None:
    text = f"{A} se reunió el lunes en Oslo con {B} y el viernes se verá con {C} en París."
    reading = read(CONTEXT + text, PUBLISHED)
    assert rooms(reading) == [("Oslo", {A, B}), ("Paris", {A, C})]
    assert [str(c.when and c.when.date) for c in reading.claims] == ["2025-11-10", "2025-11-14"]


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("{A} y {B} conversaron el lunes en Oslo. A la reunión asistió {G}.", "participant"),
        ("{A} y {B} conversaron el lunes en Oslo, auspiciados por {G}.", "mediator"),
        ("{A} y {B} se vieron el lunes en Oslo bajo la mediación de {G}.", "mediator"),
    ],
)
def test_who_else_was_there(read: Read, sentence: str, role: str) -> None:
    reading = read(CONTEXT + sentence.format(A=A, B=B, G=G), PUBLISHED)
    assert rooms(reading) == [("Oslo", {A, B, G})]
    guest = next(a.actor for a in reading.actors if a.name == G)
    assert [p.role for p in reading.claims[0].parties if p.actor == guest] == [role]


@pytest.mark.parametrize(
    "place",
    ["en la ciudad suiza de Ginebra", "en Ginebra (Suiza)", "en la sede de la ONU en Ginebra"],
)
def test_a_city_and_its_country(read: Read, place: str) -> None:
    reading = read(CONTEXT + f"{A} y {B} se reunirán {place} el viernes.", PUBLISHED)
    assert [claim.city for claim in reading.claims] == ["Geneva"]
    assert len(reading.claims[0].parties) == 2


def test_who_is_not_received_met_nobody(read: Read) -> None:
    text = f"{A}, que no lo recibió, habló el lunes por teléfono con {B}, según {C}."
    reading = read(CONTEXT + text, PUBLISHED)
    assert [claim.kind for claim in reading.claims] == ["phone_call"]
    assert rooms(reading) == [(None, {A, B})]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("La palabrera Remedios Fince reunió a los tíos.", {"Remedios Fince"}),
        ("La gerenta del puerto, Ximena Urzúa, firmó la paz.", {"Ximena Urzúa"}),
        ("El ministro marroquí de Asuntos Exteriores, Ilyas Tazi, habló.", {"Ilyas Tazi"}),
    ],
)
def test_persons_whom_nobody_knows(read: Read, text: str, names: set[str]) -> None:
    found = read(CONTEXT + text, PUBLISHED).actors
    assert {actor.name for actor in found if actor.type == "person"} == names
