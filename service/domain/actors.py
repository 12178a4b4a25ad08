"""Those who act: persons with their offices in time, states, organizations, armed groups."""

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct

from service.domain.ids import ActorId, actor_id
from service.domain.spans import Evidence

CountryCode = Annotated[
    str, Meta(pattern="^[A-Z]{2}$", description="An ISO 3166 alpha-2 code, such as `AM`.")
]
ActorType = Literal["person", "state", "organization", "armed_group"]


class Office(Struct, frozen=True, kw_only=True):
    """An office that a person holds from `since` to `until`, inclusive; None is open.

    `title` is lower-case English (`foreign minister`); `of` is an ISO 3166 alpha-2 country or the
    slug of an organization.
    """

    title: str
    of: str
    since: dt.date | None = None
    until: dt.date | None = None
    acting: bool = False

    def held_on(self, day: dt.date) -> bool:
        """Tell whether the office was held on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


class Actor(Struct, frozen=True, kw_only=True):
    """A person, state, organization or armed group, known or discovered in articles.

    `country` is the ISO 3166 alpha-2 code that the actor is or represents. `discovered` marks a
    person whom the knowledge lacks and whom an article names with a title.
    """

    slug: str
    type: ActorType
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    offices: tuple[Office, ...] = ()
    discovered: bool = False

    @property
    def id(self) -> ActorId:
        """The actor's id, derived from its slug."""
        return actor_id(self.slug)

    def offices_on(self, day: dt.date) -> tuple[Office, ...]:
        """Return the offices held on a day, in the order of the record."""
        return tuple([office for office in self.offices if office.held_on(day)])


class ActorMention(Struct, frozen=True, kw_only=True):
    """An actor as one article speaks of it.

    `role` is the office or description the article gives, lower-case English where the lexicon
    knows it; `qualifier` is what limits the office (`former`, `acting`, `elect`, `envoy`).
    `wording` is the office in the article's own words, `office` what a known person holds on the
    article's day (`former ...`: held before, if none now). `inferred` means that the article gives
    an office only and the holder comes from the knowledge.
    `evidence` lists the places that name the actor, in order.
    """

    actor: ActorId
    slug: str
    type: ActorType
    name: str
    country: str | None = None
    role: str | None = None
    qualifier: str | None = None
    wording: str | None = None
    office: str | None = None
    discovered: bool = False
    inferred: bool = False
    evidence: tuple[Evidence, ...]


def state_slug(country: str | None) -> str:
    """Return the slug of the state with a country's code (`AM`: `state-am`)."""
    return f"state-{(country or '').lower()}"
