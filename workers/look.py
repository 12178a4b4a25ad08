"""A look at one source: what is new in it becomes articles, what was edited is revised."""

import asyncio
import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, structs

from service.domain.articles import Article, Document
from service.domain.ids import ArticleId
from service.domain.sources import KnownItem, Source, Watched
from service.errors import Invalid, ParleyError
from service.ingest import Notify, Read, ingest, revise
from service.sources import feeds, folders, pages
from service.sources.items import TRIES, Item, Wanted, is_old, keys, wanted
from service.sources.polling import Polled, asked_wait
from service.sources.weighing import from_feed, from_page, is_edit, is_full
from service.store import articles, source_items
from service.store.database import Database
from workers.fetch import Fetched, fetch
from workers.hosts import Hosts
from workers.outbound import Failed, Outbound
from workers.relay import Clock

# What is left over is taken by the next look, soon.
MOST_AT_ONCE = 200
BUDGET = 90.0
AGAIN_AFTER = dt.timedelta(hours=3)
_MOST_AGAIN = 10

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
            polled = await self._answered(watched, got)
            if polled.outcome in ("failed", "gone"):
                return polled
            edited = await self._look_again(watched.source)
            return structs.replace(polled, revised=polled.revised + edited)
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

    async def _look_again(self, source: Source) -> int:
        """Look once more at the pages of relevant articles; return how many were edited."""
        due = await source_items.again(self._db, source.id, self._clock(), _MOST_AGAIN)
        edited = 0
        for id in due:
            await source_items.settle(self._db, source.id, id)
            article = await articles.get(self._db, id)
            if article is not None and article.url and article.source == source.id:
                edited += await self._was_edited(source, article, article.url)
        return edited

    async def _was_edited(self, source: Source, article: Article, url: str) -> bool:
        item = Item(None, url, article.reading.title, article.published_at)
        try:
            got = await self._hosts.page(url)
        except Failed:
            return False
        page = await _page(got, url) if got.status == 200 else None
        if page is None:
            return False
        known = KnownItem(digest="", article=article.id)
        return (await self._revise(article.id, from_page(page, item, source), known, False)).revised

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
            took = await self._ingest(document, known, quiet)
        except ParleyError:
            # One that cannot be kept, such as one whose address is none, stops no other.
            return _Took(structs.replace(known, tries=TRIES))
        paged = watched.source.kind != "folder" and not is_full(one.item) and tries == 0
        if not (took.relevant and paged):
            return took
        again = structs.replace(took.known, again_at=self._clock() + AGAIN_AFTER)
        return structs.replace(took, known=again)

    async def _revise(
        self, article: ArticleId, document: Document, known: KnownItem, quiet: bool
    ) -> _Took:
        before = await articles.get(self._db, article)
        if before is None or not is_edit(before.raw, document.raw):
            return _Took(known)
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
