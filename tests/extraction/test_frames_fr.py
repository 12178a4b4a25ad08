"""French verbs of meeting in frames of tense, mood and denial: one event of the right status."""

import pytest

from tests.extraction.conftest import Read

A, B = "William Ruto", "Paul Kagame"
CONTEXT = (
    "Pourparlers de paix après la guerre\n\n"
    "Le cessez-le-feu entre le Kenya et la Somalie tient sur la ligne de front.\n\n"
)
PUBLISHED = "2025-11-12"  # a Wednesday
LAST_MONDAY, NEXT_FRIDAY = "2025-11-10", "2025-11-14"

# infinitive, perfect, pluperfect, future, present, conditional, reported, denied future, denied
# perfect, perfect infinitive
VERBS = [
    "rencontrer, a rencontré, avait rencontré, rencontrera, rencontre, rencontrerait, "
    "aurait rencontré, ne rencontrera pas, n'a pas rencontré, avoir rencontré",
    "recevoir, a reçu, avait reçu, recevra, reçoit, recevrait, aurait reçu, ne recevra pas, "
    "n'a pas reçu, avoir reçu",
    "s'entretenir avec, s'est entretenu avec, s'était entretenu avec, s'entretiendra avec, "
    "s'entretient avec, s'entretiendrait avec, se serait entretenu avec, "
    "ne s'entretiendra pas avec, ne s'est pas entretenu avec, s'être entretenu avec",
    "se réunir avec, s'est ensuite réuni avec, s'était réuni avec, se réunira avec, "
    "se réunit avec, se réunirait avec, se serait réuni avec, ne se réunira pas avec, "
    "ne s'est pas réuni avec, s'être réuni avec",
    "discuter avec, a longuement discuté avec, avait discuté avec, discutera avec, discute avec, "
    "discuterait avec, aurait discuté avec, ne discutera pas avec, n'a pas discuté avec, "
    "avoir discuté avec",
    "dîner avec, a dîné avec, avait dîné avec, dînera avec, dîne avec, dînerait avec, "
    "aurait dîné avec, ne dînera pas avec, n'a pas dîné avec, avoir dîné avec",
    "revoir, a revu, avait déjà revu, reverra, revoit, reverrait, aurait revu, ne reverra pas, "
    "n'a pas revu, avoir revu",
    "tenir des pourparlers avec, a tenu des pourparlers avec, avait tenu des pourparlers avec, "
    "tiendra des pourparlers avec, tient des pourparlers avec, tiendrait des pourparlers avec, "
    "aurait tenu des pourparlers avec, ne tiendra pas de pourparlers avec, "
    "n'a pas tenu de pourparlers avec, avoir tenu des pourparlers avec",
]
FORMS = ("inf", "has", "had", "will", "does", "would", "may_have", "wont", "didnt", "having")
FRAMES = {
    "{A} {has} {B} lundi à Oslo.": f"held {LAST_MONDAY}",
    "Lundi, {A} {has} {B} à Oslo.": f"held {LAST_MONDAY}",
    "{A} {had} {B} lundi à Oslo.": f"held {LAST_MONDAY}",
    "{A}, qui {has} {B} lundi à Oslo, s'est dit confiant.": f"held {LAST_MONDAY}",
    "Après {having} {B} lundi à Oslo, {A} s'est dit confiant.": f"held {LAST_MONDAY}",
    "{A} a déclaré lundi après {having} {B} à Oslo qu'il était confiant.": f"held {LAST_MONDAY}",
    "Selon des diplomates, {A} {may_have} {B} lundi à Oslo.": f"held {LAST_MONDAY}",
    "{A} {will} {B} vendredi à Oslo.": f"planned {NEXT_FRIDAY}",
    "{A} {does} {B} vendredi à Oslo.": f"planned {NEXT_FRIDAY}",
    "Vendredi, {A} {does} {B} à Oslo.": f"planned {NEXT_FRIDAY}",
    "{A} va {inf} {B} vendredi à Oslo.": f"planned {NEXT_FRIDAY}",
    "{A} doit {inf} {B} vendredi à Oslo.": f"planned {NEXT_FRIDAY}",
    "{A} a annoncé mardi qu'il {would} {B} vendredi à Oslo.": f"planned {NEXT_FRIDAY}",
    "{A} a déclaré qu'il allait {inf} {B} vendredi à Oslo.": f"planned {NEXT_FRIDAY}",
    "{A} a accepté de {inf} {B} vendredi à Oslo.": f"planned {NEXT_FRIDAY}",
    "{A} pourrait {inf} {B} vendredi à Oslo.": f"proposed {NEXT_FRIDAY}",
    "{A} veut {inf} {B} à Oslo.": "proposed None",
    "{A} s'est dit prêt à {inf} {B} à Oslo.": "proposed None",
    "{A} {wont} {B} vendredi à Oslo.": f"cancelled {NEXT_FRIDAY}",
    "{A} {didnt} {B} lundi à Oslo comme prévu.": f"cancelled {LAST_MONDAY}",
    "{A} devait {inf} {B} lundi à Oslo, mais a annulé.": f"cancelled {LAST_MONDAY}",
    "{A} a renoncé à {inf} {B} vendredi à Oslo.": f"cancelled {NEXT_FRIDAY}",
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(("frame", "event"), FRAMES.items())
def test_a_verb_in_a_frame(read: Read, verb: str, frame: str, event: str) -> None:
    words = dict(zip(FORMS, verb.split(", "), strict=True))
    found = read(CONTEXT + frame.format(A=A, B=B, **words), PUBLISHED)
    names = {actor.actor: actor.name for actor in found.actors}
    told = [
        (f"{c.status} {c.when and c.when.date}", c.city, {names[p.actor] for p in c.parties})
        for c in found.claims
    ]
    assert told == [(event, "Oslo", {A, B})]


@pytest.mark.parametrize(
    "sentence",
    [
        "{A} a reçu lundi une lettre de {B}.",
        "{A} a rencontré des difficultés lundi à Oslo.",
        "{A} ne voit dans ce texte qu'un premier pas.",
        "{A} a refusé d'accueillir {B} à Oslo.",
        "{B} a démenti avoir rencontré {A} lundi à Oslo.",
        "La guerre entre le Kenya et le Rwanda a éclaté le 3 mai.",
        "Les obstacles rencontrés depuis un an restent entiers, selon {A}.",
    ],
)
def test_no_meeting(read: Read, sentence: str) -> None:
    assert not read(CONTEXT + sentence.format(A=A, B=B), PUBLISHED).claims


@pytest.mark.parametrize(
    ("sentence", "status", "day"),
    [
        ("La rencontre {A}-{B} a eu lieu vendredi à Oslo.", "held", "2025-11-07"),
        ("Le président kényan rencontre vendredi à Oslo {B}.", "planned", NEXT_FRIDAY),
        ("{A} visite Oslo vendredi.", "planned", NEXT_FRIDAY),
        ("La visite de {A} à Oslo vendredi a été utile.", "held", "2025-11-07"),
    ],
)
def test_a_noun_and_a_verb_alike(read: Read, sentence: str, status: str, day: str) -> None:
    found = read(CONTEXT + sentence.format(A=A, B=B), PUBLISHED)
    assert [(c.status, str(c.when and c.when.date)) for c in found.claims] == [(status, day)]


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("{A} et {B} se sont retrouvés lundi à Oslo.", f"held meeting {LAST_MONDAY} Oslo"),
        (
            "{A} et {B} ont décidé de se revoir vendredi à Oslo.",
            f"planned meeting {NEXT_FRIDAY} Oslo",
        ),
        ("{A} et {B} ne se sont pas vus lundi à Oslo.", f"cancelled meeting {LAST_MONDAY} Oslo"),
        ("Une rencontre {A}-{B} aura lieu vendredi à Oslo.", f"planned meeting {NEXT_FRIDAY} Oslo"),
        (
            "Un sommet entre {A} et {B} pourrait avoir lieu vendredi à Oslo.",
            f"proposed summit {NEXT_FRIDAY} Oslo",
        ),
        (
            "La rencontre entre {A} et {B}, qui devait se tenir lundi à Oslo, a été ajournée.",
            f"postponed meeting {LAST_MONDAY} Oslo",
        ),
        (
            "Un nouveau cycle de négociations {A}-{B} prévu lundi à Oslo n'a pas eu lieu.",
            f"cancelled talks {LAST_MONDAY} Oslo",
        ),
        ("{A} doit être reçu vendredi à Oslo par {B}.", f"planned meeting {NEXT_FRIDAY} Oslo"),
        (
            "{A} et {B} se sont entretenus lundi par téléphone.",
            f"held phone_call {LAST_MONDAY} None",
        ),
        (
            "{A} s'entretiendra vendredi au téléphone avec {B}.",
            f"planned phone_call {NEXT_FRIDAY} None",
        ),
        ("{A} appellera {B} vendredi.", f"planned phone_call {NEXT_FRIDAY} None"),
        ("{A} et {B} signeront vendredi à Oslo un accord.", f"planned signing {NEXT_FRIDAY} Oslo"),
        ("{A} et {B} signent vendredi à Oslo un accord.", f"planned signing {NEXT_FRIDAY} Oslo"),
        ("{A} n'ira pas vendredi à Oslo.", f"cancelled visit {NEXT_FRIDAY} Oslo"),
        ("{A} ne s'est pas rendu lundi à Oslo.", f"cancelled visit {LAST_MONDAY} Oslo"),
        ("{A} est en visite à Oslo.", f"ongoing visit {PUBLISHED} Oslo"),
        ("{A} a été invité à se rendre à Oslo.", "proposed visit None Oslo"),
        ("{A} arrivera vendredi à Oslo.", f"planned visit {NEXT_FRIDAY} Oslo"),
    ],
)
def test_an_event_in_a_sentence(read: Read, sentence: str, event: str) -> None:
    found = read(CONTEXT + sentence.format(A=A, B=B), PUBLISHED)
    told = [f"{c.status} {c.kind} {c.when and c.when.date} {c.city}" for c in found.claims]
    assert told == [event]


