"""Articles: kept once, listed by what they are about, found by their words."""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct, structs

from service.domain.articles import Article, ArticleSummary, Reading, plain_text
from service.domain.ids import ArticleId
from service.domain.words import fold
from service.errors import Invalid, NotFound
from service.store import links, merged, readings, search
from service.store.article_rows import COLUMNS, article, sort_at, values
from service.store.database import Connection, Row, micros, placeholders, start_of
from service.store.links import Link
from service.store.paging import Cursor, Order, Page, Where, page

NEWEST = Order("newest", "a.sort_at", "a.id", int)
OLDEST = Order("oldest", "a.sort_at", "a.id", int, descending=False)
BEST = Order("best", "h.score", "a.id", float)

ACTORS = Link("article_actors", "article_id", "actor_id")
PROCESSES = Link("article_processes", "article_id", "process")

# Beyond this, more words would not help anybody to find it; PostgreSQL limits a text's index.
_INDEXED = 150_000
_DAY = 86_400_000_000

_summary = msgspec.json.Decoder(ArticleSummary)


class ArticleFilter(Struct, frozen=True, kw_only=True):
    """What a list of articles is limited to; clauses are joined by AND, None asks for nothing.

    `q` is a search (see `service.store.search`). `actors` are ids or slugs, and all must occur.
    Days are UTC and inclusive; an article whose date is unknown is outside of any.
    """

    q: str | None = None
    actors: tuple[str, ...] = ()
    process: str | None = None
    publishers: tuple[str, ...] = ()
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
    """Return the article that has or had a text, by its `content_hash`, or None."""
    row = await conn.fetchrow(
        f"SELECT {COLUMNS} FROM articles WHERE content_hash = :hash UNION ALL "
        f"SELECT {COLUMNS} FROM articles WHERE id = "
        "(SELECT article_id FROM article_texts WHERE content_hash = :hash) LIMIT 1",
        hash=content_hash,
    )
    return article(row) if row else None


async def by_url(conn: Connection, canonical_url: str) -> Article | None:
    """Return the article from a canonical URL, or None."""
    return await _one(conn, "canonical_url", canonical_url)


async def _one(conn: Connection, column: str, value: str) -> Article | None:
    row = await conn.fetchrow(
        f"SELECT {COLUMNS} FROM articles WHERE {column} = :value", value=value
    )
    return article(row) if row else None


async def get_many(conn: Connection, ids: Iterable[ArticleId]) -> dict[ArticleId, Article]:
    """Return those of some articles that exist, by id."""
    marks, params = placeholders("id", ids)
    rows = await conn.fetch(f"SELECT {COLUMNS} FROM articles WHERE id IN {marks}", **params)
    return {found.id: found for found in map(article, rows)}


async def summaries(conn: Connection, ids: Iterable[ArticleId]) -> dict[ArticleId, ArticleSummary]:
    """Return those of some articles that exist, as lists show them, by id."""
    marks, params = placeholders("id", ids)
    rows = await conn.fetch(f"SELECT summary FROM articles WHERE id IN {marks}", **params)
    return {found.id: found for found in (_summary.decode(row[0]) for row in rows)}


async def count(conn: Connection) -> int:
    """Return how many articles are kept."""
    return int(await conn.fetchval("SELECT COUNT(*) FROM articles"))


async def find(
    conn: Connection,
    wanted: ArticleFilter,
    *,
    order: Order = NEWEST,
    after: Cursor | None = None,
    limit: int = 20,
    as_of: dt.datetime | None = None,
) -> Page[ArticleSummary]:
    """List articles by NEWEST, OLDEST or, when searched, BEST first.

    As of a time, readings are looked through; a search looks in the texts as they are now. Raises
    Invalid for a search of too many words, InvalidCursor for another list's cursor.
    """
    where = _conditions(wanted)
    if wanted.q is not None:
        return await _search(conn, wanted, where, order, after, limit, as_of)
    if order.name == BEST.name:
        raise Invalid("sort", "Only a search has best hits.")
    if as_of is not None:
        await readings.narrow(conn, where, wanted.actors, wanted.process, as_of)
        where.after(order, after)
        select = _select(f"{readings.THEN} a", where, order)
        rows = await conn.fetch_slow(select, **where.params, limit=limit + 1)
        return page(rows, limit, order, _listed)
    source, linked = "articles a", await _links(conn, wanted)
    if linked:
        linked = await links.rarest_first(conn, linked)
        source, order = links.driven(where, source, order, linked)
    where.after(order, after)
    # No index has both times: rows are looked through in the list's order.
    fetch = conn.fetch if wanted.received_since is None else conn.fetch_slow
    rows = await fetch(_select(source, where, order), **where.params, limit=limit + 1)
    return page(rows, limit, order, _listed)


