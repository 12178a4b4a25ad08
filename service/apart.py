"""Persons of one name that were read as one: where people say so, an article names the other."""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import structs

from service.domain.articles import Article, Reading
from service.domain.corrections import Correction
from service.domain.ids import ActorId, actor_id
from service.store import corrections
from service.store.database import Connection

_decode = msgspec.json.Decoder(Reading).decode


async def parted(tx: Connection, articles: Sequence[Article]) -> list[Article]:
    """Return articles with their readings as the corrections in force part persons."""
    named = {mention.actor for article in articles for mention in article.reading.actors}
    orders = await corrections.parting(tx, named)
    if not orders:
        return list(articles)
    return [structs.replace(a, reading=as_parted(a.reading, orders)) for a in articles]


def as_parted(reading: Reading, orders: Iterable[Correction]) -> Reading:
    """Return a reading with the other person where corrections say that it is another."""
    for order in orders:
        for mention in reading.actors:
            if mention.actor == order.actors[0] and _is_other(reading, mention.country, order):
                reading = renamed(reading, mention.slug, order.value)
    return reading


def _is_other(reading: Reading, country: str | None, order: Correction) -> bool:
    return reading.article in order.articles or country in order.countries


def renamed(reading: Reading, old: str, new: str) -> Reading:
    """Return a reading that names an actor by another slug, and by the id that comes of it.

    Ids and slugs stand in many places, and in no text: quotes within texts are escaped.
    """
    told = msgspec.json.encode(reading).decode()
    told = told.replace(f'"{actor_id(old)}"', f'"{actor_id(new)}"')
    return _decode(told.replace(f'"slug":"{old}"', f'"slug":"{new}"'))


def other(slug: str, mark: str) -> tuple[str, ActorId]:
    """Return the slug and the id of another person of the same name; `mark` tells them apart."""
    made = f"{slug}-{mark}"
    return made, actor_id(made)


def slug_before(made: str) -> str:
    """Return the slug that an `other` was made of."""
    return made.rsplit("-", 1)[0]
