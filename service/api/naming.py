"""Finds the names that go beside ids, so that a client needs no second call."""

import datetime as dt
from collections.abc import Iterable, Sequence

from msgspec import structs

from service.api.views import Names, named
from service.domain.articles import ArticleSummary
from service.domain.ids import ActorId
from service.domain.meetings import Claim, Meeting
from service.domain.mentions import Mention
from service.resolution.profiles import ActorFacts, Actors
from service.store import actors
from service.store.database import Connection

Then = dt.datetime | None


async def of(conn: Connection, ids: Iterable[ActorId], as_of: Then = None) -> Names:
    """Return the names of those of some actors that are kept; of a merged one, the kept one's."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = await actors.get_many(conn, sorted(wanted), as_of)
    return {id: named(actor) for id, actor in found.items()}


async def corrected(conn: Connection, ids: Iterable[ActorId], as_of: Then = None) -> Names:
    """Return the names of those of some actors whom people renamed, or merged into another."""
    found = await actors.corrected_among(conn, sorted(set(ids)), as_of)
    return {id: named(actor) for id, actor in found.items()}


async def renamed(
    conn: Connection, listed: Sequence[ArticleSummary], as_of: Then = None
) -> list[ArticleSummary]:
    """Give the actors of listed articles the names that people gave them, each once."""
    names = await corrected(conn, (who.id for one in listed for who in one.actors), as_of)
    return [
        structs.replace(
            one, actors=tuple(dict.fromkeys(names.get(who.id, who) for who in one.actors))
        )
        if names
        else one
        for one in listed
    ]


async def of_mentions(conn: Connection, mentions: Iterable[Mention]) -> Names:
    """Return the names of all who act or are acted upon in some mentions."""
    return await of(conn, (id for m in mentions for id in (*m.actors, *m.recipients)))


async def of_parties(
    conn: Connection, records: Iterable[Meeting | Claim], as_of: Then = None
) -> Names:
    """Return the names of all who are at some meetings."""
    return await of(conn, (party.actor for record in records for party in record.parties), as_of)


async def facts(conn: Connection, met: Iterable[Meeting]) -> Actors:
    """Return the countries of all who are at some meetings, as resolution asks for them."""
    ids = {party.actor for meeting in met for party in meeting.parties}
    found = await actors.get_many(conn, sorted(ids))
    return {id: ActorFacts(a.type, a.country, a.name) for id, a in found.items()}
