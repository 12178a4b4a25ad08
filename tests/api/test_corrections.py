"""Corrections by API and command line: applied, kept through more news, taken back, exported."""

from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from service.api.examples import TALKS
from service.cli.main import cli
from service.domain.meetings import Claim
from service.settings import Settings
from service.store.database import Database
from tests.api.conftest import Client
from tests.api.test_meetings import HELD
from workers.monitor import Monitor

BY = {"author": "An editor", "reason": "we were there"}


@pytest.fixture
async def record(client: Client, db: Database) -> Monitor:
    """A record of one meeting told by two articles, and one told by a third."""
    other = TALKS.replace("10 May", "21 August").replace("Almaty", "Tbilisi")
    for text in (TALKS, HELD, other):
        await client.post("/v1/articles", json={"text": text})
    monitor = Monitor(db)
    await monitor.work()
    return monitor


async def meetings(client: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.get("/v1/meetings?include=claims")).json()["items"]
    return found


async def correct(client: Client, monitor: Monitor, **values: Any) -> str:
    answer = await client.post("/v1/corrections", json=BY | values)
    assert answer.status_code == 201, answer.text
    await monitor.work()
    return str(answer.json()["id"])


async def test_meetings_are_merged_split_pinned_and_hidden_until_undone(
    client: Client, record: Monitor
) -> None:
    before = await meetings(client)
    late, early = before
    made = [
        await correct(client, record, kind="merge", meetings=[early["id"], late["id"]]),
        await correct(client, record, kind="pin", meetings=[early["id"]], field="city", value="X"),
    ]
    [one] = await meetings(client)
    assert (one["city"], len(one["claims"])) == ("X", 3)
    tbilisi = late["articles"]
    made.append(await correct(client, record, kind="split", meetings=[one["id"]], articles=tbilisi))
    assert len(await meetings(client)) == 2
    made.append(await correct(client, record, kind="hide", meetings=[early["id"]]))
    assert len(await meetings(client)) < 2

    for id in reversed(made):
        undone = (await client.delete(f"/v1/corrections/{id}")).json()
        assert undone["undone_at"]
        await record.work()
    changed = {"changed_at": None, "created_at": None}
    assert [m | changed for m in await meetings(client)] == [m | changed for m in before]
    listed = (await client.get("/v1/corrections")).json()["items"]
    assert [item["id"] for item in listed] == made[::-1]
    told = (await client.get("/v1/events?limit=100")).json()["items"]
    types = [event["type"] for event in told if event["type"].startswith("meeting.")]
    assert {"meeting.merged", "meeting.split", "meeting.withdrawn"} < set(types)


async def test_actors_are_renamed_merged_and_hidden_until_undone(
    client: Client, record: Monitor
) -> None:
    path = "/v1/actors/ararat-mirzoyan"
    before = (await client.get(path)).json()
    rename = await correct(client, record, kind="rename", actors=["ararat-mirzoyan"], value="A. M.")
    alias = await correct(client, record, kind="alias", actors=["ararat-mirzoyan"], value="Qwerty")
    assert (await client.get(path)).json()["name"] == "A. M."
    found = (await client.get("/v1/actors?q=qwer")).json()["items"]
    assert [actor["slug"] for actor in found] == ["ararat-mirzoyan"]
    merge = await correct(
        client, record, kind="merge", actors=["jeyhun-bayramov", "ararat-mirzoyan"]
    )
    assert (await client.get(path)).json()["slug"] == "jeyhun-bayramov"
    for meeting in await meetings(client):
        slugs = [party["slug"] for party in meeting["parties"]]
        assert "ararat-mirzoyan" not in slugs
        assert slugs.count("jeyhun-bayramov") == 1
    hide = await correct(client, record, kind="hide", actors=["state-no"])
    assert not (await client.get("/v1/actors?q=norway&type=state")).json()["items"]

    for id in (merge, rename, alias, hide):
        await client.delete(f"/v1/corrections/{id}")
    await record.work()
    assert (await client.get(path)).json() == before
    for meeting in await meetings(client):
        assert "ararat-mirzoyan" in [party["slug"] for party in meeting["parties"]]
    assert (await client.get("/v1/actors?q=norway&type=state")).json()["items"]


