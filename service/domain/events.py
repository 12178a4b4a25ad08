"""Events: changes of the record, told to subscribers."""

import datetime as dt
from typing import Any, Literal

from msgspec import Raw, Struct

from service.domain.ids import ArticleId, EventId

EventType = Literal[
    "mention.created",
    "meeting.announced",
    "meeting.changed",
    "meeting.held",
    "meeting.cancelled",
    "meeting.merged",
    "meeting.split",
    "meeting.withdrawn",
    "meeting.overdue",
    "actor.discovered",
    "source.failing",
    "subscription.disabled",
    "ping",
]


class Event(Struct, frozen=True, kw_only=True):
    """One change of the record.

    `subject` is the id of what changed; `dedupe_key` says what must be told once only and makes
    the id. `facts` are the values a query is matched against (see `service.matching`); `payload`
    is the JSON that receivers get as `data`, frozen when the event is made. `seq` is given by the
    store, in the order of the record.
    """

    id: EventId
    type: EventType
    subject: str
    dedupe_key: str
    article: ArticleId | None = None
    occurred_at: dt.datetime
    facts: dict[str, Any] = {}
    payload: Raw
    seq: int | None = None
