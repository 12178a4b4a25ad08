"""What came of a meeting, whether it is history, and which process it is of."""

import datetime as dt

import pytest

from service.domain.articles import Document
from service.extraction.extract import Extractor

LEAD = "Peace talks\n\nThe presidents Vladimir Putin and Ilham Aliyev met in Moscow on Monday"
OUTCOMES = [
    (" and signed an agreement on borders.", "agreement_signed"),
    (". They agreed to a ceasefire.", "ceasefire_agreed"),
    (". The meeting ended without a breakthrough.", "no_breakthrough"),
    (" and agreed to exchange prisoners.", "prisoner_exchange"),
    (" and issued a joint statement.", "declaration_adopted"),
    (". They agreed to meet again in May.", "next_round_agreed"),
    (". They have not reached an agreement.", None),
    (". Both hope that they would have reached a deal.", None),
    (" for talks on prisoners.", None),
]


@pytest.mark.parametrize(("told", "code"), OUTCOMES)
def test_outcome(extractor: Extractor, told: str, code: str | None) -> None:
    document = Document(raw=f"{LEAD}{told}", published_on=dt.date(2024, 4, 24))
    claim = extractor.read(document).claims[0]
    assert claim.outcome == code
    assert ("outcome" in claim.found) == (code is not None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Путин и Алиев встретились в Москве в понедельник. Стороны договорились о прекращении "
            "огня.",
            "ceasefire_agreed",
        ),
        (
            "Erdoğan ile Aliyev pazartesi günü Ankara'da bir araya geldi. Taraflar esir takası "
            "konusunda anlaştı.",
            "prisoner_exchange",
        ),
        (
            "Les présidents Emmanuel Macron et Ilham Aliev se sont rencontrés lundi à Paris pour "
            "des pourparlers de paix. Ils sont convenus de se revoir.",
            "next_round_agreed",
        ),
        (
            "Gustavo Petro se reunió con Nicolás Maduro en Bogotá el lunes. Las partes no lograron "
            "un acuerdo.",
            "no_breakthrough",
        ),
        (
            "Der Kanzler Olaf Scholz und der Präsident Wladimir Putin trafen sich am Montag in "
            "Berlin zu Gesprächen über den Frieden. Sie erzielten eine Einigung.",
            "agreement_reached",
        ),
    ],
)
def test_outcome_in_other_languages(extractor: Extractor, text: str, code: str) -> None:
    document = Document(raw=text, published_on=dt.date(2024, 4, 24))
    assert extractor.read(document).claims[0].outcome == code


@pytest.mark.parametrize(("day", "history"), [("15 April 2024", False), ("3 May 2022", True)])
def test_what_is_long_ago_is_background(extractor: Extractor, day: str, history: bool) -> None:
    raw = f"Peace talks\n\nVladimir Putin and Ilham Aliyev met in Moscow on {day} for peace talks."
    claim = extractor.read(Document(raw=raw, published_on=dt.date(2024, 4, 24))).claims[0]
    assert claim.background is history
    assert ("background" in claim.found) is history
