"""By what articles are known as copies."""

from service.domain.ids import ArticleId
from service.store import stories
from service.store.database import Database
from service.store.stories import MOST, Known


async def test_a_story_told_everywhere_is_known_by_some_of_its_copies(db: Database) -> None:
    wire = frozenset(f"w{n}" for n in range(10))
    bands = frozenset(f"b{n}" for n in range(10))
    async with db.transaction() as tx:
        for n in range(MOST + 20):
            copy = Known(wire | {f"own {n}"}, bands, (), None, False)
            await stories.write(tx, ArticleId(f"art_{n:03}"), copy, "art_000", ())
        near = Known(wire | {"mine"}, frozenset(), (), None, False)
        await stories.write(tx, ArticleId("art_zzz"), near, "art_zzz", ())
    found = await stories.sharing(
        db, ArticleId("art_new"), Known(wire | {"mine"}, bands, (), None, False)
    )
    assert len(found) == MOST
    # Who has most in common is found among however many.
    assert found[ArticleId("art_zzz")].common == 11
    assert found[ArticleId("art_000")].common == 10
