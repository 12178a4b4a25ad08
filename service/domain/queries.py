"""The one grammar of questions: what a search asks now and what a subscription asks for ever."""

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct

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
# A clause without values, as a form may send it, must not silently ask for everything.
SOME = Meta(min_length=1)


class Query(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A question to the record. Clauses are joined by AND, the values of one clause by OR.

    Actors are ids or slugs; `actors_all` (and each pair in `pairs`) wants every one of them.
    `countries` are those that participants represent; `places` are cities or countries of the
    place. `keywords` are words, or phrases in several words, of the text. `changes` limits to
    what changed in a meeting, `first_contact_days` says how long silence must have lasted.
    An empty query asks for everything.
    """

    keywords: Annotated[tuple[str, ...], SOME] = ()
    actors: Annotated[tuple[str, ...], SOME] = ()
    actors_all: Annotated[tuple[str, ...], SOME] = ()
    pairs: Annotated[tuple[tuple[str, str], ...], SOME] = ()
    processes: Annotated[tuple[str, ...], SOME] = ()
    countries: Annotated[tuple[str, ...], SOME] = ()
    kinds: Annotated[tuple[Kind, ...], SOME] = ()
    statuses: Annotated[tuple[Status, ...], SOME] = ()
    levels: Annotated[tuple[Level, ...], SOME] = ()
    issues: Annotated[tuple[str, ...], SOME] = ()
    places: Annotated[tuple[str, ...], SOME] = ()
    publishers: Annotated[tuple[str, ...], SOME] = ()
    languages: Annotated[tuple[str, ...], SOME] = ()
    mention_types: Annotated[tuple[PloverType, ...], SOME] = ()
    modalities: Annotated[tuple[Modality, ...], SOME] = ()
    changes: Annotated[tuple[Change, ...], SOME] = ()
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    min_sources: int = 0
    first_contact_days: int = 0
