"""Whatever comes in is kept once, with all that it says."""

import asyncio
import multiprocessing
import os
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing

import pytest
from msgspec import structs

from service import bulk
from service.bulk import ingest_many
from service.domain.actors import Actor
from service.domain.articles import Document, Found, Reading, content_hash, document_of
from service.domain.ids import ClaimId, MentionId, article_id
from service.domain.meetings import Claim
from service.domain.mentions import Mention
from service.domain.spans import Evidence
from service.errors import Invalid, ParleyError, Unavailable, Unreadable
from service.ingest import Ingested, ingest, reread
from service.reading import ReadingPool, one_by_one
from service.store import actors, articles, claims, journal, mentions, readings
from service.store.database import Database
from service.store.engines import connect
from service.store.mentions import MentionFilter
from tests.builders import NOON, a_reading, about, named

ENVOY = Actor(slug="some-envoy", type="person", name="Some Envoy", country="XX", discovered=True)
URL = "https://example.org/1"


def read(document: Document) -> Reading:
    """Stands in for the extractor: every text tells of one meeting, one mention and an envoy."""
    if document.raw.startswith("poison"):
        raise RuntimeError("poisoned")
    if document.raw.startswith("deadly"):
        os._exit(3)
    id = article_id(content_hash(document.raw))
    words = (Evidence.of(document.raw, 0, 4, "test"),)
    key = id.removeprefix("art_")
    return a_reading(
        id,
        title=document.title,
        found={"title": Found(how="given")},
        actors=(named("some-envoy", discovered=True), named("state-am", "state")),
        discovered=(ENVOY,),
        processes=(about("armenia-azerbaijan"),),
        mentions=(
            Mention(
                id=MentionId(f"men_{key}"),
                article=id,
                type="CONSULT",
                modality="past",
                actors=(ENVOY.id,),
                evidence=words,
            ),
        ),
        claims=(
            Claim(
                id=ClaimId(f"clm_{key}"), article=id, kind="talks", status="held", evidence=words
            ),
        ),
    )


def reader() -> Callable[[Document], Reading]:
    """Makes the stand-in within the processes of a pool."""
    return read


class Bell:
    """Counts the hints that something new is there."""

    def __init__(self) -> None:
        self.rung = 0

    async def ring(self) -> None:
        self.rung += 1


async def test_all_that_a_document_says_is_kept_together(db: Database) -> None:
    bell = Bell()
    document = Document(raw="Talks went on.", url=f"{URL}?utm_source=x", title="Talks")
    result = await ingest(db, read, document, now=NOON, notify=bell.ring)
    article = result.article
    assert result.created
    assert (article.url, article.canonical_url) == (f"{URL}?utm_source=x", URL)
    assert await articles.get(db, article.id) == article
    assert (await actors.get(db, "some-envoy")) == ENVOY
    assert (await actors.get(db, "state-am")) is not None
    assert (await mentions.find(db, MentionFilter(article=article.id))).items == (
        article.reading.mentions
    )
    assert await claims.of_article(db, article.id) == article.reading.claims
    assert [(e.article, e.change) for e in await journal.after(db, 0)] == [(article.id, "added")]
    assert bell.rung == 1


@pytest.mark.parametrize(
    "again",
    [
        Document(raw="Talks went on.", url=URL),
        Document(raw="  Talks\nwent on. ", url="https://elsewhere.org/"),
        Document(raw="Talks went on."),
        Document(raw="Talks went on, says the new version.", url="http://www.example.org/1/#top"),
    ],
)
async def test_what_is_known_is_not_read_again(db: Database, again: Document) -> None:
    bell = Bell()
    first = await ingest(db, read, Document(raw="Talks went on.", url=URL), now=NOON)
    second = await ingest(db, read, again, now=NOON, notify=bell.ring)
    assert second == Ingested(first.article, created=False)
    assert bell.rung == 0
    assert len(await journal.after(db, 0)) == 1


