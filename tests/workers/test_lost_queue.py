"""What Redis may do to its users: fall back, forget, stall. Alerts arrive, and arrive once."""

import asyncio
import datetime as dt
import itertools
import random
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from redis.asyncio import Redis

from service.queues.connection import open_redis
from service.queues.deliveries import DeliveryQueue
from service.store.database import Database
from tests.alerts import owe, subscribe
from tests.receiver import Play, receiving
from tests.working import now, settled, until, working
from workers.relay import Relay

_numbers = itertools.count(1)


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator["Redis"]:
    client = open_redis(redis_url)
    yield client
    await client.aclose()


@pytest.fixture
def root() -> str:
    return f"lost-{next(_numbers)}"


def later() -> dt.datetime:
    """After what was lost has been missed; nobody wants to wait for that."""
    return now() + dt.timedelta(minutes=1)


async def keys(redis: "Redis", root: str) -> list[str]:
    return sorted([key async for key in redis.scan_iter(f"{root}:*", count=1000)])


async def fall_back(redis: "Redis", root: str, kept: dict[str, bytes]) -> None:
    """Become a replica that had come so far only."""
    await redis.delete(*await keys(redis, root))
    for key, value in kept.items():
        await redis.restore(key, 0, value)


async def dump(redis_url: str, root: str) -> dict[str, bytes]:
    raw = Redis.from_url(redis_url)
    names = [key async for key in raw.scan_iter(f"{root}:*", count=1000)]
    async with raw.pipeline(transaction=True) as pipe:
        for name in names:
            pipe.dump(name)
        values = await pipe.execute()
    await raw.aclose()
    return {key.decode(): value for key, value in zip(names, values, strict=True) if value}


async def test_a_failover_to_a_replica_that_is_behind(
    db: Database, redis: "Redis", redis_url: str, root: str
) -> None:
    async with receiving(lambda request: Play(delay=0.01)) as receiver:
        to = [(await subscribe(db, receiver.url(f"/{n}"), now())).id for n in range(4)]
        await owe(db, 10, to, now())
        async with working(db, redis, root) as queue:
            await until(lambda: len(receiver.requests) > 4)
            kept = await dump(redis_url, root)
            await settled(db, {"delivered": 40})
            # What the new one never heard of was taken in before it took over.
            await owe(db, 5, to, now(), start=10)
            await settled(db, {"delivered": 60})
        await owe(db, 5, to, now(), start=15)
        await Relay(db, queue, now).step()
        await fall_back(redis, root, kept)
        await redis.zadd(f"{root}:{queue.epoch}:alive", {queue.consumer: 0})
        async with working(db, redis, root, later) as again:
            await settled(db, {"delivered": 80})
            await at_rest(again)
        assert again.epoch == queue.epoch
        assert len(receiver.requests) == len(receiver.ids()) == 80


async def at_rest(queue: DeliveryQueue) -> None:
    async with asyncio.timeout(10):
        while any((await queue.work()).values()):
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_keys_are_evicted_at_random(
    db: Database, redis: "Redis", root: str, seed: int
) -> None:
    chance = random.Random(seed)

    async def evict() -> None:
        for key in chance.sample(await keys(redis, root), 4):
            await redis.delete(key)

    async with receiving(lambda request: Play(delay=0.01)) as receiver:
        to = [(await subscribe(db, receiver.url(f"/{n}"), now())).id for n in range(4)]
        await owe(db, 15, to, now())
        async with working(db, redis, root):
            await until(lambda: len(receiver.requests) > 10)
            await evict()
        await evict()
        async with working(db, redis, root, later):
            await settled(db, {"delivered": 60})
        assert len(receiver.requests) == len(receiver.ids()) == 60


@pytest.mark.parametrize("key", ["wait:*", "due", "used", "known", "limits", "alive", "ready"])
async def test_what_waited_in_an_evicted_key_is_missed(
    db: Database, redis: "Redis", root: str, key: str
) -> None:
    async with receiving() as receiver:
        to = await subscribe(db, receiver.url("/"), now(), max_concurrent=1)
        await owe(db, 3, [to.id], now())
        await owe(db, 3, [to.id], now() + dt.timedelta(seconds=1), start=3)
        queue = DeliveryQueue(redis, root)
        await Relay(db, queue, now).step()
        async for name in redis.scan_iter(f"{root}:{queue.epoch}:{key}"):
            await redis.delete(name)
        async with working(db, redis, root, later):
            await settled(db, {"delivered": 6})
        assert len(receiver.requests) == 6


