"""One knowledge and one extractor for all tests of the reading."""

import datetime as dt
from collections.abc import Callable

import pytest

from service.domain.articles import Document, Reading
from service.extraction.extract import Extractor
from service.knowledge.load import load
from service.knowledge.model import Knowledge

Read = Callable[..., Reading]


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="session")
def extractor(knowledge: Knowledge) -> Extractor:
    return Extractor(knowledge)


@pytest.fixture(scope="session")
def read(extractor: Extractor) -> Read:
    """Reads a text as published on a day, Thursday 10 July 2025 unless said otherwise."""

    def reading(text: str, published: str | None = "2025-07-10") -> Reading:
        day = dt.date.fromisoformat(published) if published else None
        return extractor.read(Document(raw=text, published_on=day))

    return reading
