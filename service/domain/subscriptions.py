"""Subscriptions: a webhook with the standing query that feeds it."""

import datetime as dt
from typing import Literal

from msgspec import Struct

from service.domain.events import EventType
from service.domain.ids import SubscriptionId
from service.domain.queries import Query

Format = Literal["standard", "cloudevents", "slack", "discord", "teams"]
SubscriptionState = Literal["active", "paused", "disabled"]


class Secret(Struct, frozen=True, kw_only=True):
    """A signing secret (`whsec_` and base64); an old one stays valid until `expires_at`."""

    value: str
    created_at: dt.datetime
    expires_at: dt.datetime | None = None


class Subscription(Struct, frozen=True, kw_only=True):
    """A webhook with the standing query that feeds it.

    `retry_waits` are the seconds before the second, third, ... attempt, or None for the default
    schedule. `max_concurrent` requests run side by side; `max_per_second` is the request rate.
    """

    id: SubscriptionId
    url: str
    events: tuple[EventType, ...]
    query: Query = Query()
    description: str | None = None
    format: Format = "standard"
    headers: dict[str, str] = {}
    secrets: tuple[Secret, ...] = ()
    state: SubscriptionState = "active"
    state_reason: str | None = None
    retry_waits: tuple[int, ...] | None = None
    max_concurrent: int = 4
    max_per_second: float = 10.0
    created_at: dt.datetime
    changed_at: dt.datetime
