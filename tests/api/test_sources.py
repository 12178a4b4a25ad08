"""Sources over HTTP: added once, changed, paused, looked at now, removed."""

import datetime as dt

import pytest

from service.domain.articles import Document
from service.extraction.extract import Extractor
from service.ingest import ingest, revise
from service.store.database import Database
from tests.api.conftest import Client

FEED = {"url": "http://127.0.0.1:8098/feed.xml", "name": "Example", "country": "AM"}


async def test_the_life_of_a_source(client: Client) -> None:
    made = await client.post("/v1/sources", json=FEED)
    again = await client.post("/v1/sources", json={"url": FEED["url"] + "?utm_source=x"})
    assert (made.status_code, again.status_code) == (201, 200)
    source = made.json()
    assert source == again.json()
    assert (source["state"], source["name"], source["health"]["polls"]) == ("active", "Example", 0)
    where = f"/v1/sources/{source['id']}"
    assert (await client.post(f"{where}/pause")).json()["state"] == "paused"
    changed = await client.patch(where, json={"owner": "A ministry", "state_run": True})
    assert (changed.json()["owner"], changed.json()["state_run"]) == ("A ministry", True)
    listed = (await client.get("/v1/sources?state=paused&failing=false")).json()
    assert [one["owner"] for one in listed["items"]] == ["A ministry"]
    assert (await client.get("/v1/sources?failing=true")).json()["items"] == []
    assert (await client.post(f"{where}/resume")).json()["state"] == "active"
    due = (await client.post(f"{where}/poll")).json()["health"]["next_poll_at"]
    assert due >= source["health"]["next_poll_at"]
    assert (await client.delete(where)).status_code == 204
    assert (await client.get(where)).status_code == 404


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"url": "file:///etc/passwd"}, "url"),
        ({"url": "http://169.254.169.254/feed"}, "url"),
        ({"url": "http://10.0.0.1/feed"}, "url"),
        ({"url": "http://user:secret@news.example/feed"}, "url"),
        ({"url": "/etc", "kind": "folder"}, "kind"),
        ({"url": "https://news.example/", "kind": "page"}, "pattern"),
        ({"url": "https://news.example/", "country": "Armenia"}, "country"),
        ({"url": "https://news.example/", "country": "XX"}, "country"),
        ({"url": "https://news.example/", "interval": 1}, "interval"),
    ],
)
async def test_what_is_refused(client: Client, given: dict[str, str], field: str) -> None:
    answer = await client.post("/v1/sources", json=given)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == field


async def test_revisions_of_an_article(client: Client, db: Database, extractor: Extractor) -> None:
    now = dt.datetime(2024, 5, 10, tzinfo=dt.UTC)
    texts = [f"Talks in Muscat\n\nEnvoys of Sudan met in Muscat on {day} May." for day in (6, 7)]
    first, second = (Document(raw=raw, url="https://news.example/a") for raw in texts)
    kept = (await ingest(db, extractor.read, first, now=now)).article
    assert await revise(db, extractor.read, kept.id, second, now=now)
    assert await revise(db, extractor.read, kept.id, second, now=now) is None
    shown = (await client.get(f"/v1/articles/{kept.id}?include=raw,revisions")).json()
    assert shown["raw"] == texts[1]
    assert [(r["number"], r["raw"]) for r in shown["revisions"]] == [(1, texts[0])]
    for raw in texts:
        known = await ingest(db, extractor.read, Document(raw=raw), now=now)
        assert (known.article.id, known.created) == (kept.id, False)
