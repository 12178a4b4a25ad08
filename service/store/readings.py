"""What was read in articles before, so that it can be told what was known at a time."""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import structs

from service.domain.articles import Article, ArticleSummary, Reading
from service.domain.ids import ArticleId, ClaimId, actor_ref
from service.domain.meetings import Claim
from service.store import merged
from service.store.article_rows import values
from service.store.database import Connection, Row, micros, moment, placeholders
from service.store.paging import Where

_decode = msgspec.json.Decoder(Reading).decode
_summary = msgspec.json.Decoder(ArticleSummary).decode

_LISTED = ("summary", "publisher", "language", "sort_at", "dated", "relevant")
_KEPT = (*_LISTED, "published_at", "reading")
# Of each article the reading that was replaced first after `:at`: the one that it had then.
_FIRST_AFTER = (
    "r.replaced_at = (SELECT MIN(l.replaced_at) FROM article_readings l"
    " WHERE l.article_id = r.article_id AND l.replaced_at > :at)"
)

# Two ranges of one index.
_OUTDATED = (
    "SELECT id FROM articles WHERE (extractor, knowledge) < (:extractor, :knowledge) UNION ALL "
    "SELECT id FROM articles WHERE (extractor, knowledge) > (:extractor, :knowledge)"
)

# The table of articles as it was at `:at`, as lists ask for it; `linked` is NULL for those whose
# links are the present ones.
THEN = (
    "(SELECT a.id, a.number, a.source, a.received_at, NULL AS linked,"
    f" {', '.join(f'a.{name}' for name in _LISTED)} FROM articles a"
    " WHERE a.received_at <= :at AND NOT EXISTS (SELECT 1 FROM article_readings l"
    "  WHERE l.article_id = a.id AND l.replaced_at > :at)"
    " UNION ALL SELECT a.id, a.number, a.source, a.received_at, COALESCE(r.linked, ''),"
    f" {', '.join(f'CASE WHEN r.summary IS NULL THEN a.{n} ELSE r.{n} END' for n in _LISTED)}"
    " FROM article_readings r JOIN articles a ON a.id = r.article_id"
    f" WHERE a.received_at <= :at AND {_FIRST_AFTER})"
)


async def keep(tx: Connection, before: Article, now: dt.datetime) -> None:
    """Keep the reading of an article that another is about to take the place of."""
    row = values(before)
    linked = (
        *(mention.actor for mention in before.reading.actors),
        *(match.process for match in before.reading.processes),
    )
    await tx.execute(
        f"INSERT INTO article_readings (article_id, replaced_at, linked, {', '.join(_KEPT)})"
        f" VALUES (:article, :now, :linked, {', '.join(f':{name}' for name in _KEPT)})"
        " ON CONFLICT (article_id, replaced_at) DO NOTHING",
        article=before.id,
        now=micros(now),
        linked=f" {' '.join(dict.fromkeys(linked))} ",
        **{name: row[name] for name in _KEPT},
    )


async def as_of(conn: Connection, article: Article, at: dt.datetime) -> Article | None:
    """Return an article with the text and the reading it had at a time; None: not there yet."""
    if article.received_at > at:
        return None
    read = await conn.fetchrow(
        "SELECT r.reading, r.published_at, r.summary IS NULL FROM article_readings r"
        f" WHERE r.article_id = :article AND {_FIRST_AFTER}",
        article=article.id,
        at=micros(at),
    )
    raw = await conn.fetchval(
        "SELECT raw FROM article_revisions WHERE article_id = :article AND replaced_at > :at"
        " ORDER BY replaced_at LIMIT 1",
        article=article.id,
        at=micros(at),
    )
    article = article if raw is None else structs.replace(article, raw=raw)
    return article if read is None else _with(article, read)


def _with(article: Article, read: Row) -> Article:
    reading, published_at, undated = read
    published = article.published_at if undated else published_at and moment(published_at)
    return structs.replace(article, reading=_decode(reading), published_at=published)


async def summaries(
    conn: Connection, ids: Iterable[ArticleId], at: dt.datetime
) -> dict[ArticleId, ArticleSummary]:
    """Return those of some articles that there were at a time, as lists showed them then."""
    marks, params = placeholders("id", ids)
    rows = await conn.fetch(
        f"SELECT summary FROM {THEN} a WHERE id IN {marks}", **params, at=micros(at)
    )
    return {found.id: found for found in (_summary(row[0]) for row in rows)}


async def claims(
    conn: Connection, articles: Iterable[ArticleId], at: dt.datetime
) -> dict[ClaimId, Claim]:
    """Return what articles that were read again since a time had claimed then."""
    marks, params = placeholders("article", articles)
    rows = await conn.fetch(
        "SELECT r.reading FROM article_readings r"
        f" WHERE r.article_id IN {marks} AND {_FIRST_AFTER}",
        at=micros(at),
        **params,
    )
    return {claim.id: claim for row in rows for claim in _decode(row[0]).claims}


async def narrow(
    conn: Connection,
    where: Where,
    actors: Sequence[str],
    process: str | None,
    at: dt.datetime,
) -> None:
    """Want the links that articles of `THEN` had; an actor's are those of all its ids then."""
    where.params["at"] = micros(at)
    acting = [actor_ref(name) for name in actors]
    same = await merged.together(conn, acting, at) if acting else {}
    for n, actor in enumerate(acting):
        _linked(where, f"actor_{n}", "article_actors", "actor_id", same[actor])
    if process is not None:
        _linked(where, "process", "article_processes", "process", (process,))


def _linked(where: Where, name: str, table: str, column: str, values: Sequence[str]) -> None:
    marks, params = placeholders(name, values)
    words = {f"{key}_word": f"% {value} %" for key, value in params.items()}
    where.add(
        f"(CASE WHEN a.linked IS NULL THEN EXISTS (SELECT 1 FROM {table} l WHERE"
        f" l.article_id = a.id AND l.{column} IN {marks})"
        f" ELSE {' OR '.join(f'a.linked LIKE :{key}' for key in words)} END)",
        **params,
        **words,
    )


async def outdated(
    conn: Connection,
    extractor: str,
    knowledge: str,
    limit: int = 100,
    leaving_out: Iterable[ArticleId] = (),
) -> list[ArticleId]:
    """Return articles whose reading is of another extractor or another knowledge than these."""
    left_out, params = placeholders("out", leaving_out)
    rows = await conn.fetch(
        f"SELECT id FROM ({_OUTDATED}) o WHERE NOT COALESCE(id IN {left_out}, 1 = 0) LIMIT :limit",
        extractor=extractor,
        knowledge=knowledge,
        limit=limit,
        **params,
    )
    return [row[0] for row in rows]


async def count_outdated(conn: Connection, extractor: str, knowledge: str) -> int:
    """Return how many articles `outdated` would return in all."""
    rows = await conn.fetch_slow(
        f"SELECT COUNT(*) FROM ({_OUTDATED}) o", extractor=extractor, knowledge=knowledge
    )
    return int(rows[0][0])
