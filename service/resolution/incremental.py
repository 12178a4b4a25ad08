"""What one article changes: the meetings around its claims come together anew, and no others.

Nodes are joined strongest link first, and a meeting that is joined by the same links in the same
order as before looks the same to all others at each moment: what is beyond it cannot have changed.
So only meetings near the change are joined again, and more are read until those at the border
are as they were.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from msgspec import Struct

from service.domain.ids import MeetingId, NodeId, SayingId
from service.resolution.clusters import Graph, Group, Link, Orders, Pair, cluster, link
from service.resolution.profiles import Node, Profile

Stories = Counter[frozenset[SayingId]]


class Told(NamedTuple):
    """That some claims of a story say something."""

    story: str
    node: NodeId
    saying: SayingId


class Region(Struct, frozen=True, kw_only=True):
    """Whole meetings as they stand: their nodes, and all links and rivals of these.

    `homes` are the meetings of the nodes and of those that they link with.
    """

    nodes: Mapping[NodeId, Profile] = {}
    homes: Mapping[NodeId, MeetingId] = {}
    links: frozenset[Link] = frozenset()
    rivals: frozenset[Pair] = frozenset()

    @property
    def meetings(self) -> dict[MeetingId, frozenset[NodeId]]:
        """The nodes of each meeting."""
        found: dict[MeetingId, set[NodeId]] = defaultdict(set)
        for node in self.nodes:
            found[self.homes[node]].add(node)
        return {meeting: frozenset(inside) for meeting, inside in found.items()}


class Change(Struct, frozen=True, kw_only=True):
    """What an article adds and takes away; `links` are those of the nodes that are new."""

    added: Mapping[NodeId, Profile] = {}
    gone: frozenset[NodeId] = frozenset()
    links: tuple[Link, ...] = ()
    new_rivals: frozenset[Pair] = frozenset()
    old_rivals: frozenset[Pair] = frozenset()

    @property
    def is_structural(self) -> bool:
        """Tell whether nodes may be joined in another way than before."""
        return bool(self.added or self.moved)

    @property
    def moved(self) -> frozenset[NodeId]:
        """The nodes that were there and may be joined in another way now."""
        pairs = self.new_rivals | self.old_rivals
        return self.gone.union(node for pair in pairs for node in pair)


class Settled(Struct, frozen=True):
    """The meetings that a region's nodes make now, and those beyond it that must be read too."""

    groups: tuple[frozenset[NodeId], ...]
    reach: frozenset[MeetingId]


def links_of(new: Iterable[Node], near: Iterable[Node]) -> tuple[Link, ...]:
    """Return the links of new nodes with those near, and with each other."""
    listed = sorted(new, key=lambda node: node.id)
    others = [*near, *listed]
    found = (link(node, other) for node in listed for other in others if node.id != other.id)
    return tuple({one for one in found if one is not None})


def settle(region: Region, change: Change, orders: Orders) -> Settled:
    """Join the region's nodes, as the change leaves them."""
    nodes = {id: one for id, one in region.nodes.items() if id not in change.gone}
    nodes |= change.added
    links = [x for x in region.links.union(change.links) if x.a in nodes and x.b in nodes]
    rivals = (region.rivals - change.old_rivals) | change.new_rivals
    found = cluster(Graph(nodes, links, rivals), orders.within(nodes))
    before = _as_joined(region, orders)
    named = orders.named
    fresh = [g for g in found if before.get(g.nodes) != g.joins or not named.isdisjoint(g.nodes)]
    return Settled(tuple(group.nodes for group in found), _reach(region, fresh))


def _as_joined(region: Region, orders: Orders) -> dict[frozenset[NodeId], tuple[Pair, ...]]:
    """The meetings of a region as they stand, with the links that joined each.

    No link between two of them joined them, so each came together by its own.
    """
    homes = region.homes
    links = [x for x in region.links if _within(region, x) and homes[x.a] == homes[x.b]]
    found = cluster(Graph(region.nodes, links, region.rivals), orders.within(region.nodes))
    standing = set(region.meetings.values())
    return {group.nodes: group.joins for group in found if group.nodes in standing}


def _within(region: Region, one: Link) -> bool:
    return one.a in region.nodes and one.b in region.nodes


def _reach(region: Region, fresh: Iterable[Group]) -> frozenset[MeetingId]:
    """The meetings beyond the region that link with a meeting which is not as it was."""
    changed = {node for group in fresh for node in group.nodes}
    beyond = set()
    for one in region.links:
        for near, other in ((one.a, one.b), (one.b, one.a)):
            if near in changed and other not in region.nodes:
                beyond.add(region.homes[other])
    return frozenset(beyond)


class Remade(Struct, frozen=True):
    """A meeting that must be told anew, by its nodes, and the meetings that these were of.

    `same` is the one that it goes on from: all its nodes that are left are here, and none of
    others. `stood` are the nodes that were there before.
    """

    nodes: frozenset[NodeId]
    stood: frozenset[NodeId]
    of: frozenset[MeetingId]
    same: MeetingId | None


def remade(
    standing: Mapping[MeetingId, frozenset[NodeId]],
    groups: Iterable[frozenset[NodeId]],
    touched: Set[NodeId],
    gone: Set[NodeId],
) -> tuple[Remade, ...]:
    """Return those of the groups to tell anew: of other nodes than stood, or with one `touched`."""
    homes = {node: id for id, inside in standing.items() for node in inside}
    left = {id: inside - gone for id, inside in standing.items()}
    known = set(standing.values())
    return tuple(
        _remade(homes, nodes, left)
        for nodes in sorted(groups, key=min)
        if nodes not in known or not touched.isdisjoint(nodes)
    )


def _remade(
    homes: Mapping[NodeId, MeetingId],
    nodes: frozenset[NodeId],
    left: Mapping[MeetingId, frozenset[NodeId]],
) -> Remade:
    stood = nodes & homes.keys()
    of = frozenset(homes[node] for node in stood)
    same = next(iter(of)) if len(of) == 1 else None
    return Remade(nodes, stood, of, same if same and left[same] == stood else None)


def retold(stories: Mapping[frozenset[SayingId], int], before: Stories, after: Stories) -> Stories:
    """Count a meeting's stories anew: some that told it as `before` tell it as `after`."""
    counted = Counter(stories)
    counted.subtract(before)
    counted.update(after)
    return +counted


def count(told: Iterable[Told], nodes: Set[NodeId]) -> Stories:
    """Count the stories that tell of some nodes by the sayings of these that each tells."""
    by_story: dict[str, set[SayingId]] = defaultdict(set)
    for one in told:
        if one.node in nodes:
            by_story[one.story].add(one.saying)
    return Counter(map(frozenset, by_story.values()))


def rivals_told(
    before: Iterable[Pair], after: Iterable[Pair], articles: Mapping[Pair, int]
) -> tuple[dict[Pair, int], frozenset[Pair], frozenset[Pair]]:
    """Return how counts of rivals change, the pairs that are new and those that are no more.

    `articles` are the counts so far.
    """
    more = Counter(after)
    more.subtract(Counter(before))
    changed = {one: n for one, n in more.items() if n}
    new = {one for one in changed if not articles.get(one)}
    gone = {one for one, n in changed.items() if articles.get(one, 0) + n <= 0}
    return changed, frozenset(new - gone), frozenset(gone - new)
