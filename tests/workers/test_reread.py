"""A newer extractor reads the archive again: ids, corrections stay; real changes are told."""

import datetime as dt

import pytest
from msgspec import structs

from service import corrections
from service.api.examples import TALKS
from service.corrections import Decision
from service.domain.articles import Article, Document, Reading
from service.domain.events import Event
from service.extraction.extract import Extractor
from service.ingest import ingest
from service.reading import one_by_one
from service.store import actors, articles, events, meetings, readings
from service.store.database import Connection, Database
from service.store.meetings import MeetingFilter
from workers.monitor import Monitor
from workers.reread import Rereader

NOW = dt.datetime(2024, 5, 8, 12, tzinfo=dt.UTC)
OTHER = TALKS.replace("10 May", "21 August")
BAD = "Envoys of Sudan met in Jeddah on 6 May 2023."


async def everything(db: Database) -> dict[str, str | None]:
    found = await meetings.find(db, MeetingFilter(hidden=None), limit=100)
    return {kept.meeting.id: kept.meeting.city for kept in found.items}


async def told(db: Database) -> list[Event]:
    return await events.after(db, 0, 1000)


async def test_a_newer_extractor_changes_what_it_reads_differently_and_nothing_else(
    db: Database, extractor: Extractor
) -> None:
    known = extractor.knowledge
    await actors.learn(db, known.version, known.actors.values(), NOW)
    monitor = Monitor(db, now=lambda: NOW)
    for text in (TALKS, OTHER, BAD):
        await ingest(db, extractor.read, Document(raw=text), now=NOW)
    await monitor.work()
    august, may, _ = before = await everything(db)
    pin = Decision(kind="pin", meetings=(august,), field="city", value="Oslo", author="An editor")
    await corrections.decide(db, pin, now=NOW)
    await monitor.work()
    so_far = await told(db)

    def newer(document: Document) -> Reading:
        if document.raw == BAD:
            raise RuntimeError("cannot be read")
        reading = extractor.read(document)
        city = "Basel" if document.raw == TALKS else "Almaty"
        claims = tuple(structs.replace(claim, city=city) for claim in reading.claims)
        return structs.replace(reading, extractor="newer", claims=claims)

    wanted = ("newer", extractor.knowledge.version)
    rereader = Rereader(db, wanted, now=lambda: NOW)
    while await rereader.work(one_by_one(newer)):
        pass
    await monitor.work()
    assert await everything(db) == {**before, august: "Oslo", may: "Basel"}
    [change] = (await told(db))[len(so_far) :]
    assert (change.type, change.subject) == ("meeting.changed", may)
    # What could not be read keeps its reading, and is tried again after the next start.
    assert await readings.count_outdated(db, *wanted) == 1
    assert await rereader.waiting() == []
    assert len(await Rereader(db, wanted).waiting()) == 1


async def test_a_reading_that_cannot_be_kept_is_left_and_an_outage_waited_for(
    db: Database, extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = extractor.knowledge
    await actors.learn(db, known.version, known.actors.values(), NOW)
    for text in (TALKS, BAD):
        await ingest(db, extractor.read, Document(raw=text), now=NOW)
    wanted = ("newer", known.version)

    def newer(document: Document) -> Reading:
        return structs.replace(extractor.read(document), extractor="newer")

    unchanged = articles.unchanged

    async def failing(tx: Connection, article: Article) -> bool:
        if article.raw == BAD:
            raise error
        return await unchanged(tx, article)

    monkeypatch.setattr(articles, "unchanged", failing)
    rereader = Rereader(db, wanted, now=lambda: NOW)
    error: Exception = ConnectionRefusedError("no server")
    with pytest.raises(ConnectionRefusedError):
        await rereader.work(one_by_one(newer))
    error = RuntimeError("a row that nobody can write")
    assert await rereader.work(one_by_one(newer))
    assert await rereader.waiting() == []
    assert await readings.count_outdated(db, *wanted) == 1