async def test_actors_are_split_and_pinned_until_undone(client: Client, record: Monitor) -> None:
    path = "/v1/actors/ararat-mirzoyan"
    before = (await client.get(path)).json()
    three = ["jeyhun-bayramov", "ararat-mirzoyan", "nikol-pashinyan"]
    made = [
        await correct(client, record, kind="merge", actors=three),
        await correct(client, record, kind="split", actors=three[:2]),
    ]
    assert (await client.get(path)).json() == before
    assert (await client.get("/v1/actors/nikol-pashinyan")).json()["slug"] == "jeyhun-bayramov"
    assert any(
        "ararat-mirzoyan" in [party["slug"] for party in meeting["parties"]]
        for meeting in await meetings(client)
    )
    office = {"title": "prime minister", "of": "NO", "since": "2024-01-01"}
    for field, value in (("name", "A. M."), ("country", "NO"), ("office", office)):
        pin = {"kind": "pin", "actors": three[1:2], "field": field, "value": value}
        made.append(await correct(client, record, **pin))
    pinned = (await client.get(path)).json()
    assert (pinned["name"], pinned["country"]) == ("A. M.", "NO")
    assert pinned["offices"][0]["title"] == "prime minister"
    assert (await client.get("/v1/meetings?represents=NO")).json()["items"]

    for id in reversed(made):
        await client.delete(f"/v1/corrections/{id}")
        await record.work()
    assert (await client.get(path)).json() == before
    assert not (await client.get("/v1/meetings?represents=NO")).json()["items"]