# What stands before the subject, behind it, and at the end: C is not in the room, or in a role.
AROUND = {
    "Malgré les menaces de {C}, {met}.": None,
    "À la demande de {C}, {met}.": None,
    "Critiqué par {C}, {met}.": None,
    "Contrairement à {C}, {met}.": None,
    "D'après le porte-parole de {C}, {met}.": None,
    "Accompagné d'{C}, {met}.": "participant",
    "{met}, selon {C}.": None,
    "{met}, a annoncé {C}.": None,
    "{met} pour évoquer l'offensive d'{C}.": None,
    "{met} au sujet d'{C}.": None,
    "{met}, mais pas {C}.": None,
    "{met} contre l'avis d'{C}.": None,
    "{met}, où il a critiqué {C}.": None,
    "{met} en présence d'{C}.": "observer",
    "{met} sous la médiation d'{C}.": "mediator",
    "{met} sous l'égide d'{C}.": "mediator",
    "{met}, accompagné d'{C}.": "participant",
}
ASIDES = {
    ", sous la pression d'{C},": None,
    ", accusé par {C} de violer la trêve,": None,
    ", soutenu par {C},": None,
    ", comme {C} avant lui,": None,
    ", qu'{C} soutient,": None,
    ", a annoncé {C},": None,
    ", après un entretien avec {C},": None,
    ", flanqué d'{C},": "participant",
}
C = "Emmanuel Macron"
MET = ["{A}{of} a rencontré {B} lundi à Oslo", "{A}{of} s'est entretenu lundi à Oslo avec {B}"]


