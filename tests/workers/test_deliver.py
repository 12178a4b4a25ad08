"""The whole way from what is owed to what arrives, with a real receiver, queue and database."""

import asyncio
import datetime as dt
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from msgspec import structs
from standardwebhooks.webhooks import Webhook

from service.domain.addresses import parse_networks
from service.domain.deliveries import Attempt
from service.domain.ids import DeliveryId
from service.domain.subscriptions import make_secret
from service.queues.connection import open_redis
from service.queues.deliveries import DeliveryQueue
from service.queues.hints import Hints
from service.store import attempts, deliveries, outbox, settling, subscriptions
from service.store.database import Database
from tests.alerts import owe, subscribe
from tests.receiver import Play, Receiver, Request, receiving
from workers import ending
from workers.deliver import Deliverer
from workers.outbound import Outbound
from workers.retry import Happened

_numbers = itertools.count(1)
UNLIMITED: dict[str, Any] = {"max_per_second": 1e6, "max_concurrent": 8}


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@asynccontextmanager
async def worker(db: Database, url: str, **options: float) -> AsyncIterator[DeliveryQueue]:
    """Run a worker on keys of its own; stop it in good order at the end."""
    redis = open_redis(url)
    queue = DeliveryQueue(redis, f"test-{next(_numbers)}")
    outbound = Outbound(parse_networks(["127.0.0.0/8"]))
    hints = Hints(redis)
    made = Deliverer(db, queue, outbound, hints, slots=32, timeout=options.get("timeout", 2.0))
    stop = asyncio.Event()
    task = asyncio.create_task(made.run(stop))
    try:
        yield queue
    finally:
        stop.set()
        await task
        await outbound.close()
        await hints.close()
        await redis.aclose()


