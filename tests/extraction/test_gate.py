"""The gate: everyday news is only looked at; whatever may be about peace is read whole."""

import pytest

from tests.extraction.conftest import Read

EVERYDAY = (
    "Rovers beat City by two goals to one on Monday evening, and the crowd sang until late. "
    "The goalkeeper, who joined from City last summer, saved a penalty near the end. "
) * 8
MARKED = "\n\n© 2025 Reuters. All rights reserved."


@pytest.mark.parametrize(
    "line",
    [
        "A ceasefire holds.",
        "The envoys of both delegations spoke of the war.",
        "Emmanuel Macron met Recep Tayyip Erdoğan before the match.",
    ],
)
def test_a_word_of_peace_opens_it(read: Read, line: str) -> None:
    assert "nothing_of_peace" not in {r.feature for r in read(EVERYDAY + line).reasons}


def test_everyday_news_is_looked_at_alone(read: Read) -> None:
    told = read(
        "Rovers win again in the rain\n\n" + EVERYDAY + "They drafted a warning." + MARKED,
        "2025-07-10",
    )
    assert [reason.feature for reason in told.reasons] == ["nothing_of_peace"]
    assert (told.relevant, told.actors, told.claims) == (False, (), ())
    assert (told.title, told.language, str(told.published_on)) == (
        "Rovers win again in the rain",
        "en",
        "2025-07-10",
    )
