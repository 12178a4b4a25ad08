"""Which nodes make one meeting: links by score, joined strongest first, within hard rules.

The result is a function of the set of nodes and orders alone: links are taken in the order of
score and ids, so the order in which claims came cannot show.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from operator import attrgetter, itemgetter

from msgspec import Struct

from service.domain.corrections import Correction, CorrectionId
from service.domain.ids import ClaimId, NodeId
from service.resolution.blocks import Search, blocks, sought
from service.resolution.profiles import Node, Profile, node_of
from service.resolution.scores import hopeless, strength

MEAN = 2.0  # the mean score over all pairs that a join must keep
WORST = -3.0  # no pair may score this or less

_DAY = itemgetter(0)
_IN_ORDER = attrgetter("less", "a", "b")  # the strongest link first

Pair = tuple[NodeId, NodeId]
Kin = Mapping[tuple[CorrectionId, ClaimId], NodeId]


class Link(Struct, frozen=True, gc=False):
    """Two nodes alike enough to be joined, `a` before `b`; `less` is what they score, negated."""

    less: float
    a: NodeId
    b: NodeId


class Graph(Struct, frozen=True):
    """Nodes, the links between them, and the pairs of which one article tells both."""

    nodes: Mapping[NodeId, Profile]
    links: Collection[Link]
    rivals: Collection[Pair] = frozenset()


class Orders(Struct, frozen=True):
    """Corrections as orders on nodes: pairs that must be one meeting and pairs that must not."""

    together: tuple[Pair, ...] = ()
    apart: frozenset[Pair] = frozenset()

    @property
    def named(self) -> frozenset[NodeId]:
        """All nodes that an order names."""
        return frozenset(node for pair in (*self.together, *self.apart) for node in pair)

    def within(self, nodes: Container[NodeId]) -> "Orders":
        """Return the orders on these nodes alone."""
        return Orders(
            tuple(one for one in self.together if one[0] in nodes and one[1] in nodes),
            frozenset(one for one in self.apart if one[0] in nodes and one[1] in nodes),
        )


class Group(Struct, frozen=True):
    """The nodes of one meeting, and the links that joined them, in order."""

    nodes: frozenset[NodeId]
    joins: tuple[Pair, ...]


def pair(a: NodeId, b: NodeId) -> Pair:
    """Put the smaller id first."""
    return (a, b) if a < b else (b, a)


def link(a: Node, b: Node) -> Link | None:
    """Return the link between two nodes, or None if they are not alike enough."""
    if hopeless(a.profile, b.profile):
        return None
    weight, linked = strength(*_in_order(a, b))
    return Link(-weight, *pair(a.id, b.id)) if linked else None


def _in_order(a: Node, b: Node) -> tuple[Profile, Profile]:
    return (a.profile, b.profile) if a.id < b.id else (b.profile, a.profile)


def links(nodes: Iterable[Node]) -> list[Link]:
    """Compare the nodes that stand where others look for them and return the links."""
    listed = sorted(nodes, key=lambda node: node.id)
    standing: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for n, node in enumerate(listed):
        for block in blocks(node.profile):
            standing[block.who].append((block.day, n))
    for some in standing.values():
        some.sort()
    found = []
    for n, node in enumerate(listed):
        near = {other for search in sought(node.profile) for other in _near(search, standing)}
        found += [link(node, listed[other]) for other in near if n < other]
    return [one for one in found if one is not None]


def _near(search: Search, standing: Mapping[str, list[tuple[str, int]]]) -> Iterator[int]:
    if some := standing.get(search.who):
        first = bisect_left(some, search.first, key=_DAY)
        last = bisect_right(some, search.last, key=_DAY)
        yield from (other for _, other in some[first:last])


def rivals(told: Iterable[Node]) -> Iterator[Pair]:
    """Yield the pairs of one article's nodes that might be joined otherwise."""
    for a, b in combinations(sorted(set(told), key=lambda node: node.id), 2):
        if strength(a.profile, b.profile)[0] > WORST:
            yield a.id, b.id


def cluster(found: Graph, orders: Orders) -> tuple[Group, ...]:
    """Return the meetings that nodes make.

    Orders to keep apart hold while links are taken; what must be together is joined at the end, so
    that what joins either of two meetings that people merged goes by its own likeness alone.
    """
    joining = _Joining(found, orders.apart)
    for one in sorted(found.links, key=_IN_ORDER):
        joining.take(one.a, one.b)
    for a, b in orders.together:
        joining.force(a, b)
    return joining.groups()


class _Cluster:
    """Nodes joined so far, and those that they must not be joined with."""

    def __init__(self, node: NodeId, rivals: set[NodeId], apart: set[NodeId]) -> None:
        self.nodes = [node]
        self.joins: list[Pair] = []
        self.rivals = rivals
        self.apart = apart


