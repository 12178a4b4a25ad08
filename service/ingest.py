"""The one way in: a document is read, and what it says is kept, once.

The same text, or another text from the same canonical URL, is the same article. Reading comes
before the transaction, which writes the article, its facts and its line in the journal together.
"""

import datetime as dt
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Literal

from msgspec import Struct, structs

from service.apart import parted
from service.domain.actors import Actor
from service.domain.articles import Article, Document, Reading, content_hash
from service.domain.ids import ActorId, ArticleId
from service.errors import Conflict
from service.sources.urls import canonical_url
from service.store import actors, articles, claims, journal, mentions, readings, revisions
from service.store.database import Connection, Database

Read = Callable[[Document], Reading]
Notify = Callable[[], Awaitable[None]]
Renewal = Literal["changed", "alike", "left"]


class Ingested(Struct, frozen=True):
    """An article as it is kept, and whether this document made it."""

    article: Article
    created: bool


async def ingest(
    db: Database,
    read: Read,
    document: Document,
    *,
    now: dt.datetime,
    notify: Notify | None = None,
    quiet: bool = False,
) -> Ingested:
    """Read a document and keep it, unless it is known.

    Safe to repeat and to run side by side: one makes the article, the others get it. `notify` is
    called after the commit; of a `quiet` one nobody else is told. Raises Invalid for a URL that is
    none.
    """
    if found := await known(db, document):
        return found
    article = compose(document, read(document), now)
    async with db.transaction() as tx:
        (kept,) = await keep(tx, [article], now, quiet=quiet)
    if kept is None:
        return await the_other(db, document)
    if notify:
        await notify()
    return Ingested(kept, created=True)


async def reread(db: Database, article: Article, reading: Reading, *, now: dt.datetime) -> Renewal:
    """Put a new reading in the place of an article's old one; tell whether it says anything else.

    One that says the same is kept without a line in the journal. Nothing is done if the article
    was changed or removed since it was loaded: it is `left`.
    """
    before = article.reading
    versions = {"extractor": before.extractor, "knowledge": before.knowledge}
    async with db.transaction() as tx:
        if not await articles.unchanged(tx, article):
            return "left"
        [renewed] = await parted(tx, [structs.replace(article, reading=reading)])
        if structs.replace(renewed.reading, **versions) == before:
            await articles.restamp(tx, article, renewed.reading)
            return "alike"
        await renew(tx, article, reading, now)
        await journal.append(tx, [article.id], "reread", now)
    return "changed"


async def revise(
    db: Database,
    read: Read,
    id: ArticleId,
    document: Document,
    *,
    now: dt.datetime,
    notify: Notify | None = None,
    quiet: bool = False,
) -> Article | None:
    """Put an edited text in the place of an article's; the one before is kept as a revision.

    What both texts say keeps its ids, so that only what changed is told. Returns None if there is
    no such article, or if the text is one that an article has already.
    """
    before = await articles.get(db, id)
    fresh = content_hash(document.raw)
    if before is None or content_hash(before.raw) == fresh or await _is_anothers(db, id, fresh):
        return None
    edited = structs.replace(document, key=before.content_hash, url=before.url)
    after = structs.replace(
        before, raw=document.raw, published_at=document.published_at or before.published_at
    )
    reading = read(edited)
    async with db.transaction() as tx:
        await revisions.keep(tx, before, fresh, now)
        await readings.keep(tx, before, now)
        renewed = await _replace(tx, after, reading, now)
        await journal.append(tx, [id], "revised", now, quiet=quiet)
    if notify:
        await notify()
    return renewed


async def _is_anothers(conn: Connection, id: ArticleId, fresh: str) -> bool:
    other = await articles.by_content(conn, fresh)
    return other is not None and other.id != id


async def renew(tx: Connection, article: Article, reading: Reading, now: dt.datetime) -> None:
    """Put a reading in the place of an article's, which is kept as that of before."""
    await readings.keep(tx, article, now)
    await _replace(tx, article, reading, now)


async def _replace(tx: Connection, article: Article, reading: Reading, now: dt.datetime) -> Article:
    [read] = await parted(tx, [structs.replace(article, reading=reading)])
    renewed = await articles.replace_reading(tx, article, read.reading)
    await actors.add_seen(tx, _acting([renewed]), now)
    await mentions.replace(tx, renewed)
    await claims.replace(tx, article.id, reading.claims)
    return renewed


async def known(conn: Connection, document: Document) -> Ingested | None:
    """Return the article that a document is, if it is kept; its text counts before its URL."""
    article = await articles.by_content(conn, content_hash(document.raw))
    if article is None and document.url:
        article = await articles.by_url(conn, canonical_url(document.url))
    return Ingested(article, created=False) if article else None


async def the_other(conn: Connection, document: Document) -> Ingested:
    """Return the article that somebody else made of a document at the same time."""
    found = await known(conn, document)
    if found is None:
        raise Conflict("The article was removed while it came in again.")
    return found


def compose(document: Document, reading: Reading, now: dt.datetime) -> Article:
    """Put a document and its reading together."""
    return Article(
        id=reading.article,
        content_hash=document.key or content_hash(document.raw),
        url=document.url,
        canonical_url=canonical_url(document.url) if document.url else None,
        published_at=document.published_at,
        received_at=now,
        source=document.source,
        raw=document.raw,
        reading=reading,
    )


async def keep(
    tx: Connection, offered: Sequence[Article], now: dt.datetime, *, quiet: bool = False
) -> list[Article | None]:
    """Keep articles with their facts; return each as it is kept, None for one that is not new.

    Call it last in `tx`.
    """
    read = await parted(tx, offered)
    created = await articles.add(tx, read)
    kept = [article if new else None for article, new in zip(read, created, strict=True)]
    added = [article for article in kept if article is not None]
    if added:
        await actors.add_seen(tx, _acting(added), now)
        await mentions.add(tx, added)
        await claims.add(tx, (claim for article in added for claim in article.reading.claims))
        await journal.append(tx, [article.id for article in added], "added", now, quiet=quiet)
    return kept


def _acting(changed: Iterable[Article]) -> Iterable[Actor]:
    """Return the actors that articles name, once each, as far as the articles tell of them."""
    acting: dict[ActorId, Actor] = {}
    for article in changed:
        for actor in article.reading.discovered:
            acting.setdefault(actor.id, actor)
        for named in article.reading.actors:
            bare = Actor(slug=named.slug, type=named.type, name=named.name, country=named.country)
            acting.setdefault(bare.id, bare)
    return acting.values()
