"""Broken paragraphs are mended, and nothing else is joined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.extraction.text.wrapping import unwrap

LEAD = "The foreign ministers of the two countries, who had not seen each other"


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        # a paragraph broken into lines of one width
        (
            f"{LEAD}\nsince spring, met in Vienna on Monday.",
            f"{LEAD} since spring, met in Vienna on Monday.",
        ),
        # its last line may be short, and the next paragraph stays apart
        (
            f"{LEAD}\nsince spring.\n\nMore talks follow.",
            f"{LEAD} since spring.\n\nMore talks follow.",
        ),
        # carriage returns
        (f"{LEAD}\r\nsince spring.", f"{LEAD}\r since spring."),
        # paragraphs of one line each
        (f"{LEAD}.\n{LEAD}.", f"{LEAD}.\n{LEAD}."),
        # a head of short lines
        (
            "World\nTalks go on in Vienna\nby our staff",
            "World\nTalks go on in Vienna\nby our staff",
        ),
        # lines too long to have been broken at a width
        (f"{LEAD * 3}\nand more", f"{LEAD * 3}\nand more"),
    ],
)
def test_only_broken_paragraphs_are_mended(text: str, mended: str) -> None:
    assert unwrap(text) == mended


@given(st.text(alphabet=st.sampled_from("aA .\n\r"), max_size=400))
def test_every_position_stays_what_it_was(text: str) -> None:
    assert len(unwrap(text)) == len(text)
    assert unwrap(text).split() == text.split()
