"""The API's wiring: what the handlers need is made here, and nowhere else."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar, Router
from litestar.config.compression import CompressionConfig

from service import __version__, logs
from service.api import health, openapi, root
from service.api.auth import Door, require_key
from service.api.caching import EntityTags
from service.api.inputs import refuse_unasked
from service.api.parts import PARTS
from service.api.problems import answer_error
from service.settings import Settings
from service.store.database import connect
from service.store.migrate import migrate


def create_app(settings: Settings | None = None) -> Litestar:
    """Make the API. Without settings they are read from the environment, as the servers want it."""
    if settings is None:
        settings = Settings.from_env(os.environ)
        logs.set_up(settings)
    return _litestar(settings)


def _litestar(settings: Settings) -> Litestar:
    @asynccontextmanager
    async def run(app: Litestar) -> AsyncIterator[None]:
        db = await connect(settings.database)
        await migrate(db)
        app.state.db = db
        app.state.door = Door(db, settings)
        app.state.document = openapi.document(app, __version__)
        try:
            yield
        finally:
            await db.close()

    v1 = Router("/v1", route_handlers=[], guards=[require_key])
    return Litestar(
        [root.front_page, root.openapi_document, root.docs_page, health.healthz, v1],
        dependencies=PARTS,
        exception_handlers={Exception: answer_error},
        guards=[refuse_unasked],
        middleware=[EntityTags()],
        compression_config=CompressionConfig(
            backend="brotli", brotli_quality=1, minimum_size=1024, exclude_opt_key="untagged"
        ),
        lifespan=[run],
        logging_config=None,
        openapi_config=None,
        request_max_body_size=settings.max_body_bytes,
    )
