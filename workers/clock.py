"""What happens at its time: APScheduler puts hints on the queues, and does nothing else.

Each job's work is found in SQL by whoever is woken, so a missed tick is only a late one. Of several
processes one wins each tick, by a key in Redis; while Redis is away they all ring, which does no
harm.
"""

import asyncio
import time

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from service.queues.hints import Hints

# Seconds between two rings of each bell.
BELLS = {"monitor": 5, "deliveries": 5, "poll": 15, "overdue": 300}


async def run(hints: Hints, stop: asyncio.Event) -> None:
    """Ring until told to stop."""
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for name, seconds in BELLS.items():
        scheduler.add_job(_ring, "interval", seconds=seconds, args=(hints, name, seconds))
    scheduler.start()
    await stop.wait()
    scheduler.shutdown(wait=False)


async def _ring(hints: Hints, name: str, seconds: int) -> None:
    if await hints.first(f"{name}:{int(time.time()) // seconds}", 10 * seconds):
        await hints.wake(name)
