"""What clients give and get of subscriptions."""

import datetime as dt
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from service.api.pages import Instant, Page, PageQuery, Text
from service.domain.events import EventType
from service.domain.ids import DeliveryId, SubscriptionId
from service.domain.pace import DigestPlan, QuietHours
from service.domain.queries import Query
from service.domain.subscriptions import (
    Format,
    Receiver,
    Subscription,
    SubscriptionState,
    shown_url,
)

Wait = Annotated[int, Meta(ge=1, le=604_800)]
Url = Annotated[
    str,
    Meta(max_length=2000, description="Where events are POSTed: https:// or http://."),
]
Events = Annotated[
    tuple[EventType, ...],
    Meta(min_length=1, max_length=20, description="The types of events that are sent."),
]
Description = Annotated[Text | None, Meta(description="A note for people.")]
Headers = Annotated[
    dict[str, str],
    Meta(max_length=16, description="Headers sent with every event, such as Authorization."),
]
Waits = Annotated[
    Annotated[tuple[Wait, ...], Meta(max_length=20)] | None,
    Meta(description="Seconds before the 2nd, 3rd, ... attempt; null: the usual schedule."),
]
Concurrent = Annotated[int, Meta(ge=1, le=64, description="Requests side by side.")]
Expiry = Annotated[
    Instant | None,
    Meta(description="When it ends by itself: it is disabled, and can be extended."),
]
TimeZone = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=64,
        description="The IANA name of the zone in which hours and days count.",
    ),
]
Cap = Annotated[
    Annotated[int, Meta(ge=1, le=10_000)] | None,
    Meta(description="Alerts a day; the rest of the day is told in one digest when it is over."),
]
Rate = Annotated[float, Meta(gt=0, le=1000, description="Requests a second.")]


class SubscriptionInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A subscription to be made. An empty `query` asks for every event of the types."""

    url: Url
    events: Events
    query: Query = Query()
    description: Description = None
    format: Format = "standard"
    headers: Headers = {}
    retry_waits: Waits = None
    max_concurrent: Concurrent = 4
    max_per_second: Rate = 10.0
    expires_at: Expiry = None
    time_zone: TimeZone = "UTC"
    quiet_hours: QuietHours | None = None
    digest: DigestPlan | None = None
    daily_cap: Cap = None


class SubscriptionPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to change; what is left out stays. `query` and `headers` are replaced as a whole."""

    url: Url | UnsetType = UNSET
    events: Events | UnsetType = UNSET
    query: Query | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    format: Format | UnsetType = UNSET
    headers: Headers | UnsetType = UNSET
    retry_waits: Waits | UnsetType = UNSET
    max_concurrent: Concurrent | UnsetType = UNSET
    max_per_second: Rate | UnsetType = UNSET
    expires_at: Expiry | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    quiet_hours: QuietHours | UnsetType | None = UNSET
    digest: DigestPlan | UnsetType | None = UNSET
    daily_cap: Cap | UnsetType = UNSET


class Rotation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long the old secret signs beside the new one."""

    grace_seconds: Annotated[int, Meta(ge=0, le=604_800)] = 86_400


class ShownReceiver(Struct, frozen=True, kw_only=True):
    """How the receiver has behaved: failures in a row, since when, and when it is tried again."""

    failures: int
    failing_since: dt.datetime | None
    latency_ms: float
    resume_at: dt.datetime | None


class ShownSubscription(Struct, frozen=True, kw_only=True):
    """A subscription. `headers` are names only; `secret` is shown once, when it is made.

    The `url` of a chat is a secret: only its host and how it ends are shown. `receiver` is null
    until something was sent.
    """

    id: SubscriptionId
    url: str
    events: tuple[EventType, ...]
    query: Query
    description: str | None
    format: Format
    headers: tuple[str, ...]
    state: SubscriptionState
    state_reason: str | None
    retry_waits: tuple[int, ...] | None
    max_concurrent: int
    max_per_second: float
    expires_at: dt.datetime | None
    time_zone: str
    quiet_hours: QuietHours | None
    digest: DigestPlan | None
    daily_cap: int | None
    created_at: dt.datetime
    changed_at: dt.datetime
    receiver: ShownReceiver | UnsetType | None = UNSET
    secret: str | UnsetType = UNSET


class SubscriptionPage(Page[ShownSubscription], frozen=True):
    """A page of subscriptions."""


class SubscriptionQuery(PageQuery, frozen=True, kw_only=True):
    """What a list of subscriptions is limited to."""

    state: Annotated[SubscriptionState | None, Meta(description="The state they are in.")] = None


class TestSent(Struct, frozen=True, kw_only=True):
    """The delivery of a `ping`; look there for how it went."""

    __test__ = False

    delivery: DeliveryId


def shown(subscription: Subscription) -> ShownSubscription:
    """Show a subscription without its secrets and the values of its headers."""
    alike = {name: getattr(subscription, name) for name in _ALIKE}
    return ShownSubscription(
        **alike,
        url=shown_url(subscription.format, subscription.url),
        headers=tuple(subscription.headers),
    )


def shown_receiver(receiver: Receiver | None) -> ShownReceiver | None:
    """Show how a receiver has behaved."""
    if receiver is None:
        return None
    return ShownReceiver(**{name: getattr(receiver, name) for name in _OF_A_RECEIVER})


_OWN = {"url", "headers", "receiver", "secret"}
_ALIKE = tuple(name for name in ShownSubscription.__struct_fields__ if name not in _OWN)
_OF_A_RECEIVER = ShownReceiver.__struct_fields__
