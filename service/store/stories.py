"""Stories: the passages of articles, and which articles tell one story."""

from collections.abc import Iterable, Set

from service.domain.ids import ArticleId
from service.store.database import Connection, placeholders


async def sharing(
    conn: Connection, article: ArticleId, passages: Set[str]
) -> dict[ArticleId, tuple[int, int]]:
    """Return the other articles with some of these passages: how many of them, of how many."""
    wanted, params = placeholders("hash", sorted(passages))
    rows = await conn.fetch(
        "SELECT p.article_id, COUNT(*), MAX(s.passages) FROM passages p"
        " JOIN stories s ON s.article_id = p.article_id"
        f" WHERE p.hash IN {wanted} AND p.article_id <> :article GROUP BY p.article_id",
        article=article,
        **params,
    )
    return {row[0]: (row[1], row[2]) for row in rows}


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
    tx: Connection, article: ArticleId, passages: Set[str], story: str, retold: Iterable[ArticleId]
) -> None:
    """Write an article's passages and its story; `retold` are articles that join this story."""
    await tx.execute("DELETE FROM passages WHERE article_id = :article", article=article)
    await tx.executemany(
        "INSERT INTO passages (hash, article_id) VALUES (:hash, :article)",
        [{"hash": one, "article": article} for one in sorted(passages)],
    )
    await tx.execute(
        "INSERT INTO stories (article_id, story_id, passages) VALUES (:article, :story, :passages)"
        " ON CONFLICT (article_id) DO UPDATE SET story_id = excluded.story_id,"
        " passages = excluded.passages",
        article=article,
        story=story,
        passages=len(passages),
    )
    joining = [{"article": other, "story": story} for other in retold]
    await tx.executemany(
        "UPDATE stories SET story_id = :story WHERE article_id = :article", joining
    )
    await tx.executemany("UPDATE ledger SET story = :story WHERE article_id = :article", joining)


async def remove(tx: Connection, article: ArticleId) -> None:
    """Forget an article's passages and story."""
    await tx.execute("DELETE FROM passages WHERE article_id = :article", article=article)
    await tx.execute("DELETE FROM stories WHERE article_id = :article", article=article)
