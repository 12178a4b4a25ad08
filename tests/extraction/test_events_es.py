"""Spanish trips, calls, signatures, days and offices, as in the papers."""

import pytest

from service.domain.articles import Reading
from tests.extraction.conftest import Read
from tests.extraction.test_frames_es import CONTEXT, PUBLISHED, A, B


def told(reading: Reading) -> list[str]:
    return [f"{c.kind} {c.status} {c.when and c.when.date}" for c in reading.claims]


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("{A} visitará Oslo el viernes.", "visit planned 2025-11-14"),
        ("{A} visita Oslo el viernes.", "visit planned 2025-11-14"),
        ("{A} vuela a Oslo el viernes.", "visit planned 2025-11-14"),
        ("{A} se desplazará a Oslo el viernes.", "visit planned 2025-11-14"),
        ("{A} no acudirá a Oslo el viernes.", "visit cancelled 2025-11-14"),
        ("{A} podría visitar Oslo el viernes.", "visit proposed 2025-11-14"),
        ("{A} ha sido invitado a visitar Oslo.", "visit proposed None"),
        ("{A} realiza este miércoles una visita oficial a Oslo.", "visit ongoing 2025-11-12"),
        ("La visita de {A} a Oslo está prevista para el viernes.", "visit planned 2025-11-14"),
        ("{A} canceló su visita a Oslo prevista para el viernes.", "visit cancelled 2025-11-14"),
    ],
)
def test_a_trip(read: Read, sentence: str, event: str) -> None:
    found = read(CONTEXT + sentence.format(A=A), PUBLISHED)
    assert told(found) == [event]
    assert found.claims[0].city == "Oslo"


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("{A} hablará por teléfono con {B} el viernes.", "phone_call planned 2025-11-14"),
        ("{A} telefoneará a {B} el viernes.", "phone_call planned 2025-11-14"),
        ("{A} habló telefónicamente con {B} el lunes.", "phone_call held 2025-11-10"),
        ("{A} y {B} firmarán un acuerdo el viernes.", "signing planned 2025-11-14"),
        ("{A} y {B} firman este viernes un acuerdo.", "signing planned 2025-11-14"),
        ("{A} y {B} no firmarán el acuerdo el viernes.", "signing cancelled 2025-11-14"),
        ("La firma del acuerdo entre {A} y {B} tuvo lugar el lunes.", "signing held 2025-11-10"),
        (
            "{A} y {B} ofrecieron el lunes una rueda de prensa conjunta.",
            "press_conference held 2025-11-10",
        ),
        ("{A} y {B} volvieron a verse el lunes.", "meeting held 2025-11-10"),
        ("{A} y {B} se volverán a reunir el viernes.", "meeting planned 2025-11-14"),
        ("{A} y {B} no volvieron a reunirse hasta el lunes.", "meeting held 2025-11-10"),
    ],
)
def test_a_call_a_signature_a_meeting_again(read: Read, sentence: str, event: str) -> None:
    assert told(read(CONTEXT + sentence.format(A=A, B=B), PUBLISHED)) == [event]


@pytest.mark.parametrize(
    ("day", "date"),
    [
        ("el jueves 20", "2025-11-20"),
        ("el lunes de la próxima semana", "2025-11-17"),
        ("el día 20", "2025-11-20"),
        ("el día 20 de diciembre", "2025-12-20"),
        ("a principios de diciembre", "2025-12-01"),
        ("a principios de mes", "2025-11-01"),
        ("en la primera semana de diciembre", "2025-12-01"),
        ("a primera hora del viernes", "2025-11-14"),
    ],
)
@pytest.mark.parametrize(
    "frame", ["{A} se reunirá con {B} {day}.", "{Day} {A} se reunirá con {B}."]
)
def test_a_day_to_come(read: Read, frame: str, day: str, date: str) -> None:
    sentence = frame.format(A=A, B=B, day=day, Day=day[0].upper() + day[1:])
    assert told(read(CONTEXT + sentence, PUBLISHED)) == [f"meeting planned {date}"]


