"""Meetings: what one article claims, and the record resolved over all claims."""

import datetime as dt
from typing import Any, Literal

from msgspec import Struct

from service.domain.dates import When
from service.domain.ids import ActorId, ArticleId, ClaimId, MeetingId
from service.domain.spans import Evidence

Kind = Literal["talks", "meeting", "summit", "visit", "phone_call", "signing", "press_conference"]
Status = Literal["proposed", "planned", "ongoing", "held", "cancelled", "postponed"]
Level = Literal["leaders", "ministers", "envoys", "technical"]
PartyRole = Literal["participant", "host", "mediator", "observer"]


# Values hold no cycles; walking a ledger of them made the collector pause for 0.1 s: gc=False.
class Party(Struct, frozen=True, kw_only=True, gc=False):
    """An actor in the room, and in which role.

    `inferred` means that the words give an office ("the foreign ministers") and the holder comes
    from the knowledge or from another claim.
    """

    actor: ActorId
    role: PartyRole = "participant"
    inferred: bool = False
    evidence: tuple[Evidence, ...] = ()


class Claim(Struct, frozen=True, kw_only=True, gc=False):
    """What one article says of one meeting.

    `evidence` are the words that report it, the telling ones first; `found` maps a field (`kind`,
    `status`, `when`, `city`, ...) to the words that say that field. `round` is the ordinal of a
    series ("third round"), `sequel` tells that it is called the next of one. `outcome` is a code of
    what came of it (`OUTCOMES` of the extraction), `background` tells history from news.
    `published` is the article's date, by which claims are put in order.
    """

    id: ClaimId
    article: ArticleId
    kind: Kind
    status: Status
    level: Level | None = None
    when: When | None = None
    city: str | None = None
    country: str | None = None
    venue: str | None = None
    parties: tuple[Party, ...] = ()
    processes: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    outcome: str | None = None
    round: int | None = None
    sequel: bool = False
    background: bool = False
    published: dt.date | None = None
    evidence: tuple[Evidence, ...]
    found: dict[str, tuple[Evidence, ...]] = {}

    def with_role(self, *roles: PartyRole) -> tuple[ActorId, ...]:
        """Return the actors in any of the roles, in the claim's order."""
        return tuple(party.actor for party in self.parties if party.role in roles)


class FieldVote(Struct, frozen=True, kw_only=True):
    """A value that sources give for a field of a meeting, and who gives it.

    Of `parties` it is one party, as `actor` and `role`; of `issues` one of them.

    `sources` counts independent sources: copies of one story count once.
    """

    value: Any
    claims: tuple[ClaimId, ...]
    sources: int


class StatusStep(Struct, frozen=True, kw_only=True):
    """One step in a meeting's life: a status, since which publication date, by which claims."""

    status: Status
    since: dt.date | None
    when: When | None = None
    claims: tuple[ClaimId, ...]


class Meeting(Struct, frozen=True, kw_only=True):
    """The record of one meeting over all claims.

    A pure function of its claims and of people's corrections. `votes` keeps, per field, every
    value with its sources, the winning one first, so that contradictions stay visible.
    `rescheduled_to` and `rescheduled_from` link a postponed meeting with its new date. `round` is
    its number in a series, `sequel` tells that a source calls it the next of one.
    """

    id: MeetingId
    kind: Kind
    status: Status
    level: Level | None = None
    when: When | None = None
    city: str | None = None
    country: str | None = None
    venue: str | None = None
    parties: tuple[Party, ...] = ()
    processes: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    outcome: str | None = None
    round: int | None = None
    sequel: bool = False
    claims: tuple[ClaimId, ...]
    articles: tuple[ArticleId, ...]
    independent_sources: int = 1
    history: tuple[StatusStep, ...] = ()
    votes: dict[str, tuple[FieldVote, ...]] = {}
    rescheduled_to: MeetingId | None = None
    rescheduled_from: MeetingId | None = None

    def with_role(self, *roles: PartyRole) -> tuple[ActorId, ...]:
        """Return the actors in any of the roles, in the meeting's order."""
        return tuple(party.actor for party in self.parties if party.role in roles)
