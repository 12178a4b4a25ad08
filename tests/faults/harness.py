"""Deliveries under fire: workers killed and frozen, Redis flushed and killed, the database cut.

In most rounds faults come on top of each other, in some each waits until the one before can show no
more; so what holds after one fault is looked at as well as what holds after several.
"""

import asyncio
import contextlib
import datetime as dt
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import asyncpg

from service.domain.subscriptions import Subscription
from service.queues.connection import open_redis
from service.queues.deliveries import DeliveryQueue
from service.store.database import Database
from service.store.engines import connect
from tests.alerts import owe, subscribe
from tests.faults.checks import OVER, Ran, wrong
from tests.faults.fleet import SLOTS, Fleet, fleet
from tests.faults.overlaps import Overlaps
from tests.faults.redis import MortalRedis, mortal_redis
from tests.receiver import Play, Receiver, Request, receiving
from workers.signing import BadSignature, verify

LEAST = 40  # events, however slow the machine
WORKERS = 3
ENDPOINTS = 24
FREEZE = 7.0
TIMEOUT = 1.0
NOTICE = 2.0  # in which any worker that is awake learns that the queue is another
BOUND = 60.0
BACKLOG = 2000
_PASSES = 4
FAULTS = (
    sqlite3.OperationalError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)


class Pace(NamedTuple):
    """Seconds from one event, told to all endpoints, to the next; least and most between faults."""

    events: float = 0.1
    faults: tuple[float, float] = (0.5, 1.5)


FAST = Pace()


