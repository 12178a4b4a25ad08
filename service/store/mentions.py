"""Mentions: what articles say of a peace process, statement by statement."""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from service.domain.articles import Article
from service.domain.ids import ArticleId, MentionId
from service.domain.mentions import Mention, Modality, PloverType
from service.store import links, merged
from service.store.article_rows import sort_at
from service.store.database import Connection, moment, placeholders
from service.store.links import Link
from service.store.paging import Cursor, Order, Page, Where, page

NEWEST = Order("mentions", "m.sort_at", "m.id", int)
OLDEST = Order("mentions_oldest", "m.sort_at", "m.id", int, descending=False)

ACTORS = Link("mention_actors", "mention_id", "actor_id")
PROCESSES = Link("mention_processes", "mention_id", "process")

_decode = msgspec.json.Decoder(Mention).decode


class MentionFilter(Struct, frozen=True, kw_only=True):
    """What a list of mentions is limited to; clauses are joined by AND, None asks for nothing.

    `actors` are ids or slugs; all must act or be acted upon. Days are inclusive and meant of what
    is told: the mention's own date or, if it has none, its article's.
    """

    article: ArticleId | None = None
    actors: tuple[str, ...] = ()
    process: str | None = None
    type: PloverType | None = None
    modality: Modality | None = None
    background: bool | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None


async def get(conn: Connection, id: MentionId) -> Mention | None:
    """Return a mention, or None."""
    record = await conn.fetchval("SELECT record FROM mentions WHERE id = :id", id=id)
    return _decode(record) if record else None


async def get_many(conn: Connection, ids: Iterable[MentionId]) -> dict[MentionId, Mention]:
    """Return those of some mentions that exist, by id."""
    marks, params = placeholders("id", ids)
    rows = await conn.fetch(f"SELECT record FROM mentions WHERE id IN {marks}", **params)
    return {mention.id: mention for mention in (_decode(row[0]) for row in rows)}


async def find(
    conn: Connection,
    wanted: MentionFilter,
    *,
    order: Order = NEWEST,
    after: Cursor | None = None,
    limit: int = 20,
) -> Page[Mention]:
    """List mentions NEWEST or OLDEST article first; raises InvalidCursor for another's cursor."""
    where = _conditions(wanted)
    acting = await merged.meant(conn, wanted.actors)
    linked: list[tuple[Link, str]] = [(ACTORS, actor) for actor in acting]
    if wanted.process is not None:
        linked.append((PROCESSES, wanted.process))
    source = "mentions m"
    if linked:
        linked = await links.rarest_first(conn, linked)
        source, order = links.driven(where, source, order, linked)
    where.after(order, after)
    rows = await (conn.fetch_slow if _looked_through(wanted) else conn.fetch)(
        f"SELECT m.record, {order.column}, {order.id} FROM {source} {where.sql()} "
        f"{order.sql()} LIMIT :limit",
        **where.params,
        limit=limit + 1,
    )
    return page(rows, limit, order, lambda row: _decode(row[0]))


def _looked_through(wanted: MentionFilter) -> bool:
    """Tell whether rows must be looked through in the list's order, for want of an index."""
    unindexed = (wanted.modality, wanted.background, wanted.date_from, wanted.date_to)
    return any(value is not None for value in unindexed)


def _conditions(wanted: MentionFilter) -> Where:
    where = Where()
    where.equal("m.article_id", "article", wanted.article)
    where.equal("m.type", "type", wanted.type)
    where.equal("m.modality", "modality", wanted.modality)
    if wanted.background is not None:
        where.add("m.background = :background", background=int(wanted.background))
    if wanted.date_from is not None:
        where.add("m.happened_on >= :first", first=wanted.date_from.isoformat())
    if wanted.date_to is not None:
        where.add("m.happened_on <= :last", last=wanted.date_to.isoformat())
    return where


async def add(conn: Connection, told: Sequence[Article]) -> None:
    """Keep the mentions of new articles' readings."""
    kept = [(mention, sort_at(article)) for article in told for mention in article.reading.mentions]
    await conn.executemany(
        "INSERT INTO mentions "
        "(id, article_id, type, modality, background, happened_on, sort_at, record) VALUES "
        "(:id, :article, :type, :modality, :background, :happened_on, :sort_at, :record)",
        [_row(mention, at) for mention, at in kept],
    )
    acting = ((m.id, actor, at) for m, at in kept for actor in (*m.actors, *m.recipients))
    await links.add(conn, ACTORS, acting)
    await merged.follow(conn, ACTORS, [mention.id for mention, _ in kept])
    await links.add(conn, PROCESSES, ((m.id, p, at) for m, at in kept for p in m.processes))


async def replace(conn: Connection, article: Article) -> None:
    """Make the mentions of an article's reading those that are kept of it."""
    await conn.execute("DELETE FROM mentions WHERE article_id = :id", id=article.id)
    await add(conn, [article])


def _row(mention: Mention, at: int) -> dict[str, object]:
    day = mention.date or moment(at).date()
    return {
        "id": mention.id,
        "article": mention.article,
        "type": mention.type,
        "modality": mention.modality,
        "background": int(mention.background),
        "happened_on": day.isoformat(),
        "sort_at": at,
        "record": msgspec.json.encode(mention).decode(),
    }
