"""Who met whom, and when: what the monitor asks of the meetings beside those that it tells."""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from service.domain.ids import ActorId, MeetingId
from service.domain.meetings import Meeting
from service.store.database import Connection, placeholders

WALK = 300
_PEOPLE = 4

_decode = msgspec.json.Decoder(Meeting).decode

# Few meetings are called off, and they have an index of their own.
_OFF = (
    "SELECT m.record FROM meetings m WHERE m.status IN ('cancelled', 'postponed')"
    " AND m.sort_date >= :first AND m.sort_date <= :last AND EXISTS (SELECT 1"
    " FROM meeting_actors a WHERE a.meeting_id = m.id AND a.actor_id IN {wanted})"
)
_ANY = (
    "SELECT m.record FROM meetings m WHERE m.id IN (SELECT meeting_id FROM meeting_actors"
    " WHERE actor_id IN {wanted} AND sort_at >= :first AND sort_at <= :last"
    " GROUP BY meeting_id HAVING COUNT(*) >= 2)"
)

# The last of an actor's meetings before a day.
_WALK = (
    "SELECT meeting_id, sort_at FROM meeting_actors WHERE actor_id = :actor"
    " AND sort_at > '' AND sort_at < :before ORDER BY sort_at DESC LIMIT :walk"
)


async def around(
    conn: Connection,
    actors: Iterable[ActorId],
    first: dt.date,
    last: dt.date,
    *,
    off: bool = False,
) -> dict[MeetingId, Meeting]:
    """Return the records of the meetings of some actors, two at least, that begin between two days.

    With `off`, those of any of them that were called off.
    """
    wanted, params = placeholders("actor", sorted(set(actors)))
    rows = await conn.fetch(
        (_OFF if off else _ANY).format(wanted=wanted),
        first=first.isoformat(),
        last=last.isoformat(),
        **params,
    )
    return {meeting.id: meeting for meeting in (_decode(row[0]) for row in rows)}


async def last_together(
    conn: Connection, actors: Sequence[ActorId], before: dt.date
) -> dt.date | None:
    """Return the last day before a day on which two or more of some actors met; None: never.

    Looks through the last WALK meetings of each actor but the busiest: of any two that ever met,
    one is looked through.
    """
    walks = {actor: await _length(conn, actor, before) for actor in actors[:_PEOPLE]}
    listed = sorted(walks, key=lambda actor: walks[actor])[:-1]
    days = [await _last(conn, actor, actors, before) for actor in listed if walks[actor]]
    return max((dt.date.fromisoformat(day) for day in days if day), default=None)


async def _length(conn: Connection, actor: ActorId, before: dt.date) -> int:
    return int(
        await conn.fetchval(
            f"SELECT COUNT(*) FROM ({_WALK}) w", actor=actor, before=before.isoformat(), walk=WALK
        )
    )


async def _last(
    conn: Connection, actor: ActorId, actors: Iterable[ActorId], before: dt.date
) -> str | None:
    """Return the last day of an actor's walk on which one of the others was there too."""
    others, params = placeholders("other", sorted(set(actors) - {actor}))
    day: str | None = await conn.fetchval(
        f"SELECT MAX(m.date_last) FROM ({_WALK}) w JOIN meetings m ON m.id = w.meeting_id"
        " WHERE m.status IN ('held', 'ongoing') AND m.date_last < :before AND EXISTS"
        " (SELECT 1 FROM meeting_actors o WHERE o.sort_at = w.sort_at"
        f"  AND o.meeting_id = w.meeting_id AND o.actor_id IN {others})",
        actor=actor,
        before=before.isoformat(),
        walk=WALK,
        **params,
    )
    return day