@pytest.mark.parametrize("met", MET)
@pytest.mark.parametrize(
    ("frame", "aside", "role"),
    [(frame, "", role) for frame, role in AROUND.items()]
    + [("{met}.", aside, role) for aside, role in ASIDES.items()],
)
def test_somebody_else_in_a_sentence(
    read: Read, met: str, frame: str, aside: str, role: str | None
) -> None:
    told = frame.format(C=C, met=met.format(A=A, B=B, of=aside.format(C=C)))
    found = read(CONTEXT + told, PUBLISHED)
    names = {actor.actor: actor.name for actor in found.actors}
    day = [c for c in found.claims if str(c.when and c.when.date) == LAST_MONDAY]
    rooms = [{names[p.actor]: p.role for p in c.parties} for c in day]
    assert [room.keys() - {C} for room in rooms] == [{A, B}]
    assert rooms[0].get(C) == role


@pytest.mark.parametrize(
    "told",
    [
        "{A} a appelé {B} à respecter la trêve.",
        "{A} a appelé lundi les parties à la retenue.",
        "{A} a appelé au dialogue.",
    ],
)
def test_an_appeal_is_no_call(read: Read, told: str) -> None:
    assert not read(CONTEXT + told.format(A=A, B=B), PUBLISHED).claims


def test_a_subject_behind_its_verb_of_speech(read: Read) -> None:
    english = "Peace talks\n\nThe truce of Kenya and Rwanda holds.\n\n"
    found = read(english + f"{A} held talks in Oslo on Monday with {B}, said {C}.", PUBLISHED)
    names = {actor.actor: actor.name for actor in found.actors}
    assert [{names[p.actor] for p in c.parties} for c in found.claims] == [{A, B}]