class Harness:
    """One run over a database; all chance comes from the seed."""

    def __init__(self, database_url: str, log: Path, seed: int, pace: Pace = FAST) -> None:
        self._url = database_url
        self._log = log
        self._pace = pace
        self._random = random.Random(seed)
        self._thaws: list[tuple[float, int]] = []
        self._overlaps = Overlaps(NOTICE + TIMEOUT)
        self._counting: set[asyncio.Task[None]] = set()

    async def run(self, seconds: float) -> tuple[Ran, list[str]]:
        """Deliver and break things for so long, let all come to rest, and check.

        It goes on until everything has been broken once, and some events have been told.
        """
        db = await connect(self._url)
        with mortal_redis() as redis, fleet(self._url, redis.url, self._log, TIMEOUT) as workers:
            async with receiving(self._behave) as receiver, receiving() as canary:
                to = await self._subscribe(db, receiver, canary)
                ran = Ran(to, 0, receiver, canary, slots=SLOTS, faults=Counter())
                self._ran = ran
                for _ in range(WORKERS):
                    workers.start()
                await self._fire(db, redis, workers, seconds)
                self._recover(workers)
                await self._rest(db)
                workers.stop()
                queue = DeliveryQueue(open_redis(redis.url))
                await queue.sync()
                found = await wrong(db, queue, ran)
                await queue._redis.aclose()
        await db.close()
        return ran, found

    async def _subscribe(
        self, db: Database, receiver: Receiver, canary: Receiver
    ) -> list[Subscription]:
        now = dt.datetime.now(dt.UTC)
        options = {"retry_waits": (1,) * 60, "max_per_second": 1000.0}
        denied = canary.base.replace("127.0.0.1", "127.0.0.2")
        paths = [receiver.url(f"/{kind}/{n}") for n, kind in enumerate(self._kinds())]
        made = [await subscribe(db, path, now, **options) for path in paths]
        made.append(await subscribe(db, denied, now, retry_waits=(1,), max_per_second=1000.0))
        return made

    def _kinds(self) -> list[str]:
        return ["hang", "drip", "abort"] + ["well"] * (ENDPOINTS - 3)

    def _behave(self, request: Request) -> Play:
        self._check(request)
        self._counting.add(task := asyncio.ensure_future(self._count(request.path)))
        task.add_done_callback(self._counting.discard)
        kind, chance = request.path.split("/")[1], self._random.random()
        if kind == "hang" and chance < 0.1:
            return Play(hang=True)
        if kind == "drip":
            return Play(raw=(b"HTTP/1.1 200 OK\r\nx:", b" y\r\n", b"\r\n"), drip=0.05, close=True)
        if kind == "abort" and chance < 0.2:
            return Play(reset=True, delay=0.01)
        if chance < 0.1:
            return Play(500)
        if chance < 0.13:
            return Play(reset=True)
        return Play(delay=self._random.uniform(0.002, 0.12))

    def _check(self, request: Request) -> None:
        secret = self._ran.subscriptions[0].secrets[0].value
        try:
            verify([secret], request.headers, request.body, time.time())
        except BadSignature as error:
            self._ran.bad_signatures.append(f"{request.id}: {error}")

    async def _count(self, path: str) -> None:
        """Note how many requests stand side by side; those that have just ended take a moment."""
        least = len(self._ran.receiver.requests)
        for _ in range(_PASSES):
            await asyncio.sleep(0)
            least = min(least, self._ran.receiver.running[path])
        faults = self._overlaps.count(time.monotonic())
        most = self._ran.side_by_side
        most[faults] = max(most.get(faults, 0), least)

    async def _fire(self, db: Database, redis: MortalRedis, workers: Fleet, seconds: float) -> None:
        faults: dict[str, Callable[[], Awaitable[None]]] = {
            "kill": lambda: self._end(workers, signal.SIGKILL),
            "term": lambda: self._end(workers, signal.SIGTERM),
            "freeze": lambda: self._freeze(workers),
            "flush": lambda: self._flush(redis),
            "redis": lambda: self._restart(redis),
            "cut": lambda: self._cut(db),
        }
        end = time.monotonic() + seconds
        again = time.monotonic() + 2
        left: list[str] = []
        ran, rounds = self._ran, 0
        while time.monotonic() < end or len(ran.faults) < len(faults) or ran.events < LEAST:
            await self._feed(db)
            self._thaw(workers)
            now = time.monotonic()
            # The second round of each four is one by one.
            if now > again and (rounds % 4 != 2 or not self._overlaps.count(now)):
                again = now + self._random.uniform(*self._pace.faults)
                if not left:
                    left, rounds = self._random.sample(list(faults), len(faults)), rounds + 1
                name = left.pop()
                ran.faults[name] += 1
                await faults[name]()
            await asyncio.sleep(self._pace.events)

    async def _feed(self, db: Database) -> None:
        now = dt.datetime.now(dt.UTC)
        try:
            # A machine that is busy with other things is not flooded: this is about faults.
            if await _unfinished(db) > BACKLOG:
                return
            await owe(db, 1, [s.id for s in self._ran.subscriptions], now, self._ran.events)
        except FAULTS:
            return  # The database is cut or locked by who is frozen; the next round tries again.
        self._ran.events += 1

    async def _end(self, workers: Fleet, how: signal.Signals) -> None:
        index = self._random.randrange(len(workers.processes))
        process = workers.processes[index]
        process.send_signal(signal.SIGCONT)
        self._overlaps.end(process.pid, time.monotonic())
        self._ran.late += not await asyncio.to_thread(workers.end, index, how)
        workers.start()

    async def _freeze(self, workers: Fleet) -> None:
        process = self._random.choice(workers.processes)
        self._overlaps.begin(process.pid, time.monotonic(), freezes=True)
        process.send_signal(signal.SIGSTOP)
        self._thaws.append((time.monotonic() + FREEZE, process.pid))

    def _thaw(self, workers: Fleet, *, everyone: bool = False) -> None:
        for process in workers.processes:
            due = [at for at, pid in self._thaws if pid == process.pid]
            if everyone or (due and max(due) < time.monotonic()):
                process.send_signal(signal.SIGCONT)
                self._overlaps.end(process.pid, time.monotonic())
                self._thaws = [one for one in self._thaws if one[1] != process.pid]

    async def _flush(self, redis: MortalRedis) -> None:
        client = open_redis(redis.url)
        with self._losing():
            await client.flushall()
        await client.aclose()

    async def _restart(self, redis: MortalRedis) -> None:
        with self._losing():
            redis.kill()
            await asyncio.sleep(self._random.uniform(0, 1.5))
            await asyncio.to_thread(redis.start)

    @contextlib.contextmanager
    def _losing(self) -> Iterator[None]:
        """The queue is lost, and what it knew of requests under way."""
        loss = object()
        self._overlaps.begin(loss, time.monotonic())
        yield
        self._overlaps.end(loss, time.monotonic())

    async def _cut(self, db: Database) -> None:
        """Break all connections to PostgreSQL; hold the one lock of SQLite for a while."""
        if db.dialect == "postgres":
            await db.fetch(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <>"
                " pg_backend_pid() AND datname = current_database() AND backend_type ="
                " 'client backend' AND pid NOT IN (SELECT pg_backend_pid())"
            )
            return
        async with db.transaction():
            await asyncio.sleep(1.0)

    def _recover(self, workers: Fleet) -> None:
        self._thaw(workers, everyone=True)
        while len(workers.processes) < WORKERS:
            workers.start()

    async def _rest(self, db: Database) -> None:
        """Wait until all is done, or nothing has been for a long while."""
        left, end = -1, time.monotonic() + BOUND
        while left and time.monotonic() < end:
            await asyncio.sleep(0.2)
            with contextlib.suppress(*FAULTS):
                before, left = left, await _unfinished(db)
                if left != before:
                    end = time.monotonic() + BOUND


async def _unfinished(db: Database) -> int:
    places = ", ".join(f"'{state}'" for state in OVER)
    count: int = await db.fetchval(f"SELECT COUNT(*) FROM deliveries WHERE state NOT IN ({places})")
    return count