async def test_of_many_at_once_one_makes_the_article(db: Database, database_url: str) -> None:
    elsewhere = await connect(database_url)
    document = Document(raw="Talks went on.", url=URL)
    dbs = [db, elsewhere] * 5
    results = await asyncio.gather(*(ingest(one, read, document, now=NOON) for one in dbs))
    await elsewhere.close()
    assert sum(result.created for result in results) == 1
    assert len({result.article.id for result in results}) == 1
    assert len(await journal.after(db, 0)) == 1


async def test_a_failure_leaves_nothing_behind(db: Database) -> None:
    with pytest.raises(RuntimeError, match="poisoned"):
        await ingest(db, read, Document(raw="poison"), now=NOON)
    with pytest.raises(Invalid, match="url: "):
        await ingest(db, read, Document(raw="x", url="no address"), now=NOON)
    assert await journal.after(db, 0) == []


async def test_reading_again_replaces_the_facts_and_keeps_the_article(db: Database) -> None:
    def later(document: Document) -> Reading:
        return structs.replace(read(document), extractor="2", claims=(), mentions=())

    document = Document(raw="Talks went on.", title="Talks", url=URL)
    first = (await ingest(db, read, document, now=NOON)).article
    assert await readings.outdated(db, "1", "1") == []
    assert await readings.outdated(db, "2", "1") == [first.id]
    assert await reread(db, first, later(document_of(first)), now=NOON) == "changed"
    renewed = await articles.get(db, first.id)
    assert renewed is not None
    assert renewed == structs.replace(first, reading=renewed.reading)
    assert (renewed.reading.title, renewed.reading.extractor) == ("Talks", "2")
    assert await claims.of_article(db, first.id) == ()
    assert (await mentions.find(db, MentionFilter())).items == ()
    assert [e.change for e in await journal.after(db, 0)] == ["added", "reread"]
    # What was changed meanwhile is left alone; what says the same is not told to anybody.
    assert await reread(db, first, first.reading, now=NOON) == "left"
    newest = structs.replace(renewed.reading, extractor="3")
    assert await reread(db, renewed, newest, now=NOON) == "alike"
    assert await readings.outdated(db, "3", "1") == []
    assert len(await journal.after(db, 0)) == 2


async def stream(*items: Document | ParleyError) -> AsyncIterator[Document | ParleyError]:
    for item in items:
        yield item


def told(outcome: Ingested | ParleyError) -> str:
    if isinstance(outcome, Ingested):
        return "new" if outcome.created else "known"
    return type(outcome).__name__


async def test_a_stream_keeps_its_order_and_loses_nothing_but_what_is_bad(db: Database) -> None:
    bell = Bell()
    await ingest(db, read, Document(raw="Known."), now=NOON)
    texts = [Document(raw=f"Text {n}.") for n in range(8)]
    bad: list[Document | ParleyError] = [
        Invalid("line", "This is not JSON."),
        Document(raw="poison"),
        Document(raw="x", url="?"),
    ]
    offered: list[Document | ParleyError] = [
        *texts[:5],
        *bad,
        texts[0],
        Document(raw="Known."),
        *texts[5:],
    ]
    many = ingest_many(
        db, one_by_one(read), stream(*offered), clock=lambda: NOON, notify=bell.ring, batch=4
    )
    outcomes = [outcome async for outcome in many]
    assert [told(outcome) for outcome in outcomes] == [
        *["new"] * 5,
        *["Invalid", "Unreadable", "Invalid"],
        *["known", "known"],
        *["new"] * 3,
    ]
    assert len(await journal.after(db, 0)) == 9
    assert bell.rung == 4  # a hint for each batch with something new


async def test_a_sender_that_waits_for_each_answer_gets_it(db: Database) -> None:
    answered = asyncio.Event()

    async def talking() -> AsyncIterator[Document]:
        for n in range(3):
            yield Document(raw=f"Text {n}.")
            await answered.wait()
            answered.clear()

    async for outcome in ingest_many(db, one_by_one(read), talking(), clock=lambda: NOON):
        assert told(outcome) == "new"
        answered.set()
    assert len(await journal.after(db, 0)) == 3


