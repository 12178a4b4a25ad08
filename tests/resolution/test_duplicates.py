"""Copies of one story are known by the sentences they share."""

import pytest

from service.domain.ids import ArticleId
from service.resolution.duplicates import copies, passages

STORY = [
    "The foreign ministers of both states sat down in Almaty on Friday morning.",
    "A first reading of the draft treaty took most of the day, officials said.",
    "Neither side would name the articles that are still open between them.",
    "The host offered to arrange another round before the end of the summer.",
    "Border delimitation was left to the two commissions that met in April.",
]
OTHER = ["A storm closed the port of Batumi for three days running, the mayor said there."] * 5


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        ("\n".join(STORY), True),
        (
            "Another title\n\n" + " ".join(STORY) + "\nSubscribe to our newsletter today please.",
            True,
        ),
        ("\n".join(STORY[:3]).upper(), True),
        (
            "\n".join([*STORY[:2], *OTHER[:1], "Something else was said by someone else again."]),
            True,
        ),
        (
            "\n".join([STORY[0], *OTHER, "One more line that no other article would have had."]),
            False,
        ),
        ("\n".join(OTHER), False),
    ],
)
def test_copies_are_known(text: str, shared: bool) -> None:
    own, theirs = passages("\n".join(STORY)), passages(text)
    article = ArticleId("art_1")
    found = copies(len(own), {article: (len(own & theirs), len(theirs))})
    assert found == ((article,) if shared else ())


def test_what_is_very_short_is_no_copy() -> None:
    assert copies(2, {ArticleId("art_1"): (2, 2)}) == ()
