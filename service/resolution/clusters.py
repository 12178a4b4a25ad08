"""Which claims make one meeting: links by score, joined strongest first, within hard rules.

The result is a function of the set of claims and corrections alone: links are taken in the order
of score and ids, so the order in which claims came cannot show.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import combinations

from msgspec import Struct

from service.domain.corrections import Correction
from service.domain.ids import ClaimId
from service.resolution.blocks import keys, sought
from service.resolution.profiles import Node
from service.resolution.scores import score, strength

MEAN = 2.0  # the mean score over all pairs that a join must keep
WORST = -3.0  # no pair may score this or less

Pair = tuple[ClaimId, ClaimId]


class Graph(Struct, frozen=True):
    """Nodes by id and the links between them, the strongest first."""

    nodes: dict[ClaimId, Node]
    links: tuple[tuple[float, ClaimId, ClaimId], ...]


class Orders(Struct, frozen=True):
    """Corrections as orders on nodes: pairs that must be one meeting and pairs that must not."""

    together: tuple[Pair, ...] = ()
    apart: frozenset[Pair] = frozenset()

    def within(self, nodes: Set[ClaimId]) -> "Orders":
        """Return the orders on these nodes alone."""
        return Orders(
            tuple(pair for pair in self.together if pair[0] in nodes),
            frozenset(pair for pair in self.apart if pair[0] in nodes),
        )


def graph(nodes: Iterable[Node]) -> Graph:
    """Compare the nodes that share a key and keep the links."""
    by_id = {node.id: node for node in nodes}
    links = []
    for a, b in candidates(by_id.values()):
        weight, linked = strength(a.profile, b.profile)
        if linked:
            links.append((-weight, a.id, b.id))
    return Graph(by_id, tuple((-weight, a, b) for weight, a, b in sorted(links)))


def candidates(nodes: Iterable[Node]) -> Iterator[tuple[Node, Node]]:
    """Yield each pair of nodes that share a key, once, the smaller id first."""
    standing: dict[str, list[Node]] = defaultdict(list)
    listed = sorted(nodes, key=lambda node: node.id)
    for node in listed:
        for key in keys(node.profile):
            standing[key].append(node)
    for node in listed:
        near = {other.id: other for key in sought(node.profile) for other in standing[key]}
        yield from ((node, near[other]) for other in sorted(near) if node.id < other)


def components(found: Graph, orders: Orders) -> tuple[tuple[ClaimId, ...], ...]:
    """Return the sets of nodes that links or orders hold together, each sorted, in order."""
    root = {node: node for node in found.nodes}

    def top(node: ClaimId) -> ClaimId:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for a, b in (*((a, b) for _, a, b in found.links), *orders.together, *sorted(orders.apart)):
        low, high = sorted((top(a), top(b)))
        root[high] = low
    groups: dict[ClaimId, list[ClaimId]] = defaultdict(list)
    for node in sorted(found.nodes):
        groups[top(node)].append(node)
    return tuple(tuple(members) for _, members in sorted(groups.items()))


def cluster(found: Graph, orders: Orders) -> tuple[tuple[ClaimId, ...], ...]:
    """Return the nodes of each meeting, sorted, in the order of their first."""
    joining = _Joining(found.nodes, orders)
    for a, b in orders.together:
        joining.force(a, b)
    for _, a, b in found.links:
        joining.try_join(a, b)
    return tuple(sorted(tuple(sorted(group)) for group in joining.groups()))


class _Joining:
    """Clusters while links are taken; each node knows its cluster by its list of members."""

    def __init__(self, nodes: Mapping[ClaimId, Node], orders: Orders) -> None:
        self._nodes = nodes
        self._apart = orders.apart
        self._group: dict[ClaimId, list[ClaimId]] = {node: [node] for node in nodes}
        self._articles = {node: set(nodes[node].articles) for node in nodes}

    def groups(self) -> list[list[ClaimId]]:
        return list({id(group): group for group in self._group.values()}.values())

    def force(self, a: ClaimId, b: ClaimId) -> None:
        if self._group[a] is not self._group[b]:
            self._join(self._group[a], self._group[b])

    def try_join(self, a: ClaimId, b: ClaimId) -> None:
        left, right = self._group[a], self._group[b]
        if left is right or not self._articles[left[0]].isdisjoint(self._articles[right[0]]):
            return
        if not self._separated(left, right) and self._agree(left, right):
            self._join(left, right)

    def _separated(self, left: Sequence[ClaimId], right: Sequence[ClaimId]) -> bool:
        if not self._apart:
            return False
        return any(_pair(a, b) in self._apart for a in left for b in right)

    def _agree(self, left: Sequence[ClaimId], right: Sequence[ClaimId]) -> bool:
        scores = [self._score(a, b) for a in left for b in right]
        return min(scores) > WORST and sum(scores) / len(scores) >= MEAN

    def _score(self, a: ClaimId, b: ClaimId) -> float:
        first, second = _pair(a, b)
        return strength(self._nodes[first].profile, self._nodes[second].profile)[0]

    def _join(self, left: list[ClaimId], right: list[ClaimId]) -> None:
        self._articles[left[0]] |= self._articles[right[0]]
        left.extend(right)
        for node in right:
            self._group[node] = left


def _pair(a: ClaimId, b: ClaimId) -> Pair:
    return (a, b) if a < b else (b, a)


def orders(nodes: Iterable[Node], corrections: Iterable[Correction]) -> Orders:
    """Turn merges and splits into orders on nodes; a later correction overrules an earlier one."""
    home = {claim.id: node.id for node in nodes for claim in node.claims}
    wanted: dict[Pair, bool] = {}
    for correction in corrections:
        for a, b in _pairs(correction):
            if a in home and b in home and home[a] != home[b]:
                wanted[_pair(home[a], home[b])] = correction.kind == "merge"
    return Orders(
        tuple(sorted(pair for pair, together in wanted.items() if together)),
        frozenset(pair for pair, together in wanted.items() if not together),
    )


def _pairs(correction: Correction) -> Iterator[Pair]:
    if correction.kind == "merge":
        yield from combinations(correction.claims, 2)
    elif correction.kind == "split":
        yield from ((a, b) for a in correction.claims for b in correction.others)


def linked(nodes: Mapping[ClaimId, Node], members: Iterable[ClaimId]) -> Iterator[Pair]:
    """Yield the pairs of a meeting's nodes that link it, for the explanation."""
    for a, b in combinations(sorted(members), 2):
        if score(nodes[a].profile, nodes[b].profile).links:
            yield a, b
