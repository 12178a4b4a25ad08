"""Whom an article credits with its text."""

import time

import pytest

from service.domain.articles import Document
from service.extraction.extract import Extractor

FACTS = (
    "The foreign ministers of Armenia and Azerbaijan, Ararat Mirzoyan and Jeyhun Bayramov, held "
    "peace talks in Almaty on 10 May 2024, the Foreign Ministry of Armenia said. "
)


@pytest.mark.parametrize(
    ("start", "end", "via"),
    [
        ("ALMATY, May 11 (Reuters) - ", "", ["reuters"]),
        ("MOSCOW, May 11. /TASS/. ", "", ["tass"]),
        ("YEREVAN, MAY 11, ARMENPRESS. ", "", ["armenpress"]),
        ("", "They agreed to meet again. (AFP)", ["agence-france-presse"]),
        ("", "They agreed to meet again. — AFP", ["agence-france-presse"]),
        ("", "\n\nSource: TASS", ["tass"]),
        ("", "\n\nИсточник: ТАСС", ["tass"]),
        ("", "\n\nThis article was first published by Eurasianet.", ["eurasianet"]),
        ("ALMATY (Reuters) - ", "\n\nvia Armenpress", ["reuters", "armenpress"]),
        ("", "With reporting by Reuters", ["reuters"]),
        ("", "According to Anadolu, they agreed to meet again.", []),
        ("", "He told Reuters that they agreed to meet again.", []),
        ("", "A spokesman told the agency (Reuters) that they agreed.", []),
        ("", "\n\nPhoto: Reuters", []),
        ("", "\n\nSource: Steppe Herald", []),
    ],
)
def test_credits_are_read(extractor: Extractor, start: str, end: str, via: list[str]) -> None:
    raw = f"Ministers meet in Almaty\n\n{start}{FACTS}\n\n{FACTS}{end}"
    reading = extractor.read(Document(raw=raw, publisher="Steppe Herald"))
    assert reading.relevant
    assert [credit.outlet for credit in reading.via] == via
    for credit in reading.via:
        words = credit.evidence
        assert raw[words.start : words.end] == words.text


def test_an_outlet_is_not_credited_by_itself(extractor: Extractor) -> None:
    raw = f"Ministers meet in Almaty\n\nALMATY, May 11 (Reuters) - {FACTS}"
    assert extractor.read(Document(raw=raw, publisher="Reuters")).via == ()


def test_a_long_line_that_names_outlets_takes_time_in_proportion(extractor: Extractor) -> None:
    small, large = (_seconds(extractor, size) for size in (5_000, 40_000))
    assert large <= 24 * small  # eight times; when each name looked at all before it, 50 times


def _seconds(extractor: Extractor, size: int) -> float:
    raw = f"{FACTS}{'peace talks (Reuters) ' * (size // 22)}"
    began = time.process_time()
    extractor.read(Document(raw=raw))
    return time.process_time() - began
