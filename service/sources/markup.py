"""What a page's markup says of its article: JSON-LD, Open Graph and other meta tags, `<time>`.

Vocabularies: schema.org (NewsArticle), ogp.me, Dublin Core; other names as news sites use them.
"""

import datetime as dt
import email.utils
import html
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

_ARTICLES = re.compile(r"\w*(?:Article|BlogPosting|Report|WebPage)|LiveBlogPosting")
_TITLES = ("og:title", "twitter:title", "dc.title")
_PUBLISHERS = ("og:site_name", "publisher", "dc.publisher", "application-name")
_DATES = (
    *("article:published_time", "og:published_time", "datepublished", "parsely-pub-date"),
    *("pubdate", "publishdate", "publish-date", "publish_date", "publication_date"),
    *("dc.date.issued", "dcterms.created", "dc.date", "sailthru.date", "date"),
)
_LANGUAGES = ("og:locale", "dc.language", "language", "content-language")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE)
_YEARS = range(1990, 2200)
_MOST_LD = 50


class Markup(Struct, frozen=True, kw_only=True):
    """What the markup tells; a publication without an offset is a day, not a time.

    `body` is the article's text, where JSON-LD holds it.
    """

    title: str | None
    publisher: str | None
    published: dt.datetime | dt.date | None
    language: str | None
    url: str | None
    body: str | None


def read_markup(tree: Any) -> Markup:
    """Read a parsed page; whatever is not written as it should be counts as not written."""
    article, meta = _linked_data(tree), _meta(tree)
    publisher = _name(article.get("publisher")) or _first(meta, _PUBLISHERS)
    title = _text(article.get("headline")) or _first(meta, _TITLES) or _heading(tree)
    dates = [article.get("datePublished"), *(meta.get(name) for name in _DATES), *_times(tree)]
    return Markup(
        title=_without_site(title, publisher),
        publisher=publisher,
        published=next((at for at in map(parse_date, dates) if at is not None), None),
        language=_language(article.get("inLanguage"), _attribute(tree, "html", "lang"), meta),
        url=_attribute(tree, "link[rel=canonical]", "href") or meta.get("og:url"),
        body=_body(article.get("articleBody")),
    )


def parse_date(value: object) -> dt.datetime | dt.date | None:
    """Read an ISO or HTTP date: a UTC time when it has an offset, else its day; None if neither.

    Years before 1990 and after 2199 are somebody's mistake.
    """
    text = value.strip() if isinstance(value, str) else ""
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return _date_otherwise(text)
    if at.year not in _YEARS:
        return None
    return at.date() if at.tzinfo is None else at.astimezone(dt.UTC)


def _date_otherwise(text: str) -> dt.datetime | dt.date | None:
    try:
        if _ISO.match(text):
            return parse_date(text[:10]) if len(text) > 10 else None
        at = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return parse_date(at.isoformat())


def _linked_data(tree: Any) -> dict[str, Any]:
    """Return the page's first JSON-LD object about an article, or an empty one."""
    scripts = tree.document.query_selector_all("script[type='application/ld+json']")
    for script in scripts[:_MOST_LD]:
        try:
            found = msgspec.json.decode(script.text.strip().encode("utf-8", "replace"))
        except (msgspec.DecodeError, RecursionError):
            continue
        for item in _objects(found):
            kinds = item.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(_ARTICLES.fullmatch(str(name)) for name in names) and "datePublished" in item:
                return item
    return {}


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            if isinstance(graph, list):
                yield from (one for one in graph if isinstance(one, dict))


def _meta(tree: Any) -> dict[str, str]:
    """Return the meta tags' contents by name, property, itemprop or http-equiv in lower case."""
    meta: dict[str, str] = {}
    for tag in tree.document.query_selector_all("meta[content]"):
        content = _text(tag.getattr("content"))
        for kind in ("property", "name", "itemprop", "http-equiv"):
            name = tag.getattr(kind)
            if name and content:
                meta.setdefault(name.strip().lower(), content)
    return meta


def _times(tree: Any) -> list[str | None]:
    tags = tree.document.query_selector_all("time[datetime]")
    told = [tag for tag in tags if tag.hasattr("pubdate") or tag.getattr("itemprop")]
    # Without a word on what it is, only a lone time is sure to be the article's.
    return [tag.getattr("datetime") for tag in told or (tags if len(tags) == 1 else ())]


def _heading(tree: Any) -> str | None:
    headings = tree.document.query_selector_all("h1")
    if len(headings) == 1 and (title := _text(headings[0].text)):
        return title
    return _text(tree.title)


def _without_site(title: str | None, publisher: str | None) -> str | None:
    if title is None or publisher is None:
        return title
    site = re.escape(publisher)
    return re.sub(rf"\s+[|–—·:»-]\s+{site}$", "", title, flags=re.IGNORECASE) or title


def _language(said: object, page: str | None, meta: dict[str, str]) -> str | None:
    for value in (said, page, _first(meta, _LANGUAGES)):
        found = _LANGUAGE.fullmatch(value.strip()) if isinstance(value, str) else None
        if found:
            return found.group(1).lower()
    return None


def _body(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return html.unescape(value).replace("\0", "").strip() or None


def _name(value: object) -> str | None:
    one = value[0] if isinstance(value, list) and value else value
    return _text(one.get("name") if isinstance(one, dict) else one)


def _attribute(tree: Any, selector: str, name: str) -> str | None:
    tag = tree.document.query_selector(selector)
    return _text(tag.getattr(name)) if tag is not None else None


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _text(value: object) -> str | None:
    return " ".join(value.split())[:1000] or None if isinstance(value, str) else None
