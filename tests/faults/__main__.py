"""`python -m tests.faults --minutes 30`: the harness for as long as wished, on both databases."""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

import asyncpg

from service.store.engines import connect
from service.store.migrate import migrate
from tests.faults.harness import Harness
from tests.servers import postgres_server


async def _once(url: str, log: Path, seconds: float, seed: int) -> bool:
    db = await connect(url)
    await migrate(db)
    await db.close()
    began = time.monotonic()
    ran, found = await Harness(url, log, seed).run(seconds)
    count = ran.events * len(ran.subscriptions)
    print(
        f"{url.split(':')[0]}: {count} deliveries, {len(ran.receiver.requests)} requests,"
        f" {ran.repeats} repeats, side by side at most by how many faults could show"
        f" {dict(sorted(ran.side_by_side.items()))},"
        f" faults {dict(ran.faults)},"
        f" {time.monotonic() - began:.0f} s, seed {seed}: {found or 'all holds'}",
        flush=True,
    )
    return not found


async def _all(seconds: float, seed: int, engines: list[str]) -> bool:
    good = True
    with tempfile.TemporaryDirectory() as name:
        if "sqlite" in engines:
            url = f"sqlite:///{name}/parley.db"
            good &= await _once(url, Path(name) / "log", seconds, seed)
        if "postgres" in engines:
            with postgres_server() as url:
                admin = await asyncpg.connect(url.format(name="postgres"))
                await admin.execute("CREATE DATABASE faults")
                await admin.close()
                database = url.format(name="faults")
                good &= await _once(database, Path(name) / "log", seconds, seed)
        print((Path(name) / "log").read_text()[-2000:] if not good else "", end="")
    return good


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=1.0, help="of faults, on each engine")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--engine", choices=["sqlite", "postgres"], action="append")
    given = parser.parse_args()
    engines = given.engine or ["sqlite", "postgres"]
    return 0 if asyncio.run(_all(given.minutes * 60, given.seed, engines)) else 1


if __name__ == "__main__":
    sys.exit(main())
