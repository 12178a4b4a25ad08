"""How many deliveries a second one worker process makes, and what each costs in CPU.

One run, the same machine, the same Redis, the same receiver, the same signed POSTs of 1 kB:
Parley (SQL outbox, queue, attempts log), a bare asyncio sender that signs and keeps nothing (the
limit), and, where they are installed, taskiq-redis, arq and saq with aiohttp:
`python -m bench.alerts --count 10000 --peers FOLDER`.
"""

import argparse
import asyncio
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httptools
import uvloop

from service.domain.addresses import parse_networks
from service.domain.ids import SubscriptionId, event_id, subscription_id
from service.domain.subscriptions import Subscription, make_secret
from service.store import deliveries, subscriptions
from service.store.database import connect, micros
from service.store.migrate import migrate
from tests.servers import redis_server
from workers import signing
from workers.outbound import Outbound

RECEIVERS = 50
SLOTS = 64
SECRET = make_secret(bytes(range(32)), dt.datetime.now(dt.UTC))
BODY = b'{"type":"meeting.announced","data":"' + b"x" * 960 + b'"}'


class _Sink(asyncio.Protocol):
    """Answers every request at once and counts them."""

    count = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._parser = httptools.HttpRequestParser(self)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        _Sink.count += 1
        self._transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")  # type: ignore


async def sink() -> None:
    """Print the port, then the count whenever a line comes in."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(_Sink.count, flush=True)


class Receiver:
    """The sink's process, as seen from here."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.alerts", "--role", "sink"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    def count(self) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("?\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


async def owe(url: str, port: int, count: int) -> None:
    """Fill a database with deliveries that are due."""
    db = await connect(url)
    await migrate(db)
    now = dt.datetime.now(dt.UTC)
    ids: list[SubscriptionId] = []
    async with db.transaction() as tx:
        for n in range(RECEIVERS):
            made = Subscription(
                id=subscription_id(str(n)),
                url=f"http://127.0.0.1:{port}/{n}",
                events=("meeting.announced",),
                secrets=(SECRET,),
                max_concurrent=32,
                max_per_second=1e6,
                created_at=now,
                changed_at=now,
            )
            await subscriptions.add(tx, made)
            ids.append(made.id)
        for n in range(count // RECEIVERS):
            event = event_id(f"bench-{n}")
            await tx.execute(
                "INSERT INTO events (id, type, subject, occurred_at, recorded_at, dedupe_key,"
                " facts, payload) VALUES (:id, 'meeting.announced', 'm', :now, :now, :id, '{}',"
                " :payload)",
                id=event,
                now=micros(now),
                payload=json.dumps({"x": "x" * 960}).encode(),
            )
            await deliveries.fan_out(tx, event, ids, now)
    await db.close()


async def bare(port: int, count: int) -> None:
    """The limit: sign and send, keep nothing. Parley's own client without anything around it."""
    outbound = Outbound(parse_networks(["127.0.0.0/8"]))
    numbers = iter(range(count))

    async def one() -> None:
        for n in numbers:
            headers = signing.headers([SECRET.value], f"msg_{n}", int(time.time()), BODY)
            url = f"http://127.0.0.1:{port}/{n % RECEIVERS}"
            await outbound.send("POST", url, headers.items(), BODY)

    await asyncio.gather(*(one() for _ in range(SLOTS)))
    await outbound.close()


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _process(*args: str, **environ: str) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen([sys.executable, *args], env=os.environ | environ)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _measure(name: str, receiver: Receiver, process: "subprocess.Popen[bytes]", count: int) -> None:
    """Time from the first tenth to the last of what arrives, so that start-up is left out."""
    before = receiver.count()

    def wait(target: int) -> tuple[float, float, int]:
        while process.poll() is None:
            arrived = receiver.count() - before
            if arrived >= target:
                return time.perf_counter(), _cpu(process.pid), arrived
            time.sleep(0.002)
        raise RuntimeError(f"{name} ended")

    start, cpu, first = wait(count // 10)
    end, cpu_end, last = wait(count)
    done = last - first
    print(
        f"{name:24} {done / (end - start):8.0f}/s  {(cpu_end - cpu) / done * 1e6:6.0f} us CPU each",
        flush=True,
    )


def run_parley(receiver: Receiver, redis_url: str, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/parley.db"
        asyncio.run(owe(url, receiver.port, count))
        with _process(
            *("-m", "workers", "deliver"),
            PARLEY_DATABASE_URL=url,
            PARLEY_REDIS_URL=redis_url,
            PARLEY_ALLOWED_NETWORKS="127.0.0.0/8",
            PARLEY_DELIVER_SLOTS=str(SLOTS),
        ) as process:
            _measure("Parley", receiver, process, count)


def run_bare(receiver: Receiver, count: int) -> None:
    with _process("-m", "bench.alerts", "--role", f"bare:{receiver.port}:{2 * count}") as process:
        _measure("bare sender", receiver, process, count)


def run_peers(receiver: Receiver, redis_url: str, count: int, folder: str) -> None:
    for name in ("taskiq_redis", "arq", "saq"):
        role = (name, redis_url, str(receiver.port), str(count))
        with _process("-m", "bench.alert_peers", *role, PYTHONPATH=folder) as process:
            _measure(name, receiver, process, count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", help="a folder where taskiq-redis, arq, saq, aiohttp are")
    parser.add_argument("--role", default="")
    given = parser.parse_args()
    role, *rest = given.role.split(":")
    if role == "sink":
        uvloop.run(sink())
    elif role == "bare":
        uvloop.run(bare(int(rest[0]), int(rest[1])))
    else:
        _all(given.count, given.rounds, given.peers)


def _all(count: int, rounds: int, peers: str | None) -> None:
    receiver = Receiver()
    try:
        for _ in range(rounds):
            with redis_server("--appendonly", "yes") as url:
                run_bare(receiver, count)
                run_parley(receiver, url, count)
                if peers:
                    run_peers(receiver, url, count // 5, peers)
    finally:
        receiver.stop()


if __name__ == "__main__":
    main()
