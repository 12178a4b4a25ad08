"""What people send in: checked, and made a document."""

import datetime as dt
import re
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, structs

from service.domain.articles import Document
from service.domain.dates import check_day
from service.domain.misfits import misfit
from service.errors import Invalid
from service.sources import pages
from service.sources.urls import checked_url

LONGEST_TEXT = 1_000_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

Line = Annotated[str, Meta(max_length=1000)]
Language = Annotated[
    str,
    Meta(
        pattern="^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$",
        description="A language's ISO 639 code, such as `en`.",
    ),
]


class DocumentInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An article as it is sent in: its text or its HTML, and what is known of it.

    `published_at` is an RFC 3339 time or an ISO date. What is given wins over what the page says.
    """

    text: Annotated[str, Meta(max_length=LONGEST_TEXT)] | None = None
    html: Annotated[str, Meta(max_length=10 * LONGEST_TEXT)] | None = None
    url: Annotated[str, Meta(max_length=2048)] | None = None
    title: Line | None = None
    published_at: Annotated[str, Meta(max_length=40)] | None = None
    publisher: Line | None = None
    language: Language | None = None


def document(given: DocumentInput) -> Document:
    """Make a document of an input; raises Invalid, naming the field."""
    _check(given)
    base = _page(given) if given.html is not None else Document(raw=_text(given.text or ""))
    told: dict[str, object] = {
        "url": checked_url(given.url) if given.url else None,
        "title": _line(given.title),
        "publisher": _line(given.publisher),
        "language": given.language[:3].rstrip("-_").lower() if given.language else None,
    }
    known = {name: value for name, value in told.items() if value is not None}
    if given.published_at:
        at, on = _published(given.published_at)
        known |= {"published_at": at, "published_on": on}
    return structs.replace(base, **known, marked=base.marked - known.keys())


def read_line(line: bytes) -> Document:
    """Make a document of one JSON object; raises Invalid, naming the field."""
    try:
        return document(msgspec.json.decode(line, type=DocumentInput))
    except msgspec.ValidationError as error:
        raise misfit(error, DocumentInput, "line") from None
    except UnicodeDecodeError:
        raise Invalid("line", "This is not UTF-8.") from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise Invalid("line", f"This is not JSON: {error}.") from None


def read_text(content: bytes, url: str | None = None) -> Document:
    """Make a document of a plain text file in UTF-8; raises Invalid."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("text", "This is not UTF-8.") from None
    return document(DocumentInput(text=text, url=url))


def _check(given: DocumentInput) -> None:
    for name in structs.asdict(given):
        value = getattr(given, name)
        if value is not None and (wrong := _UNSTORABLE.search(value)):
            kind = "NUL characters" if wrong.group() == "\0" else "half surrogate pairs"
            raise Invalid(name, f"The text holds {kind}, which no text should.")
    if (given.text is None) == (given.html is None):
        raise Invalid("text", "Give either text or html.")


def _text(text: str) -> str:
    if not text.strip():
        raise Invalid("text", "There is no text.")
    if len(text) > LONGEST_TEXT:
        raise Invalid("text", f"A text has at most {LONGEST_TEXT} characters.")
    # Lines end as they do everywhere else, or those of a paragraph would not be told from others.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _page(given: DocumentInput) -> Document:
    page = pages.read(given.html or "", url=given.url)
    if page is None:
        raise Invalid("html", "No text was found in this page.")
    return page


def _line(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None


def _published(value: str) -> tuple[dt.datetime | None, dt.date | None]:
    """Return the time or the day of a publication, the other one None."""
    try:
        if _DAY.fullmatch(value):
            return None, check_day(dt.date.fromisoformat(value), "published_at")
        if _MOMENT.fullmatch(value):
            at = dt.datetime.fromisoformat(value.upper()).astimezone(dt.UTC)
            check_day(at.date(), "published_at")
            return at, None
    except (ValueError, OverflowError):
        pass
    raise Invalid(
        "published_at", "Write a date as 2024-05-10 or a time as 2024-05-10T09:30:00+04:00."
    )
