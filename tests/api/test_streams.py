"""The stream of events: from now on or from where one was, in order, within bounds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from service.api import streams
from service.api.examples import TALKS
from service.app import create_app
from service.extraction.extract import Extractor
from service.settings import Settings
from service.store.database import Database
from tests.api.test_meetings import HELD
from workers.monitor import Monitor

Told = list[dict[str, str]]


class Listener:
    """Reads a stream as a browser does."""

    def __init__(self) -> None:
        self.status = 0
        self.told: Told = []
        self.beats = 0
        self.more = asyncio.Event()

    async def take(self, message: Any) -> None:
        self.status = message.get("status", self.status)
        for frame in message.get("body", b"").decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in frame.split("\n") if ": " in line)
            self.beats += frame == ":"
            if "data" in lines:
                self.told.append(lines)
        self.more.set()

    async def until(self, count: int) -> Told:
        async with asyncio.timeout(10):
            while len(self.told) < count:
                self.more.clear()
                await self.more.wait()
        return self.told


@asynccontextmanager
async def serving(
    settings: Settings, extractor: Extractor
) -> AsyncIterator[tuple[Litestar, httpx.AsyncClient]]:
    """An API in the test's own loop: the usual client gives whole answers only."""
    app = create_app(settings, extractor)
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    # A stream that should be refused, and is not, goes on for an hour.
    async with (
        asyncio.timeout(60),
        app.lifespan(),
        httpx.AsyncClient(transport=transport, base_url="http://t") as client,
    ):
        yield app, client


@asynccontextmanager
async def listening(app: Litestar, query: str = "", last: str = "") -> AsyncIterator[Listener]:
    listener, leave = Listener(), asyncio.Event()

    async def receive() -> Any:
        await leave.wait()
        return {"type": "http.disconnect"}

    path = "/v1/events/stream"
    scope: Any = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode()}
    scope |= {"query_string": query.encode(), "http_version": "1.1", "scheme": "http"}
    scope |= {"headers": [(b"last-event-id", last.encode())] if last else [], "root_path": ""}
    scope |= {"server": ("testserver", 80), "client": ("127.0.0.1", 1), "extensions": {}}
    answering = asyncio.create_task(app(scope, receive, listener.take))
    async with asyncio.timeout(10):
        await listener.more.wait()
    try:
        yield listener
    finally:
        leave.set()
        async with asyncio.timeout(10):
            await answering


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LOOK", 0.02)


async def test_a_stream_tells_what_comes_and_goes_on_where_it_broke_off(
    settings: Settings, extractor: Extractor, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(settings, extractor) as (app, client):
        monitor = Monitor(db)
        await client.post("/v1/articles", json={"text": TALKS})
        await monitor.work()
        listed = (await client.get("/v1/events?limit=100")).json()
        before = [event["id"] for event in listed["items"]]

        monkeypatch.setattr(streams, "BEAT", 0.05)
        async with listening(app) as fresh, listening(app, "type=meeting.held") as held:
            async with asyncio.timeout(10):
                while not fresh.beats:
                    await asyncio.sleep(0.01)
            assert fresh.told == []
            await client.post("/v1/articles", json={"text": HELD})
            await monitor.work()
            listed = (await client.get(f"/v1/events?cursor={listed['next_cursor']}")).json()
            news = await fresh.until(len(listed["items"]))
        assert [msgspec.json.decode(frame["data"]) for frame in news] == listed["items"]
        assert {frame["event"] for frame in held.told} <= {"meeting.held"}

        async with listening(app, last=news[0]["id"]) as again:
            assert await again.until(len(news) - 1) == news[1:]
        async with listening(app, f"cursor={listed['next_cursor']}") as none:
            assert none.told == []
        first = (await client.get("/v1/events?limit=1")).json()["next_cursor"]
        async with listening(app, f"cursor={first}") as whole:
            ids = [
                msgspec.json.decode(frame["data"])["id"]
                for frame in await whole.until(len(before) + len(news) - 1)
            ]
        assert ids[: len(before) - 1] == before[1:]


async def test_streams_are_bounded_and_wrong_places_refused(
    settings: Settings, extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(settings, extractor) as (app, client):
        monkeypatch.setattr(streams, "places", streams.Places(1))
        for _ in range(2):
            async with listening(app) as one:
                assert one.status == 200
                refused = await client.get("/v1/events/stream")
                assert refused.status_code == 503
                assert refused.headers["Retry-After"]
        for wrong in ("cursor=none", "type=none"):
            assert (await client.get(f"/v1/events/stream?{wrong}")).status_code == 400
