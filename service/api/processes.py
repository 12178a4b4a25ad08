"""Peace processes: who negotiates with whom, who mediates; from the knowledge."""

from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from msgspec import Meta, Struct

from service.api import views
from service.api.inputs import asks
from service.api.pages import OneQuery, Page, PageQuery, sparse
from service.api.parts import Inside
from service.domain import processes as domain
from service.domain.articles import Named
from service.domain.ids import ActorId, actor_id, actor_ref
from service.errors import InvalidCursor, NotFound
from service.knowledge.model import Knowledge
from service.store import merged
from service.store.paging import Cursor


class Process(Struct, frozen=True, kw_only=True):
    """A peace process: the parties on each side, the mediators, what points to it.

    Years are inclusive; null is open.
    """

    slug: str
    name: str
    sides: tuple[tuple[Named, ...], ...]
    mediators: tuple[Named, ...]
    keywords: tuple[str, ...]
    since: int | None
    until: int | None


class ProcessPage(Page[Process], frozen=True):
    """A page of processes."""


class ProcessQuery(PageQuery, frozen=True, kw_only=True):
    """What a list of processes is limited to."""

    actor: Annotated[
        tuple[str, ...],
        Meta(max_length=10, description="A party or mediator, by id or slug; several must all."),
    ] = ()


class ProcessController(Controller):
    """The routes of processes."""

    path = "/processes"
    tags = ("processes",)

    @get("/", dependencies=asks(ProcessQuery))
    async def list_processes(
        self, parts: Inside, asked: NamedDependency[SkipValidation[ProcessQuery]]
    ) -> ProcessPage:
        """List the processes that the knowledge describes, by slug."""
        after = _after(asked.after)
        named = [actor_ref(name) for name in asked.actor]
        wanted = [set(ids) for ids in (await merged.together(parts.db, named)).values()]
        found = [
            process
            for slug, process in sorted(parts.extractor.knowledge.processes.items())
            if slug > after and _has(process, wanted)
        ]
        items = found[: asked.limit]
        shown = tuple(sparse(_shown(p, parts.extractor.knowledge), asked.fields) for p in items)
        more = len(found) > len(items)
        return ProcessPage(items=shown, next_cursor=_cursor(items[-1].slug) if more else None)

    @get("/{process:str}", dependencies=asks(OneQuery))
    async def get_process(
        self,
        parts: Inside,
        process: FromPath[str],
        asked: NamedDependency[SkipValidation[OneQuery]],
    ) -> Process:
        """Get a process by its slug."""
        found = parts.extractor.knowledge.processes.get(process)
        if found is None:
            raise NotFound("process", process)
        return sparse(_shown(found, parts.extractor.knowledge), asked.fields)


def _has(process: domain.Process, wanted: list[set[ActorId]]) -> bool:
    slugs = {*(slug for side in process.sides for slug in side), *process.mediators}
    involved = {actor_id(slug) for slug in slugs}
    return all(involved & ids for ids in wanted)


def _shown(process: domain.Process, knowledge: Knowledge) -> Process:
    return Process(
        slug=process.slug,
        name=process.name,
        sides=tuple(_named(side, knowledge) for side in process.sides),
        mediators=_named(process.mediators, knowledge),
        keywords=process.keywords,
        since=process.since,
        until=process.until,
    )


def _named(slugs: tuple[str, ...], knowledge: Knowledge) -> tuple[Named, ...]:
    return tuple(views.named(knowledge.actors[slug]) for slug in slugs)


def _after(cursor: Cursor | None) -> str:
    if cursor is not None and cursor.order != "processes":
        raise InvalidCursor
    return cursor.id if cursor else ""


def _cursor(slug: str) -> str:
    return Cursor("processes", slug, slug).encode()
