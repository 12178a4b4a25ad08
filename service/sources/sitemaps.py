"""Sitemaps to items: sitemaps.org 0.9, with Google's news extension; pure."""

import datetime as dt
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any
from urllib.parse import urlsplit

from lxml import etree  # type: ignore[import-untyped]

from service.errors import Invalid
from service.sources.items import MOST_ITEMS, Item
from service.sources.markup import parse_date

_NEWS = {"title": "title", "publication_date": "published", "language": "language"}
_MOST_LISTED = 5
_EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)


def read(xml: bytes) -> list[Item]:
    """Return the pages of a sitemap, the newest first; raises Invalid if it is none."""
    root = _root(xml)
    if _name(root) == "sitemapindex":
        raise Invalid("sitemap", "This is an index of sitemaps that names none to follow.")
    if _name(root) != "urlset":
        raise Invalid("sitemap", "This is not a sitemap with pages.")
    return newest(_items(root))


def newest(items: Iterable[Item]) -> list[Item]:
    """Return as many items as a source may show, the newest first."""
    return sorted(items, key=lambda item: _when(item.published), reverse=True)[:MOST_ITEMS]


def listed(xml: bytes, base: str) -> list[str]:
    """Return the sitemaps of an index, the newest first, five at most.

    Those of another host than the index's own (`base`) are left out, as sitemaps.org has it.
    Raises Invalid if it is no XML.
    """
    told = [dict(_values(one)) for one in _root(xml)]
    found = [(_when(parse_date(one.get("lastmod"))), one["loc"]) for one in told if "loc" in one]
    found.sort(key=itemgetter(0), reverse=True)
    return [url for _, url in found if _host(url) == _host(base)][:_MOST_LISTED]


def _root(xml: bytes) -> Any:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Invalid("sitemap", f"This is not a sitemap: {error}") from None
    if root is None:
        raise Invalid("sitemap", "This is not a sitemap with pages.")
    return root


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower().removeprefix("www.")
    except ValueError:
        return ""


def _items(root: Any) -> Iterator[Item]:
    for page in root:
        told = dict(_values(page))
        if "loc" in told:
            at = parse_date(told.get("published")) or parse_date(told.get("lastmod"))
            # A page that says it was changed is fetched again: the mark is all there is of it.
            mark = told.get("lastmod", "") if "published" not in told else ""
            yield Item(None, told["loc"], told.get("title"), at, mark, told.get("language"))


def _values(page: Any) -> Iterable[tuple[str, str]]:
    for node in page.iter():
        name, text = _name(node), (node.text or "").strip()
        if text and name in ("loc", "lastmod") and node.getparent() is page:
            yield name, text
        elif text and name in _NEWS:
            yield _NEWS[name], text


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""


def _when(published: dt.datetime | dt.date | None) -> dt.datetime:
    if published is None:
        return _EARLIEST
    if isinstance(published, dt.datetime):
        return published
    return dt.datetime(published.year, published.month, published.day, tzinfo=dt.UTC)
