"""What the lines of a page are: prose, however it is typed, or what menus are put together of."""

import pytest

from service.extraction.text.blocks import blocks, cut

TITLE = "Ministers to meet in Vienna"
PROSE = "The ministers of both countries will meet in Vienna in May for talks on a ceasefire."


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (f"{PROSE} It is the second round of three that were agreed.", "body"),
        # Two spaces after a sentence, as offices type; insertions, tags, marks and addresses.
        (f"{PROSE}  It is a start.  More may come.  Nobody knows.", "body"),
        (
            f'{PROSE} "[The deal] is near and [the war] will end," one of them said on Sunday.',
            "body",
        ),
        (f"{PROSE} They write of it as #Ceasefire and #Vienna on the networks all day.", "body"),
        (f"{PROSE} See https://one.example/a and https://two.example/b for the papers.", "body"),
        (f"{PROSE} It is <b>the second round</b> of three that were agreed in March.", "body"),
        (
            "Read also: Potatoes rose in price  //  A bridge opened  //  School begins on Monday.",
            "boilerplate",
        ),
        (
            "Also in the city: Strand opens in May | Line 8 diverted | Lost: grey parrot",
            "boilerplate",
        ),
        (
            "Most popular:  Dinar steady  |  When will spring come?  |  Horoscope for Saturday",
            "boilerplate",
        ),
        ("Did this text help you?  Yes  No", "boilerplate"),
    ],
)
def test_prose_is_body_and_what_is_put_together_is_not(line: str, kind: str) -> None:
    found = blocks(cut(f"{TITLE}\n\n{PROSE}\n\n{line}"), [])
    assert [block.kind for block in found] == ["title", "body", kind]
