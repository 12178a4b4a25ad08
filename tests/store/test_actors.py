"""Actors of the knowledge and of the articles."""

import asyncio
import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from service.corrections import Decision, decide
from service.domain.actors import Actor, Office
from service.domain.corrections import CorrectionKind
from service.store import actors
from service.store.actors import ActorFilter
from service.store.database import Database, Row
from service.store.engines import connect
from tests.builders import NOON
from tests.databases import sqlite_database

PASHINYAN = Actor(
    slug="nikol-pashinyan",
    type="person",
    name="Nikol Pashinyan",
    aliases=("Никол Пашинян", "Pashinian"),
    country="AM",
    offices=(Office(title="prime minister", of="AM", since=dt.date(2018, 5, 8)),),
)
ERDOGAN = Actor(slug="erdogan", type="person", name="Recep Tayyip Erdoğan", country="TR")
TURKEY = Actor(slug="state-tr", type="state", name="Türkiye", aliases=("Turkey",), country="TR")
SOMEBODY = Actor(slug="some-envoy", type="person", name="Some Envoy", discovered=True)


LISTED: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["nikol-pashinyan", "erdogan", "some-envoy", "state-tr"]),
    ({"q": "pashin"}, ["nikol-pashinyan"]),
    ({"q": "никол ПАШ"}, ["nikol-pashinyan"]),
    ({"q": "erdogan tayyip"}, ["erdogan"]),
    ({"q": "dogan"}, []),
    ({"q": "%"}, []),
    ({"q": "turkiye"}, ["state-tr"]),
    ({"country": "TR"}, ["erdogan", "state-tr"]),
    ({"type": "state"}, ["state-tr"]),
    ({"discovered": True}, ["some-envoy"]),
    ({"seen": True}, ["some-envoy"]),
    ({"seen": False, "type": "state"}, ["state-tr"]),
    ({"among": ("erdogan", TURKEY.id)}, ["erdogan", "state-tr"]),
]


async def test_lists_are_limited(db: Database) -> None:
    await actors.upsert(db, [TURKEY, PASHINYAN, ERDOGAN], NOON)
    await actors.add_seen(db, [SOMEBODY], NOON)
    assert [(wanted, await slugs(db, wanted)) for wanted, _ in LISTED] == LISTED


async def slugs(db: Database, wanted: dict[str, Any]) -> list[str]:
    found = await actors.find(db, ActorFilter(**wanted))
    return [actor.slug for actor in found.items]


async def test_who_was_meant_then_is_found_without_making_all_actors_of_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = await connect(await sqlite_database(tmp_path))
    await actors.upsert(db, [TURKEY, PASHINYAN, ERDOGAN], NOON)
    merge = Decision(kind="merge", actors=("erdogan", "nikol-pashinyan"), author="E")
    await decide(db, merge, now=NOON)
    plans: list[str] = []
    fetch = db.fetch

    async def explained(sql: str, **params: object) -> list[Row]:
        plans.extend(row[3] for row in await fetch(f"EXPLAIN QUERY PLAN {sql}", **params))
        return await fetch(sql, **params)

    monkeypatch.setattr(db, "fetch", explained)
    ids = [PASHINYAN.id, TURKEY.id]
    found = await actors.get_many(db, ids, NOON)
    assert [found[id].slug for id in ids] == ["erdogan", "state-tr"]
    assert plans
    assert not [plan for plan in plans if plan.startswith(("SCAN", "MATERIALIZE"))]
    await db.close()


async def test_an_actor_is_got_by_id_or_slug(db: Database) -> None:
    await actors.upsert(db, [PASHINYAN], NOON)
    assert await actors.get(db, PASHINYAN.id) == PASHINYAN
    assert await actors.get(db, "nikol-pashinyan") == PASHINYAN
    assert await actors.get(db, "nobody") is None
    assert await actors.get_many(db, [PASHINYAN.id, ERDOGAN.id]) == {PASHINYAN.id: PASHINYAN}


async def test_the_knowledge_wins_over_what_articles_say(db: Database) -> None:
    bare = structs.replace(PASHINYAN, aliases=(), offices=(), discovered=True)
    await actors.add_seen(db, [bare], NOON)
    await actors.upsert(db, [PASHINYAN], NOON)
    await actors.add_seen(db, [bare], NOON)
    assert await actors.get(db, PASHINYAN.id) == PASHINYAN


async def test_the_latest_seen_come_first_page_by_page(db: Database) -> None:
    await actors.upsert(db, [TURKEY], NOON)
    await actors.add_seen(db, [PASHINYAN], NOON)
    await actors.add_seen(db, [ERDOGAN, PASHINYAN], NOON + dt.timedelta(days=1))
    one = await actors.find(db, ActorFilter(), order=actors.SEEN, limit=1)
    two = await actors.find(db, ActorFilter(), order=actors.SEEN, after=one.next, limit=1)
    assert [*one.items, *two.items] == [ERDOGAN, PASHINYAN]
    assert two.next is None


async def test_articles_that_name_the_same_actors_do_not_lock_each_other_out(db: Database) -> None:
    async def see(*seen: Actor) -> None:
        async with db.transaction() as tx:
            await actors.add_seen(tx, seen, NOON)

    both = [see(PASHINYAN, ERDOGAN, TURKEY), see(TURKEY, ERDOGAN, PASHINYAN)]
    await asyncio.gather(*both, *[see(ERDOGAN, PASHINYAN) for _ in range(5)])
    assert len((await actors.find(db, ActorFilter(seen=True))).items) == 3


async def test_what_people_pin_and_part_holds_when_the_knowledge_is_newer(db: Database) -> None:
    await actors.learn(db, "1", (PASHINYAN, ERDOGAN, TURKEY), NOON)

    async def order(kind: CorrectionKind, *named: str, **values: Any) -> None:
        what = Decision(kind=kind, actors=named, author="an editor", **values)
        await decide(db, what, now=NOON + dt.timedelta(seconds=next(seconds)))

    seconds = itertools.count(1)
    office = {"title": "envoy", "of": "TR", "since": "2026-01-01"}
    await order("merge", "erdogan", "nikol-pashinyan")
    await order("split", "erdogan", "nikol-pashinyan")
    await order("pin", "nikol-pashinyan", field="country", value="FR")
    await order("pin", "erdogan", field="office", value=office)
    newer = structs.replace(PASHINYAN, name="N. Pashinyan", country="RU")
    assert await actors.learn(db, "2", (newer, ERDOGAN, TURKEY), NOON)
    shown = await actors.get(db, "nikol-pashinyan")
    assert shown is not None
    assert (shown.slug, shown.name, shown.country) == ("nikol-pashinyan", "N. Pashinyan", "FR")
    kept = await actors.get(db, "erdogan")
    assert kept is not None
    assert kept.offices[0].title == "envoy"
