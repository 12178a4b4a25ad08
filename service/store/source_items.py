"""What sources have shown: so that nothing is taken twice, and what was edited is noticed."""

import datetime as dt
from collections.abc import Iterable, Mapping

from service.domain.ids import ArticleId, SourceId
from service.domain.sources import KnownItem
from service.store.database import Connection, micros, placeholders

KEPT_FOR = dt.timedelta(days=90)
_MOST = 500


async def known(conn: Connection, source: SourceId, keys: Iterable[str]) -> dict[str, KnownItem]:
    """Return what a source has shown under these keys."""
    asked = sorted(set(keys))
    found: dict[str, KnownItem] = {}
    for start in range(0, len(asked), _MOST):
        marks, params = placeholders("key", asked[start : start + _MOST])
        rows = await conn.fetch(
            "SELECT key, digest, article_id, tries FROM source_items"
            f" WHERE source_id = :source AND key IN {marks}",
            source=source,
            **params,
        )
        found |= {k: KnownItem(digest=d, article=a, tries=t) for k, d, a, t in rows}
    return found


async def note(
    tx: Connection, source: SourceId, items: Mapping[str, KnownItem], now: dt.datetime
) -> None:
    """Remember what a source has shown, by key."""
    await tx.executemany(
        "INSERT INTO source_items (source_id, key, digest, article_id, tries, again_at, seen_at)"
        " SELECT :source, :key, :digest, :article, :tries, :again, :now"
        # The source may have been removed meanwhile.
        " WHERE EXISTS (SELECT 1 FROM sources WHERE id = :source)"
        " ON CONFLICT (source_id, key) DO UPDATE SET digest = excluded.digest,"
        " article_id = excluded.article_id, tries = excluded.tries,"
        " again_at = excluded.again_at, seen_at = excluded.seen_at",
        [
            {
                "source": source,
                "key": key,
                "digest": item.digest,
                "article": item.article,
                "tries": item.tries,
                "again": micros(item.again_at) if item.again_at else None,
                "now": micros(now),
            }
            for key, item in sorted(items.items())
        ],
    )


async def again(
    conn: Connection, source: SourceId, now: dt.datetime, limit: int
) -> list[ArticleId]:
    """Return the articles of a source whose pages are to be looked at once more."""
    rows = await conn.fetch(
        "SELECT DISTINCT article_id FROM source_items WHERE source_id = :source"
        " AND again_at <= :now AND article_id IS NOT NULL ORDER BY article_id LIMIT :limit",
        source=source,
        now=micros(now),
        limit=limit,
    )
    return [row[0] for row in rows]


async def settle(conn: Connection, source: SourceId, article: ArticleId) -> None:
    """Note that an article's page need not be looked at once more."""
    await conn.execute(
        "UPDATE source_items SET again_at = NULL WHERE source_id = :source"
        " AND article_id = :article",
        source=source,
        article=article,
    )


async def forget_old(conn: Connection, now: dt.datetime) -> int:
    """Forget what was shown long ago; its articles are still known by text and URL."""
    return await conn.execute(
        "DELETE FROM source_items WHERE seen_at < :before", before=micros(now - KEPT_FOR)
    )
