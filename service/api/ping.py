"""The `ping` that tries a subscription out: a real event, sent like any other."""

import datetime as dt
import secrets

import msgspec
from msgspec import Raw

from service.domain.events import Event
from service.domain.ids import DeliveryId, SubscriptionId, delivery_id, event_id
from service.store import deliveries, events
from service.store.database import Connection


async def send(tx: Connection, subscription: SubscriptionId, now: dt.datetime) -> DeliveryId:
    """Owe a subscription a ping; call it in a transaction."""
    key = f"ping/{subscription}/{secrets.token_hex(16)}"
    payload = {"subscription": subscription, "message": "Parley reaches you."}
    event = Event(
        id=event_id(key),
        type="ping",
        subject=subscription,
        dedupe_key=key,
        occurred_at=now,
        payload=Raw(msgspec.json.encode(payload)),
    )
    await events.append(tx, event)
    await deliveries.fan_out(tx, event.id, [subscription], now)
    return delivery_id(event.id, subscription)
