"""What changes in a meeting, asked for by standing queries: told, tried on the past, explained."""

import datetime as dt
import random
from typing import Any, get_args

import jsonschema_rs
import msgspec
import pytest
from msgspec import structs

from service.api.event_types import schema_of
from service.api.looking_back import look_back
from service.asking import explained
from service.corrections import Decision, decide
from service.domain.articles import Block, Credit
from service.domain.events import Event, EventType
from service.domain.ids import ClaimId
from service.domain.meetings import Claim
from service.domain.queries import Query
from service.domain.spans import Evidence, Span
from service.matching.clauses import is_met
from service.store import actors, deliveries, events
from service.store.database import Database
from tests.alerts import subscribe
from tests.resolution.told import ALIYEV, BAYRAMOV, MIRZOYAN, PASHINYAN
from tests.resolution.told import told as a_claim
from tests.workers.test_monitor import (
    SLUGS,
    START,
    Clock,
    _actor,
    all_meetings,
    all_work,
    report,
    reread,
)
from workers.monitor import Monitor

MEETINGS = tuple(type for type in get_args(EventType) if type.startswith("meeting."))
LEADERS, MINISTERS = (ALIYEV, PASHINYAN), (BAYRAMOV, MIRZOYAN)
PLAN: dict[str, Any] = {"status": "planned", "city": "Bern", "published": dt.date(2024, 5, 30)}
NEXT: dict[str, Any] = PLAN | {"published": dt.date(2024, 6, 2)}
DAY = "2024-06-10"
CREDIT = Credit(outlet="reuters", name="Reuters", evidence=Evidence.of("Reuters", 0, 7, "credit"))

