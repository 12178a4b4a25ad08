"""Plain sentences of meeting in other languages: who met whom, when, and whether they did."""

import pytest

from tests.extraction.conftest import Read

WEDNESDAY = "2025-11-12"
OPENINGS = {
    "fr": "Pourparlers de paix après la guerre\n\nLe cessez-le-feu entre le Kenya et le Rwanda "
    "tient sur la ligne de front, selon les médiateurs.\n\n",
    "es": "Negociaciones de paz tras la guerra\n\nEl alto el fuego entre Kenia y Ruanda se "
    "mantiene en el frente, según los mediadores.\n\n",
    "ru": "Мирные переговоры после войны\n\nПеремирие между Кенией и Руандой на линии фронта "
    "соблюдается, сообщили посредники.\n\n",
    "tr": "Savaşın ardından barış görüşmeleri\n\nKenya ile Ruanda arasındaki ateşkes sürüyor, "
    "arabulucular söyledi.\n\n",
}
LAST_MONDAY, NEXT_FRIDAY = "2025-11-10", "2025-11-14"


@pytest.mark.parametrize(
    ("language", "sentence", "status", "day"),
    [
        ("fr", "A ne rencontrera pas B vendredi à Oslo.", "cancelled", NEXT_FRIDAY),
        ("fr", "A ne s'entretiendra pas avec B vendredi à Oslo.", "cancelled", NEXT_FRIDAY),
        ("es", "A no se reunirá con B el viernes en Oslo.", "cancelled", NEXT_FRIDAY),
        ("es", "A no se reunió con B el lunes en Oslo.", "cancelled", LAST_MONDAY),
        ("ru", "A не встретится с B в пятницу в Осло.", "cancelled", NEXT_FRIDAY),
        ("ru", "A так и не встретился с B в понедельник в Осло.", "cancelled", LAST_MONDAY),
        ("tr", "A, B ile cuma günü Oslo'da görüşecek.", "planned", NEXT_FRIDAY),
        ("tr", "A, B ile pazartesi günü Oslo'da görüştü.", "held", LAST_MONDAY),
        ("tr", "A ve B cuma günü Oslo'da bir araya gelecek.", "planned", NEXT_FRIDAY),
    ],
)
def test_what_is_told_of_a_meeting(
    read: Read, language: str, sentence: str, status: str, day: str
) -> None:
    sentence = sentence.replace("A", "William Ruto", 1).replace("B", "Paul Kagame", 1)
    reading = read(OPENINGS[language] + sentence, WEDNESDAY)
    told = [(c.status, str(c.when.date) if c.when else None) for c in reading.claims]
    assert told == [(status, day)]


def test_a_limit_is_no_denial(read: Read) -> None:
    told = "Ruto et Kagame ne s'étaient vus qu'une fois, le 2 mai à Oslo."
    reading = read(OPENINGS["fr"] + told, WEDNESDAY)
    assert [claim.status for claim in reading.claims] == ["held"]


@pytest.mark.parametrize(
    "text",
    [
        "Friedensgespräche\n\nDie Waffenruhe zwischen Kenia und Ruanda hält seit Juli, sagten die "
        "Vermittler.",
        "Pourparlers de paix\n\nLe cessez-le-feu entre le Kenya et le Rwanda tient sur le front "
        "depuis juillet, selon les médiateurs.",
        "Negociaciones de paz\n\nEl alto el fuego entre Kenia y Ruanda se mantiene en el frente "
        "desde julio, según los mediadores.",
    ],
)
def test_what_holds_since_a_month_is_no_meeting(read: Read, text: str) -> None:
    assert read(text, WEDNESDAY).claims == ()
