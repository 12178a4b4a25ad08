"""Workers are killed while digests are told and a replay goes on; each is told once, whole."""

import asyncio
import datetime as dt
import json
import signal
from collections import Counter
from pathlib import Path

import pytest

from service.domain.ids import SubscriptionId
from service.domain.pace import DigestPlan
from service.domain.replays import Replay
from service.store import replays
from service.store.database import Database, micros
from tests.alerts import announce, owe, subscribe
from tests.faults.fleet import SLOTS, Fleet, fleet
from tests.receiver import Play, Receiver, receiving

DIGESTS, GATHERED, MISSING = 40, 4, 400
DAILY = DigestPlan(every_minutes=1440)


@pytest.mark.slow
async def test_digests_and_replays_are_finished_by_others_when_their_worker_is_killed(
    db: Database, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    now = dt.datetime.now(dt.UTC)
    with fleet(database_url, redis_url, tmp_path / "log") as workers:
        async with receiving(lambda request: Play(delay=0.005)) as receiver:
            gathering = [await _to(db, receiver, f"/{n}", now, DAILY) for n in range(DIGESTS)]
            await owe(db, GATHERED, gathering, now)
            late = await _to(db, receiver, "/late", now)
            replay = await _missing(db, late, now)
            workers.start()
            await _until(db, f"SELECT COUNT(*) = {DIGESTS} FROM digests")
            await db.execute("UPDATE digests SET due_at = :now", now=micros(now))
            for part in (20, 200):
                await _killed_after(receiver, workers, part)
            await _until(db, "SELECT COUNT(*) = 0 FROM replays WHERE state = 'running'")
            await _until(
                db, "SELECT COUNT(*) = 0 FROM deliveries WHERE state IN ('pending', 'sending')"
            )
            workers.stop()
    done = await replays.get(db, replay.id)
    assert (done.state, done.found) == ("done", MISSING + GATHERED)
    owed = await db.fetch("SELECT state, COUNT(*) FROM deliveries GROUP BY state")
    gathered = DIGESTS * GATHERED
    assert dict(owed) == {"digested": gathered, "delivered": DIGESTS + MISSING + GATHERED}
    _each_once(receiver)


async def _to(
    db: Database, receiver: Receiver, path: str, now: dt.datetime, digest: DigestPlan | None = None
) -> SubscriptionId:
    made = await subscribe(db, receiver.url(path), now, max_per_second=1000.0, digest=digest)
    return made.id


async def _missing(db: Database, to: SubscriptionId, now: dt.datetime) -> Replay:
    """Announce what nobody was told, and begin to replay it."""
    async with db.transaction() as tx:
        for number in range(MISSING):
            await announce(tx, f"missing-{number}", now)
        since, until = now - dt.timedelta(days=1), now + dt.timedelta(hours=1)
        return await replays.start(tx, to, "missing", since, until)


async def _until(db: Database, question: str) -> None:
    async with asyncio.timeout(60):
        while not await db.fetchval(question):
            await asyncio.sleep(0.05)


async def _killed_after(receiver: Receiver, workers: Fleet, count: int) -> None:
    """Kill the worker when so much has arrived, and start another."""
    async with asyncio.timeout(30):
        while len(receiver.requests) < count:
            await asyncio.sleep(0.01)
    workers.end(0, signal.SIGKILL)
    workers.start()


def _each_once(receiver: Receiver) -> None:
    """Each digest was told whole and each event once, but for what was on its way at a kill."""
    told = {request.id: request for request in receiver.requests}
    paths = Counter(request.path for request in told.values())
    assert paths.pop("/late") == MISSING + GATHERED
    assert paths == {f"/{n}": 1 for n in range(DIGESTS)}
    digests = [json.loads(one.body)["data"] for one in told.values() if one.path != "/late"]
    assert {digest["events"] for digest in digests} == {GATHERED}
    assert len(receiver.requests) - len(told) <= 2 * SLOTS
