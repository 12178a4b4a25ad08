"""From claims to meetings: the whole of resolution in one call, and the part a change touches."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct, structs

from service.domain.corrections import Correction
from service.domain.dates import When
from service.domain.ids import ArticleId, ClaimId, meeting_id
from service.domain.meetings import Claim, Meeting
from service.resolution import fields, lifecycle
from service.resolution.clusters import Graph, cluster, components, graph, orders
from service.resolution.profiles import Actors, Node, Profile, collapse

Stories = Mapping[ArticleId, str]


class Component(Struct, frozen=True, kw_only=True):
    """Nodes that bear on each other, apart from all others, and the meetings they make."""

    id: ClaimId
    nodes: tuple[Node, ...]
    meetings: tuple[Meeting, ...]


def resolve(
    claims: Iterable[Claim],
    actors: Actors,
    corrections: Sequence[Correction] = (),
    stories: Stories | None = None,
) -> tuple[Meeting, ...]:
    """Return the meetings that the claims make, in the order of their ids.

    `stories` names the story each article tells, for those that are copies; others stand alone.
    """
    parts = partition(claims, actors, corrections, stories or {})
    meetings = [meeting for part in parts for meeting in part.meetings]
    return lifecycle.reschedule(meetings)


def partition(
    claims: Iterable[Claim],
    actors: Actors,
    corrections: Sequence[Correction],
    stories: Stories,
    profiles: Mapping[ClaimId, Profile] | None = None,
) -> tuple[Component, ...]:
    """Return the components that the claims fall into, each with its meetings.

    A component depends on its own claims only: putting together the claims of some components
    with new claims and partitioning them again gives what partitioning everything would give.
    Links to new dates are left to `lifecycle.reschedule`.
    """
    named = frozenset(claim for c in corrections for claim in (*c.claims, *c.others))
    nodes = collapse(claims, actors, named, profiles)
    ordered = orders(nodes, corrections)
    whole = graph(nodes)
    found = []
    for members in components(whole, ordered):
        inside = frozenset(members)
        part = Graph(
            {node: whole.nodes[node] for node in members},
            tuple(link for link in whole.links if link[1] in inside),
        )
        meetings = tuple(
            meeting_of([part.nodes[node] for node in group], actors, stories, corrections)
            for group in cluster(part, ordered.within(inside))
        )
        found.append(Component(id=members[0], nodes=tuple(part.nodes.values()), meetings=meetings))
    return tuple(found)


def meeting_of(
    nodes: Iterable[Node],
    actors: Actors,
    stories: Stories,
    corrections: Sequence[Correction] = (),
) -> Meeting:
    """Return the record of the meeting that these nodes make."""
    claims = sorted((claim for node in nodes for claim in node.claims), key=lambda c: c.id)
    sayings = fields.gather(claims, stories)
    counted = fields.plain(sayings)
    when: When | None = counted["when"][0].value if "when" in counted else None
    steps = lifecycle.history(sayings, when)
    told = {field: found[0].value for field, found in counted.items()}
    record = Meeting(
        id=meeting_id(claims[0].id),
        status=steps[-1].status,
        parties=fields.parties(sayings, actors),
        processes=fields.listed(sayings, lambda claim: claim.processes),
        issues=fields.listed(sayings, lambda claim: claim.issues),
        claims=tuple(claim.id for claim in claims),
        articles=tuple(sorted({claim.article for claim in claims})),
        independent_sources=fields.sources(sayings),
        history=steps,
        votes=fields.votes(counted),
        **told,
    )
    return _pinned(record, corrections)


def _pinned(meeting: Meeting, corrections: Iterable[Correction]) -> Meeting:
    own = frozenset(meeting.claims)
    for correction in corrections:
        if correction.kind == "pin" and correction.field and not own.isdisjoint(correction.claims):
            meeting = structs.replace(meeting, **{correction.field: _value(correction)})
    return meeting


def _value(correction: Correction) -> Any:
    if correction.field == "when" and correction.value is not None:
        return msgspec.convert(correction.value, When)
    return correction.value


def hidden(meeting: Meeting, corrections: Iterable[Correction]) -> bool:
    """Tell whether people decided not to show a meeting."""
    own = frozenset(meeting.claims)
    return any(c.kind == "hide" and not own.isdisjoint(c.claims) for c in corrections)
