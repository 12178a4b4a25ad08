"""Rounds as clients see them: read from articles, linked as a series, as of any time."""

import datetime as dt

from service.store.database import Database
from tests.api.conftest import Client
from workers.monitor import Monitor

TEXT = """\
{number} round of talks held in {city}

{city}, 12 {month} 2023. Armenian Foreign Minister Ararat Mirzoyan and Azerbaijani Foreign \
Minister Jeyhun Bayramov held the {number} round of talks on a peace treaty in {city} on 11 \
{month} 2023.
"""
NEXT = """\
Ministers to meet in Tbilisi

YEREVAN, 2 November 2023. The next round of talks between Armenian Foreign Minister Ararat \
Mirzoyan and Azerbaijani Foreign Minister Jeyhun Bayramov will be held in Tbilisi on 20 November \
2023.
"""


async def test_rounds_are_linked_as_a_series(client: Client, db: Database) -> None:
    monitor = Monitor(db)
    rounds = [("third", "Geneva", "July"), ("first", "Vienna", "March"), ("second", "Oslo", "May")]
    for number, city, month in rounds:
        text = TEXT.format(number=number, city=city, month=month)
        assert (await client.post("/v1/articles", json={"text": text})).status_code == 201
    await monitor.work()
    between = dt.datetime.now(dt.UTC)
    await client.post("/v1/articles", json={"text": NEXT})
    await monitor.work()

    listed = (await client.get("/v1/meetings?include=series&sort=oldest")).json()["items"]
    assert [(m["city"], m["round"], m["sequel"]) for m in listed] == [
        ("Vienna", 1, False),
        ("Oslo", 2, False),
        ("Geneva", 3, False),
        ("Tbilisi", None, True),
    ]
    ids = [meeting["id"] for meeting in listed]
    for n, meeting in enumerate(listed):
        series = meeting["series"]
        assert [one["id"] for one in series["rounds"]] == ids
        assert series["previous"] == (ids[n - 1] if n else None)
        assert series["next"] == (ids[n + 1] if n < 3 else None)
        single = (await client.get(f"/v1/meetings/{meeting['id']}")).json()
        assert single["series"] == series
    then = await client.get(f"/v1/meetings/{ids[2]}", params={"as_of": between.isoformat()})
    assert then.json()["series"]["next"] is None
    assert [one["round"] for one in then.json()["series"]["rounds"]] == [1, 2, 3]
