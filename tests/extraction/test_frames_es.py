"""Spanish verbs and nouns of meeting in each frame of tense, mood and denial, as in the papers."""

import pytest

from tests.extraction.conftest import Read

A, B = "William Ruto", "Paul Kagame"
CONTEXT = (
    "Negociaciones de paz tras la guerra\n\n"
    "El alto el fuego entre Kenia y Somalia se mantiene en el frente desde julio, según los "
    "mediadores.\n\n"
)
PUBLISHED = "2025-11-12"  # a Wednesday
FORMS = ("inf", "past", "perfect", "pluperfect", "will", "would", "now", "may", "having")

VERBS = [
    "reunirse con, se reunió con, se ha reunido con, se había reunido con, se reunirá con, "
    "se reuniría con, se reúne con, se reúna con, haberse reunido con",
    "recibir a, recibió a, ha recibido a, había recibido a, recibirá a, recibiría a, recibe a, "
    "reciba a, haber recibido a",
    "verse con, se vio con, se ha visto con, se había visto con, se verá con, se vería con, "
    "se ve con, se vea con, haberse visto con",
    "sostener un encuentro con, sostuvo un encuentro con, ha sostenido un encuentro con, "
    "había sostenido un encuentro con, sostendrá un encuentro con, sostendría un encuentro con, "
    "sostiene un encuentro con, sostenga un encuentro con, haber sostenido un encuentro con",
    "mantener conversaciones con, mantuvo conversaciones con, ha mantenido conversaciones con, "
    "había mantenido conversaciones con, mantendrá conversaciones con, "
    "mantendría conversaciones con, mantiene conversaciones con, mantenga conversaciones con, "
    "haber mantenido conversaciones con",
    "cenar con, cenó con, ha cenado con, había cenado con, cenará con, cenaría con, cena con, "
    "cene con, haber cenado con",
]
FRAMES = {
    "{A} {past} {B} el lunes en Oslo.": "held 2025-11-10",
    "El lunes, {A} {past} {B} en Oslo.": "held 2025-11-10",
    "{A} {perfect} {B} este lunes en Oslo.": "held 2025-11-10",
    "{A} {pluperfect} {B} en Oslo el lunes.": "held 2025-11-10",
    "{A}, que {past} {B} el lunes en Oslo, se mostró confiado.": "held 2025-11-10",
    "Tras {inf} {B} el lunes en Oslo, {A} se mostró confiado.": "held 2025-11-10",
    "{A} se mostró confiado después de {having} {B} el lunes en Oslo.": "held 2025-11-10",
    "{A} aseguró que {pluperfect} {B} el lunes en Oslo.": "held 2025-11-10",
    "{A} {will} {B} el viernes en Oslo.": "planned 2025-11-14",
    "{A} va a {inf} {B} el viernes en Oslo.": "planned 2025-11-14",
    "{A} tiene previsto {inf} {B} el viernes en Oslo.": "planned 2025-11-14",
    "{A} ha de {inf} {B} el viernes en Oslo.": "planned 2025-11-14",
    "{A} {now} {B} el viernes en Oslo.": "planned 2025-11-14",
    "{A} {now} {B} mañana en Oslo.": "planned 2025-11-13",
    "{A} dijo que {would} {B} el viernes en Oslo.": "planned 2025-11-14",
    "{A} anunció que {will} {B} el viernes en Oslo.": "planned 2025-11-14",
    "Se espera que {A} {may} {B} el viernes en Oslo.": "planned 2025-11-14",
    "{A} podría {inf} {B} el viernes en Oslo.": "proposed 2025-11-14",
    "Es posible que {A} {may} {B} el viernes en Oslo.": "proposed 2025-11-14",
    "{A} se ofreció a {inf} {B} en Oslo.": "proposed None",
    "{A} está listo para {inf} {B} en Oslo.": "proposed None",
    "{A} no {will} {B} el viernes en Oslo.": "cancelled 2025-11-14",
    "{A} no {past} {B} el lunes en Oslo como estaba previsto.": "cancelled 2025-11-10",
    "{A} debía {inf} {B} el lunes en Oslo, pero fue cancelado.": "cancelled 2025-11-10",
    "{A} tenía previsto {inf} {B} el lunes en Oslo, pero no viajó.": "cancelled 2025-11-10",
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(("frame", "event"), FRAMES.items())
def test_a_verb_in_a_frame(read: Read, verb: str, frame: str, event: str) -> None:
    words = dict(zip(FORMS, verb.split(", "), strict=True))
    found = read(CONTEXT + frame.format(A=A, B=B, **words), PUBLISHED)
    told = [(f"{c.status} {c.when and c.when.date}", c.city) for c in found.claims]
    assert told == [(event, "Oslo")]
    names = {actor.actor: actor.name for actor in found.actors}
    assert {names[party.actor] for party in found.claims[0].parties} == {A, B}


NOUNS = ["una reunión", "conversaciones", "una cumbre", "una ronda de negociaciones", "la reunión"]
NOUN_FRAMES = {
    "Tras {noun} con {B} el lunes en Oslo, {A} se mostró confiado.": "held 2025-11-10",
    "{A} asistió a {noun} con {B} el lunes en Oslo.": "held 2025-11-10",
    "Siguen los preparativos de {noun} entre {A} y {B} el viernes en Oslo.": "planned 2025-11-14",
    "{A} viajará el viernes a Oslo para {noun} con {B}.": "planned 2025-11-14",
    "{A} propuso {noun} con {B} en Oslo.": "proposed None",
    "{A} no descarta {noun} con {B} en Oslo.": "proposed None",
    "{A} canceló {noun} con {B} el viernes en Oslo.": "cancelled 2025-11-14",
    "{A} aplazó {noun} con {B} en Oslo.": "postponed None",
}


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize(("frame", "event"), NOUN_FRAMES.items())
def test_a_noun_in_a_frame(read: Read, noun: str, frame: str, event: str) -> None:
    found = read(CONTEXT + frame.format(A=A, B=B, noun=noun), PUBLISHED)
    told = [(f"{c.status} {c.when and c.when.date}", c.city) for c in found.claims]
    assert told == [(event, "Oslo")]


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("Una reunión entre {A} y {B} no se celebrará el viernes.", "cancelled 2025-11-14"),
        ("Una cumbre de {A} y {B} no tendrá lugar el viernes.", "cancelled 2025-11-14"),
        ("La reunión entre {A} y {B} se celebrará el viernes.", "planned 2025-11-14"),
        ("El encuentro entre {A} y {B} tuvo lugar el lunes.", "held 2025-11-10"),
    ],
)
def test_what_became_of_a_meeting(read: Read, sentence: str, event: str) -> None:
    claims = read(CONTEXT + sentence.format(A=A, B=B), PUBLISHED).claims
    assert [f"{claim.status} {claim.when and claim.when.date}" for claim in claims] == [event]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("{A} se reunirá mañana por la tarde con {B}.", "2025-11-13"),
        ("{A} se reunirá en la mañana del viernes con {B}.", "2025-11-14"),
        ("{A} se reunió el lunes por la mañana con {B}.", "2025-11-10"),
    ],
)
def test_tomorrow_and_the_morning(read: Read, sentence: str, day: str) -> None:
    claims = read(CONTEXT + sentence.format(A=A, B=B), PUBLISHED).claims
    assert [str(claim.when and claim.when.date) for claim in claims] == [day]


@pytest.mark.parametrize(
    ("sentence", "parties"),
    [
        ("{A} dijo que el viernes recibirá a {B}.", {A, B}),
        ("{A} anunció que su ministro se reunirá el viernes con {B}.", {B}),
        ("{A} aseguró que la delegación se reunió el lunes con {B}.", {B}),
    ],
)
def test_who_speaks_of_a_meeting_of_his_own(read: Read, sentence: str, parties: set[str]) -> None:
    found = read(CONTEXT + sentence.format(A=A, B=B), PUBLISHED)
    names = {actor.actor: actor.name for actor in found.actors if actor.type == "person"}
    told = {names.get(p.actor) for claim in found.claims for p in claim.parties}
    assert told - {None} == parties
