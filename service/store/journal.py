"""The journal: which article changed, in the order in which the monitor must take the changes."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from service.domain.ids import ArticleId
from service.store.database import Connection, micros, moment

Change = Literal["added", "reread", "revised", "removed", "corrected"]

# Any number that no other lock of ours has.
_LOCK = 0x7061_726C


class Entry(Struct, frozen=True, kw_only=True):
    """One change of an article; `seq` only rises, but not always by one.

    A `quiet` one joins the record, but nobody is told.
    """

    seq: int
    article: ArticleId
    change: Change
    recorded_at: dt.datetime
    quiet: bool = False


async def append(
    conn: Connection,
    articles: Iterable[ArticleId],
    change: Change,
    now: dt.datetime,
    *,
    quiet: bool = False,
) -> None:
    """Note that articles changed, in this order. Make it the last statement of a transaction.

    Whoever reads up to a number never misses a smaller one: on PostgreSQL numbers are given out
    under a lock that is held until the commit, on SQLite there is one writer.
    """
    common = {"change": change, "now": micros(now), "quiet": int(quiet)}
    rows = [{"article": id, **common} for id in articles]
    if rows and conn.dialect == "postgres":
        await conn.execute("SELECT pg_advisory_xact_lock(:key)", key=_LOCK)
    await conn.executemany(
        "INSERT INTO journal (article_id, change, recorded_at, quiet)"
        " VALUES (:article, :change, :now, :quiet)",
        rows,
    )


async def after(conn: Connection, seq: int, limit: int = 100) -> list[Entry]:
    """Return the changes after a number, in order."""
    rows = await conn.fetch(
        "SELECT seq, article_id, change, recorded_at, quiet FROM journal "
        "WHERE seq > :seq ORDER BY seq LIMIT :limit",
        seq=seq,
        limit=limit,
    )
    return [
        Entry(seq=seq, article=article, change=change, recorded_at=moment(at), quiet=bool(quiet))
        for seq, article, change, at, quiet in rows
    ]


async def newest(conn: Connection) -> int:
    """Return the number of the last change, 0 when there is none."""
    return int(await conn.fetchval("SELECT seq FROM journal ORDER BY seq DESC LIMIT 1") or 0)


async def position(conn: Connection, follower: str) -> int:
    """Return the number up to which a follower has come, 0 at first."""
    seq = await conn.fetchval("SELECT seq FROM cursors WHERE name = :name", name=follower)
    return int(seq or 0)


async def advance(conn: Connection, follower: str, seq: int) -> None:
    """Note how far a follower has come; never goes back."""
    await conn.executemany(
        "INSERT INTO cursors (name, seq) VALUES (:name, :seq) "
        "ON CONFLICT (name) DO UPDATE SET seq = excluded.seq WHERE cursors.seq < excluded.seq",
        [{"name": follower, "seq": seq}],
    )
