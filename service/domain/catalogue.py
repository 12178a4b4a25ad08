"""What receivers get as `data`, by type of event: the contract with them.

Fields may be added; none is renamed or removed. What is UNSET may be missing.
"""

import datetime as dt
from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

from service.domain.actors import ActorType
from service.domain.dates import When
from service.domain.events import EventType
from service.domain.meetings import Kind, Level, PartyRole, Status
from service.domain.mentions import Modality, PloverType
from service.domain.pace import Why
from service.domain.queries import Change


class Told(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a message; what is not named here is not sent."""


class ToldActor(Told, frozen=True, kw_only=True):
    """An actor; what is not known of it is null."""

    id: str
    name: str | None
    type: ActorType | None
    country: str | None


class ToldParty(ToldActor, frozen=True, kw_only=True):
    """An actor in the room; `inferred` if the words give an office and no name."""

    role: PartyRole
    inferred: bool


class ToldMeeting(Told, frozen=True, kw_only=True):
    """A meeting as it stands."""

    id: str
    kind: Kind
    status: Status
    level: Level | None
    when: When | None
    city: str | None
    country: str | None
    venue: str | None
    parties: tuple[ToldParty, ...]
    processes: tuple[str, ...]
    issues: tuple[str, ...]
    outcome: str | None
    round: int | None
    independent_sources: int
    rescheduled_to: str | None
    rescheduled_from: str | None


class ToldArticle(Told, frozen=True, kw_only=True):
    """The article that made it known."""

    id: str
    url: str | None
    title: str | None
    publisher: str | None
    published_on: dt.date | None
    language: str | None


class ToldWords(Told, frozen=True, kw_only=True):
    """Words of the article, and where they stand in its raw text."""

    text: str
    start: int
    end: int


class ToldField(Told, frozen=True, kw_only=True):
    """A field that changed, with its value before and after."""

    field: str
    old: Any
    new: Any


class MeetingData(Told, frozen=True, kw_only=True):
    """A change of a meeting. `sequence` counts what was told of it; `into` is what it became."""

    meeting: ToldMeeting
    sequence: int
    changes: tuple[ToldField, ...]
    change_kinds: tuple[Change, ...]
    into: tuple[str, ...] | UnsetType = UNSET
    article: ToldArticle | UnsetType = UNSET
    evidence: tuple[ToldWords, ...] | UnsetType = UNSET
    truncated: bool | UnsetType = UNSET


class ToldMention(Told, frozen=True, kw_only=True):
    """A statement or act, coded by PLOVER and CAMEO."""

    id: str
    type: PloverType
    mode: str | None
    cameo: str | None
    modality: Modality
    actors: tuple[ToldActor, ...]
    recipients: tuple[ToldActor, ...]
    processes: tuple[str, ...]
    issues: tuple[str, ...]
    date: dt.date | None


class MentionData(Told, frozen=True, kw_only=True):
    """A mention, with the article's words for it."""

    mention: ToldMention
    article: ToldArticle
    evidence: tuple[ToldWords, ...]
    truncated: bool | UnsetType = UNSET


class ToldPerson(ToldActor, frozen=True, kw_only=True):
    """A person whom the knowledge lacked."""

    slug: str


class ActorData(Told, frozen=True, kw_only=True):
    """A person, with the words that name them."""

    actor: ToldPerson
    article: ToldArticle
    evidence: tuple[ToldWords, ...]
    truncated: bool | UnsetType = UNSET


class ToldSource(Told, frozen=True, kw_only=True):
    """A source and its health."""

    id: str
    name: str
    url: str
    state: str
    reason: str
    failures: int
    failing_since: dt.datetime | None
    last_success_at: dt.datetime | None
    last_error: str | None


class SourceData(Told, frozen=True, kw_only=True):
    """A source that fails."""

    source: ToldSource


class ToldDisabled(Told, frozen=True, kw_only=True):
    """A subscription, why it was disabled and when."""

    id: str
    url: str
    reason: str
    disabled_at: dt.datetime


class DisabledData(Told, frozen=True, kw_only=True):
    """A subscription that was disabled."""

    subscription: ToldDisabled


class ToldCapped(Told, frozen=True, kw_only=True):
    """A subscription that has had its share of a day; the rest is told at `rest_told_at`."""

    id: str
    url: str
    daily_cap: int
    day: dt.date
    rest_told_at: dt.datetime


class CappedData(Told, frozen=True, kw_only=True):
    """A subscription that has had its share of a day."""

    subscription: ToldCapped


class DigestOwner(Told, frozen=True, kw_only=True):
    """Whose digest it is."""

    id: str
    description: str | None


class DigestItem(Told, frozen=True, kw_only=True):
    """One subject of a digest: the latest event of it, and how many `updates` there were."""

    subject: str
    event: str
    type: EventType
    timestamp: dt.datetime
    sequence: int | None
    updates: int
    headline: str
    change_kinds: tuple[Change, ...]
    url: str | None


class DigestData(Told, frozen=True, kw_only=True):
    """What was gathered; `more` events are of subjects that are not listed.

    `GET /v1/subscriptions/{id}/deliveries?digest=` lists all of them.
    """

    subscription: DigestOwner
    digest: str
    why: Why
    since: dt.datetime
    until: dt.datetime
    events: int
    counts: dict[str, int]
    items: tuple[DigestItem, ...]
    more: int


class PingData(Told, frozen=True, kw_only=True):
    """A trial."""

    subscription: str
    message: Literal["Parley reaches you."]


class Entry(Struct, frozen=True):
    """When an event of a type is told, and its data."""

    when: str
    data: type[Told]


_MEETING = MeetingData
CATALOGUE: dict[EventType, Entry] = {
    "meeting.announced": Entry("A meeting that is yet to come is heard of first.", _MEETING),
    "meeting.changed": Entry("A meeting's date, place, people, level … changed.", _MEETING),
    "meeting.reported": Entry("More sources tell of a meeting, and nothing is news.", _MEETING),
    "meeting.held": Entry("A meeting has taken place.", _MEETING),
    "meeting.cancelled": Entry("A meeting was called off.", _MEETING),
    "meeting.overdue": Entry("A meeting's day has passed, and nobody reported it.", _MEETING),
    "meeting.merged": Entry("Two meetings were found to be one.", _MEETING),
    "meeting.split": Entry("A meeting was found to be several.", _MEETING),
    "meeting.withdrawn": Entry("No article tells of a meeting any more.", _MEETING),
    "mention.created": Entry("An article tells of an act or statement.", MentionData),
    "actor.discovered": Entry("An article names a person yet unknown.", ActorData),
    "source.failing": Entry("A source fails, is gone, or shows nothing new.", SourceData),
    "subscription.disabled": Entry("Another subscription was disabled.", DisabledData),
    "subscription.capped": Entry("A subscription has had its share of a day.", CappedData),
    "digest": Entry("What was gathered for a subscription is told together.", DigestData),
    "ping": Entry("You asked for it.", PingData),
}