async def test_two_streams_of_the_same_documents_make_each_article_once(
    db: Database, database_url: str
) -> None:
    async def take(one: Database, offered: list[Document]) -> list[str]:
        many = ingest_many(one, one_by_one(read), stream(*offered), clock=lambda: NOON, batch=7)
        return [told(outcome) async for outcome in many]

    elsewhere = await connect(database_url)
    offered = [Document(raw=f"Text {n}.") for n in range(30)]
    there, back = await asyncio.gather(take(db, offered), take(elsewhere, offered[::-1]))
    await elsewhere.close()
    assert (there + back).count("new") == (there + back).count("known") == 30


async def test_what_came_before_a_stream_broke_is_kept(db: Database) -> None:
    async def breaking() -> AsyncIterator[Document]:
        yield Document(raw="Text one.")
        yield Document(raw="Text two.")
        raise OSError("gone")

    many = ingest_many(db, one_by_one(read), breaking(), clock=lambda: NOON)
    assert told(await anext(many)) == "new"
    assert told(await anext(many)) == "new"
    with pytest.raises(OSError, match="gone"):
        await anext(many)


async def test_a_stream_may_be_left_half_way(db: Database) -> None:
    offered = [Document(raw=f"Text {n}.") for n in range(100)]
    many = ingest_many(db, one_by_one(read), stream(*offered), clock=lambda: NOON, batch=5)
    async with aclosing(many):
        assert told(await anext(many)) == "new"
    kept = len(await journal.after(db, 0, limit=1000))
    await asyncio.sleep(0.1)
    assert kept == len(await journal.after(db, 0, limit=1000)) == 5


async def test_what_the_database_refuses_costs_only_itself(db: Database) -> None:
    def refused(document: Document) -> Reading:
        reading = read(document)
        broken = structs.replace(reading, language=None)  # a column that must have a value
        return broken if document.raw == "Broken." else reading

    offered = [Document(raw=text) for text in ("One.", "Broken.", "Two.")]
    many = ingest_many(db, one_by_one(refused), stream(*offered), clock=lambda: NOON)
    assert [told(outcome) async for outcome in many] == ["new", "Unreadable", "new"]
    assert len(await journal.after(db, 0)) == 2


async def test_a_database_that_does_not_answer_is_not_waited_for_by_each_document(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = 0

    async def away(*_: object, **__: object) -> None:
        nonlocal tried
        tried += 1
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr(bulk, "keep", away)
    offered = stream(*(Document(raw=f"Text {n}.") for n in range(5)))
    found = [one async for one in ingest_many(db, one_by_one(read), offered, clock=lambda: NOON)]
    assert ([type(one) for one in found], tried) == ([Unavailable] * 5, 2)


async def test_a_document_that_kills_its_process_is_told_and_the_others_are_read() -> None:
    pool = ReadingPool(reader, processes=2)
    try:
        offered = [Document(raw=text) for text in ("Text one.", "deadly", "poison", "Text two.")]
        one, two = await asyncio.gather(pool.read(offered), pool.read(offered[:1]))
        assert [isinstance(reading, Unreadable) for reading in one] == [False, True, True, False]
        assert two == one[:1] == [read(offered[0])]
        assert await pool.read(offered[:1]) == two
    finally:
        pool.close()


async def test_a_document_is_not_blamed_for_processes_that_were_killed_while_idle() -> None:
    pool = ReadingPool(reader, processes=2)
    try:
        offered = [Document(raw=text) for text in ("deadly", "Text one.")]
        before = await pool.read(offered)
        assert await pool.read(offered[1:]) == before[1:]  # Now both kinds of processes are there.
        for process in multiprocessing.active_children():
            process.kill()
        assert await pool.read(offered[1:]) == before[1:] == [read(offered[1])]
    finally:
        pool.close()
