"""Which events sentences tell of: by what words, of which kind."""

import pytest

from tests.extraction.conftest import Read


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Mirzoyan and Bayramov put their initials on the treaty on Wednesday.", "signing"),
        (
            "Ararat Mirzoyan told reporters afterwards in Geneva that he was content.",
            "press_conference",
        ),
        ("Emmanuel Macron had a long walk with Nikol Pashinyan on Wednesday.", "meeting"),
        ("The delegations of Armenia and Azerbaijan sat round one table in Geneva.", "talks"),
        ("Aliyev and Pashinyan last met in May in Tirana, at a summit of Europeans.", "meeting"),
    ],
)
def test_the_kind_of_an_event(read: Read, sentence: str, kind: str) -> None:
    assert [claim.kind for claim in read(sentence).claims] == [kind]


def test_a_round_named_by_number_beside_others(read: Read) -> None:
    told = read(
        "Somalia and Ethiopia held a first round of talks in Ankara on July 1, 2025; "
        "a third, foreseen for September, was called off."
    )
    assert [claim.status for claim in told.claims] == ["held", "cancelled"]
    assert told.claims[1].round == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Charles Michel brought Aliyev and Pashinyan together in Brussels on Tuesday.",
            ["held Brussels"],
        ),
        (
            "Aliyev and Pashinyan met in Prague on Monday. They agreed to meet again in Brussels.",
            ["held Prague", "planned Brussels"],
        ),
        (
            "Armenia and Azerbaijan held talks in Oslo in May 2024. The second round followed "
            "in Geneva in June 2024, the third in Vienna in July 2024.",
            ["held Oslo", "held Geneva", "held Vienna"],
        ),
        (
            "The Washington accord between Armenia and Azerbaijan was concluded in August 2024.",
            ["held Washington"],
        ),
        ("Armenia rejected talks with Azerbaijan.", []),
    ],
)
def test_which_events_are_told(read: Read, text: str, told: list[str]) -> None:
    assert [f"{claim.status} {claim.city}" for claim in read(text).claims] == told
