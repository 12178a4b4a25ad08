"""The one grammar of questions: what a search asks now and what a subscription asks for ever."""

import datetime as dt
from typing import Literal

from msgspec import Struct

from service.domain.meetings import Kind, Level, Status
from service.domain.mentions import Modality, PloverType

Change = Literal[
    "date_moved",
    "cancelled",
    "postponed",
    "held",
    "venue_moved",
    "new_mediator",
    "new_participant",
    "level_raised",
    "first_contact",
    "overdue",
]


class Query(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A question to the record. Clauses are joined by AND, the values of one clause by OR.

    Actors are ids or slugs; `actors_all` (and each pair in `pairs`) wants every one of them.
    `countries` are those that participants represent; `places` are cities or countries of the
    place. `keywords` are words, or phrases in several words, of the text. `changes` limits to
    what changed in a meeting, `first_contact_days` says how long silence must have lasted.
    An empty query asks for everything.
    """

    keywords: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    actors_all: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    processes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    statuses: tuple[Status, ...] = ()
    levels: tuple[Level, ...] = ()
    issues: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    mention_types: tuple[PloverType, ...] = ()
    modalities: tuple[Modality, ...] = ()
    changes: tuple[Change, ...] = ()
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    min_sources: int = 0
    first_contact_days: int = 0
