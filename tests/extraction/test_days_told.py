"""Days that what stands around them decides: the month named before, the verb, the clause."""

import pytest

from tests.extraction.conftest import Read


def days(read: Read, text: str, published: str | None) -> set[str | None]:
    claims = read(text, published=published).claims
    return {claim.when.date.isoformat() if claim.when else None for claim in claims}


@pytest.mark.parametrize(
    ("published", "text", "day"),
    [
        (
            "2025-07-10",
            "The truce dates from May. On the 11th of that month Aliyev and Pashinyan signed "
            "a declaration in Geneva.",
            "2025-05-11",
        ),
        (
            "2025-07-10",
            "Macron wrote in March. On the 23rd of the same month Aliyev met Pashinyan in Paris.",
            "2025-03-23",
        ),
        (
            "2025-12-20",
            "The talks resumed in September, after Aliyev and Pashinyan had met in Moscow on the "
            "second of that month.",
            "2025-09-02",
        ),
        (
            "2025-07-10",
            "In January 2024 I was in Oslo. Aliyev and Pashinyan met there on the 10th and 11th.",
            "2024-01-10",
        ),
        (
            "2013-01-27",
            "In December, when Aliyev met Sargsyan in Warsaw, on the 18th, all went well.",
            "2012-12-18",
        ),
        (
            "2025-07-10",
            "Next week, on the 14th, Aliyev and Pashinyan sign an accord in Moscow.",
            "2025-07-14",
        ),
    ],
)
def test_a_numbered_day_is_of_the_month_named_last(
    read: Read, published: str, text: str, day: str
) -> None:
    assert day in days(read, text, published)


@pytest.mark.parametrize(
    ("published", "text", "day"),
    [
        (
            "2018-05-28",
            "Trump told Kim Jong Un that their meeting in Singapore on June 12 would be a mistake.",
            "2018-06-12",
        ),
        ("2022-10-13", "They asked Pashinyan to meet Aliyev in Kars on 29 October.", "2022-10-29"),
        ("2024-12-19", "Aliyev and Pashinyan met in Moscow on 29 December.", "2023-12-29"),
        ("2024-12-19", "Putin said that Aliyev met Pashinyan in Moscow in January.", "2024-01-01"),
        ("2024-12-19", "Putin said Aliyev met Pashinyan in Moscow on 29 December.", "2023-12-29"),
    ],
)
def test_a_verb_of_speech_puts_no_day_back_by_a_year(
    read: Read, published: str, text: str, day: str
) -> None:
    assert days(read, text, published) == {day}
