"""Subscriptions: a webhook with the standing query that feeds it."""

import base64
import datetime as dt
from typing import Literal

from msgspec import Struct, structs

from service.domain.events import EventType
from service.domain.ids import SubscriptionId
from service.domain.pace import DigestPlan, QuietHours
from service.domain.queries import Query
from service.domain.targets import is_chat, masked

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
    schedule. `max_concurrent` requests run side by side; `max_per_second` is the request rate. At
    `expires_at` it is disabled. In `time_zone`, nothing is sent in the `quiet_hours`, a `digest`
    tells everything together, and beyond `daily_cap` the rest of a day is told together.
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
    expires_at: dt.datetime | None = None
    time_zone: str = "UTC"
    quiet_hours: QuietHours | None = None
    digest: DigestPlan | None = None
    daily_cap: int | None = None
    created_at: dt.datetime
    changed_at: dt.datetime


class StandingQuery(Struct, frozen=True, kw_only=True):
    """What a subscription asks for: a part of the subscription, under the same names."""

    id: SubscriptionId
    events: tuple[EventType, ...]
    query: Query = Query()


class Receiver(Struct, frozen=True, kw_only=True):
    """How the receiver behind a subscription has behaved.

    `failures` are failed attempts in a row, `faults` those of them without any answer, `trips` the
    times in a row that the breaker opened. `latency_ms` is a moving mean of how long an attempt
    takes. Nothing is sent before `resume_at`.
    """

    subscription: SubscriptionId
    failures: int = 0
    faults: int = 0
    trips: int = 0
    failing_since: dt.datetime | None = None
    latency_ms: float = 0.0
    resume_at: dt.datetime | None = None


OLD_SECRETS = 3
CHATS: frozenset[Format] = frozenset(("slack", "discord", "teams"))


def shown_url(format: Format, url: str) -> str:
    """Return a receiver's URL as people may see it: that of a chat is a secret."""
    return masked(url) if format in CHATS or is_chat(url) else url


def make_secret(key: bytes, now: dt.datetime) -> Secret:
    """Write a random key of 24 to 64 bytes as a secret (Standard Webhooks: `whsec_` and base64)."""
    if not 24 <= len(key) <= 64:
        raise ValueError(f"a signing key has 24 to 64 bytes, not {len(key)}")
    return Secret(value="whsec_" + base64.b64encode(key).decode(), created_at=now)


def rotated(
    secrets: tuple[Secret, ...], fresh: Secret, now: dt.datetime, grace: dt.timedelta
) -> tuple[Secret, ...]:
    """Put a fresh secret first; those before it stay valid for the grace, at most OLD_SECRETS."""
    end = now + grace
    old = [
        structs.replace(s, expires_at=min(s.expires_at or end, end))
        for s in valid_secrets(secrets, now)
    ]
    return (fresh, *valid_secrets(tuple(old), now)[:OLD_SECRETS])


def valid_secrets(secrets: tuple[Secret, ...], now: dt.datetime) -> tuple[Secret, ...]:
    """Return the secrets that have not expired, the newest first."""
    return tuple([s for s in secrets if s.expires_at is None or s.expires_at > now])
