"""Mentions are kept with their article and listed by who, what and when."""

import datetime as dt
from typing import Any

from msgspec import structs

from service.domain.articles import Article
from service.domain.ids import MentionId, actor_id
from service.domain.mentions import Mention
from service.domain.spans import Evidence
from service.store import articles, mentions
from service.store.database import Database
from service.store.mentions import MentionFilter
from tests.builders import an_article

YEREVAN, BAKU = actor_id("state-am"), actor_id("state-az")


def telling(raw: str, on: int, *told: dict[str, Any]) -> Article:
    article = an_article(raw, published_at=dt.datetime(2024, 5, on, tzinfo=dt.UTC))
    words = Evidence(0, 4, raw[:4], "test")
    read = tuple(
        Mention(
            **({"modality": "past", "evidence": (words,)} | values),
            id=MentionId(f"men_{raw}_{n}"),
            article=article.id,
        )
        for n, values in enumerate(told)
    )
    return structs.replace(article, reading=structs.replace(article.reading, mentions=read))


FIRST = telling(
    "first",
    1,
    {"type": "CONSULT", "actors": (YEREVAN, BAKU), "processes": ("armenia-azerbaijan",)},
    {"type": "AGREE", "date": dt.date(2020, 11, 9), "background": True},
)
SECOND = telling(
    "second",
    2,
    {"type": "REJECT", "modality": "future", "actors": (BAKU,), "recipients": (YEREVAN,)},
)


async def keep(db: Database, article: Article) -> None:
    async with db.transaction() as tx:
        await articles.add(tx, [article])
        await mentions.add(tx, [article])


LISTED: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["REJECT", "AGREE", "CONSULT"]),
    ({"article": FIRST.id}, ["AGREE", "CONSULT"]),
    ({"actors": (YEREVAN,)}, ["REJECT", "CONSULT"]),
    ({"actors": ("state-am", "state-az")}, ["REJECT", "CONSULT"]),
    ({"actors": ("nobody",)}, []),
    ({"process": "armenia-azerbaijan"}, ["CONSULT"]),
    ({"type": "AGREE"}, ["AGREE"]),
    ({"modality": "future"}, ["REJECT"]),
    ({"background": False}, ["REJECT", "CONSULT"]),
    ({"date_to": dt.date(2024, 5, 1)}, ["AGREE", "CONSULT"]),
    ({"date_from": dt.date(2024, 5, 2)}, ["REJECT"]),
]


async def test_lists_are_limited(db: Database) -> None:
    await keep(db, FIRST)
    await keep(db, SECOND)
    found = [(wanted, sorted(await types(db, wanted))) for wanted, _ in LISTED]
    assert found == [(wanted, sorted(expected)) for wanted, expected in LISTED]


async def types(db: Database, wanted: dict[str, Any]) -> list[str]:
    """The types of the mentions that are listed, page by page."""
    page = await mentions.find(db, MentionFilter(**wanted), limit=1)
    found: list[str] = [mention.type for mention in page.items]
    while page.next:
        page = await mentions.find(db, MentionFilter(**wanted), after=page.next, limit=1)
        found += [mention.type for mention in page.items]
    return found


async def test_a_mention_comes_back_as_it_was_read(db: Database) -> None:
    await keep(db, FIRST)
    told = FIRST.reading.mentions[0]
    assert await mentions.get(db, told.id) == told
    assert await mentions.get(db, MentionId("men_none")) is None


async def test_a_new_reading_replaces_the_mentions(db: Database) -> None:
    await keep(db, FIRST)
    reading = structs.replace(FIRST.reading, mentions=FIRST.reading.mentions[:1])
    async with db.transaction() as tx:
        await mentions.replace(tx, structs.replace(FIRST, reading=reading))
    assert (await mentions.find(db, MentionFilter())).items == reading.mentions
