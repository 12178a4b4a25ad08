"""Lists of addresses to items: JSON as search services give it, links of an HTML page; pure."""

import datetime as dt
import fnmatch
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urljoin

import msgspec
from resiliparse.parse.html import HTMLTree

from service.errors import Invalid
from service.sources.items import MOST_ITEMS, Item
from service.sources.markup import parse_date

_LISTS = ("articles", "items", "results", "data", "docs")
_URLS = ("url", "link", "href")
_TITLES = ("title", "headline", "name")
_DATES = (
    "seendate",
    "published",
    "published_at",
    "publishedAt",
    "pubDate",
    "date_published",
    "date",
)
_GDELT_DATE = re.compile(r"\d{8}T?\d{6}Z?")
# Half of a pair that stands for one sign: what is left of it when a title was cut.
_HALF = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_LONGEST_PAGE = 5_000_000


def read(text: str) -> list[Item]:
    """Return the items of a JSON list, or of the list that an object holds; raises Invalid."""
    return [item for item in map(_item, objects(text)) if item.url]


def objects(text: str) -> list[dict[str, Any]]:
    """Return the objects of a JSON list, or of the list that an object holds; raises Invalid."""
    try:
        told = msgspec.json.decode(_HALF.sub(r"\\ufffd", text).encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError) as error:
        raise Invalid("list", f"This is not JSON: {error}.") from None
    if isinstance(told, dict):
        told = next((told[name] for name in _LISTS if isinstance(told.get(name), list)), None)
    if not isinstance(told, list):
        raise Invalid("list", "There is no list of articles in this JSON.")
    return [one for one in told[:MOST_ITEMS] if isinstance(one, dict)]


def _item(one: dict[str, Any]) -> Item:
    url, title = _first(one, _URLS), _first(one, _TITLES)
    return Item(None, url, title, _date(_first(one, _DATES)))


def _first(one: dict[str, Any], names: tuple[str, ...]) -> str | None:
    found = (one[name] for name in names if isinstance(one.get(name), str))
    return next((value.strip() for value in found if value.strip()), None)


def _date(text: str | None) -> dt.datetime | dt.date | None:
    if text and _GDELT_DATE.fullmatch(text):
        digits = re.sub(r"\D", "", text)
        text = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:00Z"
    return parse_date(text)


def links(html: str, base: str, pattern: str) -> Iterator[Item]:
    """Yield the links of a page that match a pattern with `*`, each once."""
    wanted = re.compile(fnmatch.translate(pattern))
    seen = set()
    for link in _hrefs(html[:_LONGEST_PAGE], base):
        if link not in seen and wanted.match(link):
            seen.add(link)
            yield Item(None, link)


def _hrefs(html: str, base: str) -> Iterator[str]:
    tree: Any = HTMLTree.parse(html)
    for tag in tree.document.query_selector_all("a[href]"):
        try:
            yield urldefrag(urljoin(base, tag.getattr("href").strip())).url
        except ValueError:
            continue
