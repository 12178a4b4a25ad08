"""Ten thousand feeds looked at by one worker, against a server on this machine.

    python -m bench.sources [--feeds 10000] [--fresh 2000] [--engine sqlite:////tmp/x.db]

Each feed has a host of its own (127.x.y.z), so that politeness does not hold the worker back. The
server is a second process; both share the processors. Told are feeds a second when nothing has
changed (304), when each has a new article that is read and kept, and when one in a hundred hangs;
and how fast feeds are parsed beside feedparser, when that is installed.
"""

import argparse
import asyncio
import datetime as dt
import logging
import multiprocessing
import resource
import tempfile
import time
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import ClassVar

import uvloop

from service.domain.addresses import parse_networks
from service.domain.articles import Document
from service.reading import extractor
from service.sources import feeds
from service.sources.new import new_source
from service.store import sources
from service.store.database import Database
from service.store.engines import connect
from service.store.migrate import migrate
from workers.outbound import Outbound
from workers.poll import Poller

TEXTS = Path(__file__).parents[1] / "seeds" / "articles" / "texts"
TIMEOUT = 5.0


def address(number: int) -> str:
    return f"127.{1 + number // 60_000}.{number // 250 % 240}.{1 + number % 250}"


class Server(asyncio.Protocol):
    """A feed for each host; `state` tells whether there is something new, and who hangs."""

    texts: tuple[str, ...] = ()
    state: ClassVar[dict[str, int]] = {"fresh": 0, "hang": 0}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        head = data.decode("latin-1").lower()
        host = head.split("host: ", 1)[1].split("\r\n", 1)[0].split(":")[0]
        number = int(host.split(".")[2]) * 250 + int(host.split(".")[3]) - 1
        if self.state["hang"] and number % self.state["hang"] == 0:
            return
        self.transport.write(self.answer(number, head))  # type: ignore[attr-defined]
        self.transport.close()

    def answer(self, number: int, head: str) -> bytes:
        tag = f'"{self.state["fresh"]}"'
        if f"if-none-match: {tag}" in head:
            return f"HTTP/1.1 304 X\r\netag: {tag}\r\nconnection: close\r\n\r\n".encode()
        body = feed(number, self.state["fresh"], self.texts).encode()
        return (
            f"HTTP/1.1 200 OK\r\netag: {tag}\r\nconnection: close\r\n"
            f"content-type: application/rss+xml\r\ncontent-length: {len(body)}\r\n\r\n"
        ).encode() + body


def feed(number: int, fresh: int, texts: tuple[str, ...]) -> str:
    """A feed of twenty items, of which the first `fresh` came later than the first look."""
    items = "".join(item(number, n, texts) for n in range(fresh))
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'


def item(feed: int, number: int, texts: tuple[str, ...]) -> str:
    text = texts[(feed * 7 + number) % len(texts)]
    return (
        f"<item><title>Report {feed}.{number}</title><link>/{number}</link>"
        f"<guid>{feed}.{number}</guid><pubDate>Mon, 06 May 2024 10:00:00 GMT</pubDate>"
        f"<description><![CDATA[{text}]]></description></item>"
    )


def serve(port: int, texts: tuple[str, ...], pipe: Pipe) -> None:
    Server.texts = texts

    async def run() -> None:
        loop = asyncio.get_running_loop()
        await loop.create_server(Server, "0.0.0.0", port, backlog=4096)
        loop.add_reader(pipe.fileno(), lambda: Server.state.update(pipe.recv()))
        pipe.send("ready")
        await asyncio.Event().wait()

    uvloop.run(run())


async def add(db: Database, count: int, port: int) -> None:
    now = dt.datetime.now(dt.UTC)
    for start in range(0, count, 1000):
        async with db.transaction() as tx:
            for n in range(start, min(start + 1000, count)):
                made = new_source(url=f"http://{address(n)}:{port}/feed", now=now)
                await sources.add(tx, made, now)


