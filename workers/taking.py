"""Items of a source become articles; those that were edited are revised."""

import datetime as dt
import logging

from msgspec import Struct, structs

from service.alone import SMALL, Alone
from service.domain.articles import Article, Document
from service.domain.ids import ArticleId
from service.domain.sources import KnownItem, Source, Watched
from service.ingest import Notify, Read, ingest, revise
from service.sources import folders, pages
from service.sources.items import TRIES, Item, Wanted, is_old
from service.sources.weighing import from_feed, from_page, is_edit, is_full
from service.store import articles, source_items
from service.store.database import Database
from service.store.outages import is_passing
from workers.connecting import Failed
from workers.fetch import Fetched
from workers.hosts import Hosts
from workers.relay import Clock

log = logging.getLogger(__name__)

AGAIN_AFTER = dt.timedelta(hours=3)
_MOST_AGAIN = 10
_TEMPORARY = (408, 425, 429, 500, 502, 503, 504)


class Took(Struct, frozen=True):
    """What became of an item."""

    known: KnownItem
    taken: bool = False
    revised: bool = False
    relevant: bool = False


def _known(one: Wanted, tries: int) -> KnownItem:
    article = one.known.article if one.known else None
    return KnownItem(digest=one.digest, article=article, tries=tries)


class Taker:
    """Takes items. `backfill` is how old what a new source shows may be to be told of."""

    def __init__(
        self,
        db: Database,
        hosts: Hosts,
        read: Read,
        *,
        backfill: dt.timedelta,
        notify: Notify | None,
        clock: Clock,
        parser: Alone,
    ) -> None:
        self._db = db
        self._hosts = hosts
        self._read = read
        self._parser = parser
        self._backfill = backfill
        self._notify = notify
        self._clock = clock

    async def take(self, watched: Watched, one: Wanted) -> Took:
        """Take an item that is new or edited; one that cannot be read or kept stops no other."""
        try:
            return await self._take(watched, one)
        except Exception as error:
            if is_passing(error):
                raise
            where = one.item.url or one.item.guid
            log.warning("%s of %s cannot be taken: %r", where, watched.source.url, error)
            return Took(_known(one, TRIES))

    async def _take(self, watched: Watched, one: Wanted) -> Took:
        document, tries = await self._document(watched.source, one)
        known = _known(one, tries)
        if document is None:
            return Took(known)
        quiet = self._is_quiet(watched, document)
        if known.article is not None:
            return await self._revise(known.article, document, known, quiet)
        took = await self._ingest(document, known, quiet)
        paged = watched.source.kind != "folder" and not is_full(one.item) and tries == 0
        if not (took.relevant and paged):
            return took
        again = structs.replace(took.known, again_at=self._clock() + AGAIN_AFTER)
        return structs.replace(took, known=again)

    async def _revise(
        self, article: ArticleId, document: Document, known: KnownItem, quiet: bool
    ) -> Took:
        before = await articles.get(self._db, article)
        if before is None or not is_edit(before.raw, document.raw):
            return Took(known)
        renewed = await revise(
            self._db,
            self._read,
            article,
            document,
            now=self._clock(),
            notify=self._notify,
            quiet=quiet,
        )
        return Took(known, revised=renewed is not None)

    async def _ingest(self, document: Document, known: KnownItem, quiet: bool) -> Took:
        found = await ingest(
            self._db, self._read, document, now=self._clock(), notify=self._notify, quiet=quiet
        )
        # Another source's article is not ours to revise.
        own = found.article.id if found.article.source == document.source else None
        relevant = found.created and found.article.reading.relevant
        return Took(structs.replace(known, article=own), found.created, relevant=relevant)

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
        page = await self._page(got, item.url)
        if page is None or (given is not None and len(page.raw) < len(given.raw)):
            return given, 0
        return from_page(page, item, source), 0

    async def look_again(self, source: Source) -> int:
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
        page = await self._page(got, url) if got.status == 200 else None
        if page is None:
            return False
        known = KnownItem(digest="", article=article.id)
        return (await self._revise(article.id, from_page(page, item, source), known, False)).revised

    async def _page(self, got: Fetched, url: str) -> Document | None:
        kind = got.headers.get("content-type")
        if kind and not any(word in kind.lower() for word in ("html", "xml", "text/")):
            return None
        if len(got.body) > SMALL:
            return await self._parser.call(pages.read, got.body, url=url, content_type=kind)
        return pages.read(got.body, url=url, content_type=kind)
