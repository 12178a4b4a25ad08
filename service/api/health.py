"""Whether the service lives, whether it can work, and its figures for Prometheus."""

from http import HTTPStatus
from typing import Literal

from litestar import MediaType, Response, get
from msgspec import Struct
from prometheus_client import generate_latest

from service import metrics
from service.api.parts import Inside
from service.store import deliveries
from service.store.database import Database
from service.store.outages import is_passing

State = Literal["ok", "failing"]


class Health(Struct, frozen=True):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(Struct, frozen=True, kw_only=True):
    """What the service stands on. Without Redis it works on, more slowly."""

    status: State
    database: State
    redis: State


@get("/healthz", opt={"untagged": True})
async def healthz() -> Health:
    """Tell that the process lives."""
    return Health()


@get(
    "/readyz",
    opt={"untagged": True, "answers": {"200": "Ready.", "503": "Not ready: no database."}},
)
async def readyz(parts: Inside) -> Response[Readiness]:
    """Tell whether requests can be served: the database must answer."""
    database: State = "ok" if await _answers(parts.db) else "failing"
    redis: State = "ok" if await parts.hints.reachable() else "failing"
    ready = HTTPStatus.OK if database == "ok" else HTTPStatus.SERVICE_UNAVAILABLE
    return Response(Readiness(status=database, database=database, redis=redis), status_code=ready)


@get("/metrics", media_type=MediaType.TEXT, opt={"untagged": True, "gives": "text/plain"})
async def show_metrics(parts: Inside) -> Response[bytes]:
    """Give this process's figures, and what is owed to subscribers, in Prometheus' text format."""
    owed = await deliveries.backlog(parts.db)
    metrics.backlog({str(state): count for state, count in owed.items()})
    return Response(generate_latest(metrics.REGISTRY), media_type=metrics.MEDIA_TYPE)


async def _answers(db: Database) -> bool:
    try:
        return bool(await db.fetchval("SELECT 1") == 1)
    except Exception as error:
        if not is_passing(error):
            raise
        return False
