"""Standing queries tried on the past, explained by event, and read as a feed."""

import datetime as dt
from typing import Any
from xml.etree import ElementTree

import pytest

from service.api.examples import TALKS
from service.api.looking_back import warning_of
from service.store.database import Database
from tests.api.conftest import Client
from tests.api.test_meetings import HELD
from workers.monitor import Monitor

TOLD = ["meeting.announced", "meeting.held"]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
async def record(client: Client, db: Database) -> None:
    """A meeting that is announced and held."""
    monitor = Monitor(db)
    for text in (TALKS, HELD):
        given = {"text": text, "url": f"https://news.example/{len(text)}?a=1&b=2"}
        assert (await client.post("/v1/articles", json=given)).is_success
        await monitor.work()


async def preview(client: Client, **query: Any) -> dict[str, Any]:
    asked = {"events": TOLD, "query": query}
    answer = await client.post("/v1/subscriptions/preview", json=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.usefixtures("record")
async def test_a_query_is_tried_on_the_past(client: Client) -> None:
    everything = await preview(client)
    assert (everything["seen"], everything["hits"], everything["subjects"]) == (2, 2, 1)
    assert sum(day["hits"] for day in everything["per_day"]) == 2
    assert [event["type"] for event in everything["samples"]] == TOLD[::-1]
    assert everything["complete"]
    assert everything["warning"] is None

    cases: list[tuple[dict[str, Any], int]] = [
        ({"pairs": [["state-am", "state-az"]]}, 2),
        ({"statuses": ["held"]}, 1),
        ({"keywords": ["offered to host"]}, 1),  # words of the article, which no event keeps
        ({"keywords": ["offered to host"], "statuses": ["held"]}, 0),
        ({"keywords": ["host offered"]}, 0),
        ({"actors": ["state-ge"]}, 0),
    ]
    for query, hits in cases:
        assert (await preview(client, **query))["hits"] == hits, query
    assert "None of the 2" in (await preview(client, countries=["GE"]))["warning"]
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"events": TOLD, "query": {"actors": ["nobody"]}}, "query.actors[0]"),
        ({"events": ["ping"]}, "events"),
    ]
    for body, field in wrong:
        refused = await client.post("/v1/subscriptions/preview", json=body)
        assert refused.json()["errors"][0]["field"] == field


def test_a_noisy_query_is_told() -> None:
    for hits, seen, days, told in [
        (600, 9000, 10, "About 60 alerts a day"),
        (100, 9000, 10, "None"),
        (30, 30, 0, "About 30"),  # all of them today
        (0, 9000, 10, "None of the 9000"),
        (0, 0, 0, "no event"),
    ]:
        assert told in str(warning_of(hits, seen, dt.timedelta(days=days))), (hits, seen, days)


@pytest.mark.usefixtures("record")
async def test_an_event_is_explained_clause_by_clause(client: Client) -> None:
    made = await client.post(
        "/v1/subscriptions",
        json={
            "url": "http://127.0.0.1:8099/",
            "events": TOLD,
            "query": {"countries": ["AM"], "statuses": ["planned"], "keywords": ["almaty"]},
        },
    )
    url = f"/v1/subscriptions/{made.json()['id']}/explain"
    events = (await client.get("/v1/events?type=meeting.announced&type=meeting.held")).json()
    found = {}
    for event in events["items"]:
        answer = (await client.post(url, json={"event": event["id"]})).json()
        clauses = {clause["field"]: clause["met"] for clause in answer["clauses"]}
        found[event["type"]] = answer["met"], answer["delivery"], clauses["statuses"]
    assert found == {
        "meeting.announced": (True, None, True),
        "meeting.held": (False, None, False),
    }
    unknown = await client.post(url, json={"event": "evt_0"})
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (400, "event")
    ping = (await client.post(url.replace("explain", "test"))).json()["delivery"]
    newest = (await client.post(url)).json()
    assert (newest["type"], newest["met"], newest["delivery"]) == ("ping", False, ping)


async def test_alerts_are_read_as_a_feed(client: Client, db: Database) -> None:
    wanted = {
        "url": "http://127.0.0.1:8099/",
        "events": ["meeting.announced"],
        "description": "Talks & \u0001 <more>",
    }
    made = (await client.post("/v1/subscriptions", json=wanted)).json()
    given = {"text": TALKS, "url": "https://news.example/?a=1&b=2"}
    assert (await client.post("/v1/articles", json=given)).is_success
    await Monitor(db).work()

    answer = await client.get(f"/v1/subscriptions/{made['id']}/feed.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert answer.headers["etag"]
    root = ElementTree.fromstring(answer.content)
    assert root.findtext("a:title", "", ATOM) == "Parley: Talks &  <more>"
    [entry] = root.findall("a:entry", ATOM)
    assert "Almaty" in entry.findtext("a:title", "", ATOM)
    assert entry.find("a:link", ATOM).attrib["href"] == given["url"]  # type: ignore[union-attr]
    assert (await client.get("/v1/subscriptions/sub_0/feed.atom")).status_code == 404
