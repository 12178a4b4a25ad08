"""Names and texts compare by their plain words."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.domain.words import fold


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Cease-fire, now!", "cease fire now"),
        ("Recep Tayyip Erdoğan’s", "recep tayyip erdogan s"),
        ("İstanbul ISPARTA Bakı", "istanbul isparta baki"),
        ("Əliyev", "aliyev"),
        ("Côte d'Ivoire", "cote d ivoire"),
        ("Straße", "strasse"),
        ("Пашиня́н, ещё", "пашинян еще"),
        ("Երևան", "երեւան"),
        ("مُحَمَّد", "محمد"),
        ("السـلام", "السلام"),
        ("co\u00adoperation", "cooperation"),
        ("snake_case c++", "snake case c"),
        ("Abu\u00a0Dhabi", "abu dhabi"),
        ("x" * 100, "x" * 64 + " " + "x" * 36),
        ("…?", ""),
    ],
)
def test_fold(text: str, words: str) -> None:
    assert fold(text) == words


@given(st.text())
@example("\U0001d400\u1e9e\u0130")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
