"""Reading a text as published on a day."""

import datetime as dt
from collections.abc import Callable

import pytest

from service.domain.articles import Document, Reading
from service.extraction.extract import Extractor

Read = Callable[..., Reading]


@pytest.fixture(scope="session")
def read(extractor: Extractor) -> Read:
    """Reads a text as published on a day, Thursday 10 July 2025 unless said otherwise."""

    def reading(text: str, published: str | None = "2025-07-10") -> Reading:
        day = dt.date.fromisoformat(published) if published else None
        return extractor.read(Document(raw=text, published_on=day))

    return reading
