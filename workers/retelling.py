"""Meetings told anew from what is counted of them: each reads its own counts, and no claims."""

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct, structs

from service.domain.ids import ActorId, ClaimId, MeetingId, NodeId, SayingId
from service.domain.meetings import Claim, Meeting
from service.resolution import fields, incremental
from service.resolution.fields import KEPT_CLAIMS, Saying, Tally
from service.resolution.incremental import Remade, Told
from service.resolution.profiles import ActorFacts
from service.resolution.resolve import hidden, meeting_of, upon
from service.store import ledger, tallies
from service.store.database import Connection
from service.store.ledger import Line
from service.store.tallies import Said
from workers.shelf import Shelf
from workers.situation import Situation


class Retold(Struct, frozen=True):
    """A meeting as it is told now; `stories` are the counts, `counted` those that are kept.

    `counted` is empty if the meeting has another id than those were kept under.
    """

    of: Remade
    meeting: Meeting
    hidden: bool
    stories: Counter[frozenset[SayingId]]
    counted: Mapping[frozenset[SayingId], int]


class Retelling(Struct, frozen=True, kw_only=True):
    """All meetings that a step tells anew.

    `sayings` are those that the article says or said: as they are now, None for what none says any
    more; those that stay as they were are left out."""

    meetings: tuple[Retold, ...]
    sayings: dict[SayingId, Said | None]
    actors: Mapping[ActorId, ActorFacts]


async def retell(
    conn: Connection, seen: Situation, lines: Mapping[ClaimId, Line], shelf: Shelf
) -> Retelling:
    """Tell the meetings anew that an article bears upon; `lines` are its own as they will be."""
    around = seen.around
    renamed = {t.node for t in seen.tales if t.story in seen.story.renamed}
    touched = renamed | around.claims.keys()
    standing = around.part.meetings
    groups = incremental.remade(standing, around.groups, touched, around.change.gone)
    said = {
        one.id: one for one in await tallies.sayings(conn, {n for g in groups for n in g.stood})
    }
    own = await _own_sayings(conn, seen, lines, said)
    now = {id: one for id, one in (said | own).items() if one is not None}
    known = await shelf.facts(conn, _acting(seen, now.values()))
    tales = _tales(seen, lines)
    stories = await tallies.stories(conn, {one.same for one in groups if one.same})
    told = []
    for one in groups:
        counted = await _counted(conn, seen, one, stories)
        told.append(_retold(seen, one, now.values(), counted, tales, known))
    return Retelling(meetings=tuple(told), sayings=own, actors=known)


def _acting(seen: Situation, said: Iterable[Said]) -> set[ActorId]:
    found = {party.actor for one in said for party in one.content.parties}
    if seen.article:
        same = seen.together
        found |= {same.get(m.actor, (m.actor,))[0] for m in seen.article.reading.actors}
    return found


async def _own_sayings(
    conn: Connection,
    seen: Situation,
    after: Mapping[ClaimId, Line],
    said: Mapping[SayingId, Said],
) -> dict[SayingId, Said | None]:
    """Return the sayings that the article joins or leaves, as they will be."""
    found: dict[SayingId, Said | None] = {}
    for line in (*seen.lines.values(), *after.values()):
        if line.saying not in found:
            claims = await _first(conn, seen.lines, after, line, said.get(line.saying))
            content = fields.content(line.claim)
            found[line.saying] = Said(line.saying, line.node, claims, content) if claims else None
    return {id: one for id, one in found.items() if one is None or said.get(id) != one}


async def _first(
    conn: Connection,
    before: Mapping[ClaimId, Line],
    after: Mapping[ClaimId, Line],
    line: Line,
    kept: Said | None,
) -> tuple[ClaimId, ...]:
    """Return the smallest ids of the claims that will say what a line says."""
    own = {id for id, one in after.items() if one.saying == line.saying}
    gone = {id for id, one in before.items() if one.saying == line.saying} - own
    there: Iterable[ClaimId] = kept.claims if kept else ()
    if gone:
        limit = KEPT_CLAIMS + len(gone)
        there = set(await ledger.saying(conn, line.node, line.saying, limit)) - gone
    return tuple(sorted(own.union(there))[:KEPT_CLAIMS])


def _tales(seen: Situation, after: Mapping[ClaimId, Line]) -> tuple[list[Told], list[Told]]:
    """Return what the article's stories told of any meeting, and what they will tell."""
    had = Counter({_told(t.story, t.node, t.saying): t.claims for t in seen.tales})
    rest = had - Counter(_told(li.story, li.node, li.saying) for li in seen.lines.values())
    renamed = seen.story.renamed
    now = [told._replace(story=seen.story.name) if told.story in renamed else told for told in rest]
    return list(had), [*now, *(_told(li.story, li.node, li.saying) for li in after.values())]


def _told(story: str, node: NodeId, saying: SayingId) -> Told:
    return Told(story, node, saying)


def _retold(
    seen: Situation,
    one: Remade,
    said: Iterable[Said],
    before: tuple[Counter[frozenset[SayingId]], frozenset[NodeId]],
    tales: tuple[list[Told], list[Told]],
    known: Mapping[ActorId, ActorFacts],
) -> Retold:
    part, (counted, stood) = seen.around.part, before
    stories = incremental.retold(
        counted, incremental.count(tales[0], stood), incremental.count(tales[1], one.nodes)
    )
    sayings = sorted((_saying(s) for s in said if s.node in one.nodes), key=lambda s: s.id)
    about = upon(one.nodes, part.homes, part.corrections)
    meeting = meeting_of(Tally(tuple(sayings), stories), known, about)
    kept = counted if one.same == meeting.id else {}
    return Retold(one, meeting, hidden(about), stories, kept)


async def _counted(
    conn: Connection, seen: Situation, one: Remade, kept: Mapping[MeetingId, tallies.Stories]
) -> tuple[Counter[frozenset[SayingId]], frozenset[NodeId]]:
    """Return how the stories of a meeting's nodes are counted so far, and of which nodes."""
    if one.same is not None:
        return kept.get(one.same, Counter()), seen.around.part.meetings[one.same]
    if not one.stood:
        return Counter(), one.stood
    told = await ledger.told_of(conn, one.stood)
    return incremental.count((_told(t.story, t.node, t.saying) for t in told), one.stood), one.stood


def _saying(said: Said) -> Saying:
    return Saying(said.id, _of(said.content, said.claims[0]), said.claims)


def _of(content: Claim, first: ClaimId) -> Claim:
    return structs.replace(content, id=first)
