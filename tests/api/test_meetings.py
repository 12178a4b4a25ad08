"""Meetings, as the record tells them once the monitor has read the articles."""

import datetime as dt
from typing import Any

import pytest

from service.api.examples import TALKS
from service.store.database import Database
from tests.api.conftest import Client
from workers.monitor import Monitor

HELD = """\
Mirzoyan and Bayramov end two days of talks in Almaty

ALMATY, 11 May 2024. Armenian Foreign Minister Ararat Mirzoyan and Azerbaijani Foreign Minister \
Jeyhun Bayramov met in Almaty on 10 May, the Armenian foreign ministry said. They discussed the \
draft of a peace treaty.
"""


@pytest.fixture
def monitor(db: Database) -> Monitor:
    """A monitor on the API's database."""
    return Monitor(db)


async def tell(client: Client, monitor: Monitor, text: str, publisher: str) -> dict[str, Any]:
    answer = await client.post("/v1/articles", json={"text": text, "publisher": publisher})
    await monitor.work()
    article: dict[str, Any] = answer.json()
    return article


async def test_a_meeting_is_one_record_over_all_that_was_reported(
    client: Client, monitor: Monitor
) -> None:
    planned = await tell(client, monitor, TALKS, "One News")
    [first] = (await client.get("/v1/meetings")).json()["items"]
    between = dt.datetime.now(dt.UTC)
    held = await tell(client, monitor, HELD, "Other News")

    [listed] = (await client.get("/v1/meetings")).json()["items"]
    answer = await client.get(f"/v1/meetings/{listed['id']}")
    meeting = answer.json()
    assert {key: meeting[key] for key in listed} == listed
    assert meeting["articles"] == sorted([planned["id"], held["id"]])
    assert [step["status"] for step in meeting["history"]] == ["planned", "held"]
    assert (meeting["status"], meeting["city"]) == ("held", "Almaty")
    parties = {party["slug"]: party["name"] for party in meeting["parties"]}
    assert parties["ararat-mirzoyan"] == "Ararat Mirzoyan"
    assert {claim["article"] for claim in meeting["claims"]} == {planned["id"], held["id"]}
    assert all(
        claim["evidence"] and claim["meeting"] == meeting["id"] for claim in meeting["claims"]
    )
    assert {s["publisher"] for s in meeting["sources"]} == {"One News", "Other News"}

    # Any id that was given out still leads there.
    ids = [f"mtg_{claim['id'].removeprefix('clm_')}" for claim in meeting["claims"]]
    for id in {first["id"], *ids}:
        answer = await client.get(f"/v1/meetings/{id}")
        assert answer.json()["id"] == meeting["id"]
        moved = None if id == meeting["id"] else f"/v1/meetings/{meeting['id']}"
        assert answer.headers.get("Content-Location") == moved

    then = {"as_of": between.isoformat()}
    before = (await client.get(f"/v1/meetings/{meeting['id']}", params=then)).json()
    assert (before["status"], before["articles"]) == ("planned", [planned["id"]])
    for as_of, status in [("2020-01-01", 404), ("then", 400), ("2024-05-06T00:00:00", 400)]:
        answer = await client.get(f"/v1/meetings/{meeting['id']}", params={"as_of": as_of})
        assert answer.status_code == status, as_of
    shown = (await client.get(f"/v1/articles/{held['id']}?fields=meetings")).json()
    assert [claim["meeting"] for claim in shown["meetings"]] == [meeting["id"]]


async def test_votes_show_which_side_says_what(client: Client, monitor: Monitor) -> None:
    """Each value with the countries of its publishers; one that nobody knows is of neither side."""
    held = HELD.replace("two days of ", "")
    for publisher, text in [
        ("Armenpress", TALKS),
        ("NEWS.am", held),
        ("AZERTAC", held.replace("in Almaty on 10 May", "in Almaty on 11 May")),
        ("A Paper", held.replace("draft of", "text of")),
    ]:
        await tell(client, monitor, text, publisher)
    [listed] = (await client.get("/v1/meetings?include=votes")).json()["items"]
    [city] = listed["votes"]["city"]
    assert (city["value"], city["countries"]) == ("Almaty", {"AM": 2, "AZ": 1})
    days = [
        (vote["value"]["date"], vote["value"]["end"], vote["countries"])
        for vote in listed["votes"]["when"]
    ]
    assert sorted(days, key=str) == [
        ("2024-05-10", "2024-05-11", {"AM": 1}),
        ("2024-05-10", None, {"AM": 1}),
        ("2024-05-11", None, {"AZ": 1}),
    ]
    voices = {voice["name"]: voice["state_run"] for voice in city["outlets"]}
    assert voices == {"Armenpress": True, "AZERTAC": True, "NEWS.am": False}
    alone = (await client.get(f"/v1/meetings/{listed['id']}")).json()
    assert alone["votes"] == listed["votes"]


async def test_copies_of_one_story_name_their_origin(client: Client, monitor: Monitor) -> None:
    more = (
        "The two sides agreed to go on with their work on the text. "
        "The host thanked both delegations for their patience at the table. "
        "Neither of them took questions from the press in the evening. "
    )
    first = await tell(client, monitor, HELD + more, "A Wire")
    copy = await tell(client, monitor, f"{HELD}{more}Nobody else was there to tell.", "A Paper")
    own = await tell(client, monitor, HELD.replace("They discussed the", "On the table:"), "Else")
    [listed] = (await client.get("/v1/meetings?include=sources")).json()["items"]
    copies = {source["id"]: source["copy_of"] for source in listed["sources"]}
    assert copies == {first["id"]: None, copy["id"]: first["id"], own["id"]: None}
    assert listed["independent_sources"] == 2


async def test_meetings_are_found_by_who_where_when_and_how(
    client: Client, monitor: Monitor
) -> None:
    await tell(client, monitor, TALKS, "One News")
    found = [
        ("participant=ararat-mirzoyan&participant=jeyhun-bayramov", 1),
        ("participant=ararat-mirzoyan&participant=state-no", 0),
        ("process=armenia-azerbaijan", 1),
        ("country=KZ&city=Almaty", 1),
        ("city=almaty", 1),
        ("city=Alma-Ata", 1),
        ("country=AM", 0),
        ("kind=talks&kind=meeting&status=planned", 1),
        ("status=held", 0),
        ("q=alma+mirzo", 1),
        ("q=oslo", 0),
        ("date_from=2024-05-10&date_to=2024-05-10", 1),
        ("date_to=2024-05-09", 0),
        ("min_sources=2", 0),
        ("changed_since=2024-05-10T00:00:00Z&sort=changed", 1),
    ]
    for query, count in found:
        answer = await client.get(f"/v1/meetings?{query}&fields=claims")
        assert len(answer.json()["items"]) == count, (query, answer.text)
    of_one = (
        await client.get("/v1/actors/ararat-mirzoyan/meetings?participant=jeyhun-bayramov")
    ).json()
    assert len(of_one["items"]) == 1
    assert (await client.get("/v1/actors/nobody/meetings")).status_code == 404