async def round_of(db: Database, poller: Poller, most: int, share: float = 1.0) -> float:
    """Make sources due and return the seconds until so large a share of them was looked at."""
    await db.execute(
        "UPDATE sources SET next_poll_at = CASE WHEN id IN (SELECT id FROM sources ORDER BY"
        " created_at, id LIMIT :most) THEN 0 ELSE 9000000000000000 END",
        most=most,
    )
    await db.execute("DELETE FROM source_hosts")
    stop, began = asyncio.Event(), time.perf_counter()
    task = asyncio.create_task(poller.run(stop))
    left = most
    while left > most * (1 - share):
        await asyncio.sleep(0.05)
        left = await db.fetchval("SELECT COUNT(*) FROM sources WHERE next_poll_at = 0") or 0
    seconds = time.perf_counter() - began
    stop.set()
    await task
    return seconds


def parse_rates(texts: tuple[str, ...]) -> None:
    body = feed(1, 20, texts).encode()
    for name, parse in (("parley", ours), ("feedparser", theirs)):
        try:
            parse(body)
        except ImportError:
            print(f"  {name:12} not installed")
            continue
        began, count = time.perf_counter(), 0
        while time.perf_counter() - began < 1.0:
            count += parse(body)
        print(f"  {name:12} {count / (time.perf_counter() - began):9,.0f} items/s")


def ours(body: bytes) -> int:
    return len(feeds.read(body, url="http://news.example/feed"))


def theirs(body: bytes) -> int:
    import feedparser  # type: ignore[import-not-found]

    return len(feedparser.parse(body).entries)


async def measure(args: argparse.Namespace, port: int, pipe: Pipe, engine: str) -> None:
    db = await connect(engine)
    await migrate(db)
    await add(db, args.feeds, port)
    outbound = Outbound(parse_networks(["127.0.0.0/8"]))

    def poller() -> Poller:
        return Poller(db, outbound, None, read, spacing=0.0, timeout=TIMEOUT)

    read = extractor()
    # A language is compiled when the first text in it comes; that is done before the clock runs.
    for text in args.texts:
        read(Document(raw=text))
    seconds = await round_of(db, poller(), args.feeds)
    print(f"  first look, empty feeds   {args.feeds / seconds:7,.0f} feeds/s")
    seconds = await round_of(db, poller(), args.feeds)
    print(f"  unchanged (304)           {args.feeds / seconds:7,.0f} feeds/s")
    pipe.send({"fresh": 1})
    seconds = await round_of(db, poller(), args.fresh)
    kept = await db.fetchval("SELECT COUNT(*) FROM articles")
    print(f"  a new article each        {args.fresh / seconds:7,.0f} feeds/s, {kept} kept")
    seconds = await round_of(db, poller(), args.fresh)
    pipe.send({"fresh": 0, "hang": 100})
    answering = await round_of(db, poller(), args.feeds, 0.99)
    print(f"  1 % hang, the others      {0.99 * args.feeds / answering:7,.0f} feeds/s")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  memory                    {memory:7,.0f} MB")
    await outbound.close()
    await db.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=10_000)
    parser.add_argument("--fresh", type=int, default=2_000)
    parser.add_argument("--engine")
    parser.add_argument("--port", type=int, default=18_097)
    args = parser.parse_args()
    logging.disable(logging.WARNING)
    texts = tuple(t for p in sorted(TEXTS.glob("*.txt")) if len(t := p.read_text("utf-8")) > 1300)
    parse_rates(texts)
    args.texts = texts
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(
        target=serve, args=(args.port, texts, there), daemon=True
    )
    server.start()
    here.recv()
    with tempfile.TemporaryDirectory() as folder:
        engine = args.engine or f"sqlite:///{folder}/bench.db"
        uvloop.run(measure(args, args.port, here, engine))
    server.terminate()


if __name__ == "__main__":
    main()
