"""Web pages: HTML to a document, its main text and what the markup says of it."""

import codecs
import datetime as dt
import re
from typing import Any

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding, map_encoding_to_html5
from resiliparse.parse.html import HTMLTree

from service.domain.articles import Document
from service.domain.words import fold
from service.sources.markup import Markup, read_markup
from service.sources.urls import is_web

LONGEST_TEXT = 500_000
LONGEST_PAGE = 5_000_000
# Parsing takes time and memory with the square of these; no page that people read comes near.
_DEEPEST = 1000
_MOST_REOPENED = 500_000
# Less than this, and the main text was probably not found: then all visible text is taken.
_SHORTEST = 200
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_TAG = re.compile("<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_NEVER_NESTED = {
    *("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup"),
    *("br", "img", "meta", "link", "input", "hr", "source", "col", "area", "base", "embed"),
    *("param", "track", "wbr", "rt", "rp"),
}
# Elements that a browser opens again in each block after the one they were left open in.
_REOPENED = {
    *("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt"),
    "u",
}
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Text that looks like part of the story, but leads away from it or tells what a picture shows.
_FURNITURE = ["figcaption", "[hidden]", "[aria-hidden=true]", "script", "style", "template"]


def read(
    page: bytes | str, *, url: str | None = None, content_type: str | None = None
) -> Document | None:
    """Return a page as a document, or None if it has no text or is made to choke its readers.

    `raw` is the title, a line of its own, and the main text; `marked` names what the markup told.
    `content_type` is the HTTP header's; its charset wins over the page's own. Never raises.
    """
    html = page if isinstance(page, str) else decode(page[:LONGEST_PAGE], content_type)
    html = _UNSTORABLE.sub("\ufffd", html[:LONGEST_PAGE])
    if _is_bomb(html):
        return None
    tree = HTMLTree.parse(html)
    told = read_markup(tree)
    text = _story(_main_text(tree), told.body)[:LONGEST_TEXT]
    if not fold(text):
        return None
    return _document(told, _with_title(told.title, text), url)


def decode(page: bytes, content_type: str | None = None) -> str:
    """Decode a page by its byte order mark, the header's charset, its meta tag, or its looks."""
    for mark, encoding in _BOMS:
        if page.startswith(mark):
            return page.removeprefix(mark).decode(encoding, "replace")
    said = _CHARSET.search(content_type or "")
    named = map_encoding_to_html5(said.group(1), fallback_utf8=False) if said else None
    if named is None and (plain := _utf8(page)) is not None:
        return plain
    encoding = named or detect_encoding(page, from_html_meta=True) or "utf-8"
    try:
        text: str = bytes_to_str(page, encoding)
    except (LookupError, UnicodeError):
        return page.decode("utf-8", "replace")
    return text


def _utf8(page: bytes) -> str | None:
    # Letters of other encodings hardly ever make UTF-8, while guessing takes a few accents in
    # UTF-8 for another encoding. A page may have been cut within its last character.
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(page)
    except UnicodeDecodeError:
        return None
    return None if text.isascii() else text


def _is_bomb(html: str) -> bool:
    """Tell whether elements are left open so deep that a small page makes a huge tree."""
    depth = deepest = reopened = most_reopened = 0
    tags = _TAG.findall(html)
    for slash, name in tags:
        name = name.lower()
        if name in _NEVER_NESTED:
            continue
        step = -1 if slash else 1
        depth = max(0, depth + step)
        deepest = max(deepest, depth)
        if name in _REOPENED:
            reopened = max(0, reopened + step)
            most_reopened = max(most_reopened, reopened)
    return deepest > _DEEPEST or most_reopened * len(tags) > _MOST_REOPENED


def _main_text(tree: Any) -> str:
    main = _extract(tree, main=True)
    if len(main) >= _SHORTEST:
        return main
    every = _extract(tree, main=False)
    # A short text may be all there is; a page of which it is a small part has hidden the rest.
    return every if not main or len(every) > 20 * len(main) else main


def _story(shown: str, written: str | None) -> str:
    """Return the text that the page shows, or what its markup holds if scripts fill the page in."""
    filled_in = written is not None and len(shown) < min(_SHORTEST, len(written))
    return written if written is not None and filled_in else shown


def _extract(tree: Any, *, main: bool) -> str:
    text: str = extract_plain_text(
        tree,
        main_content=main,
        alt_texts=False,
        list_bullets=False,
        comments=False,
        skip_elements=_FURNITURE,
    )
    return text.strip()


def _with_title(title: str | None, text: str) -> str:
    """Put the title above the text, unless it stands there."""
    if title is None or fold(title) in fold(text[: 3 * len(title) + 200]):
        return text
    return f"{title}\n\n{text}"


def _document(told: Markup, raw: str, url: str | None) -> Document:
    at = told.published
    known: dict[str, Any] = {
        "title": told.title,
        "publisher": told.publisher,
        "published_at": at if isinstance(at, dt.datetime) else None,
        "published_on": None if isinstance(at, dt.datetime) else at,
        "language": told.language,
        "url": told.url if url is None and told.url and is_web(told.url) else None,
    }
    marked = frozenset(name for name, value in known.items() if value is not None)
    return Document(raw=raw, marked=marked, **(known | ({"url": url} if url else {})))
