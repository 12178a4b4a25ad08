"""Events: changes of the record, told to subscribers."""

import datetime as dt
from typing import Any, Literal

from msgspec import Raw, Struct

from service.domain.ids import ArticleId, EventId

EventType = Literal[
    "mention.created",
    "meeting.announced",
    "meeting.changed",
    "meeting.reported",
    "meeting.held",
    "meeting.cancelled",
    "meeting.merged",
    "meeting.split",
    "meeting.withdrawn",
    "meeting.overdue",
    "actor.discovered",
    "source.failing",
    "subscription.disabled",
    "subscription.capped",
    "digest",
    "ping",
]


# Told to one subscription as such, whatever it asks for; never gathered nor counted.
PERSONAL: frozenset[EventType] = frozenset(("subscription.capped", "digest", "ping"))

# Nobody is told these for having asked for them.
UNASKED: frozenset[EventType] = frozenset(("digest", "ping"))


class Before(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was told of a meeting before an event; each event carries it on to the next.

    `types` are those that tell of its life (`LIFE`), `changes` what they said, `sources` the most
    independent sources that it had had, `silence_days` the longest silence. What is of the past
    was not told.
    """

    types: tuple[EventType, ...] = ()
    changes: tuple[str, ...] = ()
    sources: int = 0
    silence_days: int = 0


LIFE: tuple[EventType, ...] = (
    "meeting.announced",
    "meeting.changed",
    "meeting.held",
    "meeting.cancelled",
)


class Facts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a query can ask of an event; see `service.domain.queries.Query`.

    `actors` are ids. `places` are cities (as named in the record) and countries. `first` and
    `last` are the days that the subject's date may mean. `silence_days` is how long the
    participants had not met before, `NEVER_MET` if they never had. `background` marks what an
    article tells of the past: it joins the record, but nobody is told. `text` is the article's
    title and text, folded to plain words; it is matched, but not kept. `before` is what was told
    of the same meeting.
    """

    actors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    kind: str | None = None
    status: str | None = None
    level: str | None = None
    issues: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    publisher: str | None = None
    language: str | None = None
    mention_type: str | None = None
    modality: str | None = None
    changes: tuple[str, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    sources: int = 0
    silence_days: int = 0
    background: bool = False
    text: str = ""
    before: Before = Before()


NEVER_MET = 1_000_000


class Event(Struct, frozen=True, kw_only=True):
    """One change of the record.

    `subject` is the id of what changed; `dedupe_key` says what must be told once only and makes
    the id. `facts` are the values a query is matched against (`Facts` as a dict); `payload`
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
