"""One step of the monitor: what an article changes is decided, then written all at once."""

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct

from service.domain.events import Event
from service.domain.ids import ArticleId, MeetingId
from service.domain.meetings import Claim, Meeting
from service.matching.index import Index
from service.resolution.changes import MeetingChange, changes, relinked, visible
from service.resolution.events import Occasion, derive
from service.resolution.incremental import Outcome, Place, recluster
from service.resolution.lifecycle import reschedule
from service.store import deliveries, events, ledger, meeting_log, stories
from service.store.database import Connection
from service.store.ledger import Line
from workers import situation
from workers.shelf import Lines, Shelf
from workers.situation import Situation


class Decision(Struct, frozen=True, kw_only=True):
    """What one step writes.

    `written` are the meetings that differ from what is kept, `removed` those that are gone, with
    what they went into.
    """

    seen: Situation
    outcome: Outcome
    lines: Lines
    written: tuple[Meeting, ...]
    removed: dict[MeetingId, MeetingId | None]
    events: tuple[Event, ...]


async def decide(conn: Connection, seen: Situation, now: dt.datetime) -> Decision:
    """Resolve the touched components again and tell what changes; writes nothing."""
    tales = _stories(seen)
    outcome = recluster(seen.claims.values(), seen.actors, seen.corrections, tales, seen.profiles)
    lines = _lines(seen, outcome, tales)
    beside = await situation.neighbours(conn, outcome.meetings, seen.before)
    linked = {m.id: m for m in reschedule([*outcome.meetings, *beside.values()])}
    after = [linked[meeting.id] for meeting in outcome.meetings]
    held = {line.claim.id: line.meeting for line in lines.values()}
    found = changes(seen.before.values(), after, held)
    found += relinked(beside, linked)
    moved = [linked[id] for id, meeting in beside.items() if linked[id] != meeting]
    shown = visible(found, after, seen.hidden, outcome.hidden)
    told = derive(shown, await _occasion(conn, seen, lines, shown, now))
    before = await events.told(conn, told)
    return Decision(
        seen=seen,
        outcome=outcome,
        lines=lines,
        written=(*(m for m in after if _differs(m, seen, outcome)), *moved),
        removed=_removed(seen.before, after, found),
        events=tuple(event for event in told if event.id not in before),
    )


def _differs(meeting: Meeting, seen: Situation, outcome: Outcome) -> bool:
    shown_alike = (meeting.id in seen.hidden) == (meeting.id in outcome.hidden)
    return seen.before.get(meeting.id) != meeting or not shown_alike


def _stories(seen: Situation) -> dict[ArticleId, str]:
    told = {line.claim.article: line.story for line in seen.lines.values()}
    return told | dict.fromkeys((*seen.story.retold, seen.entry.article), seen.story.name)


def _lines(seen: Situation, outcome: Outcome, told: Mapping[ArticleId, str]) -> Lines:
    return {
        id: _line(seen.lines.get(id), claim, outcome.places[id], told[claim.article])
        for id, claim in seen.claims.items()
    }


def _line(before: Line | None, claim: Claim, place: Place, story: str) -> Line:
    """The claim's line; the very one that was, if it stays, so that telling them apart is cheap."""
    if (
        before is not None
        and before.claim is claim
        and before.component == place.component
        and before.meeting == place.meeting
        and before.story == story
    ):
        return before
    return Line(claim, place.component, place.meeting, story)


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
    lines: Lines,
    found: list[MeetingChange],
    now: dt.datetime,
) -> Occasion:
    new = [c.after for c in found if c.step == "new" and c.after is not None]
    claims: dict[MeetingId, list[Claim]] = {}
    for claim in seen.article.reading.claims if seen.article else ():
        claims.setdefault(lines[claim.id].meeting, []).append(claim)
    return Occasion(
        seq=seen.entry.seq,
        now=now,
        article=seen.article,
        actors=seen.actors,
        claims=claims,
        silence=await situation.silences(conn, new),
        together=seen.together,
    )


async def write(tx: Connection, made: Decision, index: Index, now: dt.datetime) -> int:
    """Write a decision and owe its events to who listens; return how many deliveries are owed."""
    article, story = made.seen.entry.article, made.seen.story
    if made.seen.article is None:
        await stories.remove(tx, article)
    elif story.name:
        await stories.write(tx, article, story.passages, story.name, story.retold)
    await ledger.replace(tx, made.seen.lines, made.lines, made.outcome.keys, now)
    await meeting_log.remove(tx, made.removed, now)
    await meeting_log.write(tx, made.written, made.outcome.hidden, now)
    if made.seen.entry.quiet:
        await events.append_all(tx, made.events)
        return 0
    return await tell(tx, made.events, index, now)


async def tell(tx: Connection, told: Sequence[Event], index: Index, now: dt.datetime) -> int:
    """Write events and owe them to who listens; return how many deliveries are owed."""
    await events.append_all(tx, told)
    owed = 0
    for event in told:
        found = index.match(event)
        owed += len(found)
        if found:
            await deliveries.fan_out(tx, event.id, found, now)
    return owed


async def remember(conn: Connection, made: Decision, shelf: Shelf) -> None:
    """Keep at hand what was written."""
    shelf.forget((line.component for line in made.seen.lines.values()), made.seen.story.retold)
    await shelf.put(conn, made.lines, made.seen.profiles)
