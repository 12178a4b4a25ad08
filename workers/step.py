"""One step of the monitor: what an article changes is decided, then written all at once."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, structs

from service.domain.events import Event
from service.domain.ids import MeetingId, NodeId
from service.domain.meetings import Claim, Meeting
from service.matching.index import Index
from service.resolution import fields
from service.resolution.blocks import Block, blocks
from service.resolution.changes import MeetingChange, changes, relinked, visible
from service.resolution.events import Occasion, carried, counted, derive
from service.resolution.lifecycle import reschedule
from service.resolution.profiles import Profile, read, written
from service.store import deliveries, ledger, meeting_log, nodes, stories, tallies
from service.store import events as event_store
from service.store.database import Connection
from service.store.ledger import Line
from service.store.nodes import Standing
from workers import situation
from workers.region import Lines
from workers.retelling import Retelling, retell
from workers.shelf import Shelf
from workers.situation import Situation


class Decision(Struct, frozen=True, kw_only=True):
    """What one step writes.

    `told` are the meetings around the article, `written` those that differ from what is kept
    `before`, `removed` those that are gone, with what they went into. `lines` are the article's.
    """

    seen: Situation
    told: Retelling
    lines: Lines
    before: Mapping[MeetingId, meeting_log.Standing]
    written: Sequence[meeting_log.Entry]
    removed: dict[MeetingId, MeetingId | None]
    events: tuple[Event, ...]


async def decide(conn: Connection, seen: Situation, shelf: Shelf, now: dt.datetime) -> Decision:
    """Put the meetings together again around an article and tell what changes; writes nothing."""
    told = await retell(conn, seen, _lines(seen), shelf)
    lines = _placed(_lines(seen), told)
    stood = await meeting_log.standing(conn, _were(seen, told))
    before = {id: one.meeting for id, one in stood.items()}
    beside = await situation.neighbours(conn, (one.meeting for one in told.meetings), before)
    linked = {m.id: m for m in reschedule([*(r.meeting for r in told.meetings), *beside.values()])}
    after = [linked[one.meeting.id] for one in told.meetings]
    moved = {id: linked[id] for id, meeting in beside.items() if linked[id] != meeting}
    others = await meeting_log.standing(conn, moved) if moved else {}
    hidden = _hidden(others) | {one.meeting.id for one in told.meetings if one.hidden}
    were_hidden = _hidden(stood | others)
    found = changes(before.values(), after, _flows(seen, told, lines))
    found += relinked(beside, linked)
    shown = visible(found, after, were_hidden, hidden)
    events = derive(shown, await _occasion(conn, seen, told, lines, shown, now))
    known = await event_store.told(conn, events) if events else set()
    differ = (
        m for m in after if before.get(m.id) != m or (m.id in were_hidden) != (m.id in hidden)
    )
    return Decision(
        seen=seen,
        told=told,
        lines=lines,
        before=stood | others,
        written=await meeting_log.entries(conn, (*differ, *moved.values()), hidden),
        removed=_removed(before, after, found),
        events=tuple(event for event in events if event.id not in known),
    )


def _hidden(stood: Mapping[MeetingId, meeting_log.Standing]) -> frozenset[MeetingId]:
    return frozenset(id for id, one in stood.items() if one.hidden)


def _lines(seen: Situation) -> Lines:
    """The article's lines as they will be, but for their meetings."""
    named = {claim for c in seen.around.part.corrections for claim in (*c.claims, *c.others)}
    return {id: _line(seen, claim, id in named) for id, claim in seen.claims.items()}


def _line(seen: Situation, claim: Claim, named: bool) -> Line:
    node = seen.nodes[claim.id].id
    saying = fields.saying_id(node, fields.content(claim))
    return Line(claim, node, saying, MeetingId(""), seen.story.name, named)


def _placed(lines: Lines, told: Retelling) -> Lines:
    homes = {node: one.meeting.id for one in told.meetings for node in one.of.nodes}
    return {id: structs.replace(line, meeting=homes[line.node]) for id, line in lines.items()}


def _were(seen: Situation, told: Retelling) -> set[MeetingId]:
    """The meetings that those told anew were, and those that lost a node."""
    standing, gone = seen.around.part.standing, seen.around.change.gone
    return {standing[node].meeting for node in gone}.union(*(one.of.of for one in told.meetings))


def _flows(seen: Situation, told: Retelling, lines: Lines) -> dict[MeetingId, Counter[MeetingId]]:
    """Count the claims of each meeting that was by the meeting in which they are now."""
    found: dict[MeetingId, Counter[MeetingId]] = defaultdict(Counter)
    own = Counter(line.node for line in seen.lines.values())
    for one in told.meetings:
        for node in one.of.stood:
            standing = seen.around.part.standing[node]
            found[standing.meeting][one.meeting.id] += standing.claims - own[node]
    for id in seen.lines.keys() & lines.keys():
        found[seen.lines[id].meeting][lines[id].meeting] += 1
    return {id: +into for id, into in found.items()}


def _removed(
    before: Mapping[MeetingId, Meeting], after: list[Meeting], found: list[MeetingChange]
) -> dict[MeetingId, MeetingId | None]:
    """Tell for each meeting that is gone under its id which one goes on with its claims."""
    into: dict[MeetingId, MeetingId | None] = {
        change.before.id: change.after.id if change.after else next(iter(change.into), None)
        for change in found
        if change.before is not None
    }
    stands = {meeting.id for meeting in after}
    return {id: into.get(id) for id in before if id not in stands}


