"""Articles: kept once, listed by what they are about, found by their words."""

import datetime as dt
from collections.abc import Iterable

import msgspec
from msgspec import Struct, structs

from service.domain.articles import Article, ArticleSummary, Reading, plain_text, summarize
from service.domain.ids import ArticleId, actor_ref
from service.domain.words import fold
from service.errors import Invalid, NotFound
from service.store import links, search
from service.store.database import Connection, Row, micros, moment, placeholders, start_of
from service.store.links import Link
from service.store.paging import Cursor, Order, Page, Where, page

NEWEST = Order("newest", "a.sort_at", "a.id", int)
OLDEST = Order("oldest", "a.sort_at", "a.id", int, descending=False)
BEST = Order("best", "h.score", "a.id", float)

ACTORS = Link("article_actors", "article_id", "actor_id")
PROCESSES = Link("article_processes", "article_id", "process")

_COLUMNS = "id, content_hash, url, canonical_url, published_at, received_at, source, raw, reading"
# Beyond this, more words would not help anybody to find it; PostgreSQL limits a text's index.
_INDEXED = 150_000
_DAY = 86_400_000_000

_reading = msgspec.json.Decoder(Reading)
_summary = msgspec.json.Decoder(ArticleSummary)


class ArticleFilter(Struct, frozen=True, kw_only=True):
    """What a list of articles is limited to; clauses are joined by AND, None asks for nothing.

    `q` is a search (see `service.store.search`). `actors` are ids or slugs, and all must occur.
    Days are UTC and inclusive; an article whose date is unknown is outside of any.
    """

    q: str | None = None
    actors: tuple[str, ...] = ()
    process: str | None = None
    publisher: str | None = None
    language: str | None = None
    relevant: bool | None = None
    published_from: dt.date | None = None
    published_to: dt.date | None = None
    received_since: dt.datetime | None = None
    source: str | None = None


async def get(conn: Connection, id: ArticleId) -> Article | None:
    """Return an article, or None."""
    return await _one(conn, "id", id)


async def by_content(conn: Connection, content_hash: str) -> Article | None:
    """Return the article with a text (see `service.domain.articles.content_hash`), or None."""
    return await _one(conn, "content_hash", content_hash)


async def by_url(conn: Connection, canonical_url: str) -> Article | None:
    """Return the article from a canonical URL, or None."""
    return await _one(conn, "canonical_url", canonical_url)


async def _one(conn: Connection, column: str, value: str) -> Article | None:
    row = await conn.fetchrow(
        f"SELECT {_COLUMNS} FROM articles WHERE {column} = :value", value=value
    )
    return _article(row) if row else None


async def get_many(conn: Connection, ids: Iterable[ArticleId]) -> dict[ArticleId, Article]:
    """Return those of some articles that exist, by id."""
    marks, params = placeholders("id", ids)
    rows = await conn.fetch(f"SELECT {_COLUMNS} FROM articles WHERE id IN {marks}", **params)
    return {article.id: article for article in map(_article, rows)}


async def summaries(conn: Connection, ids: Iterable[ArticleId]) -> dict[ArticleId, ArticleSummary]:
    """Return those of some articles that exist, as lists show them, by id."""
    marks, params = placeholders("id", ids)
    rows = await conn.fetch(f"SELECT summary FROM articles WHERE id IN {marks}", **params)
    return {found.id: found for found in (_summary.decode(row[0]) for row in rows)}


async def outdated(
    conn: Connection, extractor: str, knowledge: str, limit: int = 100
) -> list[ArticleId]:
    """Return articles whose reading is of another extractor or another knowledge than these."""
    versions = "(extractor, knowledge) {than} (:extractor, :knowledge)"
    rows = await conn.fetch(
        f"SELECT id FROM articles WHERE {versions.format(than='<')} "
        f"UNION ALL SELECT id FROM articles WHERE {versions.format(than='>')} LIMIT :limit",
        extractor=extractor,
        knowledge=knowledge,
        limit=limit,
    )
    return [row[0] for row in rows]


async def find(
    conn: Connection,
    wanted: ArticleFilter,
    *,
    order: Order = NEWEST,
    after: Cursor | None = None,
    limit: int = 20,
) -> Page[ArticleSummary]:
    """List articles by NEWEST, OLDEST or, when searched, BEST first.

    Raises Invalid for a search of too many words, InvalidCursor for another list's cursor.
    """
    where = _conditions(wanted)
    if wanted.q is not None:
        return await _search(conn, wanted, where, order, after, limit)
    if order.name == BEST.name:
        raise Invalid("sort", "Only a search has best hits.")
    source, linked = "articles a", _links(wanted)
    if linked:
        source, order = links.driven(where, source, order, linked)
    where.after(order, after)
    rows = await conn.fetch(_select(source, where, order), **where.params, limit=limit + 1)
    return page(rows, limit, order, _listed)


async def _search(
    conn: Connection,
    wanted: ArticleFilter,
    where: Where,
    order: Order,
    after: Cursor | None,
    limit: int,
) -> Page[ArticleSummary]:
    alternatives = search.parse(wanted.q or "")
    if not alternatives:
        return Page(())
    links.narrow(where, "a", _links(wanted))
    where.add("a.number = h.number", match=search.expression(alternatives, conn.dialect))
    where.after(order, after)
    hits = search.hits(conn.dialect, ranked=order.name == BEST.name)
    # The hits first, then their articles: the other way round each article would be searched.
    select = _select("hits h CROSS JOIN articles a", where, order)
    rows = await conn.fetch_slow(
        f"WITH hits AS MATERIALIZED ({hits}) {select}", **where.params, limit=limit + 1
    )
    return page(rows, limit, order, _listed)


