"""The ledger's nodes and counts, made of its lines all at once.

For a record that was kept before there were nodes, and for one that is made up.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from msgspec import structs

from service.domain.ids import ActorId, ArticleId, ClaimId, MeetingId, NodeId, SayingId
from service.resolution import clusters, fields
from service.resolution.blocks import blocks
from service.resolution.clusters import Link, Pair, marks
from service.resolution.fields import KEPT_CLAIMS
from service.resolution.profiles import ActorFacts, Node, read, written
from service.resolution.profiles import nodes as nodes_of
from service.store import actors, corrections, journal, ledger, meeting_log, nodes, tallies
from service.store.database import Connection
from service.store.ledger import Line
from service.store.nodes import Standing
from service.store.tallies import Said

T = TypeVar("T")
_AT_ONCE = 5000


async def is_to_be_filled(conn: Connection) -> bool:
    """Tell whether there are claims without nodes, or nodes but no blocks."""
    return await ledger.is_to_be_placed(conn) or await nodes.lack_blocks(conn)


async def complete(tx: Connection, now: dt.datetime) -> None:
    """Fill in what a record of an older version lacks."""
    if await ledger.is_to_be_placed(tx):
        await _place_all(tx, now)
    elif await nodes.lack_blocks(tx):
        for some in _batches(await nodes.everything(tx)):
            await nodes.add(tx, {node.id: blocks(read(node.profile)) for node in some}, ())


async def _place_all(tx: Connection, now: dt.datetime) -> None:
    """Find the nodes of claims that were taken before there were nodes, once and for all.

    Meetings stay as they are; what people corrected is taken again, for it is found by nodes now.
    """
    before = {line.claim.id: line for line in await ledger.everything(tx)}
    orders = await corrections.in_force(tx)
    named = {claim for c in orders for claim in (*c.claims, *c.others)}
    of = nodes_of(
        [line.claim for line in before.values()], await _facts(tx, before), marks(before, orders)
    )
    homes: dict[NodeId, MeetingId] = {}
    for id in sorted(before):
        homes.setdefault(of[id].id, before[id].meeting)
    after = {id: _placed(line, of[id], homes, id in named) for id, line in before.items()}
    await ledger.replace(tx, before, after, now)
    await meeting_log.remove(tx, _emptied(before, after), now)
    links = clusters.links({node.id: node for node in of.values()}.values())
    await fill(tx, list(after.values()), of, links)
    again = {
        after[id].claim.article
        for id in after
        if id in named or before[id].meeting != after[id].meeting
    }
    await journal.append(tx, sorted(again), "corrected", now, quiet=True)


async def _facts(tx: Connection, lines: Mapping[ClaimId, Line]) -> dict[ActorId, ActorFacts]:
    named = sorted({party.actor for line in lines.values() for party in line.claim.parties})
    found: dict[ActorId, ActorFacts] = {}
    for some in _batches(named):
        known = await actors.brief(tx, some)
        found |= {id: ActorFacts(a.type, a.country, a.name) for id, a in known.items()}
    return found


def _placed(line: Line, node: Node, homes: Mapping[NodeId, MeetingId], named: bool) -> Line:
    said = fields.saying_id(node.id, fields.content(line.claim))
    return structs.replace(line, node=node.id, saying=said, meeting=homes[node.id], named=named)


def _emptied(
    before: Mapping[ClaimId, Line], after: Mapping[ClaimId, Line]
) -> dict[MeetingId, MeetingId | None]:
    left = {line.meeting for line in after.values()}
    return {
        line.meeting: after[id].meeting for id, line in before.items() if line.meeting not in left
    }


async def fill(
    tx: Connection, lines: Sequence[Line], of: Mapping[ClaimId, Node], links: Iterable[Link]
) -> None:
    """Write all nodes and counts of some lines; there are none yet. Every node is in one meeting.

    `of` gives each claim's node, `links` are those between them.
    """
    counts = Counter(line.node for line in lines)
    homes = {line.node: line.meeting for line in lines}
    distinct = {node.id: node for node in of.values()}
    for some in _batches(distinct.values()):
        await nodes.write(
            tx, [Standing(n.id, homes[n.id], counts[n.id], written(n.profile)) for n in some]
        )
        await nodes.add(tx, {node.id: blocks(node.profile) for node in some}, ())
    for few in _batches(links):
        await nodes.add(tx, {}, ((one.a, one.b, -one.less) for one in few))
    await nodes.count_rivals(tx, _rivals(lines, of))
    for said in _batches(_sayings(lines)):
        await tallies.write_sayings(tx, said, ())
    await tallies.add_stories(tx, _stories(lines))


def _batches(all_: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(all_)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _rivals(lines: Iterable[Line], of: Mapping[ClaimId, Node]) -> Counter[Pair]:
    told: dict[ArticleId, list[Node]] = defaultdict(list)
    for line in lines:
        told[line.claim.article].append(of[line.claim.id])
    return Counter(
        pair for some in told.values() if len(some) > 1 for pair in clusters.rivals(some)
    )


def _sayings(lines: Iterable[Line]) -> Iterator[Said]:
    said: dict[SayingId, list[Line]] = defaultdict(list)
    for line in lines:
        said[line.saying].append(line)
    for id, some in said.items():
        first = sorted(line.claim.id for line in some)[:KEPT_CLAIMS]
        yield Said(id, some[0].node, tuple(first), fields.content(some[0].claim))


def _stories(lines: Iterable[Line]) -> dict[MeetingId, Counter[frozenset[SayingId]]]:
    told: dict[tuple[MeetingId, str], set[SayingId]] = defaultdict(set)
    for line in lines:
        told[line.meeting, line.story].add(line.saying)
    found: dict[MeetingId, Counter[frozenset[SayingId]]] = defaultdict(Counter)
    for (meeting, _), sayings in told.items():
        found[meeting][frozenset(sayings)] += 1
    return dict(found)