async def _occasion(
    conn: Connection,
    seen: Situation,
    told: Retelling,
    lines: Lines,
    found: list[MeetingChange],
    now: dt.datetime,
) -> Occasion:
    new = [c.after for c in found if c.step == "new" and c.after is not None]
    origins = _origins(found)
    last = await event_store.latest(conn, sorted(set().union(*origins.values())))
    claims: dict[MeetingId, list[Claim]] = {}
    for claim in seen.article.reading.claims if seen.article else ():
        claims.setdefault(lines[claim.id].meeting, []).append(claim)
    return Occasion(
        seq=seen.entry.seq,
        now=now,
        article=seen.article,
        actors=told.actors,
        claims=claims,
        silence=await situation.silences(conn, new),
        told={id: counted(_of(last, ids)) for id, ids in _ids(found).items()},
        before={id: carried(_of(last, ids)) for id, ids in origins.items()},
        together=seen.together,
    )


def _of(last: Mapping[str, Event], ids: Iterable[MeetingId]) -> list[Event]:
    return [last[id] for id in sorted(ids) if id in last]


def _ids(found: list[MeetingChange]) -> dict[MeetingId, set[MeetingId]]:
    """The ids that meetings have and had, by those under which their changes are told."""
    ids: dict[MeetingId, set[MeetingId]] = defaultdict(set)
    for change in found:
        ids[change.shown.id] |= {m.id for m in (change.before, change.after) if m is not None}
    return ids


def _origins(found: list[MeetingChange]) -> dict[MeetingId, set[MeetingId]]:
    """With the ids of the meetings that they took in."""
    ids = _ids(found)
    for change in found:
        for id in change.into if change.step == "merged" else ():
            ids[id] |= {m.id for m in (change.before, change.after) if m is not None}
    return ids


async def write(tx: Connection, made: Decision, index: Index, now: dt.datetime) -> int:
    """Write a decision and owe its events to who listens; return how many deliveries are owed."""
    article, story = made.seen.entry.article, made.seen.story
    if made.seen.article is None:
        await stories.remove(tx, article)
    elif story.name:
        await stories.write(tx, article, story.known, story.name, story.retold)
    await _write_ledger(tx, made, now)
    await meeting_log.remove(tx, made.removed, now)
    await meeting_log.write(tx, made.written, made.before, now)
    if made.seen.entry.quiet:
        await event_store.append_all(tx, made.events)
        return 0
    return await tell(tx, made.events, index, now)


async def _write_ledger(tx: Connection, made: Decision, now: dt.datetime) -> None:
    around, told = made.seen.around, made.told
    moved = {
        node: one.meeting.id
        for one in told.meetings
        for node in one.of.stood
        if around.part.standing[node].meeting != one.meeting.id
    }
    await ledger.move(tx, moved, now)
    await ledger.replace(tx, made.seen.lines, made.lines, now)
    gone = {node: read(around.part.standing[node].profile) for node in around.change.gone}
    await nodes.remove(tx, _blocks(gone))
    await _write_nodes(tx, made)
    await nodes.add(
        tx, _blocks(around.change.added), ((x.a, x.b, -x.less) for x in around.change.links)
    )
    await nodes.count_rivals(tx, around.rivals)
    unsaid = [id for id, said in told.sayings.items() if said is None]
    await tallies.write_sayings(tx, (said for said in told.sayings.values() if said), unsaid)
    kept = {one.meeting.id for one in told.meetings if one.of.same == one.meeting.id}
    await tallies.remove_stories(tx, _were(made.seen, told) - kept)
    for one in told.meetings:
        await tallies.write_stories(tx, one.meeting.id, one.counted, one.stories)


def _blocks(profiles: Mapping[NodeId, Profile]) -> dict[NodeId, frozenset[Block]]:
    return {node: blocks(profile) for node, profile in profiles.items()}


async def _write_nodes(tx: Connection, made: Decision) -> None:
    before = made.seen.around.part.standing
    there = [n for n in _standing(made) if before.get(n.id) != n]
    grown = [n for n in there if n.id in before and before[n.id].meeting == n.meeting]
    await nodes.resize(tx, grown)
    await nodes.write(tx, [n for n in there if n not in grown])


def _standing(made: Decision) -> list[Standing]:
    """The nodes of the meetings around, as they are now."""
    around, found = made.seen.around, []
    for one in made.told.meetings:
        for node in one.of.nodes:
            before = around.part.standing.get(node)
            profile = before.profile if before else written(around.change.added[node])
            claims = (before.claims if before else 0) + around.claims.get(node, 0)
            found.append(Standing(node, one.meeting.id, claims, profile))
    return found


async def tell(tx: Connection, told: Sequence[Event], index: Index, now: dt.datetime) -> int:
    """Write events and owe them to who listens; return how many deliveries are owed."""
    await event_store.append_all(tx, told)
    owed = 0
    for event in told:
        found = index.match(event)
        owed += len(found)
        if found:
            await deliveries.fan_out(tx, event.id, found, now)
    return owed
