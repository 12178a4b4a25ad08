"""The monitor on both databases: articles become meetings, events and what is owed to listeners."""

import asyncio
import datetime as dt
import random
import sqlite3
from collections.abc import Sequence
from functools import partial
from typing import Any

import asyncpg
import msgspec
import pytest
from msgspec import structs

from service import corrections as decisions
from service.corrections import Decision, decide, undo
from service.domain.actors import Actor
from service.domain.articles import Article, Document, Reading, content_hash
from service.domain.corrections import Correction, CorrectionId, CorrectionKind
from service.domain.events import Event
from service.domain.ids import ClaimId, MeetingId, MentionId, actor_id, article_id
from service.domain.meetings import Claim, Meeting
from service.domain.mentions import Mention
from service.domain.queries import Query
from service.domain.spans import Evidence
from service.errors import Conflict, NotFound
from service.ingest import ingest
from service.resolution.events import overdue
from service.resolution.profiles import ActorFacts
from service.resolution.resolve import resolve
from service.store import (
    actors,
    articles,
    claims,
    corrections,
    deliveries,
    events,
    journal,
    ledger,
    meetings,
    subscriptions,
)
from service.store.database import Database
from service.store.meetings import BY_CHANGE, MeetingFilter
from tests.alerts import subscribe
from tests.builders import a_reading, named
from tests.resolution.told import ACTORS, ALIYEV, BAYRAMOV, MIRZOYAN, PASHINYAN, chains, day
from tests.resolution.told import told as a_claim
from workers import monitor as monitor_module
from workers.monitor import Monitor, run

START = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
SLUGS = ("ilham-aliyev", "nikol-pashinyan", "ararat-mirzoyan", "jeyhun-bayramov")


