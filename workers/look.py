"""A look at one source: what is new in it becomes articles, what was edited is revised."""

import asyncio
import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, structs

from service.domain.articles import Document
from service.domain.ids import ArticleId
from service.domain.sources import KnownItem, Source, Watched
from service.errors import Invalid, ParleyError
from service.ingest import Notify, Read, ingest, revise
from service.sources import feeds, folders, pages
from service.sources.items import TRIES, Item, Wanted, is_old, keys, wanted
from service.sources.polling import Polled, asked_wait
from service.sources.weighing import from_feed, from_page, is_full
from service.store import source_items
from service.store.database import Database
from workers.fetch import Fetched, fetch
from workers.hosts import Hosts
from workers.outbound import Failed, Outbound
from workers.relay import Clock

# What is left over is taken by the next look, soon.
MOST_AT_ONCE = 200
BUDGET = 90.0

_TEMPORARY = (408, 425, 429, 500, 502, 503, 504)
_LARGE = 200_000


class _Took(Struct, frozen=True):
    """What became of an item."""

    known: KnownItem
    taken: bool = False
    revised: bool = False
    relevant: bool = False


class Looker:
    """Looks at sources.

    `backfill` is how old what a new source shows may be to be told of; `timeout` is for each
    request, in seconds.
    """

    def __init__(
        self,
        db: Database,
        outbound: Outbound,
        hosts: Hosts,
        read: Read,
        *,
        backfill: dt.timedelta,
        timeout: float,
        notify: Notify | None,
        clock: Clock,
    ) -> None:
        self._db = db
        self._outbound = outbound
        self._hosts = hosts
        self._read = read
        self._backfill = backfill
        self._timeout = timeout
        self._notify = notify
        self._clock = clock

    async def look(self, watched: Watched) -> Polled:
        """Look once; a source that fails is an outcome, not an error."""
        try:
            if watched.source.kind == "folder":
                return await self._folder(watched)
            url = watched.health.address or watched.source.url
            asking = _asking(watched)
            got = await fetch(self._outbound, url, asking, timeout=self._timeout)
            return await self._answered(watched, got)
        except Failed as error:
            return Polled(outcome="failed", error=f"{error.outcome}: {error}")
        except Invalid as error:
            return Polled(outcome="failed", error=str(error))

    async def _folder(self, watched: Watched) -> Polled:
        items = await asyncio.to_thread(folders.items, Path(watched.source.url))
        return await self._take(watched, items, Polled(outcome="changed"))

    async def _answered(self, watched: Watched, got: Fetched) -> Polled:
        base = Polled(
            outcome="unchanged",
            wait=asked_wait(got.headers, self._clock()),
            moved_to=got.moved_to,
            etag=got.headers.get("etag"),
            last_modified=got.headers.get("last-modified"),
            body=hashlib.blake2b(got.body, digest_size=16).hexdigest(),
        )
        if got.status == 304 or (got.status == 200 and base.body == watched.health.body):
            return base
        if got.status != 200:
            gone = got.status == 410
            error = f"it answered {got.status}"
            return Polled(outcome="gone" if gone else "failed", error=error, wait=base.wait)
        items = await _parsed(watched.source, got)
        return await self._take(watched, items, structs.replace(base, outcome="changed"))

    async def _take(self, watched: Watched, items: Sequence[Item], base: Polled) -> Polled:
        source = watched.source
        names = [key for item in items for key in keys(item)]
        todo = wanted(items, await source_items.known(self._db, source.id, names))
        took, notes = await self._take_each(watched, todo)
        async with self._db.transaction() as tx:
            await source_items.note(tx, source.id, notes, self._clock())
        again = len(took) < len(todo) or any(0 < one.known.tries < TRIES for one in took)
        tally = structs.replace(
            base,
            more=len(took) < len(todo),
            seen=sum(one.known is None for one in todo[: len(took)]),
            taken=sum(one.taken for one in took),
            revised=sum(one.revised for one in took),
            relevant=sum(one.relevant for one in took),
        )
        # What is to be taken still must not be hidden by a 304.
        return structs.replace(tally, etag=None, last_modified=None, body=None) if again else tally

    async def _take_each(
        self, watched: Watched, todo: Sequence[Wanted]
    ) -> tuple[list[_Took], dict[str, KnownItem]]:
        took: list[_Took] = []
        notes: dict[str, KnownItem] = {}
        end = asyncio.get_running_loop().time() + BUDGET
        for one in todo[:MOST_AT_ONCE]:
            if asyncio.get_running_loop().time() > end:
                break
            took.append(await self._take_one(watched, one))
            notes |= dict.fromkeys(one.keys, took[-1].known)
        return took, notes

    async def _take_one(self, watched: Watched, one: Wanted) -> _Took:
        article = one.known.article if one.known else None
        document, tries = await self._document(watched.source, one)
        known = KnownItem(digest=one.digest, article=article, tries=tries)
        if document is None:
            return _Took(known)
        quiet = self._is_quiet(watched, document)
        try:
            if article is not None:
                return await self._revise(article, document, known, quiet)
            return await self._ingest(document, known, quiet)
        except ParleyError:
            # One that cannot be kept, such as one whose address is none, stops no other.
            return _Took(structs.replace(known, tries=TRIES))

    async def _revise(
        self, article: ArticleId, document: Document, known: KnownItem, quiet: bool
    ) -> _Took:
        renewed = await revise(
            self._db,
            self._read,
            article,
            document,
            now=self._clock(),
            notify=self._notify,
            quiet=quiet,
        )
        return _Took(known, revised=renewed is not None)

    async def _ingest(self, document: Document, known: KnownItem, quiet: bool) -> _Took:
        found = await ingest(
            self._db, self._read, document, now=self._clock(), notify=self._notify, quiet=quiet
        )
        # Another source's article is not ours to revise.
        own = found.article.id if found.article.source == document.source else None
        relevant = found.created and found.article.reading.relevant
        return _Took(structs.replace(known, article=own), found.created, relevant=relevant)

    def _is_quiet(self, watched: Watched, document: Document) -> bool:
        if watched.source.old_alerts:
            return False
        published = document.published_at or document.published_on
        first = watched.health.last_success_at is None
        return is_old(published, watched.source.created_at, self._backfill, first)

    async def _document(self, source: Source, one: Wanted) -> tuple[Document | None, int]:
        """Return an item's document, and how often its page was asked for in vain."""
        item, given = one.item, from_feed(one.item, source)
        if source.kind == "folder":
            return folders.document(item, source), 0
        if item.url is None or is_full(item):
            return given, 0
        tries = (one.known.tries if one.known else 0) + 1
        try:
            got = await self._hosts.page(item.url)
        except Failed as error:
            return given, TRIES if error.outcome == "blocked" else tries
        if got.status != 200:
            return given, tries if got.status in _TEMPORARY else TRIES
        page = await _page(got, item.url)
        if page is None or (given is not None and len(page.raw) < len(given.raw)):
            return given, 0
        return from_page(page, item, source), 0


def _asking(watched: Watched) -> list[tuple[str, str]]:
    health = watched.health
    told = {"if-none-match": health.etag, "if-modified-since": health.last_modified}
    return [(name, value) for name, value in told.items() if value]


async def _parsed(source: Source, got: Fetched) -> list[Item]:
    def parse() -> list[Item]:
        return feeds.read(
            got.body,
            url=got.moved_to or source.url,
            kind=source.kind,
            pattern=source.pattern,
            content_type=got.headers.get("content-type"),
        )

    # What takes long is done beside, so that the others go on.
    return await asyncio.to_thread(parse) if len(got.body) > _LARGE else parse()


async def _page(got: Fetched, url: str) -> Document | None:
    kind = got.headers.get("content-type")
    if kind and not any(word in kind.lower() for word in ("html", "xml", "text/")):
        return None
    if len(got.body) > _LARGE:
        return await asyncio.to_thread(pages.read, got.body, url=url, content_type=kind)
    return pages.read(got.body, url=url, content_type=kind)
