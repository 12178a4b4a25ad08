"""Both engines keep the same promises."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from service.store import postgres
from service.store.database import Database, placeholders
from service.store.engines import connect
from service.store.migrate import files, migrate
from service.store.outages import is_passing

_ADD = "INSERT INTO cursors (name, seq) VALUES (:name, :seq)"


async def test_a_parameter_may_stand_twice_and_beside_quotes_and_casts(db: Database) -> None:
    row = await db.fetchrow(
        "SELECT ':a', CAST(:a AS TEXT), CAST(:b AS TEXT), CAST(:a AS TEXT)", a="x", b="y"
    )
    assert row == (":a", "x", "y", "x")


async def test_execute_tells_how_many_rows_it_touched(db: Database) -> None:
    await db.executemany(_ADD, [{"name": "a", "seq": 1}, {"name": "b", "seq": 2}])
    assert await db.execute("UPDATE cursors SET seq = seq + 1") == 2
    assert await db.fetch("SELECT name, seq FROM cursors ORDER BY name") == [("a", 2), ("b", 3)]


async def test_an_error_rolls_everything_back(db: Database) -> None:
    async def failing() -> None:
        async with db.transaction() as tx:
            await tx.execute(_ADD, name="a", seq=1)
            raise RuntimeError("boom")

    with pytest.raises(RuntimeError, match="boom"):
        await failing()
    assert await db.fetchval("SELECT count(*) FROM cursors") == 0


async def test_a_cancelled_transaction_leaves_the_database_usable(db: Database) -> None:
    async def endless() -> None:
        async with db.transaction() as tx:
            await tx.execute(_ADD, name="a", seq=1)
            await asyncio.sleep(60)

    task = asyncio.create_task(endless())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await db.execute(_ADD, name="b", seq=1)
    assert await db.fetch("SELECT name FROM cursors") == [("b",)]


async def test_placeholders_serve_in(db: Database) -> None:
    await db.executemany(_ADD, [{"name": n, "seq": 1} for n in "abc"])
    marks, params = placeholders("name", ["a", "c"])
    rows = await db.fetch(f"SELECT name FROM cursors WHERE name IN {marks} ORDER BY name", **params)
    assert rows == [("a",), ("c",)]
    none, params = placeholders("name", [])
    assert await db.fetch(f"SELECT name FROM cursors WHERE name IN {none}", **params) == []


async def test_slow_questions_are_answered_side_by_side(db: Database) -> None:
    await db.execute(_ADD, name="a", seq=1)
    asked = [db.fetch_slow("SELECT name FROM cursors WHERE seq = :n", n=n % 2) for n in range(20)]
    assert await asyncio.gather(*asked) == [[], [("a",)]] * 10
    async with db.transaction() as tx:
        await tx.execute(_ADD, name="b", seq=1)
        assert len(await tx.fetch_slow("SELECT name FROM cursors")) == 2
        assert await db.fetch_slow("SELECT name FROM cursors") == [("a",)]


async def test_a_server_that_does_not_answer_is_not_waited_for(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite is in this process")
    monkeypatch.setattr(postgres, "_TIMEOUT", 0.2)
    db = await connect(database_url)
    with pytest.raises(TimeoutError):
        await db.fetch("SELECT pg_sleep(20)")
    assert await db.fetch_slow("SELECT 1 FROM pg_sleep(0.3)") == [(1,)]
    await db.close()


@asynccontextmanager
async def _without_an_end(url: str, folder: Path) -> AsyncIterator[str]:
    """Stand before PostgreSQL, and keep to oneself that it has closed a connection."""
    server = Path(parse_qs(urlsplit(url).query)["host"][0])
    writers: list[asyncio.StreamWriter] = []

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        while data := await reader.read(65536):
            writer.write(data)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        theirs, ours = await asyncio.open_unix_connection(server / ".s.PGSQL.5432")
        await asyncio.gather(pass_on(reader, ours), pass_on(theirs, writer))

    async with await asyncio.start_unix_server(serve, folder / ".s.PGSQL.5432"):
        yield url.replace(str(server), str(folder))
        for writer in writers:
            writer.close()


async def test_a_connection_that_the_server_gave_up_is_thrown_away(
    database_url: str, tmp_path: Path
) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite is in this process")
    which = "SELECT pg_backend_pid()"
    async with _without_an_end(database_url, tmp_path) as url:
        db, admin = await connect(url), await connect(database_url)
        before = await db.fetchval(which)
        await admin.execute("SELECT pg_terminate_backend(:pid)", pid=before)
        await asyncio.sleep(0.2)
        with pytest.raises(asyncpg.InternalClientError, match="another operation") as told:
            await db.fetchval(which)
        # It is no fault of what was asked: a step would be passed by, an item given up.
        assert is_passing(told.value)
        assert await db.fetchval(which) != before
        await db.close()
        await admin.close()


@pytest.mark.parametrize("short", [True, False])
async def test_transactions_follow_each_other_whatever_their_kind(
    db: Database, short: bool
) -> None:
    async def count(name: str) -> None:
        async with db.transaction(short=short) as tx:
            before = await tx.fetchval("SELECT COUNT(*) FROM cursors")
            await tx.executemany(_ADD, [{"name": name, "seq": before}])
            assert await tx.fetchval("SELECT COUNT(*) FROM cursors") == before + 1
            if name == "failing":
                raise RuntimeError("boom")

    if db.dialect == "postgres":
        pytest.skip("PostgreSQL has several writers at a time")
    ended = await asyncio.gather(*map(count, "abc"), count("failing"), return_exceptions=True)
    assert [type(one) for one in ended] == [type(None)] * 3 + [RuntimeError]
    rows = await db.fetch("SELECT seq FROM cursors ORDER BY seq")
    assert rows == [(0,), (1,), (2,)]
    async with db.transaction(short=short):
        pass


async def test_several_processes_may_migrate_an_empty_database_at_once(
    database_url: str, tmp_path: Path
) -> None:
    url = database_url
    if url.startswith("sqlite"):
        url = f"sqlite:///{tmp_path}/new.db"
    opened = [await connect(url) for _ in range(4)]
    if opened[0].dialect == "postgres":
        await opened[0].execute("DROP SCHEMA public CASCADE")
        await opened[0].execute("CREATE SCHEMA public")
    applied = await asyncio.gather(*(migrate(db) for db in opened))
    names = [name for names in applied for name in names]
    assert sorted(names) == [path.name for path in files(opened[0].dialect)]
    for db in opened:
        await db.close()


async def test_migrating_twice_changes_nothing(db: Database) -> None:
    assert await migrate(db) == []
