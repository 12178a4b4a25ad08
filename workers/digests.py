"""A digest that is due becomes one event and one delivery, in place of those it gathered."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Raw

from service.domain.events import Event
from service.domain.ids import delivery_id, event_id
from service.store import deliveries, events, pacing
from service.store.database import Connection
from service.store.pacing import Ripe
from service.wording import summarize

LARGEST = 18_000  # bytes, so that the whole message stays below 20 kB
_ITEMS = 100
_NEWEST = 500

Json = dict[str, Any]


async def close(tx: Connection, now: dt.datetime) -> None:
    """Tell the digests that are due; what comes in meanwhile is for the next."""
    for digest in await pacing.ripe(tx, now):
        counts, newest = await pacing.gathered(tx, digest.id, _NEWEST)
        told = None
        if newest:
            found = await events.get_many(tx, newest)
            event = made_of(digest, counts, [found[id] for id in newest], now)
            await events.append(tx, event)
            await deliveries.fan_out(tx, event.id, [digest.subscription.id], now)
            told = delivery_id(event.id, digest.subscription.id)
        await pacing.close(tx, digest.id, told, now)


def made_of(digest: Ripe, counts: Counter[str], newest: Sequence[Event], now: dt.datetime) -> Event:
    """Return the event that tells a digest; of very many only the newest are listed."""
    key = f"digest {digest.id}"
    owner = digest.subscription
    data: Json = {
        "subscription": {"id": owner.id, "description": owner.description},
        "digest": digest.id,
        "why": digest.why,
        "since": digest.opened_at,
        "until": now,
        "events": counts.total(),
        "counts": dict(counts),
    }
    return Event(
        id=event_id(key),
        type="digest",
        subject=owner.id,
        dedupe_key=key,
        occurred_at=now,
        payload=Raw(_fitting(data, _items(newest))),
    )


def _fitting(data: Json, items: Sequence[Json]) -> bytes:
    for most in range(min(len(items), _ITEMS), -1, -1):
        listed = items[:most]
        more = data["events"] - sum(item["updates"] for item in listed)
        written = msgspec.json.encode({**data, "items": listed, "more": more})
        if len(written) <= LARGEST:
            break
    return written


def _items(newest: Iterable[Event]) -> list[Json]:
    """Return one item a subject, the newest first: its latest event, and how many there were."""
    by_subject: defaultdict[str, list[Event]] = defaultdict(list)
    for event in newest:
        by_subject[event.subject].append(event)
    return [_item(told) for told in by_subject.values()]


def _item(told: Sequence[Event]) -> Json:
    latest = told[0]
    datas = [msgspec.json.decode(event.payload) for event in told]
    summary = summarize(latest.type, datas[0])
    kinds = (kind for data in reversed(datas) for kind in data.get("change_kinds") or ())
    return {
        "subject": latest.subject,
        "event": latest.id,
        "type": latest.type,
        "timestamp": latest.occurred_at,
        "sequence": datas[0].get("sequence"),
        "updates": len(told),
        "headline": summary.headline,
        "change_kinds": list(dict.fromkeys(kinds)),
        "url": summary.url,
    }
