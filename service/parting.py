"""Two persons made of one that articles name, and one of them again."""

import datetime as dt
from collections.abc import Container, Sequence
from typing import Any

from service import ingest
from service.apart import as_parted, other, renamed, slug_before
from service.domain.articles import Article
from service.domain.corrections import Correction, CorrectionId, correction_id
from service.domain.ids import ActorId, ArticleId, derive
from service.errors import Invalid
from service.store import actors, corrections, links
from service.store.articles import ACTORS, get_many
from service.store.database import Connection

_AT_ONCE = 200


async def bound(
    conn: Connection,
    names: Sequence[str],
    now: dt.datetime,
    *,
    articles: Sequence[str],
    countries: Sequence[str],
) -> dict[str, Any]:
    """Return what a correction binds to that makes two persons of one.

    What some articles say, or any in which the person is of some countries, is another's. Raises
    Invalid for a person that there is none of, an article that does not name the person, and if no
    article is another's, or each.
    """
    if len(names) != 1:
        raise Invalid("actors", "Name the one person who is in truth two.")
    [person] = await actors.named(conn, names, "actors")
    slug, id = other(person.slug, derive("", person.id, str(now))[1:9])
    said: dict[str, Any] = {
        "actors": (person.id, id),
        "articles": tuple(dict.fromkeys(map(ArticleId, articles))),
        "countries": tuple(dict.fromkeys(countries)),
        "value": slug,
    }
    order = Correction(id=CorrectionId(""), kind="split", author="", created_at=now, **said)
    named = await _naming(conn, person.id)
    check_told(said["articles"], {article.id for article in named})
    others = [one for one in named if as_parted(one.reading, [order]) != one.reading]
    if not others or len(others) == len(named):
        field = "articles" if articles else "countries"
        raise Invalid(field, "Some of the articles that name the person mean another, not all.")
    return said


def check_told(articles: Sequence[ArticleId], telling: Container[ArticleId]) -> None:
    """Raise Invalid unless all articles that somebody names tell of what is to be parted."""
    for n, article in enumerate(articles):
        if article not in telling:
            raise Invalid(f"articles[{n}]", f"{article} does not tell of this.")


async def part(tx: Connection, order: Correction, now: dt.datetime) -> None:
    """Have the articles that are kept name the other person; `order` is in force already."""
    for article in await _naming(tx, order.actors[0]):
        if as_parted(article.reading, [order]) != article.reading:
            await ingest.renew(tx, article, article.reading, now)


async def join(tx: Connection, order: Correction, now: dt.datetime) -> None:
    """Have them name the one person again; the other's id leads to it from now on."""
    one, two = order.actors
    for article in await _naming(tx, two):
        whole = renamed(article.reading, order.value, slug_before(order.value))
        await ingest.renew(tx, article, whole, now)
    merge = Correction(
        id=correction_id("merge", order.author, now, one, two),
        kind="merge",
        actors=(one, two),
        author=order.author,
        reason=f"{order.id} was taken back.",
        created_at=now,
    )
    await corrections.add(tx, merge)


async def _naming(conn: Connection, person: ActorId) -> list[Article]:
    """Return the articles in which a person was read."""
    ids = [ArticleId(id) for id in await links.read_in(conn, ACTORS, person)]
    parts = [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]
    return [one for part in parts for one in (await get_many(conn, part)).values()]
