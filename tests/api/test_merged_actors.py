"""Actors that people merged: every list, search and standing query takes either id for the one."""

from typing import Any

import pytest

from service.domain.queries import Query
from service.store import deliveries
from service.store.database import Database
from tests.alerts import subscribe
from tests.api.conftest import Client
from workers.monitor import Monitor

TEXT = """\
Envoys meet in {city}

{city}, 7 {month} 2024. Armenian Deputy Foreign Minister Tigran {name} met Azerbaijani Foreign \
Minister Jeyhun Bayramov in {city} on 6 {month} 2024 for talks on a peace treaty. {name} called \
on Azerbaijan to sign it.
"""
FIRST = TEXT.format(city="Vienna", month="May", name="Karnian")
SECOND = TEXT.format(city="Geneva", month="June", name="Karnyan")
THIRD = TEXT.format(city="Tbilisi", month="July", name="Karnyan")
KEPT, OTHER = "tigran-karnian", "tigran-karnyan"


class Record:
    """A record with one person under two names, whom somebody has merged."""

    def __init__(self, client: Client, monitor: Monitor) -> None:
        self.client = client
        self.monitor = monitor
        self.merge = ""

    async def get(self, path: str) -> Any:
        answer = await self.client.get(path)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json()

    async def post(self, text: str) -> None:
        assert (await self.client.post("/v1/articles", json={"text": text})).status_code == 201
        await self.monitor.work()

    async def undo(self) -> None:
        assert (await self.client.delete(f"/v1/corrections/{self.merge}")).status_code == 200
        await self.monitor.work()


@pytest.fixture
async def record(client: Client, db: Database) -> Record:
    made = Record(client, Monitor(db))
    for text in (FIRST, SECOND):
        await made.post(text)
    body = {"kind": "merge", "actors": [KEPT, OTHER], "author": "An editor", "reason": "spelling"}
    answer = await client.post("/v1/corrections", json=body)
    assert answer.status_code == 201, answer.text
    made.merge = answer.json()["id"]
    await made.monitor.work()
    return made


async def cities(record: Record, path: str) -> set[str]:
    return {one["city"] for one in (await record.get(path))["items"]}


async def titles(record: Record, path: str) -> set[str]:
    return {one["title"].split()[-1] for one in (await record.get(path))["items"]}


@pytest.mark.parametrize("name", [KEPT, OTHER])
async def test_both_ids_find_all(record: Record, name: str) -> None:
    await record.post(THIRD)
    where = {"Vienna", "Geneva", "Tbilisi"}
    shown = await record.get(f"/v1/actors/{name}")
    assert shown["slug"] == KEPT
    for id in (name, shown["id"]):
        assert await titles(record, f"/v1/articles?actor={id}&actor=jeyhun-bayramov") == where
        assert await titles(record, f"/v1/articles?q=treaty&actor={id}") == where
        assert await cities(record, f"/v1/meetings?participant={id}") == where
        assert await cities(record, f"/v1/actors/{id}/meetings") == where
        mentions = (await record.get(f"/v1/mentions?actor={id}&limit=100"))["items"]
        assert {one["article"] for one in mentions} == {
            one["id"] for one in (await record.get("/v1/articles"))["items"]
        }
        for of in ("articles", "meetings"):
            assert (await record.get(f"/v1/stats?of={of}&actor={id}"))["total"] == 3
    assert await cities(record, f"/v1/meetings?q={name.split('-')[1]}") == where
    network = (await record.get(f"/v1/actors/{name}/network"))["items"]
    assert [(one["slug"], one["meetings"]) for one in network] == [("jeyhun-bayramov", 3)]
    met = (await record.get("/v1/actors/jeyhun-bayramov/network"))["items"]
    assert [(one["slug"], one["meetings"]) for one in met] == [(KEPT, 3)]


async def test_the_other_is_shown_nowhere(record: Record) -> None:
    await record.post(THIRD)
    listed = (await record.get("/v1/articles"))["items"]
    single = [await record.get(f"/v1/articles/{one['id']}") for one in listed]
    said = (await record.get("/v1/mentions?limit=100"))["items"]
    met = (await record.get("/v1/meetings?include=claims"))["items"]
    for one in (*listed, *single):
        assert [who["slug"] for who in one["actors"] if "tigran" in who["slug"]] == [KEPT]
    for one in (*said, *(m for article in single for m in article["mentions"])):
        assert OTHER not in [who["slug"] for who in (*one["actors"], *one["recipients"])]
    for one in (*met, *(c for m in met for c in m["claims"])):
        assert OTHER not in [who["slug"] for who in one["parties"]]
    for of in ("articles", "mentions", "meetings"):
        counts = (await record.get(f"/v1/stats?of={of}&by=actor"))["by"]["actor"]
        names = [count["name"] for count in counts]
        assert "Tigran Karnyan" not in names
        assert names.count("Tigran Karnian") == 1


def _naming(field: str, actor: str) -> Query:
    return Query(actors=(actor,)) if field == "actors" else Query(actors_all=(actor,))


@pytest.mark.parametrize("field", ["actors", "actors_all"])
async def test_who_listens_for_either_is_told_of_both(
    record: Record, db: Database, field: str
) -> None:
    ids = {one["slug"]: one["id"] for one in (await record.get("/v1/actors?q=tigran"))["items"]}
    # Made before the merge, a subscription holds the id that the other had.
    before, after = [
        await subscribe(db, url, events=("meeting.held",), query=_naming(field, named))
        for url, named in (("https://a.example", OTHER), ("https://b.example", ids[KEPT]))
    ]
    await record.post(THIRD)
    owed = (await deliveries.find(db)).items
    assert {delivery.subscription for delivery in owed} == {before.id, after.id}
    for query in ({field: [OTHER]}, {field: [KEPT]}):
        body = {"events": ["meeting.held"], "query": query}
        answer = await record.client.post("/v1/subscriptions/preview", json=body)
        assert answer.json()["hits"] == 3
    explained = await record.client.post(f"/v1/subscriptions/{before.id}/explain", json={})
    assert explained.json()["met"]


async def test_undone_they_are_two_again(record: Record) -> None:
    await record.post(THIRD)
    await record.undo()
    for name, where in ((KEPT, {"Vienna"}), (OTHER, {"Geneva", "Tbilisi"})):
        assert await titles(record, f"/v1/articles?actor={name}") == where
        assert await cities(record, f"/v1/actors/{name}/meetings") == where
        assert await cities(record, f"/v1/meetings?q={name.split('-')[1]}") == where
        mentions = (await record.get(f"/v1/mentions?actor={name}"))["items"]
        assert len({one["article"] for one in mentions}) == len(where)
