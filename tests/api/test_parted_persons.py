"""Two persons of one name: people say which articles mean the other, or of which country it is."""

from collections.abc import Sequence
from typing import Any

import anyio.to_thread
import msgspec
import pytest
from click.testing import CliRunner

from service.cli.main import cli
from service.domain.articles import Document
from service.rereading import reread
from service.settings import Settings
from service.store import articles
from service.store.database import Database
from tests.api.conftest import Client
from tests.api.test_merged_actors import Record
from workers.monitor import Monitor

TEXT = """\
Envoys meet in {city}

{city}, 7 {month} 2024. {whose} Deputy Foreign Minister Tomas Karnian met Azerbaijani Foreign \
Minister Jeyhun Bayramov in {city} on 6 {month} 2024 for talks on a peace treaty. Karnian called \
on Azerbaijan to sign it. A ceasefire has held since soldiers shelled the border.
"""
ARMENIAN = TEXT.format(city="Vienna", month="May", whose="Armenian")
NORWEGIAN = TEXT.format(city="Oslo", month="June", whose="Norwegian")
LATER = TEXT.format(city="Geneva", month="July", whose="Norwegian")
NAME = "tomas-karnian"


@pytest.fixture
async def record(client: Client, db: Database) -> Record:
    made = Record(client, Monitor(db))
    for text in (ARMENIAN, NORWEGIAN):
        await made.post(text)
    return made


async def split(record: Record, **said: Any) -> str:
    body = {"kind": "split", "actors": [NAME], "author": "An editor", **said}
    answer = await record.client.post("/v1/corrections", json=body)
    assert answer.status_code == 201, answer.text
    record.merge = answer.json()["id"]
    await record.monitor.work()
    other: str = answer.json()["value"]
    return other


async def cities(record: Record, actor: str) -> set[str]:
    meetings = (await record.get(f"/v1/meetings?participant={actor}"))["items"]
    read = (await record.get(f"/v1/articles?actor={actor}"))["items"]
    said = (await record.get(f"/v1/mentions?actor={actor}&limit=100"))["items"]
    assert {one["title"].split()[-1] for one in read} == {one["city"] for one in meetings}
    assert {one["article"] for one in said} == {one["id"] for one in read}
    return {one["city"] for one in meetings}


@pytest.mark.parametrize("by", ["articles", "countries"])
async def test_what_is_said_of_the_other_is_the_others(record: Record, by: str) -> None:
    assert await cities(record, NAME) == {"Vienna", "Oslo"}
    [oslo] = (await record.get("/v1/articles?q=Oslo"))["items"]
    other = await split(record, **{by: [oslo["id"]] if by == "articles" else ["NO"]})
    assert (await cities(record, NAME), await cities(record, other)) == ({"Vienna"}, {"Oslo"})
    shown = await record.get(f"/v1/actors/{other}")
    assert (shown["name"], shown["country"]) == ("Tomas Karnian", "NO")
    await record.post(LATER)
    later = {"Geneva"} if by == "countries" else set()
    assert await cities(record, other) == {"Oslo"} | later
    await record.undo()
    assert await cities(record, NAME) == {"Vienna", "Oslo", "Geneva"}
    assert (await record.get(f"/v1/actors/{other}"))["slug"] == NAME


async def test_it_holds_when_articles_are_read_again(record: Record, db: Database) -> None:
    [oslo] = (await record.get("/v1/articles?q=Oslo"))["items"]
    before = await articles.get(db, oslo["id"])
    assert before is not None
    other = await split(record, countries=["NO"])

    async def read(documents: Sequence[Document]) -> list[Any]:
        return [before.reading for _ in documents]

    again = await reread(db, read, [before.id], before.received_at)
    await record.monitor.work()
    assert (again.taken, again.changed) == (1, 0)
    assert (await cities(record, NAME), await cities(record, other)) == ({"Vienna"}, {"Oslo"})


@pytest.mark.parametrize(
    ("said", "field"),
    [({"countries": ["FR"]}, "countries"), ({"countries": ["AM", "NO"]}, "countries")],
)
async def test_some_articles_mean_the_other(record: Record, said: Any, field: str) -> None:
    body = {"kind": "split", "actors": [NAME], "author": "An editor", **said}
    answer = await record.client.post("/v1/corrections", json=body)
    assert answer.status_code == 400
    assert field in answer.text


async def test_the_command_line_parts_and_pins(record: Record, settings: Settings) -> None:
    environment = {"PARLEY_DATABASE_URL": settings.database, "PARLEY_REDIS_URL": settings.redis}

    def run(words: str) -> str:
        asked = words.split()
        ran = CliRunner().invoke(cli, asked, env=environment, catch_exceptions=False)
        assert ran.exit_code == 0, ran.output
        return ran.output

    async def parley(words: str) -> str:
        told = await anyio.to_thread.run_sync(run, words)
        await record.monitor.work()
        return told

    [oslo] = (await record.get("/v1/articles?q=Oslo"))["items"]
    made = await parley(f"correct split {NAME} {oslo['id']}")
    [line] = (await parley("corrections --gold")).splitlines()
    other = msgspec.json.decode(line)["value"]
    assert msgspec.json.decode(line)["articles"] == [oslo["id"]]
    assert (await cities(record, NAME), await cities(record, other)) == ({"Vienna"}, {"Oslo"})
    await parley(f"correct pin {other} country SE")
    assert (await record.get(f"/v1/actors/{other}"))["country"] == "SE"
    await parley(f"correct undo {made.split()[0]}")
    assert await cities(record, NAME) == {"Vienna", "Oslo"}
    await parley(f"correct split --country NO {NAME}")
    assert await cities(record, NAME) == {"Vienna"}
