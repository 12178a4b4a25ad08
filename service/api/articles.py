"""Articles: the way in, and what was read in them."""

import datetime as dt
from typing import Annotated, Literal

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from litestar.types import ASGIApp
from msgspec import Meta, structs

from service import ingest
from service.api import batch, known, naming, views
from service.api.inputs import AnyRequest, asks, require_media_type, takes
from service.api.known import LanguageCode, SourceRef
from service.api.pages import (
    AsOf,
    Instant,
    OneQuery,
    Page,
    PageQuery,
    Text,
    cursor_of,
    moment_of,
    sparse,
)
from service.api.parts import Inside, Parts, utcnow
from service.domain.articles import Article, ArticleSummary, Document
from service.domain.ids import ArticleId
from service.errors import Invalid, NotFound
from service.sources.documents import DocumentInput
from service.store import articles, claims, readings, revisions, search
from service.store.database import Database

NDJSON = "application/x-ndjson"

_ORDERS = {"newest": articles.NEWEST, "oldest": articles.OLDEST, "best": articles.BEST}


class ArticlePage(Page[ArticleSummary], frozen=True):
    """A page of articles, without their texts and facts."""


class ArticleQuery(PageQuery, frozen=True, kw_only=True):
    """What a list of articles is limited to."""

    q: Annotated[
        Text | None,
        Meta(
            description='Words to be found; `"a phrase"`, `-not`, `begin*`, `one or other`.',
            examples=['"peace treaty" -sanctions'],
        ),
    ] = None
    actor: Annotated[
        tuple[str, ...],
        Meta(max_length=10, description="An actor in it, by id or slug; several must all be."),
    ] = ()
    process: Annotated[str | None, Meta(description="The peace process, by slug.")] = None
    publisher: Annotated[
        str | None, Meta(description="The publisher's name; case does not matter for those known.")
    ] = None
    language: Annotated[LanguageCode | None, Meta(description="The language, ISO 639.")] = None
    relevant: Annotated[bool | None, Meta(description="Whether it is about a process.")] = None
    source: Annotated[
        SourceRef | None, Meta(description="The source it was polled from, by id.")
    ] = None
    published_from: Annotated[
        dt.date | None, Meta(description="Published on this day or later.")
    ] = None
    published_to: Annotated[
        dt.date | None, Meta(description="Published on this day or earlier.")
    ] = None
    received_since: Annotated[
        Instant | None, Meta(description="Received at this time or later.")
    ] = None
    as_of: AsOf = None
    sort: Annotated[
        Literal["newest", "oldest", "best"] | None,
        Meta(description="`best` hits first is usual with `q`, `newest` without."),
    ] = None


class ArticleOptions(OneQuery, frozen=True, kw_only=True):
    """How much of an article is shown."""

    include: Annotated[
        tuple[Literal["raw", "blocks", "revisions"], ...],
        Meta(
            description="`raw`, the text that evidence points into; `blocks`, its layout; "
            "`revisions`, what it said before it was edited."
        ),
    ] = ()
    as_of: AsOf = None


