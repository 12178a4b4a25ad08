"""How long from the POST of an article to the alert at the receiver: `python -m bench.latency`.

Starts a stack of its own (SQLite, embedded Redis-protocol server) unless --api names a running
one, subscribes a receiver on loopback, posts articles at a steady rate, and prints p50 and p99 of
the time from the start of the POST to the alert's arrival, beside that of the POST alone.
"""

import argparse
import asyncio
import contextlib
import os
import re
import signal
import socket
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator

import httpx

CITIES = ("Geneva", "Almaty", "Brussels", "Berlin", "Vienna", "Prague", "Oslo", "Doha", "Muscat")
TEXT = (
    "Ministers meet for round {n} of peace talks\n\n"
    "{city}, March 3, 2025. The foreign ministers of Armenia and Azerbaijan, Ararat Mirzoyan and"
    " Jeyhun Bayramov, held talks on a peace treaty in {city} on Monday, item {n} of the day {run}."
    " They agreed to continue the negotiations on the border and the release of prisoners."
)
RUN = uuid.uuid4().hex[:8]  # so that a record can be measured on again
MARK = re.compile(rb"https://example\.org/%s/(\d+)" % RUN.encode())


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.asynccontextmanager
async def stack() -> AsyncIterator[str]:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as data:
        env = {**os.environ, "PARLEY_DATA": data, "PARLEY_PORT": str(port)}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "service.cli", "up"), env=env, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        async for line in process.stdout:
            if b"Parley is up" in line:
                break
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            await process.wait()


class Receiver:
    def __init__(self) -> None:
        self.arrived: dict[int, float] = {}

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                found = re.search(rb"content-length: *(\d+)", head, re.I)
                body = await reader.readexactly(int(found.group(1)) if found else 0)
                now = time.perf_counter()
                writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
                mark = MARK.search(body)
                if mark:
                    self.arrived.setdefault(int(mark.group(1)), now)
        writer.close()


async def measure(api: str, count: int, rate: float) -> None:
    receiver = Receiver()
    server = await asyncio.start_server(receiver.handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    began: dict[int, float] = {}
    posts: list[float] = []
    async with httpx.AsyncClient(base_url=api, trust_env=False, timeout=30) as client:
        # Its own limits would have the alerts wait; what is measured here is the way to them.
        wanted = {
            "url": f"http://127.0.0.1:{port}/",
            "events": ["mention.created"],
            "max_per_second": 1000,
            "max_concurrent": 32,
        }
        made = (await client.post("/v1/subscriptions", json=wanted)).raise_for_status().json()
        for n in range(count):
            text = TEXT.format(n=n, run=RUN, city=CITIES[n % len(CITIES)])
            began[n] = time.perf_counter()
            answer = await client.post(
                "/v1/articles", json={"text": text, "url": f"https://example.org/{RUN}/{n}"}
            )
            assert answer.status_code == 201, answer.text
            posts.append(time.perf_counter() - began[n])
            await asyncio.sleep(max(0.0, 1 / rate - posts[-1]))
        for _ in range(300):
            if len(receiver.arrived) == count:
                break
            await asyncio.sleep(0.05)
        await client.delete(f"/v1/subscriptions/{made['id']}")
    server.close()
    waits = [receiver.arrived[n] - began[n] for n in receiver.arrived]
    print(f"{len(waits)} of {count} alerts arrived, {rate:g} articles/s")
    for name, values in (("POST answered", posts), ("alert received", waits)):
        print(
            f"{name:15} p50 {percentile(values, 0.5) * 1e3:7.1f} ms"
            f"   p99 {percentile(values, 0.99) * 1e3:7.1f} ms"
        )


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--api", help="a running stack; without it one is started")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--rate", type=float, default=20.0, help="articles per second")
    options = parser.parse_args()
    if options.api:
        await measure(options.api, options.count, options.rate)
        return
    async with stack() as api:
        await measure(api, options.count, options.rate)


if __name__ == "__main__":
    asyncio.run(main())
