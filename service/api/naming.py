"""Finds the names that go beside ids, so that a client needs no second call."""

from collections.abc import Iterable

from service.api.views import Names, named
from service.domain.ids import ActorId
from service.domain.meetings import Claim, Meeting
from service.domain.mentions import Mention
from service.store import actors
from service.store.database import Connection


async def of(conn: Connection, ids: Iterable[ActorId]) -> Names:
    """Return the names of those of some actors that are kept."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = await actors.get_many(conn, sorted(wanted))
    return {id: named(actor) for id, actor in found.items()}


async def of_mentions(conn: Connection, mentions: Iterable[Mention]) -> Names:
    """Return the names of all who act or are acted upon in some mentions."""
    return await of(conn, (id for m in mentions for id in (*m.actors, *m.recipients)))


async def of_parties(conn: Connection, records: Iterable[Meeting | Claim]) -> Names:
    """Return the names of all who are at some meetings."""
    return await of(conn, (party.actor for record in records for party in record.parties))