class ArticleController(Controller):
    """The routes of articles."""

    path = "/articles"
    tags = ("articles",)

    @post(
        "/",
        dependencies=takes(DocumentInput),
        opt={
            "scope": "write",
            "answers": {
                "201": "Read and kept.",
                "200": "Known already, by its text or its URL; the article as it is kept.",
            },
        },
    )
    async def add_article(
        self,
        parts: Inside,
        given: NamedDependency[SkipValidation[DocumentInput]],
    ) -> Response[views.Article]:
        """Read an article and keep it; the answer is all that was read in it.

        Give `text`, or `html` whose main text is to be read. What is given beside it wins over what
        the text says.
        """
        found = await _take(parts, await parts.aside.document(given))
        shown = await _shown(parts.db, found.article)
        return Response(shown, status_code=201 if found.created else 200)

    @post(
        "/batch",
        status_code=200,
        media_type=NDJSON,
        request_max_body_size=None,
        opt={
            "scope": "write",
            "untagged": True,
            "takes": NDJSON,
            "gives": NDJSON,
            "answers": {"200": "One result a line."},
        },
    )
    async def add_articles(self, request: AnyRequest, parts: Inside) -> ASGIApp:
        """Read articles of any number, one JSON object a line, as in `POST /v1/articles`.

        The answer is NDJSON too, streamed while the body still comes: for each line its number, a
        status (201 new, 200 known), and the article's id or a problem. A bad line does not harm the
        others; blank lines are passed over.
        """
        require_media_type(request, NDJSON)

        lines = batch.Batch(parts)
        return batch.stream(lines.answer(request.stream()), NDJSON)

    @get("/", dependencies=asks(ArticleQuery))
    async def list_articles(
        self, parts: Inside, asked: NamedDependency[SkipValidation[ArticleQuery]]
    ) -> ArticlePage:
        """List articles, without their texts and facts."""
        order = asked.sort or ("best" if asked.q else "newest")
        as_of = moment_of(asked.as_of)
        found = await articles.find(
            parts.db,
            _filter(parts, asked),
            order=_ORDERS[order],
            after=asked.after,
            limit=asked.limit,
            as_of=as_of,
        )
        listed = await naming.renamed(parts.db, found.items, as_of)
        items = tuple(sparse(article, asked.fields) for article in listed)
        return ArticlePage(items=items, next_cursor=cursor_of(found))

    @get("/{article_id:str}", dependencies=asks(ArticleOptions))
    async def get_article(
        self,
        parts: Inside,
        article_id: FromPath[str],
        asked: NamedDependency[SkipValidation[ArticleOptions]],
    ) -> views.Article:
        """Get an article with all that was read in it."""
        article = await articles.get(parts.db, ArticleId(article_id))
        as_of = moment_of(asked.as_of)
        if article is not None and as_of is not None:
            article = await readings.as_of(parts.db, article, as_of)
        if article is None:
            raise NotFound("article", article_id)
        # A part that `fields` names is asked for.
        include = (*asked.include, *asked.fields)
        return sparse(await _shown(parts.db, article, include, as_of), asked.fields)


async def _take(parts: Parts, document: Document) -> ingest.Ingested:
    if found := await ingest.known(parts.db, document):
        return found
    reading = await parts.aside.read(document)
    return await ingest.ingest(
        parts.db, lambda _: reading, document, now=utcnow(), notify=parts.wake_monitor
    )


async def _shown(
    db: Database,
    article: Article,
    include: tuple[str, ...] = (),
    as_of: dt.datetime | None = None,
) -> views.Article:
    if as_of is None:
        recorded = await claims.recorded(db, article.id)
    else:
        told = [claim.id for claim in article.reading.claims]
        recorded = await claims.recorded_then(db, told, as_of)
    names = await naming.corrected(db, (told.actor for told in article.reading.actors), as_of)
    shown = views.article(article, meeting_of=recorded, include=include, corrected=names)
    if "revisions" not in include:
        return shown
    earlier = await revisions.of_article(db, article.id)
    known = (one for one in earlier if as_of is None or one.replaced_at <= as_of)
    return structs.replace(shown, revisions=tuple(known))


def _filter(parts: Parts, asked: ArticleQuery) -> articles.ArticleFilter:
    if asked.q and not search.parse(asked.q):
        raise Invalid("q", "Name a word that is to be found, not only what is not.")
    return articles.ArticleFilter(
        q=asked.q,
        actors=asked.actor,
        process=asked.process,
        publishers=known.spellings(asked.publisher, parts.known.publishers),
        language=asked.language,
        relevant=asked.relevant,
        source=asked.source,
        published_from=asked.published_from,
        published_to=asked.published_to,
        received_since=asked.received_since,
    )
