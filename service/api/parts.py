"""What the handlers work with; made once when the app starts."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from litestar import Request
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from service.api.aside import Aside
from service.api.auth import Door
from service.api.known import Known
from service.domain.addresses import Network
from service.extraction.extract import Extractor
from service.queues.hints import Hints
from service.store.database import Database

# Whom a hint wakes.
MONITOR, DELIVER, POLL, EVENTS = "monitor", "deliveries", "poll", "events"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the app is made of.

    `allowed` are the networks that are not public and may still be sent to; `longest` is how many
    bytes an article may have, alone or as a line of a batch; `document` gives the OpenAPI document.
    """

    db: Database
    extractor: Extractor
    known: Known
    aside: Aside
    hints: Hints
    door: Door
    allowed: tuple[Network, ...]
    longest: int
    document: Callable[[], dict[str, Any]]

    async def wake_monitor(self) -> None:
        """Say that the journal has grown."""
        await self.hints.wake(MONITOR)

    async def wake_deliver(self) -> None:
        """Say that there are deliveries to send."""
        await self.hints.wake(DELIVER)

    async def wake_poll(self) -> None:
        """Say that there are sources to look at."""
        await self.hints.wake(POLL)


Inside: TypeAlias = NamedDependency[SkipValidation[Parts]]


def provide_parts(request: Request[Any, Any, Any]) -> Parts:
    """Hand over the parts."""
    parts: Parts = request.app.state.parts
    return parts


# One dependency, not one a part: Litestar starts a task for each of several.
PARTS = {"parts": Provide(provide_parts, sync_to_thread=False)}


def utcnow() -> dt.datetime:
    """Return the time that a write is dated with."""
    return dt.datetime.now(dt.UTC)
