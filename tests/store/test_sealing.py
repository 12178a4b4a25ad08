"""Secrets at rest: encrypted by the first key, read by each, and by no other."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from service.cli.seal import seal_all
from service.domain.ids import SubscriptionId
from service.domain.subscriptions import Subscription
from service.errors import Invalid
from service.store import outbox, relaying, subscriptions
from service.store.database import Database
from service.store.engines import connect
from service.store.sealing import Sealer
from tests.alerts import NOW, owe, subscribe

OLD, NEW = "an old key of some length", "a new key of some length"
HEADERS = {"Authorization": "Bearer letmein"}


@asynccontextmanager
async def opened(url: str, *keys: str) -> AsyncIterator[Database]:
    db = await connect(url, keys)
    yield db
    await db.close()


async def texts(db: Database) -> str:
    return str(await db.fetch("SELECT record, secrets FROM subscriptions"))


def hidden(text: str, made: Sequence[Subscription]) -> bool:
    secrets = [secret.value for one in made for secret in one.secrets]
    return not any(secret in text for secret in (*secrets, "letmein"))


async def test_secrets_and_headers_are_sealed_and_keys_change_without_a_break(
    database_url: str,
) -> None:
    async with opened(database_url) as db:
        plain = await subscribe(db, "https://a.example/hook", headers=HEADERS)
        assert "letmein" in await texts(db)
    async with opened(database_url, OLD) as db:
        sealed = await subscribe(db, "https://b.example/hook", headers=HEADERS)
        known = await subscriptions.get_many(db, [plain.id, sealed.id])
        assert known == {plain.id: plain, sealed.id: sealed}  # those of before are still read
        assert await seal_all(db) == 1
        assert hidden(await texts(db), [plain, sealed])
    async with opened(database_url, NEW, OLD) as db:
        await subscriptions.check_keys(db)
        known = await subscriptions.get_many(db, [plain.id, sealed.id])
        assert known == {plain.id: plain, sealed.id: sealed}
        assert (await seal_all(db), await seal_all(db)) == (2, 0)
    async with opened(database_url, NEW) as db:
        await subscriptions.check_keys(db)
        assert {s.id for s in (await subscriptions.find(db)).items} == {plain.id, sealed.id}
        assert await sent_with(db, plain.id) == plain


async def sent_with(db: Database, to: SubscriptionId) -> Subscription:
    """Send a delivery as far as the outbox goes; return the subscription it is signed by."""
    await owe(db, 1, [to])
    async with db.transaction() as tx:
        due = await relaying.due(tx, "e1", NOW, NOW)
        [row] = due.rows
        (parcel,) = await outbox.claim(tx, {row.id: row.subscription}, "token", NOW, NOW - NOW)
    assert parcel.subscription == due.owners[row.subscription].subscription
    return parcel.subscription


@pytest.mark.parametrize("keys", [(), (NEW,)], ids=["no key", "a wrong key"])
async def test_what_cannot_be_opened_stops_the_start_and_names_the_setting(
    database_url: str, keys: tuple[str, ...]
) -> None:
    async with opened(database_url, OLD) as db:
        made = await subscribe(db, "https://a.example/hook")
    async with opened(database_url, *keys) as db:
        with pytest.raises(Invalid, match="PARLEY_SECRET_KEY"):
            await subscriptions.check_keys(db)
        with pytest.raises(Invalid, match="PARLEY_SECRET_KEY"):
            await subscriptions.get(db, made.id)


def test_what_was_sealed_for_one_row_opens_in_no_other() -> None:
    sealer = Sealer([OLD])
    sealed = sealer.seal("plain", "sub_1")
    assert sealer.open(sealed, "sub_1") == "plain"
    assert sealer.seal("plain", "sub_1") != sealed
    with pytest.raises(Invalid, match="another row"):
        sealer.open(sealed, "sub_2")
