"""What was read in articles before, so that it can be told what was known at a time."""

import datetime as dt

import msgspec
from msgspec import structs

from service.domain.articles import Article, Reading
from service.store.database import Connection, micros

_decode = msgspec.json.Decoder(Reading).decode


async def keep(tx: Connection, before: Article, now: dt.datetime) -> None:
    """Keep the reading of an article that another is about to take the place of."""
    await tx.execute(
        "INSERT INTO article_readings (article_id, replaced_at, reading)"
        " VALUES (:article, :now, :reading) ON CONFLICT (article_id, replaced_at) DO NOTHING",
        article=before.id,
        now=micros(now),
        reading=msgspec.json.encode(before.reading).decode(),
    )


async def as_of(conn: Connection, article: Article, at: dt.datetime) -> Article | None:
    """Return an article with the text and the reading it had at a time; None: not there yet."""
    if article.received_at > at:
        return None
    then: dict[str, object] = {}
    reading = await _replaced_after(conn, "reading", "article_readings", article, at)
    if reading is not None:
        then["reading"] = _decode(reading)
    raw = await _replaced_after(conn, "raw", "article_revisions", article, at)
    if raw is not None:
        then["raw"] = raw
    return structs.replace(article, **then)


async def _replaced_after(
    conn: Connection, column: str, table: str, article: Article, at: dt.datetime
) -> str | None:
    found: str | None = await conn.fetchval(
        f"SELECT {column} FROM {table} WHERE article_id = :article AND replaced_at > :at"
        " ORDER BY replaced_at LIMIT 1",
        article=article.id,
        at=micros(at),
    )
    return found