class _Joining:
    """Clusters while links are taken; each node knows the cluster that it is in."""

    def __init__(self, found: Graph, apart: Iterable[Pair]) -> None:
        self._profiles = found.nodes
        self._linked = {(one.a, one.b): -one.less for one in found.links}
        rivals, parted = _sides(found.rivals), _sides(apart)
        self._of = {n: _Cluster(n, set(rivals[n]), set(parted[n])) for n in found.nodes}
        self._refused: set[tuple[int, int, int, int]] = set()

    def groups(self) -> tuple[Group, ...]:
        made = {id(one): one for one in self._of.values()}.values()
        return tuple(Group(frozenset(one.nodes), tuple(one.joins)) for one in made)

    def force(self, a: NodeId, b: NodeId) -> None:
        left, right = self._of[a], self._of[b]
        if left is not right and left.apart.isdisjoint(right.nodes):
            self._join(left, right, (a, b))

    def take(self, a: NodeId, b: NodeId) -> None:
        left, right = self._of[a], self._of[b]
        if left is right:
            return
        # What was refused is refused again until one of the two grows.
        attempt = (id(left), len(left.nodes), id(right), len(right.nodes))
        if attempt in self._refused:
            return
        if self._may_join(left, right):
            self._join(left, right, (a, b))
        else:
            self._refused.add(attempt)

    def _may_join(self, left: _Cluster, right: _Cluster) -> bool:
        if not left.apart.isdisjoint(right.nodes) or not left.rivals.isdisjoint(right.nodes):
            return False
        sum_ = 0.0
        for a in left.nodes:
            for b in right.nodes:
                score = self._score(a, b)
                if score <= WORST:
                    return False
                sum_ += score
        return sum_ >= MEAN * len(left.nodes) * len(right.nodes)

    def _score(self, a: NodeId, b: NodeId) -> float:
        both = first, second = pair(a, b)
        if (linked := self._linked.get(both)) is not None:
            return linked
        return strength(self._profiles[first], self._profiles[second])[0]

    def _join(self, left: _Cluster, right: _Cluster, by: Pair) -> None:
        left.nodes += right.nodes
        left.joins += [*right.joins, by]
        left.rivals |= right.rivals
        left.apart |= right.apart
        for node in right.nodes:
            self._of[node] = left


def _sides(pairs: Iterable[Pair]) -> defaultdict[NodeId, set[NodeId]]:
    found: defaultdict[NodeId, set[NodeId]] = defaultdict(set)
    for a, b in pairs:
        found[a].add(b)
        found[b].add(a)
    return found


def orders(
    homes: Mapping[ClaimId, NodeId], corrections: Iterable[Correction], kin: Kin | None = None
) -> Orders:
    """Turn merges and splits into orders on nodes; a later correction overrules an earlier one.

    `kin` are the nodes that claims stood for when people merged them.
    """
    wanted: dict[Pair, bool] = {}
    for correction in corrections:
        claims = _nodes(homes, correction.claims)
        if correction.kind == "merge":
            left = {claim: id for (by, claim), id in (kin or {}).items() if by == correction.id}
            parted = {pair(id, homes[claim]) for claim, id in left.items()}
            both = combinations(sorted({*claims, *left.values()}), 2)
            wanted |= {one: True for one in both if one not in parted}
        elif correction.kind == "split":
            others = _nodes(homes, correction.others)
            wanted |= {pair(a, b): False for a in claims for b in others if a != b}
    return Orders(
        tuple(sorted(one for one, together in wanted.items() if together)),
        frozenset(one for one, together in wanted.items() if not together),
    )


def _nodes(homes: Mapping[ClaimId, NodeId], claims: Sequence[ClaimId]) -> list[NodeId]:
    return sorted({homes[claim] for claim in claims if claim in homes})


def kin(profiles: Mapping[ClaimId, Profile], corrections: Sequence[Correction]) -> Kin:
    """Return the nodes that claims stood for when people merged them, and parted them since.

    The others that were alike go on being merged. `profiles` are those of the claims.
    """
    found: dict[tuple[CorrectionId, ClaimId], NodeId] = {}
    for n, correction in enumerate(corrections):
        if correction.kind != "merge":
            continue
        then = marks(correction.claims, corrections[:n])
        now = marks(correction.claims, corrections)
        for claim in now.keys() & profiles.keys():
            if then.get(claim) != now[claim]:
                found[correction.id, claim] = node_of(profiles[claim], then.get(claim, "")).id
    return found


def marks(claims: Iterable[ClaimId], corrections: Iterable[Correction]) -> dict[ClaimId, str]:
    """Return what tells claims that people parted from others with the same profile."""
    wanted = set(claims)
    found: dict[ClaimId, list[str]] = defaultdict(list)
    for correction in corrections:
        if correction.kind == "split":
            for claim in wanted.intersection(correction.claims):
                found[claim].append(correction.id)
    return {claim: " ".join(sorted(ids)) for claim, ids in found.items()}
