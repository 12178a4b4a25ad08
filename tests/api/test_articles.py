"""Articles: the way in by one and by many, and what was read in them."""

import asyncio
import json
from typing import Any

from msgspec import structs

from service.api.examples import TALKS
from service.app import create_app
from service.extraction.extract import Extractor
from service.settings import Settings
from tests.api.conftest import Client

NDJSON = {"Content-Type": "application/x-ndjson"}
GIVEN = {"text": TALKS, "url": "https://news.example/talks?utm_source=x", "publisher": "Example"}


def facts(article: dict[str, Any]) -> list[dict[str, Any]]:
    """All evidence anywhere in an article."""
    found = []
    parts: list[Any] = [article]
    while parts:
        part = parts.pop()
        if isinstance(part, dict):
            found += [part] if "rule" in part else []
            parts += part.values()
        elif isinstance(part, list):
            parts += part
    return found


async def test_an_article_is_read_once_and_told_with_its_evidence(client: Client) -> None:
    first = await client.post("/v1/articles", json=GIVEN)
    again = await client.post("/v1/articles", json={"text": TALKS + " "})
    other = await client.post(
        "/v1/articles", json={"text": "Something else.", "url": "https://news.example/talks"}
    )
    assert [answer.status_code for answer in (first, again, other)] == [201, 200, 200]
    assert first.json() == again.json() == other.json()

    article = first.json()
    shown = (await client.get(f"/v1/articles/{article['id']}?include=raw,blocks")).json()
    raw, blocks = shown.pop("raw"), shown.pop("blocks")
    assert shown == article
    alone = (await client.get(f"/v1/articles/{article['id']}?fields=raw")).json()
    assert alone == {"id": article["id"], "raw": raw}
    assert (raw, blocks[0]["kind"]) == (TALKS, "title")
    assert facts(article)
    assert [e for e in facts(article) if raw[e["start"] : e["end"]] != e["text"]] == []

    [meeting] = article["meetings"]
    assert (meeting["city"], meeting["when"]["date"]) == ("Almaty", "2024-05-10")
    assert {"ararat-mirzoyan", "jeyhun-bayramov"} <= {party["slug"] for party in meeting["parties"]}
    assert article["publisher"] == "Example"
    assert article["published_on"] == "2024-05-06"


async def test_a_known_outlet_is_found_in_any_case(client: Client) -> None:
    await client.post("/v1/articles", json={"text": "Talks in Oslo go on.", "publisher": "Reuters"})
    for publisher, count in [("Reuters", 1), ("reuters", 1), ("REUTERS", 1), ("Reuter", 0)]:
        found = (await client.get(f"/v1/articles?publisher={publisher}")).json()["items"]
        assert len(found) == count, publisher


async def test_articles_are_found_by_what_they_are_about(client: Client) -> None:
    made = (await client.post("/v1/articles", json=GIVEN)).json()
    await client.post("/v1/articles", json={"text": "The weather in Oslo stays fine.", "url": None})
    found = [
        ("q=treaty", True),
        ('q="peace treaty" almaty', True),
        ("q=treaty -almaty", False),
        ("q=alma*", True),
        ("actor=state-am&actor=state-az", True),
        ("actor=state-am&actor=state-no", False),
        ("process=armenia-azerbaijan", True),
        ("publisher=Example", True),
        ("language=ru", False),
        ("relevant=true", True),
        ("published_from=2024-05-06&published_to=2024-05-06", True),
        ("published_to=2024-05-05", False),
        ("q=treaty&sort=oldest", True),
    ]
    for query, expected in found:
        answer = await client.get(f"/v1/articles?{query}")
        ids = [item["id"] for item in answer.json()["items"]]
        assert ids == ([made["id"]] if expected else []), query
    mentions = (await client.get(f"/v1/mentions?article={made['id']}")).json()["items"]
    assert [m["id"] for m in mentions] == [m["id"] for m in made["mentions"]]
    armenia = (await client.get("/v1/actors?q=armen&seen=true&type=state")).json()["items"]
    assert [actor["slug"] for actor in armenia] == ["state-am"]


async def test_lists_are_paged_by_key_and_show_the_fields_asked_for(client: Client) -> None:
    ids = []
    for n in range(5):
        answer = await client.post("/v1/articles", json={"text": f"Article number {n}."})
        ids.append(answer.json()["id"])
    pages, query = [], "limit=2&fields=title"
    while query:
        page = (await client.get(f"/v1/articles?{query}")).json()
        pages.append([item["id"] for item in page["items"]])
        assert all(item.keys() == {"id", "title"} for item in page["items"])
        cursor = page["next_cursor"]
        query = f"limit=2&fields=title&cursor={cursor}" if cursor else ""
        await client.post("/v1/articles", json={"text": f"News while reading {cursor}."})
    assert pages == [ids[4:2:-1], ids[2:0:-1], ids[:1]]


async def test_a_batch_answers_each_line_and_loses_none(client: Client) -> None:
    good = [json.dumps({"text": f"Ministers met in Geneva, report {n}."}) for n in range(120)]
    lines = [*good, "{", "", '{"text": 1}', '{"text": "x", "titel": "y"}', '{"url": "x"}', good[7]]
    body = "\n".join(lines).encode() + b"\n\xff\n" + b'{"text": "' + b"x" * 1_000_001 + b'"}'
    answer = await client.post("/v1/articles/batch", content=body, headers=NDJSON)
    results = [json.loads(line) for line in answer.text.splitlines()]

    assert answer.status_code == 200
    assert [r["line"] for r in results] == [n + 1 for n in range(128) if n != 121]
    assert {r["status"] for r in results[:120]} == {201}
    assert [r["status"] for r in results[120:]] == [400, 400, 400, 400, 200, 400, 400]
    assert results[124]["id"] == results[7]["id"]
    fields = [r["problem"]["errors"][0]["field"] for r in results if "problem" in r]
    assert fields == ["line", "text", "titel", "text", "line", "line"]
    assert len((await client.get("/v1/articles?limit=100")).json()["items"]) == 100


