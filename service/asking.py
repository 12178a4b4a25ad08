"""Whether an event that was told before meets a query now."""

from collections.abc import Sequence

from msgspec import structs

from service.domain.articles import plain_words
from service.domain.events import Event, EventType
from service.domain.queries import Query
from service.matching.clauses import Clause, explain, is_met
from service.store import articles
from service.store.database import Connection
from service.store.merged import Groups


def as_merged(event: Event, same: Groups) -> Event:
    """Return an event with all ids of actors that people merged since it was told."""
    told = event.facts.get("actors", ())
    actors = [id for actor in told for id in same.get(actor, (actor,))]
    return structs.replace(event, facts=event.facts | {"actors": actors})


async def explained(
    conn: Connection, types: Sequence[EventType], query: Query, event: Event
) -> tuple[Clause, ...]:
    """Return every clause with whether an event meets it; the article is read if words matter.

    Its text is the one of now, which an edited article may not have had then.
    """
    clauses = explain(types, query, event)
    others = [clause for clause in clauses if clause.field != "keywords"]
    if len(others) == len(clauses) or event.article is None or not is_met(others):
        return clauses
    return await _by_its_words(conn, types, query, event)


async def _by_its_words(
    conn: Connection, types: Sequence[EventType], query: Query, event: Event
) -> tuple[Clause, ...]:
    article = await articles.get(conn, event.article) if event.article else None
    facts = event.facts | {"text": plain_words(article) if article else ""}
    return explain(types, query, structs.replace(event, facts=facts))