async def _search(
    conn: Connection,
    wanted: ArticleFilter,
    where: Where,
    order: Order,
    after: Cursor | None,
    limit: int,
    as_of: dt.datetime | None,
) -> Page[ArticleSummary]:
    alternatives = search.parse(wanted.q or "")
    if not alternatives:
        return Page(())
    listed = "articles"
    if as_of is None:
        links.narrow(where, "a", await _links(conn, wanted))
    else:
        listed = readings.THEN
        await readings.narrow(conn, where, wanted.actors, wanted.process, as_of)
    where.add("a.number = h.number", match=search.expression(alternatives, conn.dialect))
    where.after(order, after)
    hits = search.hits(conn.dialect, ranked=order.name == BEST.name)
    # The hits first, then their articles: the other way round each article would be searched.
    select = _select(f"hits h CROSS JOIN {listed} a", where, order)
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


async def _links(conn: Connection, wanted: ArticleFilter) -> list[tuple[Link, str]]:
    acting = await merged.meant(conn, wanted.actors)
    linked: list[tuple[Link, str]] = [(ACTORS, actor) for actor in acting]
    if wanted.process is not None:
        linked.append((PROCESSES, wanted.process))
    return linked


def _conditions(wanted: ArticleFilter) -> Where:
    where = Where()
    where.among("a.publisher", "publisher", wanted.publishers)
    where.equal("a.language", "language", wanted.language)
    where.equal("a.source", "source", wanted.source)
    if wanted.relevant is not None:
        # The plus keeps SQLite, which counts nothing, from taking the index that narrows least.
        plain = "+a.relevant" if wanted.publishers or wanted.source else "a.relevant"
        where.add(f"{plain} = :relevant", relevant=int(wanted.relevant))
    if wanted.received_since is not None:
        where.add("a.received_at >= :received", received=micros(wanted.received_since))
    if wanted.published_from is not None:
        where.add("a.dated = 1 AND a.sort_at >= :first", first=start_of(wanted.published_from))
    if wanted.published_to is not None:
        where.add("a.dated = 1 AND a.sort_at < :last", last=start_of(wanted.published_to) + _DAY)
    return where


async def add(conn: Connection, offered: Sequence[Article]) -> list[bool]:
    """Keep articles; tell of each whether it was added, or its text or URL is kept already.

    Two at once are safe: the database's unique keys decide.
    """
    numbers = [await _insert(conn, article) for article in offered]
    added = [(a, n) for a, n in zip(offered, numbers, strict=True) if n is not None]
    await _index(conn, added)
    return [number is not None for number in numbers]


async def _insert(conn: Connection, article: Article) -> int | None:
    row = values(article)
    number: int | None = await conn.fetchval(
        f"INSERT INTO articles ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)}) "
        "ON CONFLICT DO NOTHING RETURNING number",
        **row,
    )
    return number


async def replace_reading(conn: Connection, article: Article, reading: Reading) -> Article:
    """Put a new reading in the place of an article's old one; return the article with it."""
    renewed = structs.replace(article, reading=reading)
    row = values(renewed)
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
    await _index(conn, [(renewed, number)])
    return renewed


async def unchanged(tx: Connection, article: Article) -> bool:
    """Tell whether an article is kept as it was loaded, and keep others from changing it now."""
    lock = " FOR UPDATE" if tx.dialect == "postgres" else ""
    row = await tx.fetchrow(
        f"SELECT raw, extractor, knowledge FROM articles WHERE id = :id{lock}",
        id=article.id,
    )
    reading = article.reading
    return row == (article.raw, reading.extractor, reading.knowledge)


async def restamp(tx: Connection, article: Article, reading: Reading) -> None:
    """Keep a reading that differs from the article's in its versions alone."""
    row = values(structs.replace(article, reading=reading))
    await tx.execute(
        "UPDATE articles SET extractor = :extractor, knowledge = :knowledge, reading = :reading"
        " WHERE id = :id",
        **{name: row[name] for name in ("id", "extractor", "knowledge", "reading")},
    )


async def remove(conn: Connection, id: ArticleId) -> bool:
    """Remove an article and all that was read in it; tell whether there was one."""
    return await conn.execute("DELETE FROM articles WHERE id = :id", id=id) == 1


async def _index(conn: Connection, added: Sequence[tuple[Article, int]]) -> None:
    """Make articles, with their numbers, findable by their words, actors and processes."""
    await conn.executemany(search.INSERT[conn.dialect], [_words(*one) for one in added])
    actors = ((a.id, one.actor, sort_at(a)) for a, _ in added for one in a.reading.actors)
    await links.add(conn, ACTORS, actors)
    await merged.follow(conn, ACTORS, [article.id for article, _ in added])
    about = ((a.id, one.process, sort_at(a)) for a, _ in added for one in a.reading.processes)
    await links.add(conn, PROCESSES, about)


def _words(article: Article, number: int) -> dict[str, object]:
    body = plain_text(article)[:_INDEXED]
    return {"number": number, "title": fold(article.reading.title or ""), "body": fold(body)}
