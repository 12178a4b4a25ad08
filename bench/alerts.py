"""How many deliveries a second one worker process makes, and what each costs it in CPU.

One run, the same machine, Redis, receiver and signed POSTs of 1 kB: a bare asyncio sender that
signs and keeps nothing (the limit, with our own client), Parley, and, where installed, aiohttp
alone and taskiq-redis, arq, saq with it: `python -m bench.alerts --peers FOLDER`. The bare sender
is tried with several numbers of requests at once, Parley has its default (PARLEY_DELIVER_SLOTS),
the peers BENCH_AT_ONCE. Printed is the median of the rounds.

All write the body of each delivery, sign it when it is sent, wait as long for an answer, look at
its status and try again what is not 2xx (the bare ones stop there); how often is in SQL with Parley
and in Redis with the peers. They do not do the same besides: Parley takes each delivery out of SQL,
writes the attempt and how it ended into SQL, keeps rates and credits of each receiver, and loses
nothing with Redis; the peers keep their jobs in Redis alone and write nothing down, which favours
them. `taskiq_redis+sql` reads its delivery from SQLite and writes how it ended there, as a job that
is to do the same must. The CPU is that of the sending process with all its threads; that of the
receiver and of Redis is not in it.
"""

import argparse
import asyncio
import datetime as dt
import json
import os
import statistics
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
from service.store.database import micros
from service.store.engines import connect
from service.store.migrate import migrate
from tests.servers import redis_server
from workers import signing
from workers.outbound import USER_AGENT, Outbound
from workers.render import render

RECEIVERS = 50
SLOTS = int(os.environ.get("PARLEY_DELIVER_SLOTS", "512"))  # of Parley
AT_ONCE = int(os.environ.get("BENCH_AT_ONCE", "256"))  # of the peers
BARE = (128, 256, SLOTS)
PEERS = ("bare aiohttp", "taskiq_redis", "taskiq_redis+sql", "arq", "saq")
LOOK = 0.01
SECRET = make_secret(bytes(range(32)), dt.datetime.now(dt.UTC))
PAYLOAD = json.dumps({"x": "x" * 960}).encode()
NOW = dt.datetime.now(dt.UTC)
TIMEOUT = 15.0
HEADERS = {"content-type": "application/json", "user-agent": USER_AGENT, "parley-attempt": "1"}

Figures = dict[str, list[tuple[float, float]]]


def body_of(said: bytes) -> bytes:
    """Return what is sent of an event."""
    return render("standard", "meeting.announced", "e", "m", NOW, said).body


def signed(number: int, body: bytes) -> dict[str, str]:
    """Return the headers of a POST of a body, signed now."""
    return HEADERS | signing.headers([SECRET.value], f"dlv_{number:016}", int(time.time()), body)


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
                payload=PAYLOAD,
            )
            await deliveries.fan_out(tx, event, ids, now)
    await db.close()


async def bare(port: int, count: int, at_once: int) -> None:
    """The limit: write a body, sign and send it, keep nothing.

    It is Parley's own client, with its deadlines and its parser, without anything around it.
    """
    outbound = Outbound(parse_networks(["127.0.0.0/8"]))
    numbers = iter(range(count))

    async def one() -> None:
        for n in numbers:
            url = f"http://127.0.0.1:{port}/{n % RECEIVERS}"
            body = body_of(PAYLOAD)
            headers = signed(n, body).items()
            answer = await outbound.send("POST", url, headers, body, timeout=TIMEOUT)
            assert answer.status == 200

    await asyncio.gather(*(one() for _ in range(at_once)))
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
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Bench:
    """The rounds, and what they gave: deliveries a second and CPU seconds each, by sender."""

    def __init__(self, receiver: Receiver, redis_url: str, figures: Figures) -> None:
        self._receiver = receiver
        self._redis_url = redis_url
        self._figures = figures

    def _measure(self, name: str, process: "subprocess.Popen[bytes]", count: int) -> None:
        """Measure without the first and the last tenth of what arrives."""
        before = self._receiver.count()

        def wait(target: int) -> tuple[float, float, int]:
            while process.poll() is None:
                arrived = self._receiver.count() - before
                if arrived >= target:
                    return time.perf_counter(), _cpu(process.pid), arrived
                time.sleep(LOOK)
            raise RuntimeError(f"{name} ended")

        start, cpu, first = wait(count // 10)
        end, cpu_end, last = wait(count * 9 // 10)
        done = last - first
        self._figures.setdefault(name, []).append((done / (end - start), (cpu_end - cpu) / done))

    def bare(self, count: int, at_once: int) -> None:
        """Send by the limit."""
        role = f"bare:{self._receiver.port}:{2 * count}:{at_once}"
        with _process("-m", "bench.alerts", "--role", role) as process:
            self._measure(f"bare, {at_once} at once", process, count)

    def parley(self, count: int) -> None:
        """Send by a worker of Parley."""
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/parley.db"
            asyncio.run(owe(url, self._receiver.port, count))
            with _process(
                *("-m", "workers", "deliver"),
                PARLEY_DATABASE_URL=url,
                PARLEY_REDIS_URL=self._redis_url,
                PARLEY_ALLOWED_NETWORKS="127.0.0.0/8",
                PARLEY_DELIVER_SLOTS=str(SLOTS),
                PARLEY_LOG_LEVEL="warning",
            ) as process:
                self._measure("Parley", process, count)

    def peer(self, name: str, count: int, folder: str) -> None:
        """Send by a worker of another queue."""
        role = (name, self._redis_url, str(self._receiver.port), str(count))
        with _process("-m", "bench.alert_peers", *role, PYTHONPATH=folder) as process:
            self._measure(name, process, count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", help="a folder where taskiq-redis, arq, saq, aiohttp are")
    parser.add_argument("--role", default="")
    given = parser.parse_args()
    role, *rest = given.role.split(":")
    if role == "sink":
        uvloop.run(sink())
    elif role == "bare":
        uvloop.run(bare(*map(int, rest)))
    else:
        _all(given.count, given.rounds, given.peers)


def _all(count: int, rounds: int, peers: str | None) -> None:
    receiver = Receiver()
    figures: Figures = {}
    try:
        for _ in range(rounds):
            with redis_server("--appendonly", "yes") as url:
                bench = Bench(receiver, url, figures)
                for at_once in BARE:
                    bench.bare(2 * count, at_once)
                bench.parley(count)
                for name in PEERS if peers else ():
                    bench.peer(name, count // 5, peers or "")
    finally:
        receiver.stop()
    _show(figures)


def _show(figures: Figures) -> None:
    """Print the medians, and how Parley stands to each in both."""
    middle = {
        name: (statistics.median(r for r, _ in all), statistics.median(c for _, c in all))
        for name, all in figures.items()
    }
    rate, cpu = middle["Parley"]
    for name, (other, its_cpu) in middle.items():
        print(
            f"{name:18} {other:8.0f}/s {its_cpu * 1e6:6.0f} us CPU each"
            f"   Parley makes {rate / other:5.2f} times as many at {cpu / its_cpu:5.2f} of the CPU"
        )


if __name__ == "__main__":
    main()
