"""A feed's life, played by a local server: nothing is lost, nothing taken twice or told twice."""

import datetime as dt
import gzip
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from msgspec import structs

from service.alone import SMALL
from service.domain.addresses import parse_networks
from service.domain.articles import Article, Document, Reading
from service.domain.ids import SourceId, source_id
from service.domain.sources import Health, Source, SourceKind, Watched
from service.extraction.extract import Extractor
from service.sources.polling import FAILING_AFTER
from service.store import articles, deliveries, events, revisions, source_items, sources
from service.store.articles import ArticleFilter
from service.store.database import Database
from tests.alerts import subscribe
from tests.receiver import Play, Receiver, Request, receiving
from workers.monitor import Monitor
from workers.outbound import Outbound
from workers.poll import Poller

START = dt.datetime(2024, 5, 10, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def read(extractor: Extractor) -> Callable[[Document], Reading]:
    return extractor.read


def story(city: str, day: int = 12, more: str = "") -> str:
    return (
        f"Armenian, Azerbaijani foreign ministers to meet in {city}\n\n"
        f"YEREVAN, 9 May 2024. The foreign ministers of Armenia and Azerbaijan, Ararat Mirzoyan "
        f"and Jeyhun Bayramov, will meet in {city} on {day} May for talks on a peace treaty, the "
        f"Armenian foreign ministry said on Thursday. {more}"
    )


@dataclass
class Paper:
    """A paper with a feed at /feed and a page for each story; `answer` may play tricks."""

    stories: dict[str, str] = field(default_factory=dict)
    guids: bool = True
    dated: str = "Thu, 09 May 2024 08:00:00 GMT"
    tricks: dict[str, Play] = field(default_factory=dict)
    newest_first: bool = True

    def __call__(self, request: Request) -> Play:
        path = request.path.split("?")[0]
        if path in self.tricks:
            return self.tricks[path]
        if path.startswith("/feed"):
            return self.feed(request)
        if path.removeprefix("/") in self.stories:
            return Play(body=page(self.stories[path.removeprefix("/")]))
        return Play(status=404)

    def feed(self, request: Request) -> Play:
        order = list(self.stories) if self.newest_first else list(reversed(self.stories))
        body = rss("".join(self.item(name) for name in order))
        tag = f'"{hash(body)}"'
        if request.headers.get("if-none-match") == tag:
            return Play(status=304, body=b"")
        return Play(headers=(f"etag: {tag}", "content-type: application/rss+xml"), body=body)

    def item(self, name: str) -> str:
        title, _, text = self.stories[name].partition("\n\n")
        guid = f"<guid isPermaLink='false'>{name}</guid>" if self.guids else ""
        return (
            f"<item><title>{title}</title><link>/{name}?utm_source=feed</link>{guid}"
            f"<pubDate>{self.dated}</pubDate><description>{text[-200:]}</description></item>"
        )


def rss(items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def page(text: str) -> bytes:
    title, _, body = text.partition("\n\n")
    return (
        f"<html><head><title>{title}</title></head><body><nav>Home News Contact</nav><article>"
        f"<h1>{title}</h1><p>{body}</p></article></body></html>"
    ).encode()


@dataclass
class Desk:
    """A poller and a monitor on one database, with a clock that is moved on by hand."""

    db: Database
    read: Callable[[Document], Reading]
    server: Receiver
    paper: Paper
    outbound: Outbound
    now: dt.datetime = START

    def __post_init__(self) -> None:
        self.monitor = Monitor(self.db, now=lambda: self.now)
        self.poller = self.make()

    def make(self, **options: Any) -> Poller:
        usual: dict[str, Any] = {"spacing": 0.0, "timeout": 1.0, "clock": lambda: self.now}
        return Poller(self.db, self.outbound, None, self.read, **(usual | options))

    async def add(self, path: str = "/feed", **values: Any) -> SourceId:
        url = values.pop("url", self.server.url(path))
        source = Source(
            id=source_id(url),
            url=url,
            name="Paper",
            created_at=self.now,
            changed_at=self.now,
            **values,
        )
        async with self.db.transaction() as tx:
            await sources.add(tx, source, self.now)
        return source.id

    async def look(self, times: int = 1) -> None:
        """Look at all sources when each is due, and let the monitor follow."""
        for _ in range(times):
            self.now += dt.timedelta(hours=30)
            await self.poller.once()
        while await self.monitor.work():
            pass

    async def health(self, id: SourceId) -> Health:
        return (await sources.get(self.db, id)).health

    async def kept(self) -> list[Article]:
        found = await articles.find(self.db, ArticleFilter(), limit=100)
        return [a for s in found.items if (a := await articles.get(self.db, s.id))]

    async def told(self) -> Counter[str]:
        found = await events.find(self.db, limit=100)
        return Counter(event.type for event in found.items)

    def asked(self) -> Counter[str]:
        return Counter(request.path.split("?")[0] for request in self.server.requests)


@pytest.fixture
async def desk(db: Database, read: Callable[[Document], Reading]) -> AsyncIterator[Desk]:
    paper = Paper({"a": story("Almaty")})
    outbound = Outbound(parse_networks(["127.0.0.0/8"]))
    async with receiving(paper) as server:
        yield Desk(db, read, server, paper, outbound)
    await outbound.close()


async def test_a_feed_that_lives_on(desk: Desk) -> None:
    """Reordered, re-dated, without guids, under other addresses: it is all the same news."""
    id = await desk.add()
    await desk.look()
    [first] = await desk.kept()
    assert "Home News Contact" not in first.raw
    assert (first.source, first.reading.publisher) == (id, "Paper")
    before = await desk.told()
    assert before["meeting.announced"] == 1
    desk.paper.stories["b"] = story("Geneva", 20, "The talks in Geneva are the second round.")
    await desk.look()
    assert len(await desk.kept()) == 2
    told = await desk.told()
    for change in ("newest_first", "guids"):
        setattr(desk.paper, change, False)
        await desk.look()
    desk.paper.dated = "Fri, 10 May 2024 08:00:00 GMT"
    await desk.look(2)
    assert len(await desk.kept()) == 2
    assert await desk.told() == told
    # Once, and once more later, for edits that the feed does not tell.
    assert desk.asked()["/a"] == desk.asked()["/b"] == 2
    health = await desk.health(id)
    assert (health.seen, health.taken, health.revised, health.failures) == (2, 2, 0, 0)


async def test_big_feeds_and_pages_are_parsed_by_a_process_of_their_own(desk: Desk) -> None:
    paper = desk.paper
    paper.stories["b"] = story("Geneva", 20, "More is to be said of it. " * (SMALL // 20))
    feed = rss(paper.item("a") + paper.item("b")) + b"<!--" + b"x" * SMALL + b"-->"
    paper.tricks["/feed"] = Play(headers=("content-type: application/rss+xml",), body=feed)
    await desk.add()
    await desk.look()
    assert sorted(len(one.raw) > SMALL for one in await desk.kept()) == [False, True]
    assert (await desk.told())["meeting.announced"] == 2


async def test_what_has_not_changed_is_not_sent_again(desk: Desk) -> None:
    id = await desk.add()
    await desk.look(4)
    answers = [status for _, status in desk.server.answered]
    assert answers.count(304) == 3
    assert (await desk.health(id)).interval > 900 * 0.6


async def test_an_edit_is_a_revision_and_only_the_change_is_told(desk: Desk) -> None:
    await desk.add()
    receiver = await subscribe(desk.db, "http://127.0.0.1:9/", events=("meeting.changed",))
    await desk.look()
    [before] = await desk.kept()
    told = await desk.told()
    desk.paper.stories["a"] = story("Almaty", 12, "The ministry gave no further details.")
    await desk.look()
    assert await desk.told() == told
    desk.paper.stories["a"] = story("Almaty", 14, "The ministry gave no further details.")
    await desk.look(2)
    [after] = await desk.kept()
    assert (after.id, after.content_hash) == (before.id, before.content_hash)
    assert "14 May" in after.raw
    kept = await revisions.of_article(desk.db, after.id)
    assert [(r.number, "12 May" in r.raw, "details" in r.raw) for r in kept] == [
        (1, True, False),
        (2, True, True),
    ]
    found = await deliveries.find(desk.db, subscription=receiver.id)
    assert len(found.items) <= 1
    desk.paper.stories["a"] = story("Almaty")
    await desk.look()
    assert [a.raw for a in await desk.kept()] == [before.raw]


@pytest.mark.parametrize(
    ("later", "revised"),
    [
        (page(story("Almaty", 14)), 1),
        (page("Subscribe\n\nPlease log in or subscribe to go on reading. " + "Offer! " * 50), 0),
        (page(story("Almaty")), 0),
    ],
)
async def test_a_page_is_looked_at_once_more(desk: Desk, later: bytes, revised: int) -> None:
    """Its feed says nothing of an edit; a page that asks to log in is no edit."""
    id = await desk.add()
    await desk.look()
    desk.paper.tricks["/a"] = Play(body=later)
    await desk.look(3)
    assert desk.asked()["/a"] == 2
    assert (await desk.health(id)).revised == revised
    [article] = await desk.kept()
    assert len(await revisions.of_article(desk.db, article.id)) == revised
    assert ("14 May" in article.raw) == bool(revised)


async def test_the_past_of_a_new_source_is_kept_and_told_to_nobody(desk: Desk) -> None:
    receiver = await subscribe(desk.db, "http://127.0.0.1:9/", events=("meeting.announced",))
    desk.paper.dated = "Thu, 02 May 2024 08:00:00 GMT"
    await desk.add()
    await desk.look()
    assert (await desk.told())["meeting.announced"] == 1
    assert not (await deliveries.find(desk.db, subscription=receiver.id)).items
    desk.paper.stories = {"b": story("Geneva", 20, "It will be the second round in Geneva.")}
    desk.paper.dated = "Sat, 11 May 2024 08:00:00 GMT"
    await desk.look()
    assert len((await deliveries.find(desk.db, subscription=receiver.id)).items) == 1


BAD: dict[str, Play] = {
    "not found": Play(status=404),
    "error": Play(status=503, headers=("retry-after: 1000",)),
    "no feed": Play(body=b"<html><body>Welcome</body></html>"),
    "nothing": Play(body=b""),
    "gzip bomb": Play(
        headers=("content-encoding: gzip",), body=gzip.compress(b"\0" * 20_000_000, 1)
    ),
    "too long": Play(body=b" " * 10_000_001),
    "not gzip": Play(headers=("content-encoding: gzip",), body=b"<rss></rss>"),
    "brotli bomb": Play(
        headers=("content-encoding: br",), body=brotli.compress(b"\0" * 20_000_000, quality=5)
    ),
    "not brotli": Play(headers=("content-encoding: br",), body=b"<rss></rss>"),
    "half of it": Play(headers=("content-encoding: br",), body=brotli.compress(b"<rss/>" * 99)[:9]),
    "not asked for": Play(headers=("content-encoding: zstd",), body=b"<rss></rss>"),
    "circle": Play(status=301, headers=("location: /feed",)),
    "forbidden place": Play(status=302, headers=("location: http://169.254.169.254/",)),
    "a file": Play(status=302, headers=("location: file:///etc/passwd",)),
    "no HTTP": Play(raw=(b"hello\r\n\r\n",)),
    "reset": Play(reset=True),
    "broken off": Play(raw=(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n<rss>",), close=True),
}


# What a server does wrong is the same to both databases.
on_one_engine = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@on_one_engine
@pytest.mark.parametrize("name", BAD)
async def test_a_feed_that_fails_and_comes_back(desk: Desk, name: str) -> None:
    desk.paper.tricks["/feed"] = BAD[name]
    id = await desk.add()
    await desk.look(2)
    failed = await desk.health(id)
    assert (failed.failures, failed.taken) == (2, 0)
    assert failed.last_error
    assert failed.next_poll_at > desk.now + dt.timedelta(minutes=15)
    del desk.paper.tricks["/feed"]
    await desk.look()
    assert len(await desk.kept()) == 1
    assert (await desk.health(id)).last_error is None


@on_one_engine
async def test_slow_feeds_end_in_time(desk: Desk) -> None:
    desk.poller = desk.make(timeout=0.3)
    desk.paper.tricks["/feed"] = Play(hang=True)
    desk.paper.tricks["/feed2"] = Play(raw=(b"HTTP/1.1 200 OK\r\n\r\n", *[b"<"] * 100), drip=0.02)
    for path in ("/feed", "/feed2"):
        id = await desk.add(path)
    await desk.look()
    assert (await desk.health(id)).failures == 1


async def test_a_feed_that_moves(desk: Desk) -> None:
    desk.paper.tricks["/old"] = Play(status=301, headers=("location: /older",))
    desk.paper.tricks["/older"] = Play(status=308, headers=("location: /feed",))
    desk.paper.tricks["/now"] = Play(status=302, headers=("location: /feed?now",))
    moved, elsewhere = await desk.add("/old"), await desk.add("/now")
    await desk.look(2)
    assert (await desk.health(moved)).address == desk.server.url("/feed")
    assert (await desk.health(elsewhere)).address is None
    assert (desk.asked()["/old"], desk.asked()["/now"]) == (1, 2)
    assert len(await desk.kept()) == 1


async def test_a_feed_that_is_gone_is_disabled_and_told(desk: Desk) -> None:
    receiver = await subscribe(desk.db, "http://127.0.0.1:9/", events=("source.failing",))
    desk.paper.tricks["/feed"] = Play(status=410)
    id = await desk.add()
    await desk.look(3)
    found = await sources.get(desk.db, id)
    assert (found.source.state, found.source.state_reason) == ("disabled", "gone")
    assert desk.asked()["/feed"] == 1
    assert len((await deliveries.find(desk.db, subscription=receiver.id)).items) == 1


async def test_a_source_that_keeps_failing_is_told_once(desk: Desk) -> None:
    receiver = await subscribe(desk.db, "http://127.0.0.1:9/", events=("source.failing",))
    desk.paper.tricks["/feed"] = Play(status=500)
    await desk.add()
    await desk.look(FAILING_AFTER + 3)
    del desk.paper.tricks["/feed"]
    await desk.look()
    assert len((await deliveries.find(desk.db, subscription=receiver.id)).items) == 1
    desk.paper.tricks["/feed"] = Play(status=500)
    await desk.look(FAILING_AFTER)
    assert len((await deliveries.find(desk.db, subscription=receiver.id)).items) == 2


async def test_a_page_that_does_not_come_leaves_the_summary_until_it_does(desk: Desk) -> None:
    desk.paper.tricks["/a"] = Play(status=503)
    id = await desk.add()
    await desk.look()
    [summary] = await desk.kept()
    assert "Bayramov" in summary.raw
    del desk.paper.tricks["/a"]
    await desk.look(2)
    [whole] = await desk.kept()
    assert (whole.id, len(whole.raw) > len(summary.raw)) == (summary.id, True)
    assert desk.asked()["/a"] == 2
    assert (await desk.health(id)).revised == 1


@on_one_engine
async def test_robots_are_heeded_for_pages(desk: Desk) -> None:
    desk.paper.tricks["/robots.txt"] = Play(body=b"User-agent: *\nDisallow: /a\n")
    await desk.add()
    await desk.look(3)
    assert desk.asked()["/a"] == 0
    assert desk.asked()["/robots.txt"] == 1
    assert len(await desk.kept()) == 1


@on_one_engine
async def test_robots_are_heeded_for_a_page_of_links_but_not_for_a_feed(desk: Desk) -> None:
    links = b'<html><body><a href="/a">Talks</a></body></html>'
    desk.paper.tricks["/index"] = Play(body=links)
    rules = b"User-agent: *\nDisallow: /index\nDisallow: /feed\n"
    desk.paper.tricks["/robots.txt"] = Play(body=rules)
    id = await desk.add("/index", kind="page")
    await desk.look(2)
    health = await desk.health(id)
    assert (desk.asked()["/index"], health.failures) == (0, 2)
    assert health.last_error == "blocked: robots.txt does not allow it"
    feed = await desk.add("/feed")
    await desk.look()
    assert (await desk.health(feed)).taken == 1


@on_one_engine
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("sitemap", b"<urlset><url><loc>BASE/a</loc><lastmod>2024-05-09</lastmod></url></urlset>"),
        ("list", b'{"articles": [{"url": "BASE/a", "seendate": "20240509T080000Z"}]}'),
        ("page", b'<html><body><a href="/a">Talks</a> <a href="/about">us</a></body></html>'),
    ],
)
async def test_other_kinds(desk: Desk, kind: SourceKind, body: bytes) -> None:
    base = desk.server.base.encode()
    desk.paper.tricks["/index"] = Play(body=body.replace(b"BASE", base))
    await desk.add("/index", kind=kind, pattern="*/a")
    await desk.look(2)
    [article] = await desk.kept()
    assert article.raw.startswith("Armenian, Azerbaijani")
    assert desk.asked()["/a"] == 2


@on_one_engine
async def test_an_index_of_sitemaps_is_followed_to_its_own_host(desk: Desk) -> None:
    """Though it never changes itself, one of its sitemaps is missing and one packed."""
    base = desk.server.base
    desk.paper.stories["b"] = story("Geneva", 20, "It will be the second round in Geneva.")

    def put(path: str, kind: str, *urls: str) -> None:
        body = "".join(f"<x><loc>{url}</loc></x>" for url in urls).encode()
        body = f"<{kind}>".encode() + body + f"</{kind}>".encode()
        desk.paper.tricks[path] = Play(body=gzip.compress(body) if path.endswith("gz") else body)

    there = (f"{base}/none.xml", f"{base}/1.xml.gz", f"{base}/in.xml", "http://127.0.0.2/2.xml")
    put("/sitemap", "sitemapindex", *there)
    put("/in.xml", "sitemapindex", f"{base}/1.xml.gz")
    put("/1.xml.gz", "urlset", f"{base}/a")
    id = await desk.add("/sitemap", kind="sitemap")
    await desk.look()
    assert len(await desk.kept()) == 1
    put("/1.xml.gz", "urlset", f"{base}/a", f"{base}/b")
    await desk.look()
    assert len(await desk.kept()) == 2
    health = await desk.health(id)
    assert (health.taken, health.failures, desk.asked()["/1.xml.gz"]) == (2, 0, 2)
    del desk.paper.tricks["/1.xml.gz"], desk.paper.tricks["/in.xml"]
    await desk.look()
    assert "answered 404" in str((await desk.health(id)).last_error)


@on_one_engine
async def test_a_folder(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(story("Almaty"), encoding="utf-8")
    (tmp_path / "b.html").write_bytes(page(story("Geneva", 20)))
    (tmp_path / "c.bin").write_bytes(b"\0")
    await desk.add(url=str(tmp_path), kind="folder")
    await desk.look(2)
    assert len(await desk.kept()) == 2
    (tmp_path / "a.txt").write_text(story("Almaty", 14, "A day was changed."), encoding="utf-8")
    await desk.look()
    assert sorted("14 May" in a.raw for a in await desk.kept()) == [False, True]


@on_one_engine
async def test_a_file_that_cannot_be_looked_at_hides_no_other(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(story("Almaty"), encoding="utf-8")
    (tmp_path / ".#b.txt").symlink_to("nowhere")
    id = await desk.add(url=str(tmp_path), kind="folder")
    await desk.look()
    assert (len(await desk.kept()), (await desk.health(id)).failures) == (1, 0)


@on_one_engine
async def test_an_item_that_nobody_can_read_stops_no_other(desk: Desk) -> None:
    desk.paper.stories = {name: story(city) for name, city in (("a", "Almaty"), ("b", "Geneva"))}
    extract = desk.read

    def read(document: Document) -> Reading:
        if "Geneva" in document.raw:
            raise RuntimeError("a text that the reader stumbles over")
        return extract(document)

    desk.read = read
    desk.poller = desk.make()
    id = await desk.add()
    await desk.look(2)
    [kept] = await desk.kept()
    assert "Almaty" in kept.raw
    assert ((await desk.health(id)).failures, desk.asked()["/b"]) == (0, 1)


@on_one_engine
async def test_a_database_that_does_not_answer_is_no_fault_of_the_source(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = await desk.add()

    async def away(*_: object) -> None:
        raise ConnectionRefusedError("no server")

    with monkeypatch.context() as patched:
        patched.setattr(source_items, "known", away)
        await desk.look()
    health = await desk.health(id)
    assert (health.polls, health.failures) == (0, 0)
    await desk.look()
    assert (await desk.health(id)).taken == 1


async def test_two_workers_take_each_source_once_and_a_host_one_at_a_time(desk: Desk) -> None:
    for number in range(6):
        await desk.add(f"/feed{number}")
    desk.now += dt.timedelta(hours=1)
    async with desk.db.transaction() as tx:
        first = await sources.claim(tx, "1", desk.now, dt.timedelta(minutes=5), 10)
    async with desk.db.transaction() as tx:
        second = await sources.claim(tx, "2", desk.now, dt.timedelta(minutes=5), 10)
    assert (len(first), len(second)) == (1, 0)
    await desk.poller.once()
    assert not desk.server.requests
    # The lease of the one that died runs out, and what it had is taken by another.
    desk.now += dt.timedelta(minutes=6)
    await desk.poller.once()
    assert sum(n for path, n in desk.asked().items() if path.startswith("/feed")) == 6
    async with desk.db.transaction() as tx:
        lost = await sources.record(tx, [_looked(first[0])], desk.now, dt.timedelta(0))
    assert lost == []


def _looked(watched: Watched) -> sources.Looked:
    return sources.Looked(watched, structs.replace(watched.health, failures=9))
