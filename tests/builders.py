"""Sound values for tests; a test names only what it is about."""

import datetime as dt
from typing import Any

from service.domain.actors import ActorMention, ActorType
from service.domain.articles import Article, Block, Reading, content_hash
from service.domain.ids import ArticleId, actor_id, article_id
from service.domain.processes import ProcessMatch
from service.domain.spans import Evidence, Span

NOON = dt.datetime(2024, 5, 10, 12, tzinfo=dt.UTC)


def a_reading(article: ArticleId, **values: Any) -> Reading:
    """A reading that found nothing, but for the values given."""
    empty: dict[str, Any] = {
        "title": None,
        "publisher": None,
        "published_on": None,
        "language": "en",
        "found": {},
        "blocks": (),
        "relevant": True,
        "relevance": 0.9,
    }
    lists = ["reasons", "processes", "actors", "discovered", "claims", "mentions", "quotes"]
    empty |= dict.fromkeys(lists, ())
    return Reading(article=article, extractor="1", knowledge="1", **(empty | values))


def an_article(raw: str, *, reading: dict[str, Any] | None = None, **values: Any) -> Article:
    """An article whose first line is its title and whose other lines are its body."""
    hashed = content_hash(raw)
    id = article_id(hashed)
    title, _, _ = raw.partition("\n")
    blocks = (Block("title", Span(0, len(title))), Block("body", Span(len(title), len(raw))))
    read = a_reading(id, **({"title": title, "blocks": blocks} | (reading or {})))
    known: dict[str, Any] = {
        "id": id,
        "content_hash": hashed,
        "url": None,
        "canonical_url": None,
        "published_at": None,
        "received_at": NOON,
        "source": None,
        "raw": raw,
        "reading": read,
    }
    return Article(**(known | values))


def named(slug: str, type: ActorType = "person", **values: Any) -> ActorMention:
    """An actor as an article names it: `nikol-pashinyan` is Nikol Pashinyan."""
    name = slug.replace("-", " ").title()
    known: dict[str, Any] = {"name": name, "evidence": (Evidence(0, len(name), name, "test"),)}
    return ActorMention(actor=actor_id(slug), slug=slug, type=type, **(known | values))


def about(process: str) -> ProcessMatch:
    """A process that an article is about."""
    return ProcessMatch(process=process, score=1.0, evidence=())
