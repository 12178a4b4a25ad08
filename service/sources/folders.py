"""A watched folder: its files as items, each read when it is new or has changed."""

import datetime as dt
import os
from pathlib import Path

from msgspec import structs

from service.domain.articles import Document
from service.domain.sources import Source
from service.errors import Invalid, ParleyError
from service.sources import documents, pages
from service.sources.items import MOST_ITEMS, Item

_HTML = (".html", ".htm", ".xhtml")
_TEXT = (".txt", ".md")
_LARGEST = 10_000_000


def items(folder: Path) -> list[Item]:
    """Return the files of a folder, the newest first; raises Invalid if it cannot be read."""
    if not folder.is_dir():
        raise Invalid("folder", f"There is no folder {folder}.")
    try:
        paths = [path for path in folder.iterdir() if path.suffix in (*_HTML, *_TEXT)]
    except OSError as error:
        raise Invalid("folder", f"{folder} cannot be read: {error.strerror}.") from None
    found = [(path, stat) for path in paths if (stat := _stat(path)) is not None]
    found.sort(key=lambda one: one[1].st_mtime, reverse=True)
    return [
        Item(str(path), None, path.name, None, f"{stat.st_mtime_ns} {stat.st_size}")
        for path, stat in found[:MOST_ITEMS]
    ]


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:  # a link that leads nowhere, or a file that has just gone
        return None


def document(item: Item, source: Source) -> Document | None:
    """Read the file that an item stands for; None if there is no text in it."""
    path = Path(item.guid or "")
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST)
            at = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        html = path.suffix in _HTML
        made = pages.read(content) if html else documents.read_text(content)
    except (OSError, ParleyError):
        return None
    if made is None:
        return None
    dated = made.published_at or made.published_on
    return structs.replace(made, source=source.id, published_at=None if dated else at)
