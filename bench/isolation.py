"""What one receiver that hangs for ever does to the others: `python -m bench.isolation`.

A stack of its own (SQLite, embedded Redis-protocol server) owes every article to 200 receivers.
Printed are p50 and p99 of the time from the start of an article's POST to its alert's arrival at
the 199 that answer: first while the other one answers too, then while it never does.
"""

import argparse
import asyncio
import contextlib
import re
import time

import httpx

from bench.latency import CITIES, MARK, RUN, TEXT, percentile, stack

_LENGTH = re.compile(rb"content-length: *(\d+)", re.I)
Arrivals = dict[tuple[bytes, int], float]


class Receivers:
    """One server, a path for each receiver; that of `hanging` is never answered."""

    def __init__(self) -> None:
        self.arrived: Arrivals = {}
        self.hanging: bytes | None = None

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of a connection."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                found = _LENGTH.search(head)
                body = await reader.readexactly(int(found.group(1)) if found else 0)
                path, mark = head.split(b" ", 2)[1], MARK.search(body)
                if path == self.hanging:
                    continue
                if mark:
                    self.arrived.setdefault((path, int(mark.group(1))), time.perf_counter())
                writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        writer.close()


async def told(
    client: httpx.AsyncClient, receivers: Receivers, articles: range, others: int, pace: float
) -> list[float]:
    """Post articles, one each `pace` seconds; return how long each alert took to the others."""
    began: dict[int, float] = {}
    receivers.arrived = {}
    for n in articles:
        began[n] = time.perf_counter()
        text = TEXT.format(n=n, run=RUN, city=CITIES[n % len(CITIES)])
        article = {"text": text, "url": f"https://example.org/{RUN}/{n}"}
        (await client.post("/v1/articles", json=article)).raise_for_status()
        await asyncio.sleep(max(0.0, began[n] + pace - time.perf_counter()))
    end = time.perf_counter() + 30
    while time.perf_counter() < end and len(receivers.arrived) < others * len(articles):
        await asyncio.sleep(0.05)
    return [at - began[n] for (path, n), at in receivers.arrived.items() if path != b"/0"]


def show(name: str, waits: list[float], expected: int) -> float:
    """Print the figures of one part; return the p99."""
    late = percentile(waits, 0.99)
    print(
        f"{name:12} {len(waits)} of {expected} arrived"
        f"   p50 {percentile(waits, 0.5) * 1e3:7.1f} ms   p99 {late * 1e3:7.1f} ms"
    )
    return late


async def measure(api: str, count: int, receivers: int, pace: float) -> None:
    """Measure without and with one that hangs."""
    there = Receivers()
    server = await asyncio.start_server(there.handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with httpx.AsyncClient(base_url=api, trust_env=False, timeout=60) as client:
        for n in range(receivers):
            wanted = {"url": f"http://127.0.0.1:{port}/{n}", "events": ["mention.created"]}
            (await client.post("/v1/subscriptions", json=wanted)).raise_for_status()
        expected = count * (receivers - 1)
        await told(client, there, range(2), receivers, pace)
        well = show(
            "undisturbed", await told(client, there, range(2, count + 2), receivers, pace), expected
        )
        there.hanging = b"/0"
        again = range(count + 2, 2 * count + 2)
        hung = show("one hangs", await told(client, there, again, receivers - 1, pace), expected)
        print(f"p99 is {hung / well:.2f} times the undisturbed one")
    server.close()


async def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=30, help="articles in each part")
    parser.add_argument("--receivers", type=int, default=200)
    parser.add_argument("--pace", type=float, default=1.0, help="seconds between two articles")
    options = parser.parse_args()
    async with stack() as api:
        await measure(api, options.count, options.receivers, options.pace)


if __name__ == "__main__":
    asyncio.run(main())
