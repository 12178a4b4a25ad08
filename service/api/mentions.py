"""Mentions: what articles say of a peace process, statement by statement."""

import datetime as dt
from typing import Annotated, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from msgspec import Meta

from service.api import naming, views
from service.api.inputs import asks
from service.api.known import ArticleRef
from service.api.pages import OneQuery, Page, PageQuery, cursor_of, sparse
from service.api.parts import Inside
from service.domain.ids import ArticleId, MentionId
from service.domain.mentions import Modality, PloverType
from service.errors import NotFound
from service.store import mentions

_ORDERS = {"newest": mentions.NEWEST, "oldest": mentions.OLDEST}


class MentionPage(Page[views.Mention], frozen=True):
    """A page of mentions."""


class MentionQuery(PageQuery, frozen=True, kw_only=True):
    """What a list of mentions is limited to."""

    article: Annotated[ArticleRef | None, Meta(description="The article, by id.")] = None
    actor: Annotated[
        tuple[str, ...],
        Meta(
            max_length=10,
            description="An actor who acts or is acted upon, by id or slug; several must all.",
            examples=[["state-am", "state-az"]],
        ),
    ] = ()
    process: Annotated[str | None, Meta(description="The peace process, by slug.")] = None
    type: Annotated[PloverType | None, Meta(description="The PLOVER event type.")] = None
    modality: Annotated[Modality | None, Meta(description="How it is told.")] = None
    background: Annotated[bool | None, Meta(description="Whether it is history told as such.")] = (
        None
    )
    date_from: Annotated[dt.date | None, Meta(description="Told of this day or later.")] = None
    date_to: Annotated[dt.date | None, Meta(description="Told of this day or earlier.")] = None
    sort: Annotated[Literal["newest", "oldest"], Meta(description="By article.")] = "newest"


class MentionController(Controller):
    """The routes of mentions."""

    path = "/mentions"
    tags = ("mentions",)

    @get("/", dependencies=asks(MentionQuery))
    async def list_mentions(
        self, parts: Inside, asked: NamedDependency[SkipValidation[MentionQuery]]
    ) -> MentionPage:
        """List mentions, those of the newest articles first."""
        found = await mentions.find(
            parts.db,
            _filter(asked),
            order=_ORDERS[asked.sort],
            after=asked.after,
            limit=asked.limit,
        )
        names = await naming.of_mentions(parts.db, found.items)
        items = tuple(sparse(views.mention(m, names), asked.fields) for m in found.items)
        return MentionPage(items=items, next_cursor=cursor_of(found))

    @get("/{mention_id:str}", dependencies=asks(OneQuery))
    async def get_mention(
        self,
        parts: Inside,
        mention_id: FromPath[str],
        asked: NamedDependency[SkipValidation[OneQuery]],
    ) -> views.Mention:
        """Get a mention."""
        found = await mentions.get(parts.db, MentionId(mention_id))
        if found is None:
            raise NotFound("mention", mention_id)
        names = await naming.of_mentions(parts.db, [found])
        return sparse(views.mention(found, names), asked.fields)


def _filter(asked: MentionQuery) -> mentions.MentionFilter:
    return mentions.MentionFilter(
        article=ArticleId(asked.article) if asked.article else None,
        actors=asked.actor,
        process=asked.process,
        type=asked.type,
        modality=asked.modality,
        background=asked.background,
        date_from=asked.date_from,
        date_to=asked.date_to,
    )