@pytest.mark.parametrize(
    ("sentence", "room"),
    [
        ("Le président kényan a rencontré lundi à Oslo {B}.", {A, B}),
        ("{B} a été reçu lundi à Oslo par le chef de l'État kényan.", {A, B}),
        ("{B} s'est entretenu lundi à Oslo avec son homologue kényan.", {A, B}),
        ("{B} s'est rendu à Oslo. Il s'y est longuement entretenu lundi avec {A}.", {A, B}),
        ("{A} et {B} se sont vus lundi lors d'un dîner offert par {C} à Oslo.", {A, B, C}),
    ],
)
def test_who_is_told_by_an_office_or_a_small_word(
    read: Read, sentence: str, room: set[str]
) -> None:
    found = read(CONTEXT + sentence.format(A=A, B=B, C=C), PUBLISHED)
    names = {actor.actor: actor.name for actor in found.actors}
    rooms = [{names[p.actor] for p in c.parties} for c in found.claims if c.kind != "visit"]
    assert rooms == [room]


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("{A} a rencontré {B} au Caire lundi.", f"held {LAST_MONDAY} Cairo"),
        ("{A} a rencontré {B} près de Genève lundi.", f"held {LAST_MONDAY} None"),
        (
            "Réunis lundi à Oslo, {A} et {B} ont décidé d'ouvrir la route.",
            f"held {LAST_MONDAY} Oslo",
        ),
        ("{A} devait rencontrer {B} mercredi à Oslo.", f"planned {PUBLISHED} Oslo"),
        (
            "{A} et {B} ne se sont pas vus depuis le sommet tenu à Oslo le 3 mai.",
            "held 2025-05-03 Oslo",
        ),
    ],
)
def test_when_and_where(read: Read, sentence: str, event: str) -> None:
    found = read(CONTEXT + sentence.format(A=A, B=B), PUBLISHED)
    told = [f"{c.status} {c.when and c.when.date} {c.city}" for c in found.claims]
    assert told == [event]


def test_what_is_not_on_the_agenda(read: Read) -> None:
    told = f"Une rencontre entre {A} et {B} n'est pas à l'ordre du jour."
    assert not read(CONTEXT + told, PUBLISHED).claims


def test_an_offer_to_mediate_is_no_meeting(read: Read) -> None:
    told = f"{A} avait proposé sa médiation vendredi dernier."
    assert not read(CONTEXT + told, PUBLISHED).claims


def test_a_relative_at_the_end_is_of_whom_it_follows(read: Read) -> None:
    told = f"{C} recevra vendredi {A}, qui a rencontré {B} lundi à Oslo."
    found = read(CONTEXT + told, PUBLISHED)
    names = {actor.actor: actor.name for actor in found.actors}
    rooms = {str(c.when and c.when.date): {names[p.actor] for p in c.parties} for c in found.claims}
    assert rooms == {NEXT_FRIDAY: {A, C}, LAST_MONDAY: {A, B}}
