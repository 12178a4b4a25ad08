"""API keys: when they are needed, and what they open."""

import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from msgspec import structs

from service.api import auth
from service.domain.keys import Scope
from service.settings import Settings
from service.store import keys
from service.store.database import Database
from tests.api.conftest import Client

NOW = dt.datetime(2024, 5, 6, tzinfo=dt.UTC)
Serve = Callable[[str, str], AbstractAsyncContextManager[Client]]


@pytest.fixture
def serve(settings: Settings, app: Litestar, monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Serve the API with an auth mode on a host; keys are looked up anew at each request."""
    monkeypatch.setattr(auth, "FRESH_SECONDS", -1.0)

    @asynccontextmanager
    async def opened(mode: str, host: str) -> AsyncIterator[Client]:
        app.state.settings = structs.replace(settings, auth=mode, host=host)
        async with AsyncTestClient(app, raise_server_exceptions=False) as client:
            yield client

    return opened


async def status(client: Client, token: str | None = None) -> int:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return (await client.get("/v1/processes", headers=headers)).status_code


async def test_a_key_is_needed_once_one_exists_and_until_then_where_others_listen(
    serve: Serve, db: Database
) -> None:
    cases = [
        ("auto", "127.0.0.1", 200, 401),
        ("auto", "::1", 200, 401),
        ("auto", "0.0.0.0", 401, 401),
        ("keys", "0.0.0.0", 200, 401),
        ("on", "127.0.0.1", 401, 401),
        ("off", "0.0.0.0", 200, 200),
    ]
    for mode, host, before, _ in cases:
        async with serve(mode, host) as client:
            assert await status(client) == before, (mode, host)
    await keys.add(db, "an analyst", ["read"], now=NOW)
    for mode, host, _, after in cases:
        async with serve(mode, host) as client:
            assert await status(client) == after, (mode, host)
            assert (await client.get("/healthz")).status_code == 200


async def test_a_key_opens_what_its_scope_holds_until_it_is_revoked(
    serve: Serve, db: Database
) -> None:
    scopes: tuple[Scope, ...] = ("read", "write", "admin")
    made = {scope: await keys.add(db, scope, [scope], now=NOW) for scope in scopes}
    async with serve("auto", "127.0.0.1") as client:
        for scope, may_manage in zip(scopes, (403, 200, 200), strict=True):
            headers = {"Authorization": f"Bearer {made[scope][1]}"}
            answer = await client.get("/v1/subscriptions", headers=headers)
            assert (await status(client, made[scope][1]), answer.status_code) == (200, may_manage)
        for key, token in made.values():
            await keys.revoke(db, key.id, now=NOW)
            assert await status(client, token) == 401
        assert await status(client) == 401  # to revoke the last key opens nothing


async def test_what_is_no_key_is_told_how_to_come_in(serve: Serve, db: Database) -> None:
    _, token = await keys.add(db, "an analyst", ["read"], now=NOW)
    async with serve("auto", "127.0.0.1") as client:
        for header in ["", "Basic abc", "Bearer", f"Bearer {token}x", "Bearer key_x.y", token]:
            answer = await client.get("/v1/actors", headers={"Authorization": header})
            assert answer.status_code == 401, header
            assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="parley"')
            assert answer.headers["Content-Type"] == "application/problem+json"
        assert await status(client, token) == 200
    kept = [str(row) for row in await db.fetch("SELECT * FROM api_keys")]
    assert token.split(".")[1] not in str(kept)