def _select(source: str, where: Where, order: Order) -> str:
    return (
        f"SELECT a.summary, {order.column}, {order.id} FROM {source} {where.sql()} "
        f"{order.sql()} LIMIT :limit"
    )


def _listed(row: Row) -> ArticleSummary:
    return _summary.decode(row[0])


def _links(wanted: ArticleFilter) -> list[tuple[Link, str]]:
    linked: list[tuple[Link, str]] = [(ACTORS, actor_ref(actor)) for actor in wanted.actors]
    if wanted.process is not None:
        linked.append((PROCESSES, wanted.process))
    return linked


def _conditions(wanted: ArticleFilter) -> Where:
    where = Where()
    where.equal("a.publisher", "publisher", wanted.publisher)
    where.equal("a.language", "language", wanted.language)
    where.equal("a.source", "source", wanted.source)
    if wanted.relevant is not None:
        where.add("a.relevant = :relevant", relevant=int(wanted.relevant))
    if wanted.received_since is not None:
        where.add("a.received_at >= :received", received=micros(wanted.received_since))
    if wanted.published_from is not None:
        where.add("a.dated = 1 AND a.sort_at >= :first", first=start_of(wanted.published_from))
    if wanted.published_to is not None:
        where.add("a.dated = 1 AND a.sort_at < :last", last=start_of(wanted.published_to) + _DAY)
    return where


async def add(conn: Connection, article: Article) -> bool:
    """Keep an article; return False, having changed nothing, if its text or URL is kept already.

    Two at once are safe: the database's unique keys decide.
    """
    row = _row(article)
    names = ", ".join(row)
    number = await conn.fetchval(
        f"INSERT INTO articles ({names}) VALUES ({', '.join(':' + name for name in row)}) "
        "ON CONFLICT DO NOTHING RETURNING number",
        **row,
    )
    if number is None:
        return False
    await _add_links(conn, article, number)
    return True


async def replace_reading(conn: Connection, article: Article, reading: Reading) -> Article:
    """Put a new reading in the place of an article's old one; return the article with it."""
    renewed = structs.replace(article, reading=reading)
    row = _row(renewed)
    assignments = ", ".join(f"{name} = :{name}" for name in row if name != "id")
    number = await conn.fetchval(
        f"UPDATE articles SET {assignments} WHERE id = :id RETURNING number", **row
    )
    if number is None:
        raise NotFound("article", article.id)
    await links.clear(conn, ACTORS, article.id)
    await links.clear(conn, PROCESSES, article.id)
    key = "rowid" if conn.dialect == "sqlite" else "number"
    await conn.execute(f"DELETE FROM article_search WHERE {key} = :number", number=number)
    await _add_links(conn, renewed, number)
    return renewed


async def remove(conn: Connection, id: ArticleId) -> bool:
    """Remove an article and all that was read in it; tell whether there was one."""
    return await conn.execute("DELETE FROM articles WHERE id = :id", id=id) == 1


async def _add_links(conn: Connection, article: Article, number: int) -> None:
    at, reading = sort_at(article), article.reading
    body = plain_text(article)[:_INDEXED]
    await conn.execute(
        search.INSERT[conn.dialect], number=number, title=fold(reading.title or ""), body=fold(body)
    )
    await links.add(conn, ACTORS, ((article.id, a.actor, at) for a in reading.actors))
    await links.add(conn, PROCESSES, ((article.id, p.process, at) for p in reading.processes))


def sort_at(article: Article) -> int:
    """Return the time that lists put an article at: published, else received; microseconds."""
    if article.published_at is not None:
        return micros(article.published_at)
    if article.reading.published_on is not None:
        return start_of(article.reading.published_on)
    return micros(article.received_at)


def _row(article: Article) -> dict[str, object]:
    reading = article.reading
    published_on = reading.published_on
    return {
        "id": article.id,
        "content_hash": article.content_hash,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "source": article.source,
        "title": reading.title,
        "publisher": reading.publisher,
        "language": reading.language,
        "published_on": published_on.isoformat() if published_on else None,
        "published_at": micros(article.published_at) if article.published_at else None,
        "received_at": micros(article.received_at),
        "sort_at": sort_at(article),
        "dated": int(article.published_at is not None or published_on is not None),
        "relevant": int(reading.relevant),
        "extractor": reading.extractor,
        "knowledge": reading.knowledge,
        "summary": msgspec.json.encode(summarize(article)).decode(),
        "raw": article.raw,
        "reading": msgspec.json.encode(reading).decode(),
    }


def _article(row: Row) -> Article:
    id, content_hash, url, canonical_url, published_at, received_at, source, raw, reading = row
    return Article(
        id=id,
        content_hash=content_hash,
        url=url,
        canonical_url=canonical_url,
        published_at=None if published_at is None else moment(published_at),
        received_at=moment(received_at),
        source=source,
        raw=raw,
        reading=_reading.decode(reading),
    )