async def test_what_is_no_article_is_refused(client: Client) -> None:
    json_type = {"Content-Type": "application/json"}
    cases: list[tuple[bytes, dict[str, str], int, str | None]] = [
        (b"{", json_type, 400, "body"),
        (b"", json_type, 400, "body"),
        (b"[]", json_type, 400, "body"),
        (b'{"text": "\xff"}', json_type, 400, "body"),
        (b'{"text": "\\ud800"}', json_type, 400, "body"),
        (b"[" * 100_000, json_type, 400, "body"),
        (b"{}", json_type, 400, "text"),
        (b'{"text": " "}', json_type, 400, "text"),
        (b'{"text": "a", "html": "b"}', json_type, 400, "text"),
        (b'{"text": "a", "url": "talks"}', json_type, 400, "url"),
        (b'{"text": "a", "published_at": "May"}', json_type, 400, "published_at"),
        (b'{"text": "a", "lang": "en"}', json_type, 400, "lang"),
        (b'{"text": "a"}', {"Content-Type": "text/plain"}, 415, None),
        (b'{"text": "a"}', {}, 415, None),
    ]
    for body, headers, status, field in cases:
        answer = await client.post("/v1/articles", content=body, headers=headers)
        assert answer.status_code == status, (body[:50], answer.text)
        fields = [error["field"] for error in answer.json().get("errors", [])]
        assert fields == ([field] if field else []), body[:50]
    wrong_type = await client.post("/v1/articles/batch", content=b"{}", headers=json_type)
    assert wrong_type.status_code == 415
    # RFC 8259, 8.1: a byte order mark may be passed over.
    marked = b'\xef\xbb\xbf{"text": "a"}'
    assert (await client.post("/v1/articles", content=marked, headers=json_type)).is_success
    unlikely = await client.post("/v1/articles", json={"text": "a", "published_at": "0024-05-01"})
    assert "between 1800-01-01 and 2199-12-31" in unlikely.json()["detail"]
    misspelt = await client.get("/v1/meetings?level=minister")
    assert "'minister' is not one of: " in misspelt.json()["detail"]


async def test_a_body_too_large_is_refused_before_it_is_read(client: Client) -> None:
    headers = {"Content-Type": "application/json"}
    announced = await client.post("/v1/articles", content=b"x" * 50_000_000, headers=headers)
    assert announced.status_code == 413
    assert announced.headers["Content-Type"] == "application/problem+json"


async def test_bodies_are_read_piece_by_piece(settings: Settings, extractor: Extractor) -> None:
    app = create_app(structs.replace(settings, max_body_bytes=10_000), extractor)
    async with app.lifespan():
        # Nobody says how long it is, and it would go on for 50 MB.
        endless = Exchange("/v1/articles", "application/json", [b"x" * 10_000] * 5_000)
        await app(endless.scope(), endless.receive, endless.send)
        assert (endless.status, endless.asked) == (413, 2)

        # A batch may be longer than any article, and its first answers come before its end.
        lines = [json.dumps({"text": f"Fine weather {n}."}).encode() + b"\n" for n in range(600)]
        batch = Exchange("/v1/articles/batch", "application/x-ndjson", lines)
        await app(batch.scope(), batch.receive, batch.send)
        assert (batch.status, len(batch.body.splitlines())) == (200, 600)
        assert batch.asked_before_answer < 600


async def test_a_long_text_keeps_nobody_waiting(settings: Settings, extractor: Extractor) -> None:
    app = create_app(settings, extractor)
    long = {"text": "The ministers held peace talks in Almaty on 10 May 2024. " * 1_000}
    short = {"text": "Fine weather."}
    answered: list[int] = []

    async def send(given: dict[str, str]) -> None:
        exchange = Exchange("/v1/articles", "application/json", [json.dumps(given).encode()])
        await app(exchange.scope(), exchange.receive, exchange.send)
        assert exchange.status == 201
        answered.append(len(given["text"]))

    async with app.lifespan(), asyncio.TaskGroup() as tasks:
        for given in (long, short):
            tasks.create_task(send(given))
    assert answered == [len(short["text"]), len(long["text"])]


class Exchange:
    """One request straight to the application, its body piece by piece as a server would."""

    def __init__(self, path: str, media_type: str, pieces: list[bytes]) -> None:
        self._path, self._media_type, self._pieces = path, media_type, iter(pieces)
        self.asked = self.asked_before_answer = self.status = 0
        self.body = b""

    def scope(self) -> Any:
        return {
            "type": "http",
            "method": "POST",
            "path": self._path,
            "raw_path": self._path.encode(),
            "query_string": b"",
            "headers": [(b"content-type", self._media_type.encode())],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8000),
            "scheme": "http",
            "root_path": "",
            "http_version": "1.1",
        }

    async def receive(self) -> Any:
        self.asked += 1
        piece = next(self._pieces, None)
        more = piece is not None
        return {"type": "http.request", "body": piece or b"", "more_body": more}

    async def send(self, message: Any) -> None:
        self.status = message.get("status", self.status)
        self.body += message.get("body", b"")
        if self.body and not self.asked_before_answer:
            self.asked_before_answer = self.asked