async def test_what_makes_no_sense_is_refused(client: Client, record: Monitor) -> None:
    meeting = (await meetings(client))[0]["id"]
    own = (await meetings(client))[0]["articles"]
    dated = {"kind": "pin", "meetings": [meeting], "field": "when"}
    cases: list[tuple[int, str, dict[str, Any]]] = [
        (400, "meetings[0]", {"kind": "hide", "meetings": ["mtg_none"]}),
        (400, "meetings[1]", {"kind": "merge", "meetings": [meeting, "mtg_none"]}),
        (400, "actors[0]", {"kind": "hide", "actors": ["nobody"]}),
        (400, "actors[0]", {"kind": "split", "actors": ["nobody"], "articles": ["art_none"]}),
        (
            400,
            "articles[0]",
            {"kind": "split", "actors": ["ararat-mirzoyan"], "articles": ["art_none"]},
        ),
        (
            400,
            "articles[1]",
            {"kind": "split", "meetings": [meeting], "articles": [*own, "art_none"]},
        ),
        (400, "meetings", {"kind": "merge", "meetings": [meeting]}),
        (400, "meetings", {"kind": "merge", "meetings": [meeting, meeting]}),
        (400, "meetings", {"kind": "hide"}),
        (400, "claims", {"kind": "split", "meetings": [meeting], "claims": ["clm_none"]}),
        (400, "field", {"kind": "pin", "meetings": [meeting], "value": "x"}),
        (400, "value", {"kind": "pin", "meetings": [meeting], "field": "status", "value": "x"}),
        (400, "value", {"kind": "rename", "actors": ["state-am"], "value": " "}),
        (400, "value", {"kind": "rename", "actors": ["state-am"], "value": "Armenia\n"}),
        (400, "value", {"kind": "rename", "actors": ["state-am"], "value": "x" * 201}),
        (400, "value", {"kind": "rename", "actors": ["state-am"], "value": 7}),
        (400, "value", {"kind": "alias", "actors": ["state-am"], "value": "a\nb"}),
        (400, "value", {"kind": "alias", "actors": ["state-am"], "value": None}),
        (400, "value", {"kind": "pin", "actors": ["state-am"], "field": "name", "value": "a\tb"}),
        (400, "value", {"kind": "rename", "actors": ["state-am"], "value": "x" * 5000}),
        (400, "value", {"kind": "pin", "meetings": [meeting], "field": "country", "value": "XX"}),
        (400, "value", {"kind": "pin", "actors": ["state-am"], "field": "country", "value": "XX"}),
        (400, "countries[0]", {"kind": "split", "actors": ["state-am"], "countries": ["XX"]}),
        (400, "actors", {"kind": "merge", "actors": ["state-am"]}),
        (400, "actors[1]", {"kind": "merge", "actors": ["state-am", "ararat-mirzoyan"]}),
        (400, "actors[2]", {"kind": "merge", "actors": ["state-am", "state-az", "osce"]}),
        (400, "actors", {"kind": "split", "actors": ["state-am"]}),
        (400, "actors", {"kind": "split", "actors": ["state-am", "state-az"]}),
        (400, "actors[1]", {"kind": "split", "actors": ["state-am", "nobody"]}),
        (400, "field", {"kind": "pin", "actors": ["state-am"], "field": "city", "value": "X"}),
        (400, "value.date", {**dated, "value": {"date": "0001-01-01"}}),
        (400, "value.end", {**dated, "value": {"date": "2025-07-10", "end": "2025-07-09"}}),
        (400, "value.end", {**dated, "value": {"date": "2024-05-10", "end": "9999-12-31"}}),
        (400, "value.date", {**dated, "value": {"date": "2024-05-10", "precision": "month"}}),
        (400, "value.date", {**dated, "value": {"date": "2024-02-01", "precision": "year"}}),
        (
            400,
            "value.end",
            {**dated, "value": {"date": "2024-05-01", "precision": "month", "end": "2024-05-12"}},
        ),
        (400, "value", {"kind": "pin", "meetings": [meeting], "field": "city", "value": " "}),
        (400, "value", {"kind": "pin", "meetings": [meeting], "field": "round", "value": -1}),
        (400, "actors", {"kind": "hide", "meetings": [meeting], "actors": ["state-am"]}),
        (400, "value", {"kind": "hide", "meetings": [meeting], "value": "x"}),
        (400, "field", {"kind": "merge", "actors": ["state-am", "state-az"], "field": "city"}),
        (400, "articles", {"kind": "pin", "meetings": [meeting], "articles": own}),
        (400, "countries", {"kind": "split", "meetings": [meeting], "countries": ["AM"]}),
        (400, "claims", {"kind": "split", "actors": ["state-am"], "claims": ["clm_none"]}),
        (400, "value", {"kind": "pin", "actors": ["state-am"], "field": "country", "value": "x"}),
        (400, "field", {"kind": "pin", "meetings": [meeting], "field": "office", "value": "x"}),
    ]
    for status, field, body in cases:
        answer = await client.post("/v1/corrections", json=BY | body)
        assert answer.status_code == status, (body, answer.text)
        assert [error["field"] for error in answer.json().get("errors", ())] == [field] * bool(
            field
        )


async def test_the_command_line_corrects_lists_and_exports(
    client: Client, record: Monitor, settings: Settings
) -> None:
    late, early = await meetings(client)

    def parley(*words: str) -> str:
        environment = {"PARLEY_DATABASE_URL": settings.database, "PARLEY_REDIS_URL": settings.redis}
        ran = CliRunner().invoke(cli, words, env=environment, catch_exceptions=False)
        assert ran.exit_code == 0, ran.output
        return ran.output

    import anyio.to_thread

    words = ("correct", "--reason", "one", "merge", early["id"], late["id"])
    made = (await anyio.to_thread.run_sync(lambda: parley(*words))).split()[0]
    await record.work()
    [one] = await meetings(client)
    gold = await anyio.to_thread.run_sync(lambda: parley("corrections", "--gold"))
    line = msgspec.json.decode(gold)
    assert (line["kind"], line["reason"]) == ("merge", "one")
    claims = msgspec.convert(line["claims"], list[Claim])
    assert {claim.id for claim in claims} == {claim["id"] for claim in one["claims"]}
    await anyio.to_thread.run_sync(lambda: parley("correct", "undo", made))
    assert "undone" in await anyio.to_thread.run_sync(lambda: parley("corrections"))
    await record.work()
    assert len(await meetings(client)) == 2
