"""Which words of signs a sentence may hold."""

import pytest

from service.extraction.text.heard import Heard

SIGNS = {
    "hosted_by": ("hosted by ", "under the auspices of "),
    "breaks": (" as ", " because "),
    "his": (" his very own ",),
}


@pytest.mark.parametrize(
    ("text", "sign", "words"),
    [
        ("The round, hosted by Oman, ended.", "hosted_by", ("hosted by ",)),
        ("HOSTED BY OMAN.", "hosted_by", ("hosted by ",)),  # a rule may look in lower case
        ("The round in Oman ended.", "hosted_by", ()),
        ("The round in Oman ended.", "breaks", (" as ",)),  # too short to be looked for
        ("They left because they had to.", "breaks", SIGNS["breaks"]),
        ("Hosted by A under the auspices of B.", "hosted_by", SIGNS["hosted_by"]),
        ("His very own idea.", "his", SIGNS["his"]),  # as if a space stood before it
        ("Elsewhere.\nHis very own idea.", "his", SIGNS["his"]),
        ("The round in Oman ended.", "unknown", ()),
        ("The round ended \ud800.", "hosted_by", ()),
    ],
)
def test_a_sentence_may_hold_the_words_of_a_sign(
    text: str, sign: str, words: tuple[str, ...]
) -> None:
    start = text.find("\n") + 1
    assert Heard(SIGNS).near(text, start, len(text))[sign] == words


def test_words_right_beside_a_sentence_are_told_and_those_farther_off_are_not() -> None:
    text = "One. Two. " + "The guest left. It was hosted by Oman."
    end = text.index("guest left.") + len("guest left.")
    heard = Heard(SIGNS)
    assert heard.near(text, 5, end)["hosted_by"] == ("hosted by ",)
    assert heard.near(text, 5, end - 30)["hosted_by"] == ()
