"""What a feed, a page and its text say of one article, weighed; pure.

The page's own markup is nearest to the article; what it does not say is taken from the feed. A
day that lies far from the feed's is the day of something else on the page.
"""

import datetime as dt

from msgspec import structs

from service.domain.articles import Document
from service.domain.sources import Source
from service.sources.feeds import plain
from service.sources.items import Item

# A text of so many characters in a feed is taken for the article, a shorter one for its summary.
FULL_TEXT = 1200

_LATER = dt.timedelta(days=1)
_EARLIER = dt.timedelta(days=30)
_SHARED = 0.4


def text_of(item: Item) -> str:
    """Return the title and the text that a feed itself gives."""
    return "\n\n".join(part for part in (item.title, plain(item.markup)) if part)


def is_full(item: Item) -> bool:
    """Tell whether a feed gives the whole article, so that its page need not be asked for."""
    return item.url is None or len(plain(item.markup)) >= FULL_TEXT


def is_edit(before: str, after: str) -> bool:
    """Tell whether a text may be another version of one; a page that asks to log in is none."""
    old, new = set(before.casefold().split()), set(after.casefold().split())
    return len(old & new) >= _SHARED * min(len(old), len(new))


def from_feed(item: Item, source: Source) -> Document | None:
    """Return the document that an item is by itself, or None if it has no text."""
    raw = text_of(item)
    if not raw.strip():
        return None
    return _with_feed(Document(raw=raw), item, source)


def from_page(page: Document, item: Item, source: Source) -> Document:
    """Return a page's document, with what only the feed knows of it."""
    return _with_feed(page, item, source)


def _with_feed(page: Document, item: Item, source: Source) -> Document:
    told: dict[str, object] = {
        "title": None if page.title else item.title,
        "publisher": None if page.publisher else source.owner or source.name,
        "language": None if page.language else item.language or source.language,
    }
    told = {name: value for name, value in told.items() if value} | _dates(page, item)
    return structs.replace(
        page,
        url=item.url,
        source=source.id,
        marked=page.marked - told.keys(),
        fed=frozenset(told),
        **told,
    )


def _dates(page: Document, item: Item) -> dict[str, object]:
    """Return the dates that the feed gives, if they are to stand."""
    if item.published is None or _agrees(page, item.published):
        return {}
    if isinstance(item.published, dt.datetime):
        return {"published_at": item.published, "published_on": None}
    return {"published_at": None, "published_on": item.published}


def _agrees(page: Document, published: dt.datetime | dt.date) -> bool:
    said = page.published_at.date() if page.published_at else page.published_on
    day = published.date() if isinstance(published, dt.datetime) else published
    return said is not None and day - _EARLIER <= said <= day + _LATER
