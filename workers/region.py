"""The part of the record that an article bears upon: read until what is beyond stays as it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set

from msgspec import Struct, structs

from service.domain.corrections import Correction
from service.domain.ids import ClaimId, MeetingId, NodeId
from service.resolution import incremental
from service.resolution.blocks import sought
from service.resolution.clusters import Kin, Link, Pair, kin, marks, orders, pair, rivals
from service.resolution.incremental import Change, Region, settle
from service.resolution.profiles import Node, read
from service.store import corrections, ledger, nodes
from service.store.database import Connection
from service.store.ledger import Line
from service.store.nodes import Standing

Lines = dict[ClaimId, Line]


class Part(Struct, frozen=True, kw_only=True):
    """A part of the record as it stands: all nodes of some meetings.

    `corrections` are those in force upon claims of these, `homes` the nodes of the claims that
    corrections name, `kin` those that they stood for when they were merged; `named` are the claims
    that were asked for.
    """

    standing: dict[NodeId, Standing] = {}
    named: frozenset[ClaimId] = frozenset()
    corrections: tuple[Correction, ...] = ()
    homes: dict[ClaimId, NodeId] = {}
    kin: Kin = {}

    @property
    def ordered(self) -> set[NodeId]:
        """All nodes that corrections name."""
        return {*self.homes.values(), *self.kin.values()}

    @property
    def meetings(self) -> dict[MeetingId, frozenset[NodeId]]:
        """The nodes of each meeting."""
        found: dict[MeetingId, set[NodeId]] = defaultdict(set)
        for id, node in self.standing.items():
            found[node.meeting].add(id)
        return {meeting: frozenset(inside) for meeting, inside in found.items()}


class Around(Struct, frozen=True, kw_only=True):
    """What an article bears upon.

    `claims` counts those that the article adds to nodes, `rivals` the articles that it adds to
    pairs of them. `groups` are the nodes of each meeting as they come to be.
    """

    part: Part
    change: Change
    claims: Mapping[NodeId, int]
    rivals: Mapping[Pair, int]
    groups: frozenset[frozenset[NodeId]]


class _Told(Struct, frozen=True, kw_only=True):
    """An article's claims by node: as they are now, and as they stand in the ledger.

    `new` are the nodes that are not there yet.
    """

    now: Mapping[ClaimId, Node]
    before: Lines
    known: Mapping[NodeId, Standing]

    @property
    def own(self) -> dict[NodeId, Node]:
        return {node.id: node for node in self.now.values()}

    @property
    def new(self) -> set[NodeId]:
        return {node.id for node in self.now.values() if node.id not in self.known}

    def added(self) -> dict[NodeId, int]:
        """Count the claims that nodes gain or lose."""
        more: dict[NodeId, int] = {}
        for node in self.now.values():
            more[node.id] = more.get(node.id, 0) + 1
        for line in self.before.values():
            more[line.node] = more.get(line.node, 0) - 1
        return more


async def around(
    conn: Connection,
    now: Mapping[ClaimId, Node],
    before: Lines,
    upon: Iterable[MeetingId],
    *,
    anew: bool,
) -> Around:
    """Read and settle what an article bears upon.

    `now` are its claims' nodes, `before` its lines; `upon` are meetings to be read in any case.
    With `anew`, the meetings are put together again even if no node comes or goes.
    """
    ids = {*(node.id for node in now.values()), *(line.node for line in before.values())}
    known = {standing.id: standing for standing in await nodes.get(conn, ids)}
    told = _Told(now=now, before=before, known=known)
    change, near, more = await _change(conn, told)
    part, groups = Part(), frozenset[frozenset[NodeId]]()
    own = {n.meeting for n in known.values()}.union(upon)
    if change.is_structural or anew:
        met = {n.meeting for id, n in known.items() if anew or id in change.moved}
        part, groups = await _settled(conn, change, met.union(n.meeting for n in near), told)
    # Where nodes only gain or lose claims, meetings stay together as they are.
    joined = part.meetings
    part = await _widened(conn, part, own - joined.keys(), told)
    as_they_are = (nodes for id, nodes in part.meetings.items() if id not in joined)
    return Around(
        part=part,
        change=change,
        claims=told.added(),
        rivals=more,
        groups=groups.union(as_they_are),
    )


async def _settled(
    conn: Connection, change: Change, wanted: Set[MeetingId], told: _Told
) -> tuple[Part, frozenset[frozenset[NodeId]]]:
    """Put meetings together again, and more of them until those at the border are as they were."""
    part, region = Part(), Region()
    while True:
        standing = part.standing
        part = await _tied(conn, await _widened(conn, part, wanted, told), told)
        fresh = {id: n for id, n in part.standing.items() if id not in standing}
        region = await _region(conn, region, fresh)
        settled = settle(region, change, orders(part.homes, part.corrections, part.kin))
        if not settled.reach:
            return part, frozenset(settled.groups)
        wanted = settled.reach


async def _change(conn: Connection, told: _Told) -> tuple[Change, list[Standing], dict[Pair, int]]:
    """Return what the article changes, the nodes that its new ones link with, and rival counts."""
    new = [node for id, node in told.own.items() if id in told.new]
    more = told.added()
    gone = [id for id, n in told.known.items() if n.claims + more.get(id, 0) <= 0]
    searches = dict.fromkeys(search for node in new for search in sought(node.profile))
    there = {n.id: n for n in await nodes.near(conn, searches) if n.id not in gone}
    links = incremental.links_of(new, map(_node, there.values()))
    met = {id for one in links for id in (one.a, one.b)}
    counts, gained, lost = await _rivals(conn, told)
    change = Change(
        added={node.id: node.profile for node in new},
        gone=frozenset(gone),
        links=links,
        new_rivals=gained,
        old_rivals=lost,
    )
    return change, [n for id, n in there.items() if id in met], counts


async def _rivals(
    conn: Connection, told: _Told
) -> tuple[dict[Pair, int], frozenset[Pair], frozenset[Pair]]:
    """Return how the article changes the counts of rivals, the new pairs and those no more."""
    had = {line.node for line in told.before.values()} & told.known.keys()
    before = set(rivals(_node(told.known[id]) for id in had))
    after = set(rivals(told.own.values()))
    if before == after:
        return {}, frozenset(), frozenset()
    articles = await nodes.rivals(conn, {id for one in before ^ after for id in one})
    return incremental.rivals_told(before, after, articles)


def _node(standing: Standing) -> Node:
    return Node(standing.id, read(standing.profile))


async def _widened(conn: Connection, part: Part, meetings: Set[MeetingId], told: _Told) -> Part:
    """Read some meetings too, and the corrections upon them and upon the article's claims."""
    more = {n.id: n for n in await nodes.of_meetings(conn, meetings)} if meetings else {}
    part = await _ordered(conn, part, more.keys(), told)
    return structs.replace(part, standing={**part.standing, **more})


