"""What is sent in becomes a document, or is refused with the field's name."""

import datetime as dt
from typing import Any

import msgspec
import pytest

from service.domain.articles import Document
from service.errors import Invalid
from service.sources.documents import DocumentInput, document, read_line, read_text


def given(**values: Any) -> DocumentInput:
    return DocumentInput(**({"text": "Words."} | values))


def test_what_is_given_is_kept() -> None:
    made = document(
        given(
            text="  Words,\r\nmore\rwords.\n",
            url=" https://example.org/x ",
            title=" A  title ",
            published_at="2024-05-10T01:00:00+04:00",
            publisher="Daily",
            language="hy-AM",
        )
    )
    assert made == Document(
        raw="  Words,\nmore\nwords.\n",
        url="https://example.org/x",
        title="A title",
        published_at=dt.datetime(2024, 5, 9, 21, tzinfo=dt.UTC),
        publisher="Daily",
        language="hy",
    )


@pytest.mark.parametrize(
    ("published", "at", "on"),
    [
        ("2024-05-10", None, dt.date(2024, 5, 10)),
        ("2024-05-10T09:30:00Z", dt.datetime(2024, 5, 10, 9, 30, tzinfo=dt.UTC), None),
        ("2024-05-10t09:30:00.5z", dt.datetime(2024, 5, 10, 9, 30, 0, 500000, dt.UTC), None),
    ],
)
def test_published(published: str, at: dt.datetime | None, on: dt.date | None) -> None:
    made = document(given(published_at=published))
    assert (made.published_at, made.published_on) == (at, on)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": " \n\t"}, "text"),
        ({"text": None}, "text"),
        ({"html": "<p>x"}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"text": "a\ud800b"}, "text"),
        ({"text": "x" * 1_000_001}, "text"),
        ({"text": None, "html": "<script>menu</script>"}, "html"),
        ({"url": "ftp://example.org/"}, "url"),
        ({"url": "example.org"}, "url"),
        ({"title": "a\0"}, "title"),
        ({"published_at": "yesterday"}, "published_at"),
        ({"published_at": "2024-13-01"}, "published_at"),
        ({"published_at": "2024-05-10T09:30:00"}, "published_at"),
        ({"published_at": "0001-01-01"}, "published_at"),
        ({"published_at": "9999-12-31T23:59:59-12:00"}, "published_at"),
        ({"published_at": "20240510"}, "published_at"),
    ],
)
def test_what_is_refused(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        document(given(**values))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (b"", "line"),
        (b"{", "line"),
        (b'{"text": "\xff"}', "line"),
        (b"[]", "line"),
        (b"[" * 100_000, "line"),
        (b'{"text": 1}', "text"),
        (b'{"text": "x", "language": "?"}', "language"),
        (b'{"text": "x", "txet": "y"}', "txet"),
        (b'{"text": "\\ud800"}', "line"),
        (b'{"text": "\\u0000"}', "text"),
    ],
)
def test_lines_that_are_refused(line: bytes, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_line(line)
    assert refused.value.field == field


def test_a_line_is_a_document() -> None:
    line = msgspec.json.encode({"text": "Words.", "publisher": "Daily"})
    assert read_line(line) == Document(raw="Words.", publisher="Daily")


def test_a_text_file_is_a_document() -> None:
    assert read_text("\ufeffՆիկոլ".encode(), "https://example.org/") == Document(
        raw="Նիկոլ", url="https://example.org/"
    )
    with pytest.raises(Invalid, match="UTF-8"):
        read_text(b"\xff")


def test_what_is_given_wins_over_what_the_page_says() -> None:
    page = (
        '<html lang="en"><meta property="og:title" content="Page title">'
        '<meta property="article:published_time" content="2024-05-01T08:00:00Z">'
        "<article><p>The talks went on in the capital.</p></article>"
    )
    made = document(given(text=None, html=page, title="Given", published_at="2024-05-02"))
    assert (made.title, made.published_at) == ("Given", None)
    assert made.published_on == dt.date(2024, 5, 2)
    assert made.marked == {"language"}
    assert made.raw == "Page title\n\nThe talks went on in the capital."
