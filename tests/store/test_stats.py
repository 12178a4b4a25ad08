"""Counts read indexes that hold all they need, and not the long rows of what they count."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from service.store.database import Row
from service.store.engines import connect
from service.store.migrate import migrate
from service.store.stats import Counted, Facet, Narrowed, facet, total

DAY = dt.date(2024, 5, 10)
FILTERS: dict[Counted, list[dict[str, Any]]] = {
    "meetings": [{"kinds": ("talks",)}, {"statuses": ("held",)}, {"country": "CH"}],
    "mentions": [],
    "articles": [{"relevant": True}],
}
ALL: list[dict[str, Any]] = [
    {},
    {"date_from": DAY, "date_to": DAY},
    {"actors": ("act_a",)},
    {"actors": ("act_a", "act_b"), "date_from": DAY},
    {"process": "nile"},
]


@pytest.mark.parametrize("of", ["meetings", "mentions", "articles"])
async def test_no_count_walks_through_a_table(
    of: Counted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = await connect(f"sqlite:///{tmp_path}/parley.db")
    await migrate(db)
    plans: list[str] = []
    fetch = db.fetch_slow

    async def explained(sql: str, **params: object) -> list[Row]:
        plans.extend(row[3] for row in await fetch(f"EXPLAIN QUERY PLAN {sql}", **params))
        return await fetch(sql, **params)

    monkeypatch.setattr(db, "fetch_slow", explained)
    facets: list[Facet] = ["day", "week", "month", "year", "actor", "process"]
    for wanted in [*ALL, *FILTERS[of]]:
        narrowed = Narrowed(**wanted)
        assert await total(db, of, narrowed) == 0
        for by in facets:
            assert await facet(db, of, by, narrowed, 10) == []
    assert plans
    assert not [plan for plan in plans if plan.startswith("SCAN t") and "COVERING" not in plan]
    await db.close()
