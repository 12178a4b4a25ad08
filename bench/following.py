"""How long a monitor takes to read all standing queries when it starts, on both databases.

    .venv/bin/python -m bench.following [--subscriptions 100000]

Writes subscriptions of `bench.matching_world` as rows and lets a monitor follow them. Prints
seconds (wall and CPU of the monitor's process, which with SQLite does the reading too), the growth
of its memory, the longest that anything else in the process had to wait meanwhile, and the
milliseconds to follow one more change.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterator
from itertools import islice

from bench.matching import resident
from bench.matching_world import World
from service.domain.ids import SubscriptionId
from service.domain.subscriptions import Subscription
from service.store import subscriptions
from service.store.database import Database, micros
from service.store.engines import connect
from service.store.migrate import migrate
from service.store.subscription_rows import params
from tests.servers import postgres_server
from workers.monitor import Monitor

_INSERT = (
    "INSERT INTO subscriptions (id, url, state, state_reason, format, record, secrets, paced,"
    " expires_at, created_at, changed_at) VALUES (:id, :url, :state, :state_reason, :format,"
    " :record, :secrets, :paced, :expires_at, :created_at, :changed_at)"
)


async def _fill(db: Database, asking: Iterator[Subscription]) -> None:
    while some := list(islice(asking, 5_000)):
        rows = [params(db.sealer, s) | {"created_at": micros(s.created_at)} for s in some]
        async with db.transaction() as tx:
            await tx.executemany(_INSERT, rows)


async def _longest_wait(waits: list[float]) -> None:
    """Note how much later than asked for this is woken, until cancelled."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.005)
        waits.append(1e3 * (time.perf_counter() - began) - 5)


async def measure(url: str, count: int) -> None:
    """Fill a fresh database, follow it, and print what that cost."""
    db = await connect(url)
    await migrate(db)
    await _fill(db, World().subscriptions(count))
    monitor, waits, before = Monitor(db), list[float](), resident()
    waiting = asyncio.create_task(_longest_wait(waits))
    wall, cpu = time.perf_counter(), time.process_time()
    await monitor.follow()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    waiting.cancel()
    grown, changed = resident() - before, await _change(db, monitor)
    print(
        f"{db.dialect}: {count:,} subscriptions in {wall:.1f} s ({cpu:.1f} s of CPU), {grown:.0f}"
        f" MB; others waited {max(waits):.0f} ms at most; one change {changed:.1f} ms",
        flush=True,
    )
    await db.close()


async def _change(db: Database, monitor: Monitor) -> float:
    one: SubscriptionId = (await subscriptions.matched(db, limit=1))[0].id
    async with db.transaction() as tx:
        await subscriptions.update(tx, one, lambda subscription: subscription)
    began = time.perf_counter()
    await monitor.follow()
    return 1e3 * (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscriptions", type=int, default=100_000)
    count = parser.parse_args().subscriptions
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        asyncio.run(measure(f"sqlite:///{folder}/asked.db", count))
    with postgres_server() as url:
        asyncio.run(measure(url.format(name="postgres"), count))


if __name__ == "__main__":
    main()
