"""Files as people keep them: text, HTML, or a line of JSON per article."""

from collections.abc import Iterator
from pathlib import Path

from service.domain.articles import Document
from service.sources import documents, pages
from service.sources.documents import DocumentInput

_HTML = (".html", ".htm", ".xhtml")
_LINES = (".ndjson", ".jsonl")
_TEXT = (".txt", ".text", ".md", "")


def read_file(
    path: Path, content: bytes, *, url: str | None = None, published: str | None = None
) -> Document:
    """Make a document of a file's bytes, HTML or plain text; raises Invalid, naming the field."""
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


def files(path: Path) -> Iterator[Path]:
    """Yield the file itself, or the files below a folder that can be read, in order."""
    if path.is_file():
        yield path
        return
    for below in sorted(path.rglob("*")):
        readable = below.suffix.lower() in (*_HTML, *_LINES, *_TEXT)
        if below.is_file() and readable and not below.name.startswith("."):
            yield below
