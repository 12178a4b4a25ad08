"""What sources show: items, each to become an article; which are new, edited, or of the past."""

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urljoin

from msgspec import Struct, structs

from service.domain.sources import KnownItem
from service.errors import Invalid
from service.sources.urls import canonical_url, is_web

MOST_ITEMS = 1000
# How often a page is asked for that does not come.
TRIES = 3
_TAG = re.compile(r"<[^>]*>")


class Item(Struct, frozen=True):
    """An item as a source shows it; `markup` is its text or summary, plain or HTML."""

    guid: str | None
    url: str | None
    title: str | None = None
    published: dt.datetime | dt.date | None = None
    markup: str = ""
    language: str | None = None


def sound(items: Sequence[Item], base: str) -> list[Item]:
    """Make addresses whole, and drop guids that several items share and items without anything."""
    guids = Counter(item.guid for item in items)
    made = []
    for item in items:
        guid = item.guid if guids[item.guid] == 1 else None
        url = _address(item.url or item.guid, base, item.url is None)
        if url or item.title or item.markup:
            made.append(structs.replace(item, guid=guid, url=url))
    return made


def _address(url: str | None, base: str, guessed: bool) -> str | None:
    """Return an item's address; a guid that is an address will do when there is none."""
    if not url or (guessed and not is_web(url)):
        return None
    try:
        whole = urljoin(base, url)
        canonical_url(whole)
    except (Invalid, ValueError):
        return None
    return whole


def keys(item: Item) -> tuple[str, ...]:
    """Return the hashes by which an item is known: of its guid, its canonical URL, or its text."""
    told = []
    if item.url:
        told.append(_hash("url", canonical_url(item.url)))
    if item.guid:
        told.append(_hash("guid", item.guid))
    return tuple(told) or (_hash("text", digest(item)),)


def digest(item: Item) -> str:
    """Return the hash by which an edit is noticed; a new date is no edit."""
    told = f"{item.title or ''}\n{item.markup}"
    end = told.rfind(">") + 1  # behind it no tag ends, and each `<` would be followed to the last
    words = _TAG.sub(" ", told[:end]) + told[end:]
    return _hash(" ".join(words.split()))


def _hash(*parts: str) -> str:
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=12).hexdigest()


class Wanted(Struct, frozen=True):
    """An item that is new or edited, with what is known of it."""

    item: Item
    keys: tuple[str, ...]
    digest: str
    known: KnownItem | None


def wanted(items: Iterable[Item], known: Mapping[str, KnownItem]) -> list[Wanted]:
    """Return the items to be taken, each once: new ones, edited ones, pages to be asked again."""
    found: dict[str, Wanted] = {}
    for item in items:
        names, mark = keys(item), digest(item)
        before = next((known[name] for name in names if name in known), None)
        settled = before is not None and not 0 < before.tries < TRIES
        if before is not None and settled and before.digest == mark:
            continue
        found.setdefault(names[0], Wanted(item, names, mark, before))
    return list(found.values())


def is_old(
    published: dt.datetime | dt.date | None, added: dt.datetime, backfill: dt.timedelta, first: bool
) -> bool:
    """Tell whether an item is the past of a source: then nobody is told of it.

    What has no date is past when it was there at the first look.
    """
    if published is None:
        return first
    day = published.date() if isinstance(published, dt.datetime) else published
    if not isinstance(published, dt.datetime):
        return day < (added - backfill).date()
    return published < added - backfill
