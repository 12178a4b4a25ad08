"""A short run of the harness; `python -m tests.faults --minutes 30` makes a long one."""

import asyncio
from pathlib import Path

import pytest

from tests.databases import postgres_database, sqlite_database
from tests.faults.harness import LEAST, Harness, Pace

SECONDS = 30
CALM = Pace(events=0.5, faults=(0.6, 2.0))


@pytest.mark.slow
async def test_nothing_is_lost_whatever_breaks(postgres: str, tmp_path: Path) -> None:
    embedded = await sqlite_database(tmp_path)
    async with postgres_database(postgres) as served:
        # Side by side, as each waits most of the time.
        runs = await asyncio.gather(
            Harness(embedded, tmp_path / "sqlite.log", seed=11, pace=CALM).run(SECONDS),
            Harness(served, tmp_path / "postgres.log", seed=11, pace=CALM).run(SECONDS),
        )
    for ran, wrong in runs:
        assert wrong == []
        assert ran.events >= LEAST
        assert ran.faults.keys() == {"kill", "term", "freeze", "flush", "redis", "cut"}
