"""What one article changes: the components that its claims touch, and what becomes of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from service.domain.corrections import Correction
from service.domain.ids import ArticleId, ClaimId, MeetingId
from service.domain.meetings import Claim, Meeting
from service.resolution.blocks import keys, sought
from service.resolution.profiles import Actors, Profile
from service.resolution.resolve import Component, hidden, partition
from service.resolution.scores import strength


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


def keys_to_look_under(told: Iterable[Profile]) -> frozenset[str]:
    """Return the block keys under which all stands that claims of these profiles may link with."""
    return frozenset().union(*map(sought, told))


def touched(
    told: Collection[Profile], near: Mapping[ClaimId, Iterable[Profile]]
) -> frozenset[ClaimId]:
    """Return those of the components near that hold a profile which one of the told links to."""
    return frozenset(
        component
        for component, theirs in near.items()
        if any(strength(a, b)[1] for b in theirs for a in told)
    )


def recluster(
    claims: Iterable[Claim],
    actors: Actors,
    corrections: Sequence[Correction],
    stories: Mapping[ArticleId, str],
    profiles: Mapping[ClaimId, Profile] | None = None,
) -> Outcome:
    """Resolve the claims of whole components again; `profiles` are those known of them."""
    parts = partition(claims, actors, corrections, stories, profiles)
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
