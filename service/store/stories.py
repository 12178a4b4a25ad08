"""Stories: by what articles are known as copies, and which articles tell one story."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set

from msgspec import Struct

from service.domain.ids import ArticleId
from service.store.database import Connection, among, placeholders

MOST = 50  # articles that are compared with another
_END = "b"  # after all ids


class Known(Struct, frozen=True):
    """By what an article is known; see `service.resolution.duplicates.Print`."""

    passages: frozenset[str]
    bands: frozenset[str]
    sketch: tuple[str, ...]
    origin: str | None
    credited: bool


class Like(Struct, frozen=True):
    """Another article: how many passages it has in common, of how many; its sketch and origin."""

    common: int
    passages: int
    sketch: tuple[str, ...]
    origin: str | None
    credited: bool


async def sharing(conn: Connection, article: ArticleId, known: Known) -> dict[ArticleId, Like]:
    """Return other articles with some of the same passages or bands.

    Of each passage and band the first articles by id are looked at, and the MOST that have most
    in common, what is rare counting more, are returned: copies of a story that is told everywhere
    are known by these.
    """
    found = await _first(conn, "passages", "hash", known.passages)
    found += await _first(conn, "bands", "band", known.bands)
    often = Counter(value for value, _ in found)
    shared: dict[ArticleId, float] = defaultdict(float)
    for value, other in found:
        shared[other] += 1 / often[value]
    shared.pop(article, None)
    if not shared:
        return {}
    alike = sorted(shared, key=lambda one: (-shared[one], one))[:MOST]
    common = await _common(conn, alike, known.passages)
    wanted, params = placeholders("article", alike)
    rows = await conn.fetch(
        "SELECT article_id, passages, sketch, origin, credited FROM stories"
        f" WHERE article_id IN {wanted}",
        **params,
    )
    return {
        row[0]: Like(common.get(row[0], 0), row[1], tuple(row[2].split()), row[3], bool(row[4]))
        for row in rows
    }


async def _first(
    conn: Connection, table: str, column: str, values: Set[str]
) -> list[tuple[str, ArticleId]]:
    """Return some passages or bands with the first articles that have each."""
    if not values:
        return []
    wanted, params = among(conn, "values", sorted(values))
    rows = await conn.fetch(
        f"WITH wanted (one) AS {wanted}"
        f" SELECT t.{column}, t.article_id FROM wanted JOIN {table} t ON t.{column} = wanted.one"
        f" AND t.article_id <= COALESCE((SELECT l.article_id FROM {table} l"
        f"  WHERE l.{column} = wanted.one ORDER BY l.article_id LIMIT 1 OFFSET :most), :end)",
        most=MOST,
        end=_END,
        **params,
    )
    return [(row[0], row[1]) for row in rows]


async def _common(
    conn: Connection, articles: Sequence[ArticleId], passages: Set[str]
) -> Counter[ArticleId]:
    """Count the passages that articles have in common with another."""
    wanted, params = placeholders("article", articles)
    rows = await conn.fetch(
        f"SELECT article_id, hash FROM passages WHERE article_id IN {wanted}", **params
    )
    return Counter(row[0] for row in rows if row[1] in passages)


async def of_articles(conn: Connection, articles: Iterable[ArticleId]) -> dict[ArticleId, str]:
    """Return the stories that articles tell, for those whose story is known."""
    wanted, params = placeholders("article", articles)
    rows = await conn.fetch(
        f"SELECT article_id, story_id FROM stories WHERE article_id IN {wanted}", **params
    )
    return {row[0]: row[1] for row in rows}


async def told_by(conn: Connection, stories: Iterable[str]) -> tuple[ArticleId, ...]:
    """Return the articles that tell some stories."""
    wanted, params = placeholders("story", stories)
    rows = await conn.fetch(
        f"SELECT article_id FROM stories WHERE story_id IN {wanted} ORDER BY article_id", **params
    )
    return tuple(row[0] for row in rows)


async def write(
    tx: Connection, article: ArticleId, known: Known, story: str, retold: Iterable[ArticleId]
) -> None:
    """Write by what an article is known, and its story; `retold` are articles that join it."""
    await _replace(tx, article, known)
    row = {
        "article": article,
        "story": story,
        "passages": len(known.passages),
        "sketch": " ".join(known.sketch),
        "origin": known.origin,
        "credited": int(known.credited),
    }
    await tx.executemany(
        "INSERT INTO stories (article_id, story_id, passages, sketch, origin, credited)"
        " VALUES (:article, :story, :passages, :sketch, :origin, :credited)"
        " ON CONFLICT (article_id) DO UPDATE SET story_id = excluded.story_id,"
        " passages = excluded.passages, sketch = excluded.sketch, origin = excluded.origin,"
        " credited = excluded.credited",
        [row],
    )
    joining = [{"article": other, "story": story} for other in retold]
    await tx.executemany(
        "UPDATE stories SET story_id = :story WHERE article_id = :article", joining
    )
    await tx.executemany("UPDATE ledger SET story = :story WHERE article_id = :article", joining)


async def _replace(tx: Connection, article: ArticleId, known: Known) -> None:
    for table, column, values in (
        ("passages", "hash", known.passages),
        ("bands", "band", known.bands),
    ):
        await tx.executemany(
            f"DELETE FROM {table} WHERE article_id = :article", [{"article": article}]
        )
        await tx.executemany(
            f"INSERT INTO {table} ({column}, article_id) VALUES (:value, :article)",
            [{"value": one, "article": article} for one in sorted(values)],
        )


async def remove(tx: Connection, article: ArticleId) -> None:
    """Forget by what an article is known, and its story."""
    await tx.execute("DELETE FROM passages WHERE article_id = :article", article=article)
    await tx.execute("DELETE FROM bands WHERE article_id = :article", article=article)
    await tx.execute("DELETE FROM stories WHERE article_id = :article", article=article)
