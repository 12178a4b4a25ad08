"""Bytes of a source to items: RSS 0.9x to 2.0, RDF, Atom, JSON Feed, sitemaps, pages, lists; pure.

RSS 2.0 and Atom (RFC 4287) by fastfeedparser; jsonfeed.org version 1.1; sitemaps.org with Google's
news extension; lists as GDELT's DOC API 2.0 gives them. Entities of a DTD are never resolved.
"""

import html
import re
from collections.abc import Iterable
from html.entities import html5
from typing import Any

import fastfeedparser
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding, map_encoding_to_html5
from resiliparse.parse.html import HTMLTree

from service.domain.sources import SourceKind
from service.errors import Invalid
from service.sources import lists, sitemaps
from service.sources.items import MOST_ITEMS, Item, sound
from service.sources.markup import parse_date

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,200}\?>")
_DECLARED = re.compile(rb"encoding\s*=\s*[\"']([\w.:-]+)")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
_FOREIGN = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)"
    r"(?P<name>[A-Za-z][A-Za-z0-9]{1,31};)?",
    re.DOTALL,
)
# References to what may be halves of signs: hexadecimal from d800, decimal from 55000.
_HALVES = re.compile(r"(?:&#(?:[xX]0{0,4}[dD][89a-fA-F][0-9a-fA-F]{2}|0{0,2}5[5-7]\d{3});)+")
_CODE = re.compile(r"#(\w+);")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def read(
    body: bytes,
    *,
    url: str,
    kind: SourceKind = "feed",
    pattern: str | None = None,
    content_type: str | None = None,
) -> list[Item]:
    """Return the items of a source's bytes, at most 1000; raises Invalid if they are not readable.

    What claims to be a feed and is a sitemap or a list is read as what it is.
    """
    text = decode(body, content_type)
    start = text[:1000].lstrip().lower()
    if kind == "page":
        found: Iterable[Item] = lists.links(text, url, pattern or "*")
    elif kind == "list" or start[:1] in ("{", "["):
        found = _json_feed(text) if kind != "list" and _is_json_feed(text) else lists.read(text)
    elif kind == "sitemap" or "<urlset" in start or "<sitemapindex" in start:
        found = sitemaps.read(_bare(text))
    else:
        found = _feed(text)
    return sound(list(found)[:MOST_ITEMS], url)


def sitemaps_of(body: bytes, url: str) -> list[str]:
    """Return the sitemaps that an index at an address lists and that are to be followed.

    At most five, the newest first; none if the bytes are no such index. Raises Invalid.
    """
    if b"<sitemapindex" not in body[:2000].lower():
        return []
    return sitemaps.listed(_bare(decode(body)), url)


def decode(body: bytes, content_type: str | None = None) -> str:
    """Decode a feed: by its mark, as UTF-8 if it is, by the header, its declaration, its looks.

    Feeds are often declared to be what they are not, but hardly a text is UTF-8 by accident.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.removeprefix(mark).decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_as_told(body, content_type)


def _decode_as_told(body: bytes, content_type: str | None) -> str:
    said = _CHARSET.search(content_type or "")
    declared = _DECLARED.search(body[:200])
    names = [said.group(1)] if said else []
    names += [declared.group(1).decode("ascii")] if declared else []
    known = (map_encoding_to_html5(name, fallback_utf8=False) for name in names)
    for encoding in [*known, detect_encoding(body), "cp1252"]:
        # It was tried as UTF-8 already.
        if not encoding or encoding.lower() in ("utf-8", "utf8"):
            continue
        try:
            return str(bytes_to_str(body, encoding))
        except (LookupError, UnicodeError):
            continue
    return body.decode("utf-8", "replace")


def _bare(text: str) -> bytes:
    """Return XML without its declaration, which may be wrong, and without a DTD."""
    at = text.find("<!DOCTYPE", 0, 5000)
    dtd = _DOCTYPE.match(text, at) if at >= 0 else None
    data = text[: dtd.start()] + text[dtd.end() :] if dtd else text
    # The parser ends at half a sign, and some write what is not among the first 65,536 as two.
    data = _HALVES.sub(_whole, data)
    # After an entity that XML does not know, the parser would lose those that it knows, too.
    data = _FOREIGN.sub(_resolved, data)
    return _DECLARATION.sub(b"", data.lstrip().encode("utf-8", "replace"))


def _whole(found: re.Match[str]) -> str:
    codes = (code.lower() for code in _CODE.findall(found.group()))
    units = [int(code[1:], 16) if code.startswith("x") else int(code) for code in codes]
    text = "".join(map(chr, units))
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _resolved(found: re.Match[str]) -> str:
    if found.group().startswith("<"):
        return found.group()
    character = html5.get(found["name"] or "")
    return character or f"&amp;{found['name'] or ''}"


def _is_json_feed(text: str) -> bool:
    return "jsonfeed.org" in text[:500] or '"content_html"' in text or '"content_text"' in text


def _json_feed(text: str) -> list[Item]:
    return [_json_item(one) for one in lists.objects(text)]


def _json_item(one: dict[str, Any]) -> Item:
    """Read an item whose fields may be of any type: what is not of its own is as if not there."""
    told = {name: value for name, value in one.items() if isinstance(value, str)}
    markups = [told.get(name, "") for name in ("content_html", "content_text", "summary")]
    id = one.get("id")
    return Item(
        # Numbers are to be taken for text, says the standard.
        guid=_line(str(id) if isinstance(id, (int, float)) else id),
        url=_line(told.get("url")),
        title=plain(told.get("title", ""))[:1000] or None,
        published=parse_date(told.get("date_published") or told.get("date_modified")),
        markup=max(markups, key=len),
    )


def _feed(text: str) -> Iterable[Item]:
    try:
        parsed = fastfeedparser.parse(_bare(text))
    except Exception as error:  # whatever it stumbles over, the bytes are not a feed
        raise Invalid("feed", f"This is not a feed: {str(error)[:200]}") from None
    return [_item(entry) for entry in parsed.entries]


def _item(entry: Any) -> Item:
    contents = [part.get("value") or "" for part in entry.get("content") or ()]
    summary = entry.get("description") or entry.get("summary") or ""
    longest = max([*contents, summary], key=len)
    return Item(
        guid=_line(entry.get("id")),
        url=_line(entry.get("link")),
        title=plain(entry.get("title") or "")[:1000] or None,
        published=parse_date(entry.get("published") or entry.get("updated")),
        markup=longest,
        language=None,
    )


def _line(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def plain(markup: str) -> str:
    """Return the text of a piece of HTML."""
    if "<" not in markup:
        return " ".join(html.unescape(markup).split())
    # Some feeds escape their escapes.
    tree = HTMLTree.parse(f"<body>{markup}</body>")
    return str(extract_plain_text(tree, main_content=False, alt_texts=False)).strip()
