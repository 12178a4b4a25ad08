"""Copies of one story are known by the sentences they share."""

import random

import pytest

from service.domain.ids import ArticleId
from service.resolution.duplicates import Candidate, Print, copies, fingerprint

ARTICLE = ArticleId("art_1")
WORDS = [f"word{n}" for n in range(2000)]

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
    own, theirs = fingerprint("\n".join(STORY)), fingerprint(text)
    assert are_copies(own, theirs) is shared
    assert are_copies(theirs, own) is shared


def are_copies(own: Print, theirs: Print) -> bool:
    common = len(own.passages & theirs.passages)
    other = Candidate(common, len(theirs.passages), theirs.sketch, theirs.origin, theirs.credited)
    if not common and not own.bands & theirs.bands:
        return False
    return copies(own, {ARTICLE: other}) == (ARTICLE,)


@pytest.mark.parametrize(
    ("origin", "credited", "shared"),
    [
        (None, False, False),
        ("reuters", False, False),
        ("reuters", True, True),
        ("tass", True, False),
    ],
)
def test_what_is_very_short_is_a_copy_of_what_it_credits(
    origin: str | None, credited: bool, shared: bool
) -> None:
    whole, cut = "\n".join(STORY), STORY[1]
    assert are_copies(fingerprint(whole, "reuters"), fingerprint(cut, origin, credited)) is shared


def a_story(seed: int) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(WORDS) for _ in range(300)]


def edited(words: list[str], part: float, seed: int) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) if chance.random() < part else word for word in words)


@pytest.mark.parametrize("seed", range(20))
def test_a_copy_edited_all_over_is_known_by_its_words(seed: int) -> None:
    words = a_story(seed)
    own = fingerprint(" ".join(words))
    assert are_copies(own, fingerprint(edited(words, 0.05, seed)))
    assert are_copies(own, fingerprint(edited(words, 0.08, seed)))
    assert not are_copies(own, fingerprint(edited(words, 0.5, seed)))
    assert not are_copies(own, fingerprint(" ".join(a_story(seed + 100))))
