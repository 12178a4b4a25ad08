"""The same signed POSTs with aiohttp, bare and by workers of taskiq-redis, arq or saq.

For bench.alerts. They are no dependencies of Parley: install them in a folder of its own and name
it with `python -m bench.alerts --peers FOLDER`. A job carries what the event says, its body is
written and signed when it is sent, within as many seconds as Parley takes at most; whatever is not
answered 2xx is tried again, up to TRIES times, and Redis knows how often it was. They keep no
record of attempts, and enqueue before they are measured. Only `taskiq_redis+sql` does: its job is
to send a row of a database like Parley's, which it reads, and writes together with an attempt when
it is answered; a job at a time, as it is given them.
"""

# mypy: ignore-errors
import argparse
import asyncio
import datetime as dt
import tempfile
from typing import Any

import aiohttp
import uvloop

from bench.alerts import AT_ONCE, PAYLOAD, RECEIVERS, TIMEOUT, body_of, owe, signed
from service.domain.deliveries import Attempt
from service.store import attempts
from service.store.database import Database, micros
from service.store.engines import connect

TRIES = 10
SAID = PAYLOAD.decode()

session: aiohttp.ClientSession
db: Database
owed: list[str] = []


async def post(number: int, port: int, said: str) -> None:
    url = f"http://127.0.0.1:{port}/{number % RECEIVERS}"
    body = body_of(said.encode())
    async with session.post(url, data=body, headers=signed(number, body)) as answer:
        await answer.read()
        answer.raise_for_status()


async def post_row(number: int, port: int, said: str) -> None:
    row = await db.fetchrow(
        "SELECT e.payload, d.attempt FROM deliveries d JOIN events e ON e.id = d.event_id"
        " WHERE d.id = :id AND d.state = 'pending'",
        id=owed[number],
    )
    began = dt.datetime.now(dt.UTC)
    await post(number, port, bytes(row[0]).decode())
    now = dt.datetime.now(dt.UTC)
    attempt = Attempt(
        delivery=owed[number],
        number=row[1] + 1,
        started_at=began,
        outcome="delivered",
        status=200,
        total_ms=(now - began).total_seconds() * 1000,
        excerpt="ok",
    )
    async with db.transaction(short=True) as tx:
        await tx.execute(
            "UPDATE deliveries SET state = 'delivered', attempt = attempt + 1, finished_at = :now"
            " WHERE id = :id AND state = 'pending'",
            id=owed[number],
            now=micros(now),
        )
        await attempts.record(tx, [(attempt, True)])


async def bare(url: str, port: int, count: int) -> None:
    numbers = iter(range(10 * count))

    async def one() -> None:
        for number in numbers:
            await post(number, port, SAID)

    await asyncio.gather(*(one() for _ in range(AT_ONCE)))


async def taskiq_sql(url: str, port: int, count: int) -> None:
    global db
    with tempfile.TemporaryDirectory() as folder:
        path = f"sqlite:///{folder}/parley.db"
        await owe(path, port, -(-count // RECEIVERS) * RECEIVERS)
        db = await connect(path)
        owed.extend(row[0] for row in await db.fetch("SELECT id FROM deliveries ORDER BY due_at"))
        await taskiq(url, port, count, post_row)


async def taskiq(url: str, port: int, count: int, job: Any = post) -> None:
    from taskiq import SimpleRetryMiddleware
    from taskiq.api import run_receiver_task
    from taskiq_redis import RedisStreamBroker

    retry = SimpleRetryMiddleware(default_retry_count=TRIES)
    broker = RedisStreamBroker(url=url, queue_name=job.__name__).with_middlewares(retry)
    task = broker.task(retry_on_error=True)(job)
    await broker.startup()
    for number in range(count):
        await task.kiq(number, port, SAID)
    await run_receiver_task(broker, max_async_tasks=AT_ONCE)


async def arq(url: str, port: int, count: int) -> None:
    from arq import Retry, create_pool
    from arq.connections import RedisSettings
    from arq.worker import Worker, func

    async def job(context: dict[str, Any], number: int, port: int, said: str) -> None:
        try:
            await post(number, port, said)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Retry(defer=5) from error

    settings = RedisSettings(unix_socket_path=url.removeprefix("unix://"))
    pool = await create_pool(settings)
    for number in range(count):
        await pool.enqueue_job("job", number, port, SAID)
    worker = Worker(
        [func(job, name="job")],
        redis_settings=settings,
        max_jobs=AT_ONCE,
        max_tries=TRIES,
        poll_delay=0.01,
        handle_signals=False,
    )
    await worker.main()


async def saq(url: str, port: int, count: int) -> None:
    from redis.asyncio import Redis
    from saq import Worker
    from saq.queue.redis import RedisQueue

    async def job(context: dict[str, Any], *, number: int, port: int, said: str) -> None:
        await post(number, port, said)

    queue = RedisQueue(Redis.from_url(url, max_connections=4 * AT_ONCE))
    await queue.connect()
    for number in range(count):
        await queue.enqueue(
            "job", number=number, port=port, said=SAID, retries=TRIES, retry_delay=5, timeout=60
        )
    await Worker(queue, functions=[("job", job)], concurrency=AT_ONCE).start()


SENDERS = {
    "bare aiohttp": bare,
    "taskiq_redis": taskiq,
    "taskiq_redis+sql": taskiq_sql,
    "arq": arq,
    "saq": saq,
}


async def run(name: str, url: str, port: int, count: int) -> None:
    global session
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=AT_ONCE), timeout=aiohttp.ClientTimeout(TIMEOUT)
    ) as session:
        await SENDERS[name](url, port, count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("url")
    parser.add_argument("port", type=int)
    parser.add_argument("count", type=int)
    given = parser.parse_args()
    uvloop.run(asyncio.wait_for(run(given.name, given.url, given.port, given.count), 120))


if __name__ == "__main__":
    main()
