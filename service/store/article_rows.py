"""Articles as rows, and rows as articles."""

import msgspec

from service.domain.articles import Article, Reading, summarize
from service.store.database import Row, micros, moment, start_of

COLUMNS = "id, content_hash, url, canonical_url, published_at, received_at, source, raw, reading"

_decode = msgspec.json.Decoder(Reading).decode


def sort_at(article: Article) -> int:
    """Return the time that lists put an article at: published, else received; microseconds."""
    if article.published_at is not None:
        return micros(article.published_at)
    if article.reading.published_on is not None:
        return start_of(article.reading.published_on)
    return micros(article.received_at)


def values(article: Article) -> dict[str, object]:
    """Return the columns of an article's row but its number."""
    reading = article.reading
    published_on = reading.published_on
    return {
        "id": article.id,
        "content_hash": article.content_hash,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "source": article.source,
        "title": reading.title,
        "publisher": reading.publisher,
        "language": reading.language,
        "published_on": published_on.isoformat() if published_on else None,
        "published_at": micros(article.published_at) if article.published_at else None,
        "received_at": micros(article.received_at),
        "sort_at": sort_at(article),
        "dated": int(article.published_at is not None or published_on is not None),
        "relevant": int(reading.relevant),
        "extractor": reading.extractor,
        "knowledge": reading.knowledge,
        "summary": msgspec.json.encode(summarize(article)).decode(),
        "raw": article.raw,
        "reading": msgspec.json.encode(reading).decode(),
    }


def article(row: Row) -> Article:
    """Return the article of a row of `COLUMNS`."""
    id, content_hash, url, canonical_url, published_at, received_at, source, raw, reading = row
    return Article(
        id=id,
        content_hash=content_hash,
        url=url,
        canonical_url=canonical_url,
        published_at=None if published_at is None else moment(published_at),
        received_at=moment(received_at),
        source=source,
        raw=raw,
        reading=_decode(reading),
    )
