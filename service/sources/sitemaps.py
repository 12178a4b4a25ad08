"""Sitemaps to items: sitemaps.org 0.9, with Google's news extension; pure."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from service.errors import Invalid
from service.sources.items import MOST_ITEMS, Item
from service.sources.markup import parse_date

_NEWS = {"title": "title", "publication_date": "published", "language": "language"}
_EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)


def read(xml: bytes) -> list[Item]:
    """Return the pages of a sitemap, the newest first; raises Invalid if it is none."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Invalid("sitemap", f"This is not a sitemap: {error}") from None
    if root is not None and _name(root) == "sitemapindex":
        raise Invalid("sitemap", "This is an index of sitemaps; add the one with the news.")
    if root is None or _name(root) != "urlset":
        raise Invalid("sitemap", "This is not a sitemap with pages.")
    items = sorted(_items(root), key=lambda item: _when(item.published), reverse=True)
    return items[:MOST_ITEMS]


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
