"""Texts whose letters are written apart (`e` and its accent, a soft hyphen): read as if whole.

The reader knows words in composed form (Unicode's NFC) alone. Another text is composed first, and
the places in what was read of it are put back to where they stand in the raw text.
"""

import unicodedata
from typing import Any

from msgspec import Struct, structs

from service.domain.articles import Document, Reading, content_hash
from service.domain.spans import Evidence, Span

# Signs without width that stand within words: soft hyphen, word joiner, byte order mark.
_UNSEEN = ("\u00ad", "\u2060", "\ufeff")


def composed(document: Document) -> Document | None:
    """Return a document with its text composed, None where it is so already, or cannot be."""
    raw = document.raw
    if raw.isascii() or (
        unicodedata.is_normalized("NFC", raw) and not any(map(raw.__contains__, _UNSEEN))
    ):
        return None
    text = _whole(raw)
    if text == raw or "".join(map(_whole, _clusters(raw))) != text:
        return None
    title = document.title and _whole(document.title)
    key = document.key or content_hash(raw)
    return structs.replace(document, raw=text, title=title, key=key)


def put_back(reading: Reading, raw: str) -> Reading:
    """Return what was read of a composed text with every place as it is in the raw one."""
    at: list[int] = []
    start = 0
    for cluster in _clusters(raw):
        at += [start] * len(_whole(cluster))
        start += len(cluster)
    back: Reading = _put_back(reading, (*at, start), raw)
    return back


def _put_back(value: Any, at: tuple[int, ...], raw: str) -> Any:
    if isinstance(value, Evidence):
        return Evidence.of(raw, at[value.start], at[value.end], value.rule)
    if isinstance(value, Span):
        return Span(at[value.start], at[value.end])
    if isinstance(value, tuple):
        return tuple(_put_back(one, at, raw) for one in value)
    if isinstance(value, dict):
        return {name: _put_back(one, at, raw) for name, one in value.items()}
    if isinstance(value, Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__}
        return structs.replace(value, **_put_back(fields, at, raw))
    return value


def _whole(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    for sign in _UNSEEN:
        text = text.replace(sign, "")
    return text


def _clusters(raw: str) -> list[str]:
    """Cut a text into letters, each with the signs that are written on it."""
    found: list[str] = []
    for char in raw:
        if found and unicodedata.combining(char):
            found[-1] += char
        else:
            found.append(char)
    return found