async def until(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


async def states(db: Database) -> dict[str, int]:
    rows = await db.fetch("SELECT state, COUNT(*) FROM deliveries GROUP BY state")
    return dict(rows)


async def settled(db: Database, expected: dict[str, int], seconds: float = 15.0) -> None:
    """Wait until the deliveries are in these states."""
    async with asyncio.timeout(seconds):
        while await states(db) != expected:
            await asyncio.sleep(0.02)


def check(request: Request, secret: str) -> dict[str, object]:
    found: dict[str, object] = Webhook(secret).verify(request.body, request.headers)
    return found


async def test_what_is_owed_arrives_once_signed_and_leaves_nothing_behind(
    db: Database, redis_url: str
) -> None:
    async with receiving() as receiver, worker(db, redis_url) as queue:
        to = await subscribe(db, receiver.url("/a"), now(), headers={"x-team": "desk"}, **UNLIMITED)
        await owe(db, 100, [to.id], now())
        await settled(db, {"delivered": 100})
        assert len(receiver.requests) == len({r.id for r in receiver.requests}) == 100
        request = receiver.requests[0]
        body = check(request, to.secrets[0].value)
        assert set(body) == {"type", "timestamp", "data"}
        assert body["type"] == "meeting.announced"
        assert request.headers["parley-attempt"] == "1"
        assert request.headers["x-team"] == "desk"
        await until_empty(queue)
        [attempt] = await attempts.of(db, DeliveryId(request.id))
        assert (attempt.outcome, attempt.status, attempt.excerpt) == ("delivered", 200, "ok")


async def until_empty(queue: DeliveryQueue) -> None:
    """At rest the queue holds no work."""
    async with asyncio.timeout(5):
        while any((await queue.work()).values()):
            await asyncio.sleep(0.02)


async def test_a_failure_is_tried_again_with_the_same_bytes_and_fresh_signatures(
    db: Database, redis_url: str
) -> None:
    plays = [Play(500, body=b"\xff\x00no"), Play(502), Play(204, body=b"")]
    async with receiving(lambda request: plays[request.number - 1]) as receiver:
        to = await subscribe(db, receiver.url("/"), now(), retry_waits=(1, 1))
        await owe(db, 1, [to.id], now())
        async with worker(db, redis_url) as queue:
            await until(lambda: len(receiver.requests) == 1)
            fresh = make_secret(bytes(range(1, 33)), now())
            async with db.transaction() as tx:
                grace = dt.timedelta(hours=1)
                await subscriptions.rotate_secret(tx, to.id, fresh, grace, now())
                change = {"format": "slack", "changed_at": now()}
                await subscriptions.update(tx, to.id, lambda s: structs.replace(s, **change))
            await settled(db, {"delivered": 1})
            await until_empty(queue)
    first, _, last = receiver.requests
    assert {r.body for r in receiver.requests} == {first.body}
    assert len({r.id for r in receiver.requests}) == 1
    assert [r.headers["parley-attempt"] for r in receiver.requests] == ["1", "2", "3"]
    stamps = [int(r.headers["webhook-timestamp"]) for r in receiver.requests]
    assert stamps == sorted(set(stamps))
    for secret in (fresh, to.secrets[0]):
        check(last, secret.value)
    made = await attempts.of(db, DeliveryId(first.id))
    assert [(a.outcome, a.status) for a in made] == [
        ("refused", 500),
        ("refused", 502),
        ("delivered", 204),
    ]
    assert made[0].excerpt == "\ufffd\ufffdno"


async def test_what_a_receiver_says_is_heeded(db: Database, redis_url: str) -> None:
    plays = {
        "/gone": Play(410),
        "/busy": Play(429, headers=("retry-after: 3600",)),
        "/bad": Play(400),
        "/abort": Play(400, headers=("webhook-delivery: abort-message",)),
        "/away": Play(302, headers=("location: /ok",)),
        "/ok": Play(),
    }
    async with receiving(lambda request: plays[request.path]) as receiver:
        to = {
            path: await subscribe(db, receiver.url(path), now(), retry_waits=(), max_concurrent=1)
            for path in plays
        }
        ops = await subscribe(db, receiver.url("/ok"), now(), events=("subscription.disabled",))
        await owe(db, 3, [s.id for s in to.values()], now())
        async with worker(db, redis_url):
            expected = {"held": 3, "pending": 3, "dead": 9, "delivered": 4}
            await settled(db, expected)

    async def reasons(path: str) -> set[str | None]:
        found = await deliveries.find(db, subscription=to[path].id)
        return {d.reason for d in found.items}

    assert await reasons("/bad") == await reasons("/away") == {"exhausted"}
    assert await reasons("/abort") == {"aborted by the receiver"}
    assert (await subscriptions.get(db, to["/gone"].id)).state == "disabled"
    [notice] = (await deliveries.find(db, subscription=ops.id)).items
    assert notice.state == "delivered"
    paths = [r.path for r in receiver.requests]
    assert (paths.count("/gone"), paths.count("/busy")) == (1, 1)
    [paused, *rest] = sorted(
        (await deliveries.find(db, subscription=to["/busy"].id)).items, key=lambda d: -d.attempt
    )
    assert (paused.attempt, {d.attempt for d in rest}) == (1, {0})
    assert paused.due_at > now() + dt.timedelta(minutes=58)


async def test_a_hanging_receiver_delays_nobody_and_caps_are_kept(
    db: Database, redis_url: str
) -> None:
    def behave(request: Request) -> Play:
        return Play(hang=True) if request.path == "/hang" else Play(delay=0.005)

    async with receiving(behave) as receiver, worker(db, redis_url, timeout=30.0):
        hanging = await subscribe(db, receiver.url("/hang"), now(), max_concurrent=8)
        await owe(db, 50, [hanging.id], now())
        await until(lambda: len(receiver.requests) == 8)
        others = [
            (await subscribe(db, receiver.url(f"/{n}"), now(), max_concurrent=n % 4 + 1)).id
            for n in range(8)
        ]
        await owe(db, 10, others, now())
        await until(lambda: len(receiver.ids()) == 80)
        assert receiver.most["/hang"] == 8
        assert all(receiver.most[f"/{n}"] <= n % 4 + 1 for n in range(8))
        server_gone(receiver)


def server_gone(receiver: Receiver) -> None:
    """End the requests that hang, so that the worker can stop."""
    for line in list(receiver.lines):
        line.transport.abort()


async def test_nothing_is_sent_to_who_was_paused_or_removed_and_all_when_resumed(
    db: Database, redis_url: str
) -> None:
    async with receiving(lambda request: Play(delay=0.02)) as receiver:
        one = await subscribe(db, receiver.url("/one"), now(), max_concurrent=1)
        two = await subscribe(db, receiver.url("/two"), now(), max_concurrent=1)
        await owe(db, 20, [one.id, two.id], now())
        async with worker(db, redis_url) as queue:
            await until(lambda: len(receiver.requests) >= 6)
            async with db.transaction() as tx:
                await subscriptions.set_state(tx, one.id, "paused", None, now())
                await subscriptions.remove(tx, two.id, now())
            under_way = len(receiver.requests) + 2
            await until_empty(queue)
            await asyncio.sleep(0.3)
            assert len(receiver.requests) <= under_way
            async with db.transaction() as tx:
                await subscriptions.set_state(tx, one.id, "active", None, now())
            await until(lambda: sum(r.path == "/one" for r in receiver.requests) == 20)
            await until_empty(queue)
        found = await states(db)
        assert found["delivered"] + found["cancelled"] == 40
        assert set(found) == {"delivered", "cancelled"}


async def test_who_is_gone_when_it_says_so_is_owed_nothing(db: Database) -> None:
    gone = await subscribe(db, "https://a.example/hook", now())
    await owe(db, 1, [gone.id], now())
    async with db.transaction() as tx:
        due = await outbox.due_now(tx, now(), 1, 1)
        [parcel] = await outbox.claim(tx, due, "token", now(), dt.timedelta(minutes=1))
        await subscriptions.remove(tx, gone.id, now())
    assert await settling.settle(db, now(), None)
    assert await settling.settle(db, now(), None) is None

    said = Happened(outcome="refused", status=410)
    attempt = Attempt(
        delivery=parcel.id, number=1, started_at=now(), outcome="refused", status=410, total_ms=1.0
    )
    async with db.transaction() as tx:
        ended = ending.ended(parcel, None, said, attempt, now(), "")
        assert await ending.write(tx, [ended], now()) == []
    assert await states(db) == {"cancelled": 1}


async def test_without_redis_alerts_arrive_all_the_same(db: Database) -> None:
    async with receiving(lambda request: Play(delay=0.005)) as receiver:
        to = [(await subscribe(db, receiver.url(f"/{n}"), now())).id for n in range(3)]
        async with worker(db, "unix:///nonexistent/socket"):
            await owe(db, 20, to, now())
            await settled(db, {"delivered": 60})
        assert len(receiver.requests) == 60
        assert max(receiver.most.values()) <= 4


async def test_stopping_ends_what_has_begun_and_no_more(db: Database, redis_url: str) -> None:
    async with receiving(lambda request: Play(delay=0.3)) as receiver:
        to = await subscribe(db, receiver.url("/"), now(), **UNLIMITED)
        await owe(db, 40, [to.id], now())
        async with worker(db, redis_url):
            await until(lambda: len(receiver.requests) >= 8)
        found = await states(db)
        assert set(found) == {"delivered", "pending"}
        assert found["delivered"] == len(receiver.requests) == len(receiver.ids())


async def test_a_subscription_ends_at_its_time_and_others_are_told_once(
    db: Database, redis_url: str
) -> None:
    async with receiving() as receiver, worker(db, redis_url), worker(db, redis_url):
        told = ("subscription.disabled",)
        await subscribe(db, receiver.url("/desk"), now(), events=told, **UNLIMITED)
        lasting = await subscribe(
            db, receiver.url("/b"), now(), expires_at=now() + dt.timedelta(days=1)
        )
        over = await subscribe(db, receiver.url("/a"), now(), expires_at=now())
        await settled(db, {"delivered": 1})
        await owe(db, 1, [over.id, lasting.id], now())
        await settled(db, {"delivered": 2, "held": 1})
    ended = await subscriptions.get(db, over.id)
    assert (ended.state, ended.state_reason) == ("disabled", "expired")
    assert sorted(request.path for request in receiver.requests) == ["/b", "/desk"]
