"""Actors: persons, states, organizations and armed groups, with their names and offices."""

import datetime as dt
from typing import Annotated, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from msgspec import Meta, Struct

from service.api.inputs import asks
from service.api.pages import (
    AsOf,
    OneQuery,
    Page,
    PageQuery,
    Text,
    cursor_of,
    moment_of,
    sparse,
)
from service.api.parts import Inside
from service.domain import actors as domain
from service.domain.actors import ActorType, CountryCode, Office
from service.domain.ids import ActorId
from service.errors import NotFound
from service.store import actors
from service.store.database import Database

_ORDERS = {"name": actors.BY_NAME, "seen": actors.SEEN}


class Actor(Struct, frozen=True, kw_only=True):
    """A person, state, organization or armed group.

    `offices` are dated, both ends inclusive. `discovered` marks a person whom the knowledge lacks
    and whom an article names with a title.
    """

    id: ActorId
    slug: str
    type: ActorType
    name: str
    aliases: tuple[str, ...]
    country: str | None
    offices: tuple[Office, ...]
    discovered: bool


class ActorPage(Page[Actor], frozen=True):
    """A page of actors."""


class ActorQuery(PageQuery, frozen=True, kw_only=True):
    """What a list of actors is limited to."""

    q: Annotated[
        Text | None,
        Meta(
            description="Words that begin words of a name, in any spelling that is kept.",
            examples=["mirzo"],
        ),
    ] = None
    type: Annotated[ActorType | None, Meta(description="The kind of actor.")] = None
    country: Annotated[
        CountryCode | None, Meta(description="The country they are or represent.")
    ] = None
    discovered: Annotated[bool | None, Meta(description="Whether articles named them first.")] = (
        None
    )
    seen: Annotated[bool | None, Meta(description="Whether an article names them at all.")] = None
    as_of: AsOf = None
    sort: Annotated[
        Literal["name", "seen"], Meta(description="By name, or the latest discovered first.")
    ] = "name"


class ActorOptions(OneQuery, frozen=True, kw_only=True):
    """How much of an actor is shown, and as of when."""

    as_of: AsOf = None


class ActorController(Controller):
    """The routes of actors."""

    path = "/actors"
    tags = ("actors",)

    @get("/", dependencies=asks(ActorQuery))
    async def list_actors(
        self, parts: Inside, asked: NamedDependency[SkipValidation[ActorQuery]]
    ) -> ActorPage:
        """List actors."""
        wanted = actors.ActorFilter(
            q=asked.q,
            type=asked.type,
            country=asked.country,
            discovered=asked.discovered,
            seen=asked.seen,
            as_of=moment_of(asked.as_of),
        )
        found = await actors.find(
            parts.db, wanted, order=_ORDERS[asked.sort], after=asked.after, limit=asked.limit
        )
        items = tuple(sparse(shown(actor), asked.fields) for actor in found.items)
        return ActorPage(items=items, next_cursor=cursor_of(found))

    @get("/{actor:str}", dependencies=asks(ActorOptions))
    async def get_actor(
        self,
        parts: Inside,
        actor: FromPath[str],
        asked: NamedDependency[SkipValidation[ActorOptions]],
    ) -> Actor:
        """Get an actor by its id or slug, as it is known now or was known then.

        Actors that people merged are answered with the one that was kept.
        """
        found = await existing(parts.db, actor, moment_of(asked.as_of))
        return sparse(shown(found), asked.fields)


async def existing(db: Database, actor: str, as_of: dt.datetime | None = None) -> domain.Actor:
    """Return the actor that an id or slug means, or meant as of a time; raises NotFound."""
    found = await actors.get(db, actor, as_of)
    if found is None:
        raise NotFound("actor", actor)
    return found


def shown(actor: domain.Actor) -> Actor:
    """Show an actor."""
    return Actor(**{name: getattr(actor, name) for name in Actor.__struct_fields__})