async def _tied(conn: Connection, part: Part, told: _Told) -> Part:
    """Read the meetings too that corrections tie to those that were read."""
    while missing := part.ordered - part.standing.keys() - told.new:
        meetings = {n.meeting for n in await nodes.get(conn, missing)}
        part = await _widened(conn, part, meetings, told)
    return part


async def _ordered(conn: Connection, part: Part, fresh: Set[NodeId], told: _Told) -> Part:
    """Read the corrections upon some more nodes and upon the article's claims."""
    named = part.named.union(await ledger.named_in(conn, fresh), told.now, told.before)
    if named == part.named:
        return part
    found = await corrections.of_claims(conn, named)
    claims = {claim for c in found for claim in (*c.claims, *c.others)}
    homes = {h.claim: h.node for h in await ledger.homes(conn, claims - told.before.keys())}
    homes |= {claim: node.id for claim, node in told.now.items() if claim in claims}
    stood = await _kin(conn, homes, found, told)
    return structs.replace(part, named=named, corrections=found, homes=homes, kin=stood)


async def _kin(
    conn: Connection,
    homes: Mapping[ClaimId, NodeId],
    found: tuple[Correction, ...],
    told: _Told,
) -> Kin:
    """Return the nodes, of those there are, that claims stood for when they were merged."""
    parted = marks(homes, found)
    if not parted:
        return {}
    standing = await nodes.get(conn, {homes[claim] for claim in parted})
    profiles = {n.id: read(n.profile) for n in standing}
    profiles |= {id: node.profile for id, node in told.own.items()}
    stood = kin({claim: profiles[homes[claim]] for claim in parted}, found)
    there = {n.id for n in await nodes.get(conn, set(stood.values()))} | told.new
    return {by: id for by, id in stood.items() if id in there}


async def _region(conn: Connection, known: Region, fresh: Mapping[NodeId, Standing]) -> Region:
    """Read what ties some more nodes to others; a link of two that are read is known from one."""
    there = known.nodes.keys() | fresh.keys()
    linked = [x for x in await nodes.links(conn, fresh) if x[0] < x[1] or x[1] not in fresh]
    beyond = {other for _, other, _ in linked} - there - known.homes.keys()
    homes = {id: n.meeting for id, n in fresh.items()} | await nodes.homes(conn, beyond)
    links = {Link(-weight, *pair(a, b)) for a, b, weight in linked if b not in known.nodes}
    rivals = await nodes.rivals(conn, fresh)
    return Region(
        nodes={**known.nodes, **{id: read(n.profile) for id, n in fresh.items()}},
        homes={**known.homes, **homes},
        links=known.links | links,
        rivals=known.rivals | frozenset(rivals),
    )
