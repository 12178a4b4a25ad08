"""Subscriptions and events for the tests of the alert path, with little ceremony."""

import datetime as dt
import itertools
from collections import defaultdict
from typing import Any

import msgspec
from msgspec import structs

from service.api.event_examples import EXAMPLES
from service.domain.deliveries import Attempt
from service.domain.ids import EventId, SubscriptionId, event_id, subscription_id
from service.domain.subscriptions import Subscription, make_secret
from service.store import deliveries, subscriptions
from service.store.database import Connection, Database, micros

NOW = dt.datetime(2026, 5, 4, 12, 0, tzinfo=dt.UTC)
KEY = bytes(range(32))
_numbers = itertools.count(1)


async def subscribe(db: Database, url: str, now: dt.datetime = NOW, **values: Any) -> Subscription:
    """Write a subscription to a URL; other fields as given."""
    made = Subscription(
        id=subscription_id(f"test-{next(_numbers)}"),
        url=url,
        events=("meeting.announced",),
        secrets=(make_secret(KEY, now),),
        created_at=now,
        changed_at=now,
    )
    made = structs.replace(made, **values)
    async with db.transaction() as tx:
        await subscriptions.add(tx, made)
    return made


async def announce(conn: Connection, key: str, now: dt.datetime = NOW, **data: Any) -> EventId:
    """Write an event about a meeting that the key names; repeating a key writes nothing.

    `data` are the meeting's fields.
    """
    event = event_id(key)
    example = EXAMPLES["meeting.announced"]
    payload = example | {"meeting": example["meeting"] | data | {"id": f"mtg_{key}"}}
    await conn.execute(
        "INSERT INTO events (id, type, subject, occurred_at, recorded_at, dedupe_key, facts,"
        " payload) VALUES (:id, 'meeting.announced', :subject, :now, :now, :key, '{}', :payload)"
        " ON CONFLICT DO NOTHING",
        id=event,
        now=micros(now),
        key=key,
        subject=f"mtg_{key}",
        payload=msgspec.json.encode(payload),
    )
    return event


async def owe(
    db: Database, count: int, to: list[SubscriptionId], now: dt.datetime = NOW, start: int = 0
) -> None:
    """Announce `count` events and owe each one to all the subscriptions."""
    async with db.transaction() as tx:
        for number in range(start, start + count):
            event = await announce(tx, f"event-{number}", now)
            await deliveries.fan_out(tx, event, to, now)


async def gaps(db: Database) -> int:
    """Count the deliveries whose attempts are not numbered 1 to n."""
    numbers = defaultdict[str, list[int]](list)
    for id, number in await db.fetch("SELECT delivery_id, number FROM attempts"):
        numbers[id].append(number)
    written = await db.fetch("SELECT seq, attempts FROM attempt_sheets")
    sheets = {row[0]: msgspec.json.decode(row[1], type=list[Attempt]) for row in written}
    firsts = {(seq, one.delivery): one.number for seq, all in sheets.items() for one in all}
    rows = await db.fetch("SELECT id, attempt, sheet FROM deliveries")
    for id, _, sheet in rows:
        numbers[id] += [firsts[sheet, id]] if sheet is not None else []
    return sum(sorted(numbers[id]) != list(range(1, made + 1)) for id, made, _ in rows)
