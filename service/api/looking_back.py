"""What a standing query would have found: it is asked of the events that there were."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import Annotated

from msgspec import Meta, Struct

from service.api.events import Event, shown
from service.api.subscription_views import Events
from service.asking import as_merged, explained
from service.domain import events as domain
from service.domain.events import LIFE, EventType
from service.domain.queries import Query
from service.matching.clauses import is_met
from service.store import events, merged
from service.store.database import Connection

MOST = 50_000  # how many events are looked at
NOISY = 20  # alerts a day that nobody reads any more
SAMPLES = 5
_PAGE = 500


class PreviewInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a subscription would ask for, and of how many days up to now."""

    events: Events
    query: Query = Query()
    days: Annotated[int, Meta(ge=1, le=366)] = 30


class HitDay(Struct, frozen=True):
    """A day (UTC) with hits, and how many."""

    day: dt.date
    hits: int


class Preview(Struct, frozen=True, kw_only=True):
    """What would have been sent.

    `seen` events of these types were recorded `since` then; `hits` of them meet the query, about
    `subjects` different meetings or other things. `complete` is false when there were too many to
    look at all; then the latest were. `warning` says if the query is noisy or finds nothing.
    """

    since: dt.datetime
    seen: int
    complete: bool
    hits: int
    subjects: int
    per_day: tuple[HitDay, ...]
    warning: str | None
    samples: tuple[Event, ...]


async def look_back(
    conn: Connection, types: Sequence[EventType], query: Query, since: dt.datetime, now: dt.datetime
) -> Preview:
    """Ask the events recorded since a time, the newest first."""
    seen, hits, oldest = 0, list[domain.Event](), now
    same = await merged.everyone(conn)
    async for event in _recorded(conn, _telling(types, query), since):
        seen, oldest = seen + 1, event.occurred_at
        if is_met(await explained(conn, types, query, as_merged(event, same))):
            hits.append(event)
    days = Counter(event.occurred_at.date() for event in hits)
    return Preview(
        since=since,
        seen=seen,
        complete=seen < MOST,
        hits=len(hits),
        subjects=len({event.subject for event in hits}),
        per_day=tuple(HitDay(day, count) for day, count in sorted(days.items())),
        warning=warning_of(len(hits), seen, now - oldest),
        samples=tuple(map(shown, hits[:SAMPLES])),
    )


def _telling(types: Sequence[EventType], query: Query) -> tuple[EventType, ...]:
    """Return the types, and those that tell late of what had too few sources."""
    late: tuple[EventType, ...] = ("meeting.changed", "meeting.reported")
    asked = query.min_sources > 0 and not set(types).isdisjoint(LIFE)
    return tuple(dict.fromkeys((*types, *(late if asked else ()))))


def warning_of(hits: int, seen: int, span: dt.timedelta) -> str | None:
    """Say what speaks against a query that has so many hits among the events of a span of time."""
    a_day = hits / max(span / dt.timedelta(days=1), 1.0)
    if a_day > NOISY:
        return f"About {a_day:.0f} alerts a day: narrow the query, or nobody will read them."
    if seen and not hits:
        return f"None of the {seen} events of these types meets the query."
    if not seen:
        return "There was no event of these types, so this says nothing."
    return None


async def _recorded(
    conn: Connection, types: Sequence[EventType], since: dt.datetime
) -> AsyncIterator[domain.Event]:
    after, left = None, MOST
    while left > 0:
        page = await events.find(
            conn, types=types, order=events.NEWEST, after=after, limit=min(_PAGE, left)
        )
        for event in page.items:
            if event.occurred_at < since:
                return
            yield event
        left -= len(page.items)
        after = page.next
        if after is None:
            return
        # Others are answered between two pages.
        await asyncio.sleep(0)
