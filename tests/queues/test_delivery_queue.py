"""The delivery queue against a real server: credits, rates, pauses, and what breaks it."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Sequence

import pytest
from redis.asyncio import Redis

from service.errors import Unavailable
from service.queues.connection import Stale, open_redis
from service.queues.deliveries import Admission, Completion, DeliveryQueue, Entry, Limits, Standing
from tests.servers import redis_server

_numbers = itertools.count(1)
FAST = Limits(cap=4, per_second=1e6)


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator["Redis"]:
    client = open_redis(redis_url)
    yield client
    await client.aclose()


@pytest.fixture
async def queue(redis: "Redis") -> DeliveryQueue:
    made = DeliveryQueue(redis, f"queue-{next(_numbers)}")
    await made.sync()
    return made


async def admit(
    queue: DeliveryQueue, ids: Sequence[str], to: str = "s", wait: int = 0, limits: Limits = FAST
) -> None:
    await queue.admit([Admission(id, to, wait) for id in ids], {to: limits})


async def read(queue: DeliveryQueue, slow: int = 0) -> list[Entry]:
    return await queue.read(100, slow, 0)


def names(entries: Sequence[Entry]) -> list[str]:
    return [entry.delivery for entry in entries]


async def empty(queue: DeliveryQueue) -> bool:
    return not any((await queue.work()).values())


async def test_credits_bound_what_is_given_out_and_pass_on(queue: DeliveryQueue) -> None:
    await admit(queue, [f"a{n}" for n in range(10)], "a")
    await admit(queue, [f"a{n}" for n in range(10)], "a")
    await admit(queue, ["b0"], "b")
    given = await read(queue)
    assert names(given) == ["a0", "a1", "a2", "a3", "b0"]
    assert await read(queue) == []
    for _ in range(2):
        # Ending an entry twice gives one credit back.
        await queue.turn([Completion(entry) for entry in given[:2]])
    more = await read(queue)
    assert names(more) == ["a4", "a5"]
    await queue.turn([Completion(entry) for entry in (*given[2:], *more)])
    rest = await read(queue)
    assert names(rest) == ["a6", "a7", "a8", "a9"]
    await queue.turn([Completion(entry) for entry in rest])
    assert await empty(queue)


async def test_who_has_many_waiting_goes_before_nobody(queue: DeliveryQueue) -> None:
    owed = {"a": ["a0", "a1", "a2"], "b": ["b0"], "c": ["c0", "c1"]}
    admissions = [Admission(id, to, 0) for to, ids in owed.items() for id in ids]
    await queue.admit(admissions, dict.fromkeys(owed, FAST))
    given = names(await read(queue))
    assert [set(given[:3]), set(given[3:5]), set(given[5:])] == [
        {"a0", "b0", "c0"},
        {"a1", "c1"},
        {"a2"},
    ]


async def test_what_is_due_later_waits_and_may_be_called_earlier(queue: DeliveryQueue) -> None:
    await admit(queue, ["x"], wait=60_000)
    assert 59 < (await queue.promote() or 0) <= 60
    assert await read(queue) == []
    await admit(queue, ["x"], wait=120_000)
    assert (await queue.promote() or 0) <= 60
    await admit(queue, ["x"], wait=0)
    assert await queue.promote() is None
    [entry] = await read(queue)
    await queue.turn([Completion(entry, wait_ms=60_000)])
    left = {"known": 1, "due": 1, "used": 0, "held": 0, "ready": 0, "slow": 0}
    assert await queue.work() == left


async def test_a_rate_lets_a_burst_go_and_then_one_at_a_time(queue: DeliveryQueue) -> None:
    began = time.monotonic()
    await admit(queue, [f"r{n}" for n in range(30)], limits=Limits(cap=100, per_second=10))
    assert len(await read(queue)) == 20
    wait = await queue.promote()
    assert wait is not None
    assert 0 < wait <= 0.1
    await asyncio.sleep(wait + 0.005)
    await queue.promote()
    more = len(await read(queue))
    assert 1 <= more <= 1 + 10 * (time.monotonic() - began)


async def test_a_pause_holds_all_and_a_probe_is_alone(queue: DeliveryQueue) -> None:
    await admit(queue, [f"p{n}" for n in range(9)])
    given = await read(queue)
    probe = Limits(cap=1, per_second=1e6)
    await queue.turn([Completion(entry, -1, Standing(150, probe.encode())) for entry in given])
    assert await read(queue) == []
    await asyncio.sleep(0.2)
    assert await queue.promote() is None
    [only] = await read(queue)
    await queue.turn([Completion(only, -1, Standing(0, FAST.encode()))])
    assert len(await read(queue)) == 4


async def test_slow_receivers_queue_apart(queue: DeliveryQueue) -> None:
    await admit(queue, ["s0", "s1"], "slow", limits=Limits(4, 1e6, slow=True))
    await admit(queue, ["f0"], "fast")
    assert names(await read(queue)) == ["f0"]
    assert names(await queue.read(100, 1, 0)) == ["s0"]
    assert names(await queue.read(100, 1, 0)) == ["s1"]


async def test_what_a_dead_process_held_is_taken_over(redis: "Redis") -> None:
    root = f"queue-{next(_numbers)}"
    one, two = DeliveryQueue(redis, root), DeliveryQueue(redis, root)
    await one.sync()
    await two.sync()
    await one.beat()
    await admit(one, ["d0", "d1", "d2", "d3", "d4"])
    given = await read(one)
    assert await two.reclaim(60_000, 10) == []
    await one.leave()
    taken = await two.reclaim(60_000, 10)
    assert sorted(names(taken)) == sorted(names(given))
    await two.turn([Completion(entry) for entry in taken])
    await one.turn([Completion(entry) for entry in given])
    assert names(await read(two)) == ["d4"]
    await asyncio.sleep(0.02)
    assert names(await one.reclaim(10, 10)) == ["d4"]


async def test_a_flush_or_damage_begins_a_new_epoch(redis: "Redis", queue: DeliveryQueue) -> None:
    root = queue._root
    await admit(queue, ["x"])
    [entry] = await read(queue)
    before = queue.epoch
    for damage in (
        lambda epoch: redis.delete(f"{root}:epoch"),
        lambda epoch: redis.delete(f"{epoch}:held"),
        lambda epoch: redis.set(f"{epoch}:ready", "planted"),
        lambda epoch: redis.flushall(),
    ):
        await damage(f"{root}:{before}")
        with pytest.raises(Stale):
            await use(queue)
        assert await queue.sync(broken=True)
        other = DeliveryQueue(redis, root)
        other.epoch = before
        with pytest.raises(Stale):
            await other.turn([Completion(entry)])
        await admit(queue, ["x"])
        assert names(await read(queue)) == ["x"]
        assert [key async for key in redis.scan_iter(f"{root}:{before}:*")] == []
        before = queue.epoch
    assert not await queue.sync()


async def use(queue: DeliveryQueue) -> None:
    await read(queue)
    await admit(queue, ["y"])


async def test_foreign_entries_stop_nothing(redis: "Redis", queue: DeliveryQueue) -> None:
    ready = f"{queue._root}:{queue.epoch}:ready"
    await redis.rpush(ready, "foreign", "x|", "x|s\ty")
    await admit(queue, ["x"])
    assert names(await read(queue)) == ["x"]
    assert not await redis.exists(ready)


async def test_a_list_that_was_lost_with_what_it_had_is_found_out(
    redis: "Redis", queue: DeliveryQueue
) -> None:
    await admit(queue, ["x", "y"])
    assert names(await queue.read(1, 0, 0)) == ["x"]
    await admit(queue, ["x", "y"])
    await redis.delete(f"{queue._root}:{queue.epoch}:ready")
    await admit(queue, ["x"])
    with pytest.raises(Stale):
        await admit(queue, ["y"])


async def test_who_waits_is_woken(queue: DeliveryQueue) -> None:
    waiting = asyncio.create_task(queue.read(100, 0, 10_000))
    await asyncio.sleep(0.05)
    await admit(queue, ["x"])
    async with asyncio.timeout(5):
        assert names(await waiting) == ["x"]


async def test_a_restarted_server_is_another_epoch_and_one_that_is_away_is_unavailable() -> None:
    epochs = set()
    for _ in range(2):
        with redis_server() as url:
            client = open_redis(url)
            queue = DeliveryQueue(client)
            await queue.sync()
            epochs.add(queue.epoch[:12])
        with pytest.raises(Unavailable):
            await queue.sync()
        with pytest.raises(Unavailable):
            await admit(queue, ["x"])
        await client.aclose()
    assert len(epochs) == 2


async def test_a_server_that_takes_no_writes_is_unavailable() -> None:
    with redis_server("--maxmemory", "2mb", "--maxmemory-policy", "noeviction") as url:
        client = open_redis(url)
        queue = DeliveryQueue(client)
        await queue.sync()
        with pytest.raises(Unavailable):
            await fill(queue)
        await client.aclose()


async def test_a_replica_takes_no_writes_and_forgotten_scripts_are_sent_again() -> None:
    with redis_server() as url:
        client = open_redis(url)
        queue = DeliveryQueue(client)
        await queue.sync()
        await client.execute_command("REPLICAOF", "127.0.0.1", "1")  # type: ignore[no-untyped-call]
        with pytest.raises(Unavailable):
            await admit(queue, ["x"])
        await client.execute_command("REPLICAOF", "NO", "ONE")  # type: ignore[no-untyped-call]
        await client.script_flush()
        await admit(queue, ["x"])
        assert names(await read(queue)) == ["x"]
        await client.aclose()


async def fill(queue: DeliveryQueue) -> None:
    for n in range(200):
        await admit(queue, [f"{n}-{m}" for m in range(200)])
