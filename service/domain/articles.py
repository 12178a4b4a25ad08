"""Documents as they come in, and articles as they are read and kept."""

import datetime as dt
import hashlib
import unicodedata
from typing import Literal

from msgspec import Struct

from service.domain.actors import Actor, ActorMention, ActorType
from service.domain.ids import ActorId, ArticleId, SourceId
from service.domain.meetings import Claim
from service.domain.mentions import Mention, Quote
from service.domain.processes import ProcessMatch
from service.domain.spans import Evidence, Span
from service.domain.suggestions import Suggestion
from service.domain.words import fold

BlockKind = Literal["title", "subtitle", "meta", "body", "caption", "boilerplate", "teaser", "copy"]
FoundHow = Literal[
    "given", "feed", "metadata", "stamp", "dateline", "first_line", "footer", "url", "detected"
]

_READ = frozenset({"subtitle", "body"})
# White space besides the space and the end of a line, as Unicode has it.
_SPACES_OF_ASCII = "\t\v\f\r\x1c\x1d\x1e\x1f"
_SPACES = (
    f"{_SPACES_OF_ASCII}\x85\xa0\u1680{''.join(map(chr, range(0x2000, 0x200B)))}"
    "\u2028\u2029\u202f\u205f\u3000"
)


class Document(Struct, frozen=True, kw_only=True):
    """What comes in: the raw text with what is known of it from outside.

    `raw` is plain text as scraped, or the main text that `service.sources.pages` took from HTML;
    every span of the reading points into it. Given values win over what the text says. `marked`
    names the values that a page's own markup tells, `fed` those that only the feed knows; others
    are given by who sends it. `key`
    is the hash of the text that an article first came with, when `raw` is a later one of it.
    """

    raw: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published_at: dt.datetime | None = None
    published_on: dt.date | None = None
    language: str | None = None
    source: SourceId | None = None
    marked: frozenset[str] = frozenset()
    fed: frozenset[str] = frozenset()
    key: str | None = None


class Found(Struct, frozen=True, kw_only=True):
    """How a value of an article's metadata was found; `evidence` is None when it was given."""

    how: FoundHow
    evidence: Evidence | None = None


class Block(Struct, frozen=True):
    """A run of lines of one kind; only `title`, `subtitle` and `body` are read for facts."""

    kind: BlockKind
    span: Span


class Reason(Struct, frozen=True, kw_only=True):
    """One feature that speaks for (positive weight) or against an article's relevance."""

    feature: str
    weight: float
    evidence: tuple[Evidence, ...] = ()


class Credit(Struct, frozen=True, kw_only=True):
    """An outlet that an article names as where it has its text from; `evidence` are the words."""

    outlet: str
    name: str
    evidence: Evidence


class Reading(Struct, frozen=True, kw_only=True):
    """All that one document says, with the words for each fact.

    A pure function of the document, the extractor's version and the knowledge's version.
    `discovered` are the persons that the knowledge lacks; `actors` lists them too. `suggestions`
    are those of models that were plugged in; no fact rests on them. `via` are the outlets that are
    credited with the text, the origin first.
    """

    article: ArticleId
    extractor: str
    knowledge: str
    title: str | None
    publisher: str | None
    published_on: dt.date | None
    language: str
    found: dict[str, Found]
    blocks: tuple[Block, ...]
    relevant: bool
    relevance: float
    reasons: tuple[Reason, ...]
    processes: tuple[ProcessMatch, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    discovered: tuple[Actor, ...] = ()
    claims: tuple[Claim, ...] = ()
    mentions: tuple[Mention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    via: tuple[Credit, ...] = ()


class Article(Struct, frozen=True, kw_only=True):
    """A document as kept, with its newest reading. Times are UTC.

    `content_hash` is that of the text it first came with, which names it and its facts for good.
    """

    id: ArticleId
    content_hash: str
    url: str | None
    canonical_url: str | None
    published_at: dt.datetime | None
    received_at: dt.datetime
    source: SourceId | None
    raw: str
    reading: Reading


class Named(Struct, frozen=True, kw_only=True):
    """An actor by its names alone, as lists show it."""

    id: ActorId
    slug: str
    type: ActorType
    name: str


class ArticleSummary(Struct, frozen=True, kw_only=True):
    """An article as lists show it: what it is and what it is about, without its text and facts.

    `meetings`, `mentions` and `quotes` count the facts of the reading.
    """

    id: ArticleId
    url: str | None
    source: SourceId | None
    title: str | None
    publisher: str | None
    published_at: dt.datetime | None
    published_on: dt.date | None
    received_at: dt.datetime
    language: str
    relevant: bool
    relevance: float
    processes: tuple[str, ...]
    actors: tuple[Named, ...]
    meetings: int
    mentions: int
    quotes: int
    via: tuple[Credit, ...] = ()


def summarize(article: Article) -> ArticleSummary:
    """Return what a list shows of an article."""
    reading = article.reading
    return ArticleSummary(
        id=article.id,
        url=article.url,
        source=article.source,
        title=reading.title,
        publisher=reading.publisher,
        published_at=article.published_at,
        published_on=reading.published_on,
        received_at=article.received_at,
        language=reading.language,
        relevant=reading.relevant,
        relevance=reading.relevance,
        processes=tuple(match.process for match in reading.processes),
        actors=tuple(
            Named(id=a.actor, slug=a.slug, type=a.type, name=a.name) for a in reading.actors
        ),
        meetings=len(reading.claims),
        mentions=len(reading.mentions),
        quotes=len(reading.quotes),
        via=reading.via,
    )


def document_of(article: Article) -> Document:
    """Return the document that an article was made of, to be read again."""
    reading, told = article.reading, {}
    for name in ("title", "publisher", "published_on", "language"):
        found = reading.found.get(name)
        if found is not None and found.how in ("given", "feed", "metadata"):
            told[name] = found.how
    values = {name: getattr(reading, name) for name in told}
    if article.published_at is not None:
        values["published_on"] = None
    return Document(
        raw=article.raw,
        url=article.url,
        published_at=article.published_at,
        source=article.source,
        key=article.content_hash,
        marked=frozenset(name for name, how in told.items() if how == "metadata"),
        fed=frozenset(name for name, how in told.items() if how == "feed"),
        **values,
    )


def plain_text(article: Article) -> str:
    """Return what is to be read of an article: its subtitle and body, without page furniture."""
    wanted = [b.span.quote(article.raw) for b in article.reading.blocks if b.kind in _READ]
    return "\n".join(wanted)


def origin(article: Article) -> tuple[str | None, bool]:
    """Return who told an article's text first, by folded name, and whether that is credited."""
    via = article.reading.via
    name = via[0].name if via else article.reading.publisher
    return (fold(name) if name else None), bool(via)


def plain_words(article: Article) -> str:
    """Return an article's title and text folded to plain words, as queries ask of them."""
    return fold(f"{article.reading.title or ''}\n{plain_text(article)}")


def content_hash(raw: str) -> str:
    """Return the hash by which texts are the same article (NFC, folded space, 160 bits)."""
    folded = _one_spaced(unicodedata.normalize("NFC", raw))
    return hashlib.blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _one_spaced(text: str) -> str:
    """Return a text with one space for each run of white space."""
    # Nearly all runs are at the ends of lines: cutting a text into words takes twice as long.
    joined = " ".join(filter(None, map(str.strip, text.split("\n"))))
    for sign in _SPACES_OF_ASCII if joined.isascii() else _SPACES:
        if sign in joined:
            joined = joined.replace(sign, " ")
    while "  " in joined:
        joined = joined.replace("  ", " ")
    return joined
