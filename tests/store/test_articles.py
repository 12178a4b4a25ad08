"""Articles are kept once, listed by what they are about and found by their words."""

import asyncio
import datetime as dt
from typing import Any

import pytest
from msgspec import structs

from service.domain.articles import Article
from service.errors import Invalid, InvalidCursor
from service.store import articles
from service.store.articles import BEST, NEWEST, OLDEST, ArticleFilter
from service.store.database import Database
from service.store.paging import Cursor, Order
from tests.builders import NOON, about, an_article, named

PASHINYAN, ALIYEV = "nikol-pashinyan", "ilham-aliyev"


def day(number: int) -> dt.datetime:
    return dt.datetime(2024, 5, number, 9, tzinfo=dt.UTC)


def told(title: str, on: int, **reading: Any) -> Article:
    return an_article(f"{title}\nBody.", published_at=day(on), reading=reading)


TALKS = told(
    "Talks",
    1,
    actors=(named(PASHINYAN), named(ALIYEV)),
    processes=(about("armenia-azerbaijan"),),
    publisher="Civilnet",
)
CALL = told("Call", 2, actors=(named(ALIYEV),), language="ru", publisher="TASS")
SPORT = told("Sport", 3, relevant=False)
UNDATED = an_article("Undated\nBody.", received_at=day(4), source="src_1")


async def keep(db: Database, *kept: Article) -> None:
    async with db.transaction() as tx:
        assert all(await articles.add(tx, kept))


async def titles(db: Database, wanted: ArticleFilter, order: Order = NEWEST) -> list[str | None]:
    return [item.title for item in (await articles.find(db, wanted, order=order)).items]


async def test_an_article_comes_back_as_it_was_kept(db: Database) -> None:
    article = structs.replace(TALKS, url="https://a.org/?x", canonical_url="https://a.org/")
    await keep(db, article)
    assert await articles.get(db, article.id) == article
    assert await articles.by_content(db, article.content_hash) == article
    assert await articles.by_url(db, "https://a.org/") == article
    assert await articles.get_many(db, [article.id, CALL.id]) == {article.id: article}
    assert await articles.get(db, CALL.id) is None


async def test_the_same_text_or_url_is_kept_once_even_from_two_at_once(db: Database) -> None:
    one = structs.replace(TALKS, canonical_url="https://a.org/")
    same_url = structs.replace(CALL, canonical_url="https://a.org/")

    async def add(article: Article) -> bool:
        async with db.transaction() as tx:
            return (await articles.add(tx, [article]))[0]

    added = await asyncio.gather(add(one), add(one), add(same_url))
    assert sorted(added) == [False, False, True]
    assert await db.fetchval("SELECT count(*) FROM articles") == 1


LISTED: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["Undated", "Sport", "Call", "Talks"]),
    ({"actors": (ALIYEV,)}, ["Call", "Talks"]),
    ({"actors": (ALIYEV, PASHINYAN)}, ["Talks"]),
    ({"actors": (ALIYEV,), "process": "armenia-azerbaijan"}, ["Talks"]),
    ({"actors": ("nobody",)}, []),
    ({"process": "armenia-azerbaijan"}, ["Talks"]),
    ({"publishers": ("TASS",)}, ["Call"]),
    ({"language": "en"}, ["Undated", "Sport", "Talks"]),
    ({"relevant": False}, ["Sport"]),
    ({"published_from": dt.date(2024, 5, 2)}, ["Sport", "Call"]),
    ({"published_to": dt.date(2024, 5, 2)}, ["Call", "Talks"]),
    ({"received_since": NOON}, ["Sport", "Call", "Talks"]),
    ({"source": "src_1"}, ["Undated"]),
    ({"q": "body", "actors": (ALIYEV,), "language": "ru"}, ["Call"]),
]


async def test_lists_are_limited(db: Database) -> None:
    await keep(db, TALKS, CALL, SPORT, UNDATED)
    newest = [(wanted, await titles(db, ArticleFilter(**wanted))) for wanted, _ in LISTED]
    assert newest == LISTED
    oldest = [(wanted, await titles(db, ArticleFilter(**wanted), OLDEST)) for wanted, _ in LISTED]
    assert oldest == [(wanted, expected[::-1]) for wanted, expected in LISTED]


async def test_pages_by_key_show_each_row_once_while_news_arrives(db: Database) -> None:
    kept = [an_article(f"Peace {n}\nPeace talks.", published_at=day(1 + n // 3)) for n in range(10)]
    await keep(db, *kept)
    for order in (BEST, NEWEST):
        seen: list[str] = []
        after: Cursor | None = None
        for _ in range(4):
            found = await articles.find(
                db, ArticleFilter(q="peace"), order=order, after=after, limit=3
            )
            seen += [item.id for item in found.items]
            after = found.next
            if order is not BEST:  # on SQLite, what else is kept moves the scores a little
                late = f"Late {order.name} {len(seen)}\nPeace."
                await keep(db, an_article(late, published_at=day(20)))
        assert after is None
        assert sorted(seen) == sorted(article.id for article in kept)


async def test_a_word_in_the_title_ranks_before_one_in_the_body(db: Database) -> None:
    body = an_article("Weather\nA ceasefire was named once in a long text.", published_at=day(9))
    title = an_article("Ceasefire\nIt holds.", published_at=day(1))
    await keep(db, body, title)
    assert await titles(db, ArticleFilter(q="ceasefire"), BEST) == ["Ceasefire", "Weather"]
    assert await titles(db, ArticleFilter(q="ceasefire"), NEWEST) == ["Weather", "Ceasefire"]


async def test_wrong_orders_are_refused(db: Database) -> None:
    with pytest.raises(Invalid, match="sort"):
        await articles.find(db, ArticleFilter(), order=BEST)
    with pytest.raises(InvalidCursor):
        await articles.find(db, ArticleFilter(), after=Cursor("best", 1.0, "art_1"))


async def test_a_new_reading_replaces_the_old_one_everywhere(db: Database) -> None:
    await keep(db, TALKS)
    reading = structs.replace(TALKS.reading, title="Renamed", actors=(named("somebody"),))
    async with db.transaction() as tx:
        renewed = await articles.replace_reading(tx, TALKS, reading)
    assert await articles.get(db, TALKS.id) == renewed
    assert await titles(db, ArticleFilter(actors=("somebody",))) == ["Renamed"]
    assert await titles(db, ArticleFilter(actors=(ALIYEV,))) == []
    assert await titles(db, ArticleFilter(q="renamed")) == ["Renamed"]
    assert await titles(db, ArticleFilter(q="talks")) == []


async def test_a_removed_article_is_gone_from_every_list(db: Database) -> None:
    await keep(db, TALKS)
    assert await articles.remove(db, TALKS.id)
    assert not await articles.remove(db, TALKS.id)
    for wanted in (ArticleFilter(), ArticleFilter(actors=(ALIYEV,)), ArticleFilter(q="talks")):
        assert await titles(db, wanted) == []
    await keep(db, TALKS)
