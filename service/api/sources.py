"""Sources: what is watched for news."""

from typing import Any

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from msgspec import UNSET, structs

from service.api.inputs import asks, takes
from service.api.known import check_country
from service.api.pages import OneQuery, cursor_of, sparse
from service.api.parts import Inside, utcnow
from service.api.source_views import (
    ShownSource,
    SourceInput,
    SourcePage,
    SourcePatch,
    SourceQuery,
    shown,
)
from service.domain.ids import SourceId
from service.domain.sources import Source, SourceState
from service.domain.targets import parse_target
from service.errors import Invalid
from service.sources.new import new_source
from service.store import sources
from service.store.database import Database


class SourceController(Controller):
    """The routes of sources."""

    path = "/sources"
    tags = ("sources",)

    @post(
        "/",
        dependencies=takes(SourceInput),
        opt={"answers": {"201": "Added.", "200": "Known already; as it is kept."}},
    )
    async def add_source(
        self, parts: Inside, given: NamedDependency[SkipValidation[SourceInput]]
    ) -> Response[ShownSource]:
        """Watch a feed or page.

        It is looked at soon, if the service watches sources at all (`PARLEY_SOURCES`). What it
        shows now is kept; alerts are raised for what is new.
        """
        parse_target(given.url, parts.allowed)
        check_country(given.country, parts.known)
        made = new_source(now=utcnow(), **structs.asdict(given))
        async with parts.db.transaction() as tx:
            added = await sources.add(tx, made, made.created_at)
            found = await sources.get(tx, made.id)
        await parts.wake_poll()
        return Response(shown(found), status_code=201 if added else 200)

    @get("/", dependencies=asks(SourceQuery))
    async def list_sources(
        self, parts: Inside, asked: NamedDependency[SkipValidation[SourceQuery]]
    ) -> SourcePage:
        """List sources with their health, the newest first."""
        found = await sources.find(
            parts.db,
            state=asked.state,
            failing=asked.failing,
            after=asked.after,
            limit=asked.limit,
        )
        items = tuple(sparse(shown(one), asked.fields) for one in found.items)
        return SourcePage(items=items, next_cursor=cursor_of(found))

    @get("/{source_id:str}", dependencies=asks(OneQuery))
    async def get_source(
        self,
        parts: Inside,
        source_id: FromPath[str],
        asked: NamedDependency[SkipValidation[OneQuery]],
    ) -> ShownSource:
        """Get a source and its health: last success, last error, what it brought, when next."""
        return sparse(shown(await sources.get(parts.db, SourceId(source_id))), asked.fields)

    @patch("/{source_id:str}", dependencies=takes(SourcePatch))
    async def change_source(
        self,
        parts: Inside,
        source_id: FromPath[str],
        given: NamedDependency[SkipValidation[SourcePatch]],
    ) -> ShownSource:
        """Change a source; what is left out stays as it is."""
        changes = {k: v for k, v in structs.asdict(given).items() if v is not UNSET}
        check_country(changes.get("country"), parts.known)
        return await _update(parts.db, source_id, changed_at=utcnow(), **changes)

    @delete("/{source_id:str}", opt={"answers": {"204": "Gone."}})
    async def delete_source(self, parts: Inside, source_id: FromPath[str]) -> None:
        """Stop watching a source; the articles it brought stay."""
        async with parts.db.transaction() as tx:
            await sources.remove(tx, SourceId(source_id))

    @post("/{source_id:str}/pause", status_code=200)
    async def pause_source(self, parts: Inside, source_id: FromPath[str]) -> ShownSource:
        """Pause a source: it is not looked at."""
        return await _set_state(parts.db, source_id, "paused")

    @post("/{source_id:str}/resume", status_code=200)
    async def resume_source(self, parts: Inside, source_id: FromPath[str]) -> ShownSource:
        """Watch a source again, also one that was disabled."""
        resumed = await _set_state(parts.db, source_id, "active")
        await parts.wake_poll()
        return resumed

    @post(
        "/{source_id:str}/poll",
        status_code=202,
        opt={"answers": {"202": "It is looked at as soon as its host may be asked."}},
    )
    async def poll_source(self, parts: Inside, source_id: FromPath[str]) -> ShownSource:
        """Look at a source now, whenever it is due; a paused one when it is resumed."""
        async with parts.db.transaction() as tx:
            found = await sources.poll_at(tx, SourceId(source_id), utcnow())
        await parts.wake_poll()
        return shown(found)


async def _update(db: Database, id: str, **changes: Any) -> ShownSource:
    def change(before: Source) -> Source:
        after = structs.replace(before, **changes)
        if after.kind == "page" and not after.pattern:
            raise Invalid("pattern", "A page needs a pattern for its links.")
        return after

    async with db.transaction() as tx:
        return shown(await sources.update(tx, SourceId(id), change))


async def _set_state(db: Database, id: str, state: SourceState) -> ShownSource:
    async with db.transaction() as tx:
        return shown(await sources.set_state(tx, SourceId(id), state, None, utcnow()))
