"""What articles said before they were edited."""

import datetime as dt

from msgspec import Struct

from service.domain.articles import Article
from service.domain.ids import ArticleId
from service.store.database import Connection, micros, moment


class Revision(Struct, frozen=True, kw_only=True):
    """An earlier text of an article, numbered from 1, and when another took its place."""

    number: int
    title: str | None
    raw: str
    replaced_at: dt.datetime


async def keep(tx: Connection, before: Article, new_hash: str, now: dt.datetime) -> None:
    """Keep an article's text as it was, and note the hash of the one that takes its place."""
    await tx.execute(
        "INSERT INTO article_revisions (article_id, number, title, raw, replaced_at)"
        " SELECT :article, COALESCE(MAX(number), 0) + 1, :title, :raw, :now"
        " FROM article_revisions WHERE article_id = :article",
        article=before.id,
        title=before.reading.title,
        raw=before.raw,
        now=micros(now),
    )
    await tx.execute(
        "INSERT INTO article_texts (content_hash, article_id) VALUES (:hash, :article)"
        " ON CONFLICT (content_hash) DO NOTHING",
        hash=new_hash,
        article=before.id,
    )


async def of_article(conn: Connection, article: ArticleId) -> list[Revision]:
    """Return an article's earlier texts, the oldest first."""
    rows = await conn.fetch(
        "SELECT number, title, raw, replaced_at FROM article_revisions"
        " WHERE article_id = :article ORDER BY number",
        article=article,
    )
    return [
        Revision(number=number, title=title, raw=raw, replaced_at=moment(at))
        for number, title, raw, at in rows
    ]
