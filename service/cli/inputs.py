"""Articles as people keep them: text, HTML, or a line of JSON per article; files and web pages."""

import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import partial
from http import HTTPStatus
from pathlib import Path

from msgspec import Struct

from service.domain.addresses import parse_networks
from service.domain.articles import Document
from service.errors import Invalid, ParleyError
from service.settings import LOOPBACK, Settings
from service.sources import documents, mbox, pages, warc
from service.sources.documents import LONGEST_TEXT, DocumentInput
from service.sources.ndjson import Lines
from service.sources.urls import is_web
from workers.connecting import Failed
from workers.fetch import fetch
from workers.outbound import Outbound

_HTML = (".html", ".htm", ".xhtml")
_LINES = (".ndjson", ".jsonl")
_OBJECT = (".json",)
_WARC = (".warc", ".warc.gz", ".warc.zst")
_MBOX = (".mbox",)
_TEXT = (".txt", ".text", ".md", "")
# How files begin that hold text only in a form that is not read: PDF, ZIP (also of offices),
# gzip, PNG, JPEG.
_NO_TEXT = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")
_PIECE = 1 << 16
_LONGEST_LINE = 20 * LONGEST_TEXT


class Found(Struct, frozen=True):
    """A document or the error in its place, and where it comes from."""

    where: str
    what: Document | ParleyError


def read_file(
    path: Path, content: bytes, *, url: str | None = None, published: str | None = None
) -> Document:
    """Make a document of a file's bytes, HTML or plain text; raises Invalid, naming the field."""
    if content.startswith(_NO_TEXT):
        raise Invalid("path", "This is neither text nor HTML.")
    given = DocumentInput(
        **{"html" if is_html(path, content) else "text": pages.decode(content)},
        url=url,
        published_at=published,
    )
    return documents.document(given)


def is_html(path: Path, content: bytes) -> bool:
    """Tell whether a file is HTML, by its name or by how it begins."""
    start = content[:300].lstrip().lower()
    return path.suffix.lower() in _HTML or start.startswith((b"<!doctype html", b"<html"))


def is_lines(path: Path) -> bool:
    """Tell whether a file holds a JSON object a line."""
    return path.suffix.lower() in _LINES


def is_archive(path: Path) -> bool:
    """Tell whether a file is a web archive or a mailbox."""
    return path.name.lower().endswith((*_WARC, *_MBOX))


def files(path: Path) -> Iterator[Path]:
    """Yield the file itself, or the files below a folder that can be read, in order."""
    if path.is_file():
        yield path
        return
    for below in sorted(path.rglob("*")):
        readable = below.suffix.lower() in (*_HTML, *_LINES, *_OBJECT, *_TEXT) or is_archive(below)
        if below.is_file() and readable and not below.name.startswith("."):
            yield below


async def found(settings: Settings, inputs: Sequence[str]) -> AsyncIterator[Found]:
    """Yield what stands in files, folders, web pages and, for `-`, the standard input."""
    for name in inputs:
        if is_web(name):
            yield Found(name, await _fetch(settings, name))
            continue
        if not name:
            # As of a variable that is not set: it would mean all that is here.
            yield Found("''", Invalid("path", "This is empty; `.` means all that is here."))
            continue
        for one in _standard_input() if name == "-" else _local(Path(name)):
            yield one


def _local(path: Path) -> Iterator[Found]:
    if not path.exists():
        yield Found(str(path), Invalid("path", "There is no such file or folder."))
        return
    for file in files(path):
        try:
            yield from _told(file)
        except OSError as error:
            yield Found(str(file), Invalid("path", str(error)))


def _told(file: Path) -> Iterator[Found]:
    if is_archive(file):
        yield from _archived(file)
    elif is_lines(file):
        with file.open("rb") as stream:
            yield from _lines(str(file), iter(partial(stream.read, _PIECE), b""))
    else:
        yield _tried(str(file), file)


def _archived(file: Path) -> Iterator[Found]:
    if file.name.lower().endswith(_MBOX):
        yield from (Found(f"{file}:{one.where}", one.what) for one in mbox.read(file))
        return
    with file.open("rb") as stream:
        yield from (Found(f"{file}:{one.where}", one.what) for one in warc.read(stream))


def _tried(where: str, file: Path) -> Found:
    try:
        content = file.read_bytes()
        if file.suffix.lower() in _OBJECT:
            return Found(where, documents.read_line(content))
        return Found(where, read_file(file, content))
    except ParleyError as error:
        return Found(where, error)


def _standard_input() -> Iterator[Found]:
    stream = sys.stdin.buffer
    start = stream.read(_PIECE)
    if start.lstrip()[:1] == b"{":
        pieces = iter(partial(stream.read, _PIECE), b"")
        yield from _lines("-", (piece for some in ([start], pieces) for piece in some))
        return
    try:
        yield Found("-", read_file(Path("-"), start + stream.read()))
    except ParleyError as error:
        yield Found("-", error)


def _lines(where: str, pieces: Iterator[bytes]) -> Iterator[Found]:
    lines = Lines(_LONGEST_LINE)
    for piece in pieces:
        for line in lines.feed(piece):
            yield _line(f"{where}:{line.number}", line.content, line.wrong)
    for line in lines.end():
        yield _line(f"{where}:{line.number}", line.content, line.wrong)


def _line(where: str, content: bytes, wrong: Invalid | None) -> Found:
    if wrong is not None:
        return Found(where, wrong)
    try:
        return Found(where, documents.read_line(content))
    except ParleyError as error:
        return Found(where, error)


async def _fetch(settings: Settings, url: str) -> Document | ParleyError:
    allowed = parse_networks(settings.allowed_networks or LOOPBACK)
    outbound = Outbound(allowed, settings.egress_proxy)
    try:
        got = await fetch(outbound, url)
    except Failed as error:
        return Invalid("url", f"{url} cannot be fetched: {error}")
    finally:
        await outbound.close()
    if got.status != HTTPStatus.OK:
        return Invalid("url", f"{url} answered {got.status}.")
    if got.body.startswith(_NO_TEXT):
        return Invalid("url", f"{url} is neither text nor HTML.")
    page = pages.read(got.body, url=url, content_type=got.headers.get("content-type"))
    return page or Invalid("url", f"No text was found at {url}.")
