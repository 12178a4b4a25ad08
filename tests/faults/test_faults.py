"""A short run of the harness; `python -m tests.faults --minutes 30` makes a long one."""

from pathlib import Path

import pytest

from tests.faults.harness import Harness


@pytest.mark.slow
async def test_nothing_is_lost_whatever_breaks(database_url: str, tmp_path: Path) -> None:
    ran, wrong = await Harness(database_url, tmp_path / "log", seed=11).run(seconds=10)
    assert wrong == []
    assert ran.events > 10
    assert sum(ran.faults.values()) >= 3