CASES: dict[str, tuple[list[list[Claim]], Query]] = {
    "date moved": (
        [
            [a_claim(LEADERS, DAY, **PLAN)],
            [a_claim(LEADERS, DAY, **(NEXT | {"status": "postponed"}))],
            [a_claim(LEADERS, "2024-06-20", **(NEXT | {"published": dt.date(2024, 6, 4)}))],
        ],
        Query(changes=("date_moved",)),
    ),
    "cancelled": (
        [
            [a_claim(LEADERS, DAY, **PLAN)],
            [a_claim(LEADERS, DAY, **(NEXT | {"status": "cancelled"}))],
        ],
        Query(changes=("cancelled",)),
    ),
    "new mediator": (
        [
            [a_claim(LEADERS, DAY, **PLAN)],
            [a_claim(LEADERS, DAY, mediators=(MIRZOYAN,), **NEXT)],
        ],
        Query(changes=("new_mediator",)),
    ),
    "level raised": (
        [
            [a_claim(LEADERS, DAY, level="ministers", **PLAN)],
            [a_claim(LEADERS, DAY, level="leaders", **NEXT)],
            [a_claim(LEADERS, DAY, level="leaders", **NEXT)],
        ],
        Query(changes=("level_raised",)),
    ),
    "first contact": (
        [
            [a_claim(MINISTERS, "2022-06-01", city="Rome")],
            [a_claim(MINISTERS, DAY, **PLAN)],
        ],
        Query(changes=("first_contact",), statuses=("planned",)),
    ),
    "first contact in 30 days": (
        [
            [a_claim(MINISTERS, "2024-05-01", city="Rome")],
            [a_claim(MINISTERS, DAY, **PLAN)],
        ],
        Query(first_contact_days=30, statuses=("planned",)),
    ),
    "overdue": ([[a_claim(LEADERS, DAY, **PLAN)]], Query(changes=("overdue",))),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_change_is_told_once_tried_on_the_past_and_explained(
    db: Database, name: str
) -> None:
    articles, query = CASES[name]
    clock = Clock()
    monitor = Monitor(db, now=clock)
    async with db.transaction() as tx:
        await actors.upsert(tx, [_actor(slug) for slug in SLUGS], START)
    to = await subscribe(db, "https://a.example/", events=MEETINGS, query=query)
    other = await subscribe(
        db, "https://b.example/", events=MEETINGS, query=Query(places=("Oslo",))
    )
    for n, said in enumerate(articles):
        await report(db, f"Article {n}", *said)
        await all_work(monitor)
    clock.at = dt.datetime(2024, 6, 30, tzinfo=dt.UTC)
    await all_work(monitor)
    await monitor.tell_overdue()
    await monitor.tell_overdue()

    owed = (await deliveries.find(db, subscription=to.id)).items
    assert len(owed) == 1, [event.type for event in await told(db)]
    assert (await deliveries.find(db, subscription=other.id)).items == ()
    found = await look_back(db, MEETINGS, query, START - dt.timedelta(days=1), clock.at)
    assert (found.hits, [event.id for event in found.samples]) == (1, [owed[0].event])
    for event in await told(db):
        clauses = await explained(db, MEETINGS, query, event)
        assert is_met(clauses) == (event.id == owed[0].event)
        assert {clause.field for clause in clauses} >= {"events"}
    assert_in_sequence(await told(db))


ONE_SOURCE_EACH: dict[str, tuple[list[list[Claim]], tuple[EventType, ...], Query]] = {
    "announced": ([[a_claim(LEADERS, DAY, **PLAN)]] * 4, ("meeting.announced",), Query()),
    "announced, with news": (
        [
            [a_claim(LEADERS, DAY, **PLAN)],
            [structs.replace(a_claim(LEADERS, DAY, **PLAN), venue="X")],
        ],
        ("meeting.announced",),
        Query(),
    ),
    "held": ([[a_claim(LEADERS, DAY)]] * 3, ("meeting.held", "meeting.announced"), Query()),
    "first contact": (
        [[a_claim(LEADERS, DAY, **PLAN)]] * 3,
        ("meeting.announced",),
        Query(changes=("first_contact",)),
    ),
}


@pytest.mark.parametrize("name", ONE_SOURCE_EACH)
async def test_who_wants_two_sources_is_told_once_when_there_are(db: Database, name: str) -> None:
    saying, types, query = ONE_SOURCE_EACH[name]
    query = structs.replace(query, min_sources=2)
    clock = Clock()
    monitor = Monitor(db, now=clock)
    async with db.transaction() as tx:
        await actors.upsert(tx, [_actor(slug) for slug in SLUGS], START)
    to = await subscribe(db, "https://a.example/", events=types, query=query)
    owed = []
    for n, said in enumerate(saying):
        words = f"Article {n}: " + " ".join(f"word{n}{m}" for m in range(40))
        own = [structs.replace(claim, id=ClaimId(f"{claim.id}-{n}")) for claim in said]
        article = await report(db, words, *own)
        await all_work(monitor)
        owed.append(len((await deliveries.find(db, subscription=to.id)).items))
    assert owed[:2] == [0, 1]
    # Its third source goes and comes again.
    for kept in ([], own):
        await reread(db, article, *kept)
        await all_work(monitor)
    (one,) = (await deliveries.find(db, subscription=to.id)).items
    found = await look_back(db, types, query, START - dt.timedelta(days=1), clock.at)
    assert (found.hits, [event.id for event in found.samples]) == (1, [one.event])
    for event in await told(db):
        assert is_met(await explained(db, types, query, event)) == (event.id == one.event)
    assert_in_sequence(await told(db))


async def test_meetings_that_become_one_are_not_told_again(db: Database) -> None:
    monitor = Monitor(db, now=Clock())
    async with db.transaction() as tx:
        await actors.upsert(tx, [_actor(slug) for slug in SLUGS], START)
    to = await subscribe(
        db, "https://a.example/", events=("meeting.announced",), query=Query(min_sources=2)
    )
    for n, on in enumerate((DAY, DAY, "2024-06-20", DAY, "2024-06-20")):
        words = f"Article {n}: " + " ".join(f"word{n}{m}" for m in range(40))
        await report(db, words, a_claim(LEADERS, on, **PLAN))
        await all_work(monitor)
    first, second = {m.id for m in (await all_meetings(db)).values()}
    assert len((await deliveries.find(db, subscription=to.id)).items) == 2
    made = Decision(kind="merge", meetings=(first, second), author="T")
    await decide(db, made, now=START)
    await all_work(monitor)
    assert len(await all_meetings(db)) == 1
    assert len((await deliveries.find(db, subscription=to.id)).items) == 2


async def told(db: Database) -> list[Event]:
    return await events.after(db, 0, 1000)


def assert_in_sequence(found: list[Event]) -> None:
    """All keep to the catalogue, and what is told of a meeting is counted."""
    counts: dict[str, int] = {}
    for event in found:
        data = msgspec.json.decode(event.payload)
        body = {"type": event.type, "timestamp": event.occurred_at.isoformat(), "data": data}
        jsonschema_rs.validate(schema_of(event.type), msgspec.to_builtins(body))
        counts[event.subject] = counts.get(event.subject, 0) + 1
        assert data["sequence"] == counts[event.subject]


async def test_a_meeting_is_told_once_however_many_report_it(db: Database) -> None:
    monitor = Monitor(db, now=Clock())
    async with db.transaction() as tx:
        await actors.upsert(tx, [_actor(slug) for slug in SLUGS], START)
    to = await subscribe(db, "https://a.example/", events=("meeting.announced", "meeting.changed"))
    for n in range(5):
        words = f"Article {n}: " + " ".join(f"word{n}{m}" for m in range(40))
        await report(db, words, a_claim(LEADERS, DAY, **PLAN))
        await all_work(monitor)
    moved = structs.replace(a_claim(LEADERS, DAY, **NEXT), venue="Bellevue Palace")
    await report(db, "A venue", moved)
    await all_work(monitor)
    owed = (await deliveries.find(db, subscription=to.id)).items
    mine = await events.get_many(db, [one.event for one in owed])
    assert sorted(event.type for event in mine.values()) == ["meeting.announced", "meeting.changed"]
    assert len({event.subject for event in mine.values()}) == 1
    assert_in_sequence(await told(db))


def _edited(words: list[str], part: float, seed: int) -> str:
    chance = random.Random(seed)
    return " ".join(f"other{n}" if chance.random() < part else w for n, w in enumerate(words))


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)])
async def test_an_edited_or_shortened_copy_is_no_source_of_its_own(
    db: Database, order: tuple[int, ...]
) -> None:
    monitor = Monitor(db, now=Clock())
    async with db.transaction() as tx:
        await actors.upsert(tx, [_actor(slug) for slug in SLUGS], START)
    words = [f"word{n}" for n in range(200)]
    brief = "All who were in the room agreed to meet again before autumn."
    telling: list[tuple[str, dict[str, Any]]] = [
        (f"First\n{' '.join(words)}\n{brief}", {"publisher": "Reuters"}),
        (f"Second\n{_edited(words, 0.07, 1)}", {"publisher": "Zone"}),
        (f"Third\n{brief}", {"publisher": "Herald", "via": (CREDIT,)}),
        ("Fourth\n" + " ".join(f"own{n}" for n in range(200)), {"publisher": "Else"}),
    ]
    for n in order:
        raw, reading = telling[n]
        blocks = (
            Block("title", Span(0, raw.index("\n"))),
            Block("body", Span(raw.index("\n"), len(raw))),
        )
        claim = structs.replace(a_claim(LEADERS, DAY, **PLAN), id=ClaimId(f"clm_copy{n}"))
        await report(db, raw, claim, blocks=blocks, **reading)
        await all_work(monitor)
    (meeting,) = (await all_meetings(db)).values()
    assert meeting.independent_sources == 2
