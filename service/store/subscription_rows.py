"""Subscriptions as rows.

Where there is a key, `secrets` holds signing secrets, headers and URL, sealed together, and
`record` the rest; otherwise headers and URL stand in `record`. URLs of chats are secrets: whoever
knows one may write there.
"""

import datetime as dt
import logging
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

import msgspec
from msgspec import Struct, structs

from service.domain.ids import SubscriptionId
from service.domain.subscriptions import Secret, Subscription
from service.domain.targets import masked
from service.store.database import Connection, among, micros
from service.store.sealing import Sealer, is_sealed

log = logging.getLogger(__name__)

T = TypeVar("T")

# What is due for a subscription that cannot be read is looked at again after so long.
UNREAD_WAIT = dt.timedelta(minutes=1)


class _Kept(Struct, frozen=True, kw_only=True):
    """What is sealed."""

    secrets: tuple[Secret, ...]
    headers: dict[str, str]
    url: str | None = None


def params(sealer: Sealer, subscription: Subscription) -> dict[str, object]:
    """Return the columns that every write of a subscription sets."""
    record, secrets = _written(sealer, subscription)
    return {
        "id": subscription.id,
        "url": masked(subscription.url),
        "state": subscription.state,
        "state_reason": subscription.state_reason,
        "format": subscription.format,
        "record": record,
        "secrets": secrets,
        "paced": int(subscription.digest is not None or subscription.daily_cap is not None),
        "expires_at": micros(subscription.expires_at) if subscription.expires_at else None,
        "changed_at": micros(subscription.changed_at),
    }


def _written(sealer: Sealer, subscription: Subscription) -> tuple[str, str]:
    """Return the two columns `record` and `secrets`."""
    if not sealer.mark:
        secrets = msgspec.json.encode(subscription.secrets).decode()
        return msgspec.json.encode(structs.replace(subscription, secrets=())).decode(), secrets
    kept = _Kept(secrets=subscription.secrets, headers=subscription.headers, url=subscription.url)
    bare = structs.replace(subscription, secrets=(), headers={}, url="")
    sealed = sealer.seal(msgspec.json.encode(kept).decode(), subscription.id)
    return msgspec.json.encode(bare).decode(), sealed


@lru_cache(maxsize=4096)
def read(sealer: Sealer, record: str, secrets: str) -> Subscription:
    """Build a subscription from its two columns; sending reads the same ones over and over."""
    found = msgspec.json.decode(record, type=Subscription)
    if not is_sealed(secrets):
        plain = msgspec.json.decode(secrets, type=tuple[Secret, ...])
        return structs.replace(found, secrets=plain)
    kept = msgspec.json.decode(sealer.open(secrets, found.id), type=_Kept)
    url = found.url if kept.url is None else kept.url
    return structs.replace(found, secrets=kept.secrets, headers=kept.headers, url=url)


def readable(sealer: Sealer, rows: Iterable[Sequence[str]]) -> dict[SubscriptionId, Subscription]:
    """Build, by id, what can be read of rows of an id and the two columns.

    One that cannot be stops no other. It is left as it is: a newer Parley, beside which this one
    still runs, may have written it.
    """
    found: dict[SubscriptionId, Subscription] = {}
    for row in rows:
        id = SubscriptionId(row[0])
        try:
            found[id] = read(sealer, row[1], row[2])
        except msgspec.DecodeError as error:
            _tell(id, error)
    return found


def decoded(decoder: msgspec.json.Decoder[T], rows: Iterable[Sequence[str]]) -> list[T]:
    """Decode what can be of rows of an id and `record`, as `readable` does."""
    found: list[T] = []
    for id, record in rows:
        try:
            found.append(decoder.decode(record))
        except msgspec.DecodeError as error:
            _tell(id, error)
    return found


def _tell(id: str, error: Exception) -> None:
    log.error("the subscription %s cannot be read: %s", id, error)


async def owners(
    conn: Connection, ids: Iterable[SubscriptionId]
) -> dict[SubscriptionId, Subscription]:
    """Return those of the subscriptions that can be read, by id, whatever their state."""
    wanted, params = among(conn, "ids", ids)
    rows = await conn.fetch(
        f"SELECT id, record, secrets FROM subscriptions WHERE id IN {wanted}", **params
    )
    return readable(conn.sealer, rows)