class Stalling:
    """Passes bytes on to a server, until it is told to hold them."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.flowing = asyncio.Event()
        self.flowing.set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(self._path)
        for source, target in ((reader, back), (there, writer)):
            task = asyncio.create_task(self._pipe(source, target))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pipe(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65536):
                await self.flowing.wait()
                target.write(data)
        finally:
            target.close()

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()


@asynccontextmanager
async def stalling(redis_url: str) -> AsyncIterator[tuple[Stalling, "Redis"]]:
    """Yield a proxy before the server, and a client of it that soon loses patience."""
    proxy = Stalling(redis_url.removeprefix("unix://"))
    server = await asyncio.start_server(proxy.handle, "127.0.0.1", 0)
    client = open_redis(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    client.connection_pool.connection_kwargs["socket_timeout"] = 0.4
    try:
        yield proxy, client
    finally:
        await client.aclose()
        proxy.close()
        server.close()


async def test_connections_that_stall_are_given_up_and_work_goes_on_without(
    db: Database, redis_url: str, root: str
) -> None:
    async with stalling(redis_url) as (proxy, client), receiving() as receiver:
        to = [(await subscribe(db, receiver.url(f"/{n}"), now())).id for n in range(2)]
        async with working(db, client, root) as queue:
            await owe(db, 10, to, now())
            await settled(db, {"delivered": 20})
            proxy.flowing.clear()
            await owe(db, 10, to, now(), start=10)
            await settled(db, {"delivered": 40})
            proxy.flowing.set()
            await owe(db, 10, to, now(), start=20)
            await settled(db, {"delivered": 60})
            await at_rest(queue)
        assert len(receiver.requests) == len(receiver.ids()) == 60


async def lay_out_as_before(redis: "Redis", root: str, owed: dict[str, str]) -> str:
    """Write the keys of a queue as the version with streams left them; return their epoch.

    `owed` are deliveries with their subscriptions: one is with a worker that is gone, one on its
    way, one waits for its time, the others wait for a credit.
    """
    run = str((await redis.info("server"))["run_id"])[:12]
    epoch = f"{run}{secrets.token_hex(6)}"
    at = f"{root}:{epoch}:"
    await redis.set(f"{root}:epoch", epoch)
    for lane in ("ready", "slow"):
        await redis.xgroup_create(f"{at}{lane}", "workers", "0", mkstream=True)
    given, ready, later, *waiting = owed.items()
    for id, to in (given, ready):
        await redis.xadd(f"{at}ready", {"d": id, "s": to})
    await redis.xreadgroup("workers", "gone", {f"{at}ready": ">"}, count=1)
    await redis.zadd(f"{at}due", {"|".join(later): 0})
    for id, to in waiting:
        await redis.rpush(f"{at}wait:{to}", id)
    await redis.hset(f"{at}known", mapping=dict.fromkeys(owed, 1))
    await redis.hset(f"{at}limits", mapping=dict.fromkeys(owed.values(), "4 100.000 20 ready"))
    await redis.hset(f"{at}used", given[1], 2)
    await redis.hset(f"{at}tat", given[1], 2**41)
    return epoch


async def test_a_queue_laid_out_by_an_older_version_begins_anew(
    db: Database, redis: "Redis", root: str
) -> None:
    async with receiving() as receiver:
        to = [(await subscribe(db, receiver.url(f"/{n}"), now())).id for n in range(2)]
        await owe(db, 5, to, now())
        rows = await db.fetch("SELECT id, subscription_id FROM deliveries")
        epoch = await lay_out_as_before(redis, root, dict(map(tuple, rows)))
        await db.execute("UPDATE deliveries SET queued = :epoch", epoch=epoch)
        async with working(db, redis, root) as queue:
            await settled(db, {"delivered": 10})
            await at_rest(queue)
            assert queue.epoch != epoch
            assert not [key for key in await keys(redis, root) if epoch in key]
            # A worker of that version beside it finds its streams gone, and lays them out again.
            for start in (5, 10, 15):
                await owe(db, 5, to, now(), start=start)
                await lay_out_as_before(redis, root, dict(map(tuple, rows)))
                await settled(db, {"delivered": 2 * start + 10})
            await at_rest(queue)
        assert len(receiver.requests) == len(receiver.ids()) == 40
