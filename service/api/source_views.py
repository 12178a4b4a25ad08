"""What clients give and get of sources."""

import datetime as dt
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from service.api.pages import Page, PageQuery, Text
from service.domain.actors import CountryCode
from service.domain.ids import SourceId
from service.domain.sources import Health, Source, SourceKind, SourceState, Watched

Url = Annotated[str, Meta(max_length=2000, description="Its address: https:// or http://.")]
# A folder is on the machine of the service: who may call the API may not read its files.
Kind = Annotated[
    Literal["feed", "sitemap", "page", "list"],
    Meta(description="How it is read; a `feed` may be RSS, RDF, Atom or JSON Feed."),
]
Name = Annotated[str, Meta(min_length=1, max_length=200, description="Its name.")]
Country = Annotated[
    CountryCode | None,
    Meta(description="Where it is published, ISO 3166 alpha-2."),
]
Language = Annotated[
    Annotated[str, Meta(pattern="^[a-z]{2,3}$", description="An ISO 639 code, such as `en`.")]
    | None,
    Meta(description="The language of its items, ISO 639, when they do not say."),
]
Owner = Annotated[Text | None, Meta(description="Who owns it.")]
StateRun = Annotated[bool, Meta(description="Whether a state owns or directs it.")]
Pattern = Annotated[
    Annotated[str, Meta(max_length=500)] | None,
    Meta(description="For a `page`: which links are articles, with `*`; others need none."),
]
OldAlerts = Annotated[
    bool,
    Meta(description="Whether what was published long before it was added raises alerts too."),
]


class SourceInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A source to be watched. Its name is its host when none is given."""

    url: Url
    kind: Kind = "feed"
    name: Name | None = None
    country: Country = None
    language: Language = None
    owner: Owner = None
    state_run: StateRun = False
    pattern: Pattern = None
    old_alerts: OldAlerts = False


class SourcePatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to change; what is left out stays. For another address, add another source."""

    kind: Kind | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    country: Country | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    owner: Owner | UnsetType = UNSET
    state_run: StateRun | UnsetType = UNSET
    pattern: Pattern | UnsetType = UNSET
    old_alerts: OldAlerts | UnsetType = UNSET


class ShownHealth(Struct, frozen=True, kw_only=True):
    """How a source has fared. Intervals are in seconds; `address` is where it has moved for good.

    `seen` counts the items it showed, `taken` the articles made of them, `revised` edits of those,
    `relevant` the articles about a peace process.
    """

    next_poll_at: dt.datetime
    interval: float
    average_interval: float
    address: str | None
    polls: int
    failures: int
    failing_since: dt.datetime | None
    last_success_at: dt.datetime | None
    last_new_at: dt.datetime | None
    last_error: str | None
    last_error_at: dt.datetime | None
    seen: int
    taken: int
    revised: int
    relevant: int


class ShownSource(Struct, frozen=True, kw_only=True):
    """A source, and how it has fared."""

    id: SourceId
    url: str
    kind: SourceKind
    name: str
    country: str | None
    language: str | None
    owner: str | None
    state_run: bool
    pattern: str | None
    old_alerts: bool
    state: SourceState
    state_reason: str | None
    created_at: dt.datetime
    changed_at: dt.datetime
    health: ShownHealth


class SourcePage(Page[ShownSource], frozen=True):
    """A page of sources."""


class SourceQuery(PageQuery, frozen=True, kw_only=True):
    """What a list of sources is limited to."""

    state: Annotated[SourceState | None, Meta(description="The state they are in.")] = None
    failing: Annotated[bool | None, Meta(description="Whether the last look at them failed.")] = (
        None
    )


def shown(watched: Watched) -> ShownSource:
    """Show a source with its health."""
    alike = {name: getattr(watched.source, name) for name in Source.__struct_fields__}
    return ShownSource(**alike, health=_health(watched.health))


def _health(health: Health) -> ShownHealth:
    return ShownHealth(**{name: getattr(health, name) for name in ShownHealth.__struct_fields__})