@pytest.mark.parametrize(
    ("day", "date"),
    [("el lunes 3", "2025-11-03"), ("el día 3", "2025-11-03"), ("el día 20", "2025-10-20")],
)
def test_a_day_gone_by(read: Read, day: str, date: str) -> None:
    sentence = f"{A} se reunió {day} con {B} en Oslo."
    assert told(read(CONTEXT + sentence, PUBLISHED)) == [f"meeting held {date}"]


def test_a_number_behind_a_weekday_that_is_no_day(read: Read) -> None:
    sentence = f"El lunes 15 personas vieron a {A} reunirse con {B}."
    days = {c.when.date.isoformat() for c in read(CONTEXT + sentence, PUBLISHED).claims if c.when}
    assert days <= {"2025-11-10"}


@pytest.mark.parametrize(
    "first", ["El presidente de Kenia, William Ruto,", "El presidente keniano", "William Ruto"]
)
@pytest.mark.parametrize(
    "second",
    [
        "su homólogo ruandés",
        "su homólogo ruandés, Paul Kagame",
        "el presidente ruandés",
        "el mandatario de Ruanda",
        "el presidente de Ruanda, Paul Kagame",
    ],
)
def test_whose_office_stands_behind_it(read: Read, first: str, second: str) -> None:
    found = read(CONTEXT + f"{first} se reunió el lunes en Oslo con {second}.", PUBLISHED)
    names = {actor.actor: actor.name for actor in found.actors}
    assert [{names[p.actor] for p in claim.parties} for claim in found.claims] == [{A, B}]


def test_an_unknown_minister_is_not_the_known_one(read: Read) -> None:
    sentence = f"{A} se reunió el lunes con el ministro de Exteriores ruso, Oleg Barinov."
    found = read(CONTEXT + sentence, PUBLISHED)
    assert {actor.name for actor in found.actors if actor.type == "person"} == {A, "Oleg Barinov"}


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("{A} aceptó reunirse con {B} el viernes.", "meeting planned 2025-11-14"),
        ("{A} pidió a {B} reunirse en Oslo.", "meeting proposed None"),
        ("{A} dijo que está dispuesto a reunirse con {B} en Oslo.", "meeting proposed None"),
        ("Es probable que {A} se reúna con {B} el viernes.", "meeting proposed 2025-11-14"),
        ("No habrá reunión entre {A} y {B} el viernes.", "meeting cancelled 2025-11-14"),
        ("{A} desconvocó la reunión con {B} en Oslo.", "meeting cancelled None"),
        (
            "El encuentro previsto para el lunes en Oslo entre {A} y {B} no llegó a celebrarse.",
            "meeting cancelled 2025-11-10",
        ),
        ("{A} llamó traidor a {C} antes de reunirse el lunes con {B}.", "meeting held 2025-11-10"),
        ("{A} criticó a {C} tras reunirse el lunes con {B}.", "meeting held 2025-11-10"),
    ],
)
def test_what_is_meant_by_a_meeting(read: Read, sentence: str, event: str) -> None:
    found = read(CONTEXT + sentence.format(A=A, B=B, C="Emmanuel Macron"), PUBLISHED)
    assert told(found) == [event]
    names = {actor.actor: actor.name for actor in found.actors}
    assert {names[p.actor] for p in found.claims[0].parties} == {A, B}


@pytest.mark.parametrize(
    "sentence",
    [
        "{A} llamó a {B} mentiroso.",
        "{A} llamó a la calma el lunes.",
        "{A} recibió el lunes una carta de {B}.",
        "{A} recibió el lunes en Oslo el premio de la paz.",
        "{A} se negó a recibir a {B}.",
        "El lunes murieron en Oslo diez personas, informó {A}.",
    ],
)
def test_what_is_no_meeting(read: Read, sentence: str) -> None:
    assert not read(CONTEXT + sentence.format(A=A, B=B), PUBLISHED).claims
