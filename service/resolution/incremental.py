"""What one article changes: the components that its claims touch, and what becomes of them."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from service.domain.corrections import Correction
from service.domain.ids import ArticleId, ClaimId, MeetingId
from service.domain.meetings import Claim, Meeting
from service.resolution.blocks import keys, sought
from service.resolution.profiles import Actors, Profile, profile
from service.resolution.resolve import Component, hidden, partition
from service.resolution.scores import score


class Place(Struct, frozen=True):
    """Where a claim was put."""

    component: ClaimId
    meeting: MeetingId


class Outcome(Struct, frozen=True, kw_only=True):
    """What the touched components become.

    `keys` are the block keys under which each stands; `places` says where each claim is.
    """

    meetings: tuple[Meeting, ...]
    hidden: frozenset[MeetingId]
    places: dict[ClaimId, Place]
    keys: dict[ClaimId, frozenset[str]]


def keys_to_look_under(claims: Iterable[Claim], actors: Actors) -> frozenset[str]:
    """Return the block keys under which all stands that the claims may be linked with."""
    return frozenset().union(*(sought(profile(claim, actors)) for claim in claims))


def touched(
    claims: Iterable[Claim], near: Mapping[ClaimId, Sequence[Claim]], actors: Actors
) -> frozenset[ClaimId]:
    """Return those of the components near that hold a claim which one of the claims links to."""
    own = {profile(claim, actors) for claim in claims}
    return frozenset(
        component
        for component, members in near.items()
        if _any_link(own, {profile(claim, actors) for claim in members})
    )


def _any_link(own: Iterable[Profile], theirs: Iterable[Profile]) -> bool:
    listed = list(theirs)
    return any(score(a, b).links for a in own for b in listed)


def recluster(
    claims: Iterable[Claim],
    actors: Actors,
    corrections: Sequence[Correction],
    stories: Mapping[ArticleId, str],
) -> Outcome:
    """Resolve the claims of whole components again."""
    parts = partition(claims, actors, corrections, stories)
    meetings = tuple(meeting for part in parts for meeting in part.meetings)
    return Outcome(
        meetings=meetings,
        hidden=frozenset(m.id for m in meetings if hidden(m, corrections)),
        places={claim: place for part in parts for claim, place in _places(part)},
        keys={part.id: _keys(part) for part in parts},
    )


def _places(part: Component) -> list[tuple[ClaimId, Place]]:
    return [(claim, Place(part.id, m.id)) for m in part.meetings for claim in m.claims]


def _keys(part: Component) -> frozenset[str]:
    return frozenset().union(*(keys(node.profile) for node in part.nodes))
