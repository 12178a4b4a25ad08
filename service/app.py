"""The API's wiring: what the handlers need is made here, and nowhere else."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache, partial
from pathlib import Path

from litestar import Litestar, Router
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State

from service import __version__, logs
from service.api import health, openapi, root
from service.api.actors import ActorController
from service.api.articles import ArticleController
from service.api.aside import Aside
from service.api.auth import Door
from service.api.bodies import reading_to_the_end
from service.api.caching import EntityTags
from service.api.contacts import DroughtController, NetworkController
from service.api.corrections import CorrectionController
from service.api.deliveries import DeliveryController
from service.api.encodings import heeding_refusals
from service.api.entrance import let_in
from service.api.event_types import EventTypeController
from service.api.events import EventController
from service.api.known import known_of
from service.api.measures import Measures
from service.api.meetings import ActorMeetingController, MeetingController
from service.api.mentions import MentionController
from service.api.methods import answering_all_methods
from service.api.parts import PARTS, Parts, utcnow
from service.api.problems import answer_error
from service.api.processes import ProcessController
from service.api.replays import ReplayController
from service.api.rereading import show_rereading
from service.api.sources import SourceController
from service.api.standing_queries import StandingQueryController
from service.api.stats import TimelineController, show_stats
from service.api.streams import EventStreamController
from service.api.subscriptions import SubscriptionController
from service.domain.addresses import parse_networks
from service.extraction.extract import Extractor
from service.knowledge.load import load
from service.queues.connection import open_redis
from service.queues.hints import Hints
from service.reading import spare_the_collector
from service.settings import Settings
from service.store import actors, subscriptions
from service.store.engines import connect
from service.store.migrate import migrate
from service.suggesting import suggesters, suggesting

SERVICE = (
    *(root.front_page, root.openapi_document, root.docs_page),
    *(health.healthz, health.readyz, health.show_metrics),
)
RECORD = (
    *(ArticleController, ActorController, ActorMeetingController, MeetingController),
    *(MentionController, ProcessController, show_rereading),
    *(EventController, EventTypeController, EventStreamController),
    *(NetworkController, DroughtController, TimelineController, show_stats),
    StandingQueryController,
)
ALERTS = (SubscriptionController, DeliveryController, ReplayController)
WATCHING = (SourceController,)


def create_app(settings: Settings | None = None, extractor: Extractor | None = None) -> Litestar:
    """Make the API. Without settings they are read from the environment, as the servers want it.

    An extractor takes a while to make; tests make one for all apps.
    """
    if settings is None:
        settings = Settings.from_env(os.environ)
        logs.set_up(settings)
    app = Litestar(
        [
            *SERVICE,
            Router("/v1", route_handlers=RECORD, opt={"scope": "read"}),
            Router("/v1", route_handlers=(*ALERTS, *WATCHING), opt={"scope": "write"}),
            Router("/v1", route_handlers=[CorrectionController], opt={"scope": "admin"}),
        ],
        dependencies=PARTS,
        exception_handlers={Exception: answer_error},
        guards=[let_in],
        middleware=[Measures(), EntityTags()],
        compression_config=CompressionConfig(
            backend="brotli", brotli_quality=1, minimum_size=1024, exclude_opt_key="untagged"
        ),
        lifespan=[_opening(extractor)],
        logging_config=None,
        openapi_config=None,
        request_max_body_size=settings.max_body_bytes,
        state=State({"settings": settings}),
    )
    app.asgi_handler = reading_to_the_end(answering_all_methods(heeding_refusals(app.asgi_handler)))
    return app


def _opening(
    extractor: Extractor | None,
) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """Return what opens the app's parts when it starts, and closes them when it stops."""

    @asynccontextmanager
    async def opened(app: Litestar) -> AsyncIterator[None]:
        settings: Settings = app.state.settings
        reader = extractor or Extractor(load([Path(path) for path in settings.knowledge]))
        read = suggesting(reader.read, suggesters(settings.suggesters))
        spare_the_collector()
        db = await connect(settings.database, settings.secret_key)
        redis = open_redis(settings.redis)
        await migrate(db)
        await subscriptions.check_keys(db)
        known = reader.knowledge
        await actors.learn(db, known.version, known.actors.values(), utcnow())
        app.state.parts = parts = Parts(
            db=db,
            extractor=reader,
            known=known_of(reader.knowledge),
            aside=Aside(read, reader.speaks),
            hints=Hints(redis),
            door=Door(db, settings),
            allowed=parse_networks(settings.allowed_networks),
            longest=settings.max_body_bytes,
            document=cache(partial(openapi.document, app, __version__)),
        )
        try:
            yield
        finally:
            parts.aside.close()
            await parts.hints.close()
            await redis.aclose()
            await db.close()

    return opened
