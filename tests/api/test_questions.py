"""What analysts ask: who meets whom, for how long not, what happened when, how much of what."""

import datetime as dt
from typing import Any

import pytest

from service.api.examples import TALKS
from service.store.database import Database
from tests.api.conftest import Client
from tests.api.test_meetings import HELD
from workers.monitor import Monitor

PRAGUE = """\
Pashinyan, Aliyev meet in Prague

PRAGUE, 7 October 2022. Armenian Prime Minister Nikol Pashinyan and Azerbaijani President Ilham \
Aliyev met French President Emmanuel Macron in Prague on 6 October 2022 for talks on a peace \
treaty. "We agreed on a border mission," Pashinyan told reporters on 6 October.
"""
LATER = TALKS.replace("10 May", "21 August").replace("Almaty", "Tbilisi")


@pytest.fixture
async def get(client: Client, db: Database) -> Any:
    """Ask for JSON of a record of three meetings: leaders met, ministers met, one is overdue."""
    for text in (PRAGUE, HELD, LATER):
        assert (await client.post("/v1/articles", json={"text": text})).is_success
    await Monitor(db).work()

    async def ask(path: str, status: int = 200) -> Any:
        answer = await client.get(path)
        assert answer.status_code == status, answer.text
        return answer.json()

    return ask


async def test_a_state_meets_through_its_people(get: Any) -> None:
    for actor, cities in [
        ("state-am", ["Tbilisi", "Almaty", "Prague"]),
        ("nikol-pashinyan", ["Prague"]),
        ("nikol-pashinyan?date_from=2023-01-01", []),
    ]:
        path = f"/v1/actors/{actor.replace('?', '/meetings?', 1)}"
        listed = await get(path if "?" in actor else f"{path}/meetings")
        assert [meeting["city"] for meeting in listed["items"]] == cities, actor
    both = await get("/v1/meetings?represents=AM&represents=AZ&date_to=2024-05-10")
    assert [meeting["city"] for meeting in both["items"]] == ["Almaty", "Prague"]

    network = (await get("/v1/actors/state-am/network"))["items"]
    azerbaijan = next(one for one in network if one["slug"] == "state-az")
    assert azerbaijan == network[0]
    assert (azerbaijan["meetings"], azerbaijan["first"]) == (2, "2022-10-06")
    [bayramov, *_] = (await get("/v1/actors/ararat-mirzoyan/network"))["items"]
    assert (bayramov["slug"], bayramov["meetings"]) == ("jeyhun-bayramov", 1)
    planned = await get("/v1/actors/ararat-mirzoyan/network?status=planned&fields=slug,last")
    assert {"id": bayramov["id"], "slug": "jeyhun-bayramov", "last": "2024-08-21"} in planned[
        "items"
    ]
    page = await get("/v1/actors/state-am/network?limit=1&status=held&status=planned")
    more = f"status=held&status=planned&cursor={page['next_cursor']}"
    rest = (await get(f"/v1/actors/state-am/network?{more}"))["items"]
    assert rest
    assert page["items"][0] not in rest


async def test_what_was_ahead_and_never_reported_is_overdue(get: Any) -> None:
    [overdue] = (await get("/v1/meetings?overdue=true"))["items"]
    assert (overdue["city"], overdue["status"]) == ("Tbilisi", "planned")
    assert overdue["unconfirmed"]
    others = (await get("/v1/meetings?overdue=false"))["items"]
    assert [meeting["city"] for meeting in others] == ["Almaty", "Prague"]
    assert not any(meeting["unconfirmed"] for meeting in others)


