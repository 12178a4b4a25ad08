"""What makes two texts the same article."""

import pytest

from service.domain.articles import content_hash

# None is beyond the basic plane.
WHITE = [sign for sign in map(chr, range(0x10000)) if sign.isspace()]


@pytest.mark.parametrize("white", [*WHITE, "  ", "\n \n", " \u00a0", "\r\n\t"], ids=ascii)
def test_white_space_makes_no_difference(white: str) -> None:
    plain = content_hash("They met. They agreed.")
    assert content_hash(f"They met.{white}They agreed.") == plain
    assert content_hash(f"{white}They met. They{white}agreed.{white}") == plain
    assert content_hash(f"They m{white}et. They agreed.") != plain


def test_letters_are_composed() -> None:
    assert content_hash("Erdog\u0306an spoke.") == content_hash("Erdo\u011fan spoke.")
