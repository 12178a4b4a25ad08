"""Events about Parley's own parts: a subscription that was disabled, a source that fails."""

import datetime as dt
from typing import Any

import msgspec
from msgspec import Raw

from service.domain.events import Event, EventType
from service.domain.ids import SubscriptionId, event_id
from service.domain.targets import masked
from service.errors import NotFound
from service.store import deliveries, events, subscriptions
from service.store.database import Connection
from service.store.pacing import Capped
from service.store.sources import Looked


async def disable(tx: Connection, id: SubscriptionId, reason: str, now: dt.datetime) -> None:
    """Disable a subscription, and tell those that listen to `subscription.disabled`.

    What is owed to it is held until it is made active again. Does nothing if it is not active.
    """
    try:
        found = await subscriptions.get(tx, id)
    except NotFound:
        return
    if found.state != "active":
        return
    await subscriptions.set_state(tx, id, "disabled", reason, now)
    key = f"subscription.disabled {id} {now.isoformat()}"
    data = {
        "subscription": {"id": id, "url": masked(found.url), "reason": reason, "disabled_at": now}
    }
    event = _notice("subscription.disabled", id, key, data, now)
    await events.append(tx, event)
    others = await subscriptions.listening(tx, "subscription.disabled")
    await deliveries.fan_out(tx, event.id, [other for other in others if other != id], now)


async def tell_capped(tx: Connection, capped: Capped, now: dt.datetime) -> None:
    """Tell a subscription, and those that listen, that it has had its share of a day; once."""
    owner = capped.subscription
    key = f"subscription.capped {owner.id} {capped.day}"
    about = {
        "id": owner.id,
        "url": masked(owner.url),
        "daily_cap": owner.daily_cap,
        "day": capped.day,
        "rest_told_at": capped.until,
    }
    event = _notice("subscription.capped", owner.id, key, {"subscription": about}, now)
    if await events.append(tx, event):
        listening = await subscriptions.listening(tx, "subscription.capped")
        await deliveries.fan_out(tx, event.id, [owner.id, *listening], now)


async def expire(tx: Connection, now: dt.datetime) -> None:
    """Disable the subscriptions whose time is over."""
    for id in await subscriptions.expired(tx, now):
        await disable(tx, id, "expired", now)


async def tell_failing(tx: Connection, looked: Looked, reason: str, now: dt.datetime) -> None:
    """Tell those that listen to `source.failing` that a source fails, is gone or stale; once."""
    source, health = looked.watched.source, looked.health
    since = health.failing_since or health.last_new_at or source.created_at
    key = f"source.failing {source.id} {since} {reason}"
    data = {
        "source": {
            "id": source.id,
            "name": source.name,
            "url": source.url,
            "state": "disabled" if looked.disable else source.state,
            "reason": reason,
            "failures": health.failures,
            "failing_since": health.failing_since,
            "last_success_at": health.last_success_at,
            "last_error": health.last_error,
        }
    }
    event = _notice("source.failing", source.id, key, data, now)
    if await events.append(tx, event):
        listening = await subscriptions.listening(tx, "source.failing")
        await deliveries.fan_out(tx, event.id, listening, now)


def _notice(
    type: EventType, subject: str, key: str, data: dict[str, Any], now: dt.datetime
) -> Event:
    return Event(
        id=event_id(key),
        type=type,
        subject=subject,
        dedupe_key=key,
        occurred_at=now,
        payload=Raw(msgspec.json.encode(data)),
    )
