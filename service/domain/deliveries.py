"""Deliveries: one event to one subscription until delivered or given up; and their attempts."""

import datetime as dt
from typing import Literal

from msgspec import Struct

from service.domain.ids import DeliveryId, EventId, SubscriptionId

# `digested` is told within a digest, whose own delivery has a fate of its own.
DeliveryState = Literal["pending", "sending", "held", "delivered", "dead", "cancelled", "digested"]
Outcome = Literal[
    "delivered",
    "refused",  # the receiver answered, but not 2xx
    "timeout",
    "connection",  # no connection, or it broke
    "tls",
    "blocked",  # the address is not allowed
    "malformed",  # what came back is not HTTP
    "internal",  # our own fault; does not count against the receiver
]


class Delivery(Struct, frozen=True, kw_only=True):
    """One event to one subscription. `attempt` counts attempts begun; times are UTC.

    `digest` is what gathers it, or did, with others.
    """

    id: DeliveryId
    event: EventId
    subscription: SubscriptionId
    state: DeliveryState
    attempt: int = 0
    due_at: dt.datetime
    reason: str | None = None
    digest: str | None = None
    created_at: dt.datetime
    finished_at: dt.datetime | None = None


class Verdict(Struct, frozen=True, kw_only=True):
    """What becomes of a delivery after an attempt, and when it is due if it stays pending.

    `spent` says whether the attempt counts in the schedule, `disable` why its receiver is dropped.
    """

    state: DeliveryState
    due_at: dt.datetime
    reason: str | None = None
    spent: bool = True
    disable: str | None = None


class Attempt(Struct, frozen=True, kw_only=True):
    """One POST of a delivery. Durations are milliseconds; `excerpt` is the answer's first bytes."""

    delivery: DeliveryId
    number: int
    started_at: dt.datetime
    outcome: Outcome
    status: int | None = None
    address: str | None = None
    connect_ms: float | None = None
    total_ms: float
    error: str | None = None
    excerpt: str | None = None
