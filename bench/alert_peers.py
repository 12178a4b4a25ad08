"""The same signed POSTs by workers of taskiq-redis, arq or saq, with aiohttp: for bench.alerts.

They are no dependencies of Parley: install them in a folder of its own and name it with
`python -m bench.alerts --peers FOLDER`. They keep no record of attempts, and enqueue before they
are measured.
"""

# mypy: ignore-errors
import argparse
import asyncio
from typing import Any

import aiohttp
import uvloop

from bench.alerts import BODY, RECEIVERS, SLOTS, signed

session: aiohttp.ClientSession


async def post(number: int, port: int) -> None:
    url = f"http://127.0.0.1:{port}/{number % RECEIVERS}"
    async with session.post(url, data=BODY, headers=signed(number)) as answer:
        await answer.read()


async def taskiq(url: str, port: int, count: int) -> None:
    from taskiq.api import run_receiver_task
    from taskiq_redis import RedisStreamBroker

    broker = RedisStreamBroker(url=url)
    task = broker.task(post)
    await broker.startup()
    for number in range(count):
        await task.kiq(number, port)
    await run_receiver_task(broker, max_async_tasks=SLOTS)


async def arq(url: str, port: int, count: int) -> None:
    from arq import create_pool
    from arq.connections import RedisSettings
    from arq.worker import Worker, func

    async def job(context: dict[str, Any], number: int, port: int) -> None:
        await post(number, port)

    settings = RedisSettings(unix_socket_path=url.removeprefix("unix://"))
    pool = await create_pool(settings)
    for number in range(count):
        await pool.enqueue_job("job", number, port)
    worker = Worker(
        [func(job, name="job")],
        redis_settings=settings,
        max_jobs=SLOTS,
        poll_delay=0.01,
        handle_signals=False,
    )
    await worker.main()


async def saq(url: str, port: int, count: int) -> None:
    from redis.asyncio import Redis
    from saq import Worker
    from saq.queue.redis import RedisQueue

    async def job(context: dict[str, Any], *, number: int, port: int) -> None:
        await post(number, port)

    queue = RedisQueue(Redis.from_url(url, max_connections=4 * SLOTS))
    await queue.connect()
    for number in range(count):
        await queue.enqueue("job", number=number, port=port)
    await Worker(queue, functions=[("job", job)], concurrency=SLOTS).start()


async def run(name: str, url: str, port: int, count: int) -> None:
    global session
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=SLOTS)) as session:
        await {"taskiq_redis": taskiq, "arq": arq, "saq": saq}[name](url, port, count)


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
