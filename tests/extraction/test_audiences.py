"""Who takes part though words put him between: whoever receives guests, talks, or is a side."""

import pytest

from tests.extraction.conftest import Read
from tests.extraction.test_who import meant, room

ALIYEV, PASHINYAN = "Ilham Aliyev", "Nikol Pashinyan"
MIRZOYAN, BAYRAMOV = "Ararat Mirzoyan", "Jeyhun Bayramov"
HOLGUIN = "María Ángela Holguín"
ENVOYS = f"Ministers {MIRZOYAN} of Armenia and {BAYRAMOV} of Azerbaijan discussed the peace. "


@pytest.mark.parametrize(
    ("text", "words", "people", "between"),
    [
        (  # ministers whom somebody receives
            f"{ENVOYS}On Monday President Donald Trump received the two ministers in Washington.",
            "received",
            {MIRZOYAN, BAYRAMOV, "Donald Trump"},
            set(),
        ),
        (
            f"{ENVOYS}On Monday both were received by Prime Minister Irakli "
            "Garibashvili in Tbilisi.",
            "received",
            {MIRZOYAN, BAYRAMOV, "Irakli Garibashvili"},
            set(),
        ),
        (
            f"{ENVOYS}On Monday Antony Blinken hosted the two ministers in Washington.",
            "hosted",
            {MIRZOYAN, BAYRAMOV},
            {"Antony Blinken"},
        ),
        (  # two leaders whom a third receives are brought together
            f"The peace is near. On Monday Charles Michel received {ALIYEV} and {PASHINYAN} in "
            "Brussels.",
            "received",
            {ALIYEV, PASHINYAN},
            {"Charles Michel"},
        ),
        (  # whose verb it is
            f"The Cyprus peace talks stall. {HOLGUIN}, the UN envoy, held talks in Athens on "
            "Monday.",
            "held talks",
            {HOLGUIN},
            set(),
        ),
        (
            "The war drags on. Last week China's special envoy for peace, Deng Xijun, "
            "shuttled between the two capitals.",
            "shuttled",
            {"Deng Xijun"},
            set(),
        ),
        (  # one of each side in the chair
            "The peace treaty is near. The next meeting of the border commissions, chaired by "
            "Mher Grigoryan and Shahin Mustafayev, is planned in Gabala on 20 May.",
            "next meeting",
            {"Mher Grigoryan", "Shahin Mustafayev"},
            set(),
        ),
        (
            "The peace treaty is near. At talks in Geneva on Monday, attended by the United "
            "Nations, Armenia and Azerbaijan agreed on the border.",
            "talks in Geneva",
            {"Armenia", "Azerbaijan"},
            {"United Nations"},
        ),
        (
            "The peace treaty is near. At talks in Geneva on Monday, attended by the United "
            "Nations and the Red Cross, Armenia and Azerbaijan agreed on the border.",
            "talks in Geneva",
            {"Armenia", "Azerbaijan"},
            {"United Nations", "International Committee of the Red Cross"},
        ),
    ],
)
def test_who_takes_part(
    read: Read, text: str, words: str, people: set[str], between: set[str]
) -> None:
    reading = read(text)
    claim = meant(reading, words)
    assert room(reading, claim, between=False) == people
    assert room(reading, claim, between=True) == between