class Clock:
    """A clock that goes on by a second whenever it is looked at."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> dt.datetime:
        self.at += dt.timedelta(seconds=1)
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def monitor(db: Database, clock: Clock) -> Monitor:
    async with db.transaction() as tx:
        await actors.upsert(tx, [_actor(slug) for slug in SLUGS], START)
    return Monitor(db, now=clock)


def _actor(slug: str) -> Actor:
    found = ACTORS[actor_id(slug)]
    return Actor(slug=slug, type="person", name=found.name or "", country=found.country)


async def report(db: Database, raw: str, *said: Claim, **reading: Any) -> Article:
    """Ingest an article that makes these claims; the same claims told again keep their ids."""
    id = article_id(content_hash(raw))
    words = (Evidence.of(raw, 0, 5, "test"),)
    own = tuple(structs.replace(claim, article=id, evidence=words) for claim in said)

    def read(document: Document) -> Reading:
        return a_reading(id, title=raw.split("\n")[0], claims=own, **reading)

    return (await ingest(db, read, Document(raw=raw), now=START)).article


async def reread(db: Database, article: Article, *said: Claim) -> None:
    own = tuple(structs.replace(claim, article=article.id) for claim in said)
    async with db.transaction() as tx:
        reading = structs.replace(article.reading, claims=own)
        await articles.replace_reading(tx, article, reading)
        await claims.replace(tx, article.id, own)
        await journal.append(tx, [article.id], "reread", START)


async def all_work(monitor: Monitor) -> None:
    while await monitor.work():
        pass


async def all_events(db: Database) -> list[Event]:
    return await events.after(db, 0, 1000)


async def all_meetings(db: Database) -> dict[MeetingId, Meeting]:
    found = await meetings.find(db, MeetingFilter(hidden=None), limit=1000)
    return {kept.meeting.id: kept.meeting for kept in found.items}


def data(event: Event) -> Any:
    return msgspec.json.decode(event.payload)


async def test_a_meeting_from_rumour_to_report(db: Database, monitor: Monitor) -> None:
    plan = a_claim(when="2024-06-10", status="planned", published=dt.date(2024, 5, 30), city="Bern")
    first = await report(db, "Plan\nTalks are planned.", plan)
    await all_work(monitor)
    off = structs.replace(
        plan, id=ClaimId("clm_off"), status="cancelled", published=dt.date(2024, 6, 5)
    )
    await report(db, "Off\nTalks are off.", off)
    held = a_claim(when="2024-06-20", city="Bern", published=dt.date(2024, 6, 21))
    await report(db, "Held\nTalks were held.", held)
    await all_work(monitor)

    told = await all_events(db)
    assert [event.type for event in told] == [
        "meeting.announced",
        "meeting.cancelled",
        "meeting.held",
        "meeting.changed",
    ]
    announced = data(told[0])
    assert announced["meeting"]["city"] == "Bern"
    assert announced["meeting"]["when"] == {"date": "2024-06-10", "precision": "day", "end": None}
    assert {p["name"] for p in announced["meeting"]["parties"]} == {
        "Ilham Aliyev",
        "Nikol Pashinyan",
    }
    assert announced["article"]["id"] == first.id
    assert announced["evidence"] == [{"text": "Plan\n", "start": 0, "end": 5}]
    assert data(told[1])["changes"] == [
        {"field": "status", "old": "planned", "new": "cancelled"},
        {"field": "independent_sources", "old": 1, "new": 2},
    ]
    assert data(told[1])["change_kinds"] == ["cancelled"]
    # The new date is found when it is reported; what was called off was then postponed.
    old = await meetings.get(db, MeetingId(told[0].subject))
    assert old.meeting.status == "postponed"
    assert old.meeting.rescheduled_to == told[2].subject
    assert [step.status for step in old.meeting.history] == ["planned", "cancelled"]
    with pytest.raises(NotFound):
        await meetings.get(db, MeetingId(told[0].subject), as_of=START)
    then = await meetings.get(db, MeetingId(told[0].subject), as_of=told[0].occurred_at)
    assert (then.meeting.status, then.meeting.claims) == ("planned", (plan.id,))


@pytest.mark.parametrize("page", [1, subscriptions.PAGE])
async def test_subscribers_are_owed_what_they_ask_for(
    db: Database, monitor: Monitor, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    for name in ("matched", "changed_since"):
        monkeypatch.setattr(subscriptions, name, partial(getattr(subscriptions, name), limit=page))
    both = await subscribe(db, "https://a.example", query=Query(actors_all=SLUGS[:2]))
    await subscribe(db, "https://b.example", query=Query(places=("Geneva",)))
    await report(db, "One", a_claim(status="planned", when="2024-06-10", city="Bern"))
    await all_work(monitor)
    late = await subscribe(db, "https://c.example", query=Query(keywords=("second article",)))
    await subscribe(db, "https://d.example", query=Query(keywords=("third article",)))
    await report(db, "A second article", a_claim(status="planned", when="2024-07-10", city="Bern"))
    await all_work(monitor)
    one, two = await all_events(db)
    owed = await deliveries.find(db)
    assert {(d.event, d.subscription) for d in owed.items} == {
        (one.id, both.id),
        (two.id, both.id),
        (two.id, late.id),
    }


async def test_mentions_and_discovered_persons_are_told_once(
    db: Database, monitor: Monitor
) -> None:
    envoy = Actor(slug="an-envoy", type="person", name="An Envoy", country="AM", discovered=True)
    raw = "Envoy\nAn Envoy called for talks."
    mention = Mention(
        id=MentionId("men_1"),
        article=article_id(content_hash(raw)),
        type="REQUEST",
        modality="past",
        actors=(envoy.id,),
        evidence=(Evidence.of(raw, 6, 14, "test"),),
    )
    history = structs.replace(mention, id=MentionId("men_2"), background=True)
    article = await report(
        db,
        raw,
        mentions=(mention, history),
        discovered=(envoy,),
        actors=(named("an-envoy", discovered=True),),
    )
    await reread(db, article)
    await all_work(monitor)
    discovered, created = await all_events(db)
    assert (discovered.type, discovered.subject) == ("actor.discovered", envoy.id)
    assert (created.type, created.subject) == ("mention.created", "men_1")
    assert data(created)["mention"]["actors"][0]["name"] == "An Envoy"
    assert data(created)["evidence"][0]["text"] == "An Envoy"


async def test_history_joins_the_record_but_nobody_is_told(db: Database, monitor: Monitor) -> None:
    await subscribe(db, "https://a.example", events=("meeting.held",))
    await report(db, "Long ago", a_claim(when="2022-10", published=dt.date(2024, 5, 1)))
    await all_work(monitor)
    assert [event.type for event in await all_events(db)] == ["meeting.held"]
    assert (await deliveries.find(db)).items == ()


async def test_reading_again_without_change_tells_nothing(db: Database, monitor: Monitor) -> None:
    claim = a_claim(status="planned")
    article = await report(db, "One", claim)
    await all_work(monitor)
    before, told = await all_meetings(db), len(await all_events(db))
    await reread(db, article, claim)
    await all_work(monitor)
    assert await all_meetings(db) == before
    assert len(await all_events(db)) == told


async def test_taking_back_joining_and_parting_keep_every_id(
    db: Database, monitor: Monitor
) -> None:
    a, b = a_claim(when="2024-05-10", city="Bern"), a_claim(when="2024-05-12", city="Bern")
    first = await report(db, "One", a)
    second = await report(db, "Two", b)
    await all_work(monitor)
    left, right = (MeetingId(event.subject) for event in await all_events(db))
    await reread(db, second, structs.replace(b, when=a.when))
    await all_work(monitor)
    joined = await meetings.get(db, right)
    assert joined.meeting.id == left
    assert joined.meeting.claims == (a.id, b.id)
    await reread(db, first)
    await all_work(monitor)
    assert (await meetings.get(db, left)).meeting.id == right
    await reread(db, second)
    await all_work(monitor)
    with pytest.raises(NotFound):
        await meetings.get(db, left)
    assert [(event.type, event.subject) for event in await all_events(db)] == [
        ("meeting.held", left),
        ("meeting.held", right),
        ("meeting.merged", right),
        ("meeting.reported", left),
        ("meeting.changed", right),
        ("meeting.withdrawn", right),
    ]


async def test_corrections_hold_through_reading_again_and_can_be_undone(
    db: Database, monitor: Monitor
) -> None:
    a, b = a_claim(when="2024-05-10"), a_claim(when="2024-08-12")
    one = await report(db, "One", a)
    await report(db, "Two", b)
    await all_work(monitor)
    merge = _correction("cor_1", kind="merge", claims=(a.id, b.id))
    pin = _correction("cor_2", kind="pin", claims=(b.id,), field="city", value="Basel")
    hide = _correction("cor_3", kind="hide", claims=(a.id,))
    async with db.transaction() as tx:
        for correction in (merge, pin, hide):
            await corrections.add(tx, correction)
            await corrections.notify(tx, correction, (), START)
    await all_work(monitor)
    [kept] = (await meetings.find(db, MeetingFilter(hidden=True))).items
    assert (kept.meeting.claims, kept.meeting.city) == ((a.id, b.id), "Basel")
    assert (await meetings.find(db, MeetingFilter())).items == ()
    await reread(db, one, structs.replace(a, when=day("2024-05-11")))
    await all_work(monitor)
    assert next(iter((await all_meetings(db)).values())).claims == (a.id, b.id)
    for correction in (merge, pin, hide):
        async with db.transaction() as tx:
            await corrections.undo(tx, correction.id, START)
            await corrections.notify(tx, correction, (), START)
    await all_work(monitor)
    found = await meetings.find(db, MeetingFilter(), order=BY_CHANGE)
    assert {(kept.meeting.claims, kept.meeting.city) for kept in found.items} == {
        ((a.id,), None),
        ((b.id,), None),
    }
    with pytest.raises(NotFound):
        async with db.transaction() as tx:
            await corrections.add(tx, _correction("cor_4", kind="hide", claims=("clm_none",)))


async def test_meetings_of_more_claims_than_a_correction_names_are_merged_and_split(
    db: Database, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "_STAND_FOR", 4)
    monkeypatch.setattr(decisions, "_MOST", 4)

    async def decided(kind: CorrectionKind, **bound: Any) -> Correction:
        decision = Decision(kind=kind, author="an editor", **bound)
        correction = await decide(db, decision, now=START)
        await all_work(monitor)
        return correction

    async def sizes() -> list[int]:
        return sorted(len(meeting.claims) for meeting in (await all_meetings(db)).values())

    cities = ("Bern", None, "Bern")
    early = [
        await report(db, f"May {n}", a_claim(when="2024-05-10", city=cities[n % 3]))
        for n in range(8)
    ]
    for n in range(8):
        await report(db, f"July {n}", a_claim(when="2024-07-10", city="Basel"))
    await all_work(monitor)
    assert await sizes() == [8, 8]
    merge = await decided("merge", meetings=list(await all_meetings(db)))
    assert await sizes() == [16]
    # What comes later joins by its likeness to a part of what was merged.
    await report(db, "May again", a_claim(when="2024-05-10", city="Bern"))
    await all_work(monitor)
    assert await sizes() == [17]
    [whole] = await all_meetings(db)
    apart = [article.id for article in early[:6]]
    split = await decided("split", meetings=[whole], articles=apart)
    assert await sizes() == [6, 11]
    [smaller] = [m for m in (await all_meetings(db)).values() if len(m.claims) == 6]
    assert set(smaller.articles) == set(apart)
    pin = await decided("pin", meetings=[smaller.id], field="city", value="Thun")
    assert (await meetings.get(db, smaller.id)).meeting.city == "Thun"
    for correction in (pin, split, merge):
        await undo(db, correction.id, now=START)
        await all_work(monitor)
    assert await sizes() == [8, 9]
    assert {m.city for m in (await all_meetings(db)).values()} == {"Bern", "Basel"}


def _correction(id: str, **values: Any) -> Correction:
    return Correction(id=CorrectionId(id), author="an editor", created_at=START, **values)


async def test_the_record_is_what_resolving_all_at_once_gives(
    db: Database, monitor: Monitor, clock: Clock
) -> None:
    labelled = chains()
    async with db.transaction() as tx:
        await actors.upsert(tx, map(_labelled, labelled.actors.values()), START)
    reported, then = [], []
    for n, said in enumerate(_by_article(labelled.claims)):
        article = await report(db, f"Article {n}", *said)
        reported += [ledger.bare(claim) for claim in article.reading.claims]
        await all_work(monitor)
        if n % 6 == 5:
            then.append((clock.at, await all_meetings(db)))
    whole = resolve(reported, labelled.actors)
    assert await all_meetings(db) == {meeting.id: meeting for meeting in whole}
    # As of a time, the record is what the articles up to then had made.
    for at, record in then:
        known = [(await meetings.get(db, id, as_of=at)).meeting for id in record]
        assert {meeting.id: meeting for meeting in known} == record


@pytest.mark.parametrize("lacking", ["nodes", "blocks"])
async def test_a_record_from_before_there_were_nodes_or_blocks_is_gone_on_with(
    db: Database, monitor: Monitor, clock: Clock, lacking: str
) -> None:
    labelled = chains()
    async with db.transaction() as tx:
        await actors.upsert(tx, map(_labelled, labelled.actors.values()), START)
    said = _by_article(labelled.claims)
    half = len(said) // 2
    early = [await report(db, f"Article {n}", *said[n]) for n in range(half)]
    await all_work(monitor)
    [first, *_] = (await meetings.find(db, MeetingFilter())).items
    claims_ = first.meeting.claims[:1]
    pin = _correction("cor_1", kind="pin", claims=claims_, field="city", value="Basel")
    async with db.transaction() as tx:
        await corrections.add(tx, pin)
        await corrections.notify(tx, pin, (), START)
    await monitor.leave()
    await _forget(db, lacking)
    late = [await report(db, f"Article {n}", *said[n]) for n in range(half, len(said))]
    await all_work(Monitor(db, now=clock))
    bare = [ledger.bare(claim) for article in (*early, *late) for claim in article.reading.claims]
    whole = resolve(bare, labelled.actors, [pin])
    assert await all_meetings(db) == {meeting.id: meeting for meeting in whole}


async def _forget(db: Database, lacking: str) -> None:
    await db.execute("DELETE FROM ledger_blocks")
    if lacking == "nodes":
        await db.execute("UPDATE ledger SET node = '', saying = '', named = 0")
        for part in ("nodes", "links", "rivals", "sayings", "stories"):
            await db.execute(f"DELETE FROM ledger_{part}")


def _by_article(told: Sequence[Claim]) -> list[list[Claim]]:
    by_article: dict[str, list[Claim]] = {}
    for claim in told:
        by_article.setdefault(claim.article, []).append(claim)
    return random.Random(3).sample(
        sorted(by_article.values(), key=lambda c: c[0].id), len(by_article)
    )


def _labelled(facts: ActorFacts) -> Actor:
    name = facts.name or ""
    return Actor(slug=f"gold-{name}", type=facts.type, name=name, country=facts.country)


async def test_as_of_is_what_was_known_at_each_step(db: Database, clock: Clock) -> None:
    said = [
        a_claim((BAYRAMOV, MIRZOYAN), "2024-05-10", status="planned", city="Bern"),
        a_claim((BAYRAMOV, MIRZOYAN), "2024-05-10", status="ongoing", city="Basel"),
        a_claim((BAYRAMOV, MIRZOYAN), "2024-05-10", city="Bern"),
    ]
    said = [structs.replace(claim, id=ClaimId(f"clm_{9 - n}")) for n, claim in enumerate(said)]
    monitor, then = Monitor(db, now=clock), []
    async with db.transaction() as tx:
        await actors.upsert(tx, [_actor(slug) for slug in SLUGS], START)
    for n, claim in enumerate(said):
        await report(db, f"Article {n}", claim)
        await all_work(monitor)
        then.append((clock.at, await all_meetings(db)))
    for at, record in then:
        for id, meeting in record.items():
            assert (await meetings.get(db, id, as_of=at)).meeting == meeting
    # The newest id leads to what the same claims made before they had it.
    newest = next(id for id, m in then[-1][1].items() if said[0].id in m.claims)
    first = next(iter(then[0][1].values()))
    assert (await meetings.get(db, newest, as_of=then[0][0])).meeting == first


async def test_lists_are_limited_sorted_and_paged(db: Database, monitor: Monitor) -> None:
    for n, (who, when, city) in enumerate(
        [
            ((ALIYEV, PASHINYAN), "2024-05-10", "Bern"),
            ((BAYRAMOV, MIRZOYAN), "2024-06-10", "Geneva"),
            ((ALIYEV, PASHINYAN), "2024-07-10", "Geneva"),
        ]
    ):
        processes = ("armenia-azerbaijan",)
        claim = a_claim(who, when, city=city, country="CH", processes=processes)
        await report(db, f"Article {n}", claim)
    await all_work(monitor)

    async def dates(**wanted: Any) -> list[str]:
        found = await meetings.find(db, MeetingFilter(**wanted))
        return [str(kept.meeting.when.first)[5:7] for kept in found.items if kept.meeting.when]

    assert await dates() == ["07", "06", "05"]
    assert await dates(participants=("ilham-aliyev", PASHINYAN)) == ["07", "05"]
    assert await dates(participants=("ilham-aliyev",), process="armenia-azerbaijan") == ["07", "05"]
    assert await dates(process="sudan") == []
    assert await dates(cities=("Geneva",), country="CH", kinds=("talks",)) == ["07", "06"]
    assert await dates(date_from=dt.date(2024, 5, 11), date_to=dt.date(2024, 6, 30)) == ["06"]
    assert await dates(q="mirzo gen") == ["06"]
    assert await dates(q="pashinyan", statuses=("held",), min_sources=1) == ["07", "05"]
    assert await dates(q="?!") == []
    page = await meetings.find(db, MeetingFilter(participants=("ilham-aliyev",)), limit=1)
    rest = await meetings.find(
        db, MeetingFilter(participants=("ilham-aliyev",)), limit=1, after=page.next
    )
    assert rest.next is None
    assert page.items[0].meeting.id != rest.items[0].meeting.id


async def test_a_day_that_passed_without_report_is_told_once(
    db: Database, monitor: Monitor, clock: Clock
) -> None:
    mine = await subscribe(db, "https://a.example", events=("meeting.overdue",))
    await report(db, "One", a_claim(status="planned", when="2024-06-10"))
    await all_work(monitor)
    await monitor.tell_overdue()
    assert [event.type for event in await all_events(db)] == ["meeting.announced"]
    clock.at = dt.datetime(2024, 6, 18, tzinfo=dt.UTC)
    await all_work(monitor)
    for _ in range(2):
        await monitor.tell_overdue()
    late = (await all_events(db))[1:]
    assert [event.type for event in late] == ["meeting.overdue"]
    owed = await deliveries.find(db)
    assert [(d.event, d.subscription) for d in owed.items] == [(late[0].id, mine.id)]


async def test_a_meeting_that_cannot_be_told_overdue_stops_no_other(
    db: Database, monitor: Monitor, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, when in enumerate(("2024-06-10", "2024-07-10", "2024-08-10")):
        await report(db, f"Article {number}", a_claim(status="planned", when=when))
    await all_work(monitor)
    clock.at = dt.datetime(2024, 9, 18, tzinfo=dt.UTC)
    bad = min(await all_meetings(db))

    def failing(meeting: Meeting, *rest: Any) -> Event | None:
        if meeting.id == bad:
            raise RuntimeError("a meeting that nobody can read")
        return overdue(meeting, *rest)

    monkeypatch.setattr(monitor_module, "overdue", failing)
    await monitor.work()
    await monitor.tell_overdue()
    told = [event for event in await all_events(db) if event.type == "meeting.overdue"]
    assert {event.subject for event in told} == set(await all_meetings(db)) - {bad}


async def test_a_second_monitor_stands_by_and_takes_over(
    db: Database, monitor: Monitor, clock: Clock
) -> None:
    mine = await subscribe(db, "https://a.example", events=("meeting.announced",))
    second = Monitor(db, now=clock)
    await report(db, "One", a_claim(status="planned", when="2024-06-10"))
    assert await monitor.work() is False
    [entry] = await journal.after(db, 0)
    await report(db, "Two", a_claim(status="planned", when="2024-07-10"))
    assert await second.work() is False
    assert len(await all_events(db)) == 1
    # The first is killed: its lease runs out.
    clock.at += monitor_module.LEASE
    await second.work()
    assert len(await all_events(db)) == 2
    # It was only asleep, and wakes with work in its hands: nothing of that is written.
    with pytest.raises(Conflict):
        await monitor.take(entry)
    told = await all_events(db)
    owed = await deliveries.find(db)
    assert {d.event for d in owed.items} == {event.id for event in told}
    assert {d.subscription for d in owed.items} == {mine.id}
    assert len(owed.items) == 2


async def test_a_clock_that_was_put_back_lets_another_take_over(
    db: Database, monitor: Monitor, clock: Clock
) -> None:
    second = Monitor(db, now=clock)
    assert await monitor.hold()
    clock.at -= dt.timedelta(hours=1)
    assert await monitor.hold()
    assert not await second.hold()
    clock.at += monitor_module.LEASE + dt.timedelta(seconds=1)
    assert await second.hold()


async def test_two_running_side_by_side_tell_everything_once(
    db: Database, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitor_module, "SWEEP", 0.01)
    await subscribe(db, "https://a.example", events=("meeting.announced", "meeting.held"))
    stops = [asyncio.Event(), asyncio.Event()]
    tasks = [asyncio.create_task(run(db, None, stop)) for stop in stops]
    for n in range(20):
        await report(db, f"Article {n}", a_claim(when=f"2024-05-{n + 1:02}", city=f"City {n}"))
        if n == 10:
            stops[0].set()
            await tasks[0]
    async with asyncio.timeout(30):
        while await journal.position(db, monitor_module.NAME) < await journal.newest(db):
            await asyncio.sleep(0.01)
    stops[1].set()
    await tasks[1]
    told = await all_events(db)
    assert len(told) == len({event.subject for event in told}) == 20
    assert len((await deliveries.find(db, limit=100)).items) == 20


def locked() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorname = "SQLITE_BUSY"
    return error


@pytest.mark.parametrize(
    "away",
    [
        locked(),
        ConnectionRefusedError("no server"),
        asyncpg.CannotConnectNowError("the database system is starting up"),
        asyncpg.DeadlockDetectedError("deadlock detected"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_no_step_is_passed_by_for_a_database_that_does_not_answer(
    db: Database, monitor: Monitor, monkeypatch: pytest.MonkeyPatch, away: Exception
) -> None:
    await report(db, "Good", a_claim(status="planned"))

    async def failing(self: Monitor, entry: journal.Entry) -> None:
        raise away

    with monkeypatch.context() as patched:
        patched.setattr(Monitor, "take", failing)
        for _ in range(monitor_module.TRIES + 2):
            with pytest.raises(type(away)):
                await monitor.work()
    await all_work(monitor)
    assert len(await all_events(db)) == 1


async def test_a_step_that_always_fails_is_passed_by(
    db: Database, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = await report(db, "Bad", a_claim(status="planned"))
    await report(db, "Good", a_claim(status="planned", when="2024-07-10"))
    take = Monitor.take

    async def failing(self: Monitor, entry: journal.Entry) -> None:
        if entry.article == bad.id:
            raise RuntimeError("cannot be taken")
        await take(self, entry)

    monkeypatch.setattr(Monitor, "take", failing)
    for _ in range(monitor_module.TRIES - 1):
        with pytest.raises(RuntimeError):
            await monitor.work()
    await all_work(monitor)
    assert len(await all_events(db)) == 1
