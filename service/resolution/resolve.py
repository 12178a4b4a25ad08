"""From claims to meetings: the whole of resolution in one call."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import structs

from service.domain.corrections import Correction
from service.domain.dates import When
from service.domain.ids import ArticleId, ClaimId, NodeId, meeting_id
from service.domain.meetings import Claim, Meeting
from service.resolution import clusters, fields, lifecycle
from service.resolution.clusters import Graph, Link, Pair
from service.resolution.fields import Tally
from service.resolution.profiles import Actors, Node, nodes


def resolve(
    claims: Iterable[Claim],
    actors: Actors,
    corrections: Sequence[Correction] = (),
    stories: Mapping[ArticleId, str] | None = None,
) -> tuple[Meeting, ...]:
    """Return the meetings that the claims make, in the order of their ids.

    `stories` names the story each article tells, for those that are copies; others stand alone.
    """
    taken = {claim.id: claim for claim in claims}
    marks = clusters.marks(taken, corrections)
    own = nodes(taken.values(), actors, marks)
    homes = {claim: node.id for claim, node in own.items()}
    made = []
    for members in meetings_of(own, taken, corrections):
        told = [(taken[id], homes[id]) for id in members]
        about = upon({homes[id] for id in members}, homes, corrections)
        made.append(_whole(meeting_of(fields.gather(told, stories or {}), actors, about), told))
    return lifecycle.reschedule(made)


def meetings_of(
    own: Mapping[ClaimId, Node],
    claims: Mapping[ClaimId, Claim],
    corrections: Sequence[Correction] = (),
    links: Collection[Link] | None = None,
) -> list[list[ClaimId]]:
    """Return the claims of each meeting that all claims with these nodes make.

    `links` are those between the nodes, if they are known.
    """
    by_id = {node.id: node for node in own.values()}
    found = Graph(
        {id: node.profile for id, node in by_id.items()},
        clusters.links(by_id.values()) if links is None else links,
        frozenset(_rivals(own, claims)),
    )
    told = {claim: node.profile for claim, node in own.items()} if corrections else {}
    kin = {by: id for by, id in clusters.kin(told, corrections).items() if id in by_id}
    homes = {claim: node.id for claim, node in own.items()}
    ordered = clusters.orders(homes, corrections, kin)
    of: dict[NodeId, list[ClaimId]] = defaultdict(list)
    for claim in sorted(own):
        of[own[claim].id].append(claim)
    groups = clusters.cluster(found, ordered)
    return [sorted(claim for node in group.nodes for claim in of[node]) for group in groups]


def _rivals(own: Mapping[ClaimId, Node], claims: Mapping[ClaimId, Claim]) -> Iterable[Pair]:
    told: dict[ArticleId, list[Node]] = defaultdict(list)
    for claim, node in own.items():
        told[claims[claim].article].append(node)
    for nodes_ in told.values():
        if len(nodes_) > 1:
            yield from clusters.rivals(nodes_)


def meeting_of(tally: Tally, actors: Actors, corrections: Iterable[Correction] = ()) -> Meeting:
    """Return the record of the meeting of which this is said, without its claims and articles.

    `corrections` are those that bear `upon` it.
    """
    counted = fields.plain(tally)
    when: When | None = counted["when"][0].value if "when" in counted else None
    steps = lifecycle.history(tally.sayings, when)
    told = {field: found[0].value for field, found in counted.items()}
    record = Meeting(
        id=meeting_id(min(saying.claims[0] for saying in tally.sayings)),
        status=steps[-1].status,
        parties=fields.parties(tally, actors),
        processes=fields.listed(tally, lambda claim: claim.processes),
        issues=fields.listed(tally, lambda claim: claim.issues),
        claims=(),
        articles=(),
        independent_sources=sum(tally.stories.values()),
        history=steps,
        sequel=any(saying.claim.sequel for saying in tally.sayings),
        **told,
    )
    record = structs.replace(record, votes=fields.votes(counted | fields.several(tally, record)))
    return _pinned(record, corrections)


def _whole(meeting: Meeting, told: Iterable[tuple[Claim, NodeId]]) -> Meeting:
    claims = [claim for claim, _ in told]
    return structs.replace(
        meeting,
        claims=tuple(claim.id for claim in claims),
        articles=tuple(sorted({claim.article for claim in claims})),
    )


def upon(
    group: Iterable[NodeId], homes: Mapping[ClaimId, NodeId], corrections: Iterable[Correction]
) -> list[Correction]:
    """Return the corrections that name a claim of some nodes, in their order."""
    inside = set(group)
    return [c for c in corrections if any(homes.get(claim) in inside for claim in c.claims)]


def _pinned(meeting: Meeting, corrections: Iterable[Correction]) -> Meeting:
    for correction in corrections:
        if correction.kind == "pin" and correction.field:
            meeting = structs.replace(meeting, **{correction.field: _value(correction)})
    return meeting


def _value(correction: Correction) -> Any:
    if correction.field == "when" and correction.value is not None:
        return msgspec.convert(correction.value, When)
    return correction.value


def hidden(corrections: Iterable[Correction]) -> bool:
    """Tell whether people decided, by what bears upon a meeting, not to show it."""
    return any(correction.kind == "hide" for correction in corrections)