async def test_droughts_count_the_days_since_sides_last_met(get: Any) -> None:
    [found] = (await get("/v1/droughts?process=armenia-azerbaijan&day=2024-06-09"))["items"]
    assert found["days"] == 29  # since the second of two days
    assert found["last"]["level"] == "ministers"
    assert found["leaders"]["date"] == "2022-10-06"
    assert found["leaders"]["days"] == (dt.date(2024, 6, 9) - dt.date(2022, 10, 6)).days
    [then] = (await get("/v1/droughts?pair=state-am&pair=state-az&day=2023-10-06"))["items"]
    assert (then["days"], then["process"], then["ministers"]) == (365, None, None)
    [never] = (await get("/v1/droughts?pair=state-am&pair=state-no"))["items"]
    assert (never["days"], never["last"]) == (None, None)
    everyone = await get("/v1/droughts?limit=100&min_days=100000")
    assert len(everyone["items"]) > 50
    assert everyone["next_cursor"]
    lasting, cursor = [], ""
    while cursor is not None:
        page = await get(f"/v1/droughts?limit=100&min_days=100000{cursor}")
        lasting += page["items"]
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
        assert len(page["items"]) == 100 or cursor is None
    assert len(lasting) > 100
    await get("/v1/droughts?pair=state-am", 400)
    await get("/v1/droughts?pair=state-am&pair=state-am", 400)
    await get("/v1/droughts?process=none", 400)


async def test_a_timeline_holds_meetings_and_mentions_by_day(get: Any) -> None:
    path = "/v1/processes/armenia-azerbaijan/timeline"
    whole = (await get(f"{path}?sort=earliest&limit=100"))["items"]
    days = [one["date"] for one in whole]
    assert days == sorted(days)
    met = [one["meeting"]["city"] for one in whole if one["type"] == "meeting"]
    assert met == ["Prague", "Almaty", "Tbilisi"]
    assert all(one["mention"]["type"] for one in whole if one["type"] == "mention")
    walked, cursor = [], ""
    while cursor is not None:
        page = await get(f"{path}?limit=2{cursor}")
        walked += page["items"]
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    assert sorted(one["id"] for one in walked) == sorted(one["id"] for one in whole)
    only = await get(f"{path}?type=meeting&date_from=2024-01-01&date_to=2024-06-30")
    assert [one["meeting"]["city"] for one in only["items"]] == ["Almaty"]
    await get("/v1/processes/none/timeline", 404)


async def test_stats_count_by_time_and_facet(get: Any) -> None:
    def pairs(found: Any, by: str) -> list[tuple[str, int]]:
        return [(count["value"], count["count"]) for count in found["by"][by]]

    meetings = await get("/v1/stats?by=month&by=week&by=year&by=status&by=side&by=actor&by=process")
    assert meetings["total"] == 3
    assert pairs(meetings, "month") == [("2022-10", 1), ("2024-05", 1), ("2024-08", 1)]
    assert pairs(meetings, "week") == [("2022-10-03", 1), ("2024-05-06", 1), ("2024-08-19", 1)]
    assert pairs(meetings, "year") == [("2022", 1), ("2024", 2)]
    assert pairs(meetings, "status") == [("held", 2), ("planned", 1)]
    assert pairs(meetings, "side")[:2] == [("AM", 3), ("AZ", 3)]
    assert pairs(meetings, "process")[0] == ("armenia-azerbaijan", 3)
    assert "Ararat Mirzoyan" in [count["name"] for count in meetings["by"]["actor"][:2]]
    narrowed = await get(
        "/v1/stats?by=city&actor=ararat-mirzoyan&process=armenia-azerbaijan&status=held"
        "&date_from=2024-01-01&date_to=2024-12-31"
    )
    assert (narrowed["total"], pairs(narrowed, "city")) == (1, [("Almaty", 1)])
    articles = await get(
        "/v1/stats?of=articles&by=day&by=language&relevant=true&date_from=2024-01-01"
    )
    assert pairs(articles, "day") == [("2024-05-06", 1), ("2024-05-11", 1)]
    assert pairs(articles, "language") == [("en", 2)]
    mentions = await get("/v1/stats?of=mentions&by=type&by=actor&by=day&date_to=2024-12-31")
    assert sum(count for _, count in pairs(mentions, "type")) == mentions["total"]
    for wrong in ("by=type", "of=articles&kind=talks", "of=mentions&relevant=true"):
        await get(f"/v1/stats?{wrong}", 400)
