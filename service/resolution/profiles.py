"""What of a claim is compared with other claims, in a form that many claims share.

Claims with equal profiles are alike for every comparison, so a hot meeting's thousand claims are
scored as a handful of profiles.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal, Protocol

import msgspec
from msgspec import Struct

from service.domain.actors import ActorType
from service.domain.dates import Precision, When
from service.domain.ids import ActorId, ArticleId, ClaimId, NodeId, derive
from service.domain.meetings import Claim, Kind, Level, Party, Status

Family = Literal["encounter", "call", "signing", "press"]
Phase = Literal["ahead", "off", "on"]
Span = tuple[dt.date, dt.date]  # the first and the last day that are meant

FAMILIES: dict[Kind, Family] = {
    "talks": "encounter",
    "meeting": "encounter",
    "summit": "encounter",
    "visit": "encounter",
    "phone_call": "call",
    "signing": "signing",
    "press_conference": "press",
}
PHASES: dict[Status, Phase] = {
    "proposed": "ahead",
    "planned": "ahead",
    "cancelled": "off",
    "postponed": "off",
    "ongoing": "on",
    "held": "on",
}


class ActorFacts(Struct, frozen=True):
    """What resolution knows of an actor: its type, the country it is or represents, its name."""

    type: ActorType
    country: str | None = None
    name: str | None = None


class Known(Protocol):
    """Anything that tells what resolution needs of an actor: `ActorFacts`, or the actor itself."""

    @property
    def type(self) -> ActorType:
        """Its type."""

    @property
    def country(self) -> str | None:
        """The country that it is or represents."""

    @property
    def name(self) -> str | None:
        """Its name."""


Actors = Mapping[ActorId, Known]


class Profile(Struct, frozen=True, cache_hash=True, gc=False):
    """The comparable part of a claim.

    `persons` and `codes` are of the participants; codes are countries (ISO 3166 alpha-2) and, for
    bodies without one, actor ids. `aside` are the codes of hosts and mediators. `published` is
    kept only where a comparison reads it.
    """

    family: Family
    kind: Kind
    phase: Phase
    span: Span | None
    precision: Precision | None
    city: str | None
    country: str | None
    level: Level | None
    persons: frozenset[ActorId]
    codes: frozenset[str]
    aside: frozenset[str]
    round: int | None
    published: dt.date | None


class Node(Struct, frozen=True):
    """What stands for all claims that share a profile, at most one an article.

    Its id is made of what they share, so that it does not depend on which of them are there.
    """

    id: NodeId
    profile: Profile


_decode = msgspec.json.Decoder(Profile).decode


def profile(claim: Claim, actors: Actors) -> Profile:
    """Return the comparable part of a claim."""
    taking_part = [p for p in claim.parties if p.role == "participant"]
    others = [p for p in claim.parties if p.role != "participant"]
    when, phase = claim.when, PHASES[claim.status]
    return Profile(
        family=FAMILIES[claim.kind],
        kind=claim.kind,
        phase=phase,
        span=(when.first, when.last) if when else None,
        precision=when.precision if when else None,
        city=claim.city,
        country=claim.country,
        level=claim.level,
        persons=frozenset(p.actor for p in taking_part if _is_person(p, actors)),
        codes=frozenset(code(p.actor, actors) for p in taking_part),
        aside=frozenset(code(p.actor, actors) for p in others),
        round=claim.round,
        published=claim.published if _by_publication(when, phase) else None,
    )


def _by_publication(when: When | None, phase: Phase) -> bool:
    """Whether a comparison reads when this was told: fewer profiles if it is left out."""
    return when is None or phase == "off" or (phase == "ahead" and when.precision != "day")


def _is_person(party: Party, actors: Actors) -> bool:
    facts = actors.get(party.actor)
    return facts is not None and facts.type == "person"


def code(actor: ActorId, actors: Actors) -> str:
    """Return the country that an actor is or represents, else the actor's own id."""
    facts = actors.get(actor)
    return facts.country if facts is not None and facts.country else actor


def nodes(
    claims: Iterable[Claim], actors: Actors, marks: Mapping[ClaimId, str] | None = None
) -> dict[ClaimId, Node]:
    """Return the node of each claim.

    The second claim of one article with a profile has another node than the first, and so on,
    since two claims of one article are never one meeting. So have claims with different `marks`.
    """
    marked = marks or {}
    seen: Counter[tuple[Profile, str, ArticleId]] = Counter()
    found = {}
    for claim in sorted(claims, key=lambda claim: claim.id):
        told, mark = profile(claim, actors), marked.get(claim.id, "")
        found[claim.id] = node_of(told, mark, seen[told, mark, claim.article])
        seen[told, mark, claim.article] += 1
    return found


@lru_cache(maxsize=1 << 12)
def node_of(told: Profile, mark: str = "", nth: int = 0) -> Node:
    """Return the node of a profile, for claims with a mark, the `nth` of each article."""
    return Node(NodeId(derive("nod", written(told), mark, str(nth))), told)


def written(told: Profile) -> str:
    """Return a profile as JSON, equal ones alike."""
    return msgspec.json.encode(told, order="deterministic").decode()


@lru_cache(maxsize=1 << 14)
def read(text: str) -> Profile:
    """Return the profile that was `written`."""
    return _decode(text)
