"""Whoever follows the journal misses nothing."""

import asyncio
import random

from service.domain.ids import ArticleId
from service.store import journal
from service.store.database import Database
from tests.builders import NOON


async def test_changes_come_in_their_order(db: Database) -> None:
    await journal.append(db, [ArticleId("art_1"), ArticleId("art_2")], "added", NOON)
    await journal.append(db, [ArticleId("art_1")], "reread", NOON)
    entries = await journal.after(db, 0)
    assert [(e.article, e.change) for e in entries] == [
        ("art_1", "added"),
        ("art_2", "added"),
        ("art_1", "reread"),
    ]
    assert entries[0].recorded_at == NOON
    assert await journal.after(db, entries[0].seq, limit=1) == entries[1:2]
    assert await journal.newest(db) == entries[-1].seq


async def test_a_follower_never_passes_a_change_that_commits_late(db: Database) -> None:
    seen: list[int] = []

    async def write(n: int) -> None:
        async with db.transaction() as tx:
            await asyncio.sleep(random.random() / 50)
            await journal.append(tx, [ArticleId(f"art_{n}")], "added", NOON)
            await asyncio.sleep(random.random() / 50)

    async def follow() -> None:
        while len(seen) < 30:
            seen.extend(e.seq for e in await journal.after(db, seen[-1] if seen else 0))
            await asyncio.sleep(0)

    await asyncio.wait_for(asyncio.gather(follow(), *map(write, range(30))), 20)
    assert seen == sorted(set(seen))


async def test_a_position_never_goes_back(db: Database) -> None:
    assert await journal.newest(db) == 0
    assert await journal.position(db, "monitor") == 0
    await journal.advance(db, "monitor", 5)
    await journal.advance(db, "monitor", 3)
    assert await journal.position(db, "monitor") == 5
