"""Web archives (WARC 1.0 and 1.1, ISO 28500) to documents: the HTML pages that were answered."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType
from msgspec import Struct, structs

from service.domain.articles import Document
from service.errors import Invalid, ParleyError
from service.sources import pages
from service.sources.markup import parse_date
from service.sources.pages import LONGEST_PAGE
from service.sources.urls import checked_url

_HTML = ("text/html", "application/xhtml+xml")


class Archived(Struct, frozen=True):
    """A document of an archive, or the error in its place; `where` names it within the archive."""

    where: str
    what: Document | ParleyError


def read(stream: BinaryIO) -> Iterator[Archived]:
    """Yield the pages of an archive, packed or not; one that breaks off ends with an error."""
    records = ArchiveIterator(
        stream, record_types=WarcRecordType.response, auto_decode="all", fsspec_args=False
    )
    number = 0
    try:
        for record in records:
            if _is_page(record):
                number += 1
                where = record.headers.get("WARC-Target-URI") or f"record {number}"
                yield Archived(where, _document(record, where))
    except (OSError, ValueError) as error:
        yield Archived(f"after page {number}", Invalid("warc", f"This is no archive: {error}"))


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    kind = (record.http_content_type or "").lower()
    return headers is not None and headers.status_code == 200 and kind in _HTML


def _document(record: Any, url: str) -> Document | ParleyError:
    try:
        content = record.reader.read(LONGEST_PAGE)
        kind = record.http_headers.get("Content-Type")
        page = pages.read(content, url=checked_url(url.strip("<>")), content_type=kind)
    except ParleyError as error:
        return error
    except (OSError, ValueError) as error:
        return Invalid("warc", f"This page cannot be unpacked: {error}")
    if page is None:
        return Invalid("html", "No text was found in this page.")
    return _dated(page, record)


def _dated(page: Document, record: Any) -> Document:
    """Give a page without a date that of its last change; that of crawling would be a guess."""
    if page.published_at or page.published_on:
        return page
    changed = parse_date(record.http_headers.get("Last-Modified"))
    at = parse_date(record.headers.get("WARC-Date"))
    # A server that makes the page anew says that it changed just now.
    if changed is None or str(changed)[:13] == str(at)[:13]:
        return page
    return structs.replace(page, published_at=changed)
