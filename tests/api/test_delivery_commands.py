"""What became of deliveries, on the command line: listed with their attempts, and sent again."""

import asyncio

from click.testing import CliRunner

from service.cli.main import cli
from service.domain.deliveries import Attempt
from service.domain.ids import DeliveryId
from service.settings import Settings
from service.store import attempts
from service.store.database import Database
from tests.alerts import NOW, owe, subscribe


async def test_what_was_given_up_is_listed_and_sent_again(db: Database, settings: Settings) -> None:
    made = await subscribe(db, "https://a.example/hook")
    other = await subscribe(db, "https://b.example/hook")
    await owe(db, 2, [made.id, other.id])
    await db.execute(
        "UPDATE deliveries SET state = 'dead', reason = 'gave up' WHERE subscription_id = :id",
        id=made.id,
    )
    ids = await db.fetch("SELECT id FROM deliveries WHERE state = 'dead' ORDER BY id")
    failed = Attempt(
        delivery=DeliveryId(ids[0][0]),
        number=1,
        started_at=NOW,
        outcome="refused",
        status=500,
        total_ms=12.0,
        excerpt="out of\norder",
    )
    async with db.transaction() as tx:
        await attempts.record(tx, [(failed, True)])
    environment = {
        "PARLEY_DATABASE_URL": str(settings.database_url),
        "PARLEY_REDIS_URL": settings.redis,
    }

    async def parley(*words: str) -> str:
        run = CliRunner().invoke
        ran = await asyncio.to_thread(run, cli, words, env=environment, catch_exceptions=False)
        assert ran.exit_code == 0, ran.output
        return ran.output

    listed = await parley("deliveries", "--state", "dead", "--subscription", made.id)
    assert listed.count("dlv_") == 2
    assert "500  refused          12 ms  out of order" in listed
    assert (await parley("deliveries")).count("dlv_") == 4

    replay = ("replay", made.id, "--since")
    assert await parley(*replay, "2026-05-04", "--dry-run") == "2 deliveries would be sent\n"
    assert await parley(*replay, "2026-05-05", "--wait") == "0 deliveries will be sent\n"
    assert "will be sent again" in await parley("replay", ids[0][0])
    assert await parley(*replay, "2026-05-04T11:59", "--wait") == "1 deliveries will be sent\n"
    assert "was started" in await parley(*replay, "2026-05-04", "--missing")
    told = (await parley("replays")).splitlines()
    assert [line.split()[1] for line in told] == ["running", "done", "done", "done"]
    assert told[1].endswith("since 2026-05-04 11:59: 1 of 1")
    assert await db.fetch("SELECT DISTINCT state, reason FROM deliveries") == [("pending", None)]
