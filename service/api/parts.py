"""What the handlers work with; made once when the app starts, handed to them by name."""

import datetime as dt
from functools import partial
from typing import TypeAlias

from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from service.domain.addresses import Network
from service.extraction.extract import Extractor
from service.ingest import Notify
from service.queues.hints import Hints
from service.store.database import Database

Networks: TypeAlias = tuple[Network, ...]

Db: TypeAlias = NamedDependency[SkipValidation[Database]]
Reader: TypeAlias = NamedDependency[SkipValidation[Extractor]]
Hinter: TypeAlias = NamedDependency[SkipValidation[Hints]]
Allowed: TypeAlias = NamedDependency[SkipValidation[Networks]]
Notifier: TypeAlias = NamedDependency[SkipValidation[Notify]]
LongestLine: TypeAlias = NamedDependency[SkipValidation[int]]


def provide_db(state: State) -> Database:
    """Hand over the open database."""
    db: Database = state.db
    return db


def provide_extractor(state: State) -> Extractor:
    """Hand over the extractor with its knowledge."""
    extractor: Extractor = state.extractor
    return extractor


def provide_hints(state: State) -> Hints:
    """Hand over what wakes the workers."""
    hints: Hints = state.hints
    return hints


def provide_notify(state: State) -> Notify:
    """Hand over what wakes the monitor after an article was kept."""
    return partial(state.hints.wake, MONITOR)


def provide_allowed(state: State) -> Networks:
    """Hand over the networks that are not public and may still be sent to."""
    allowed: Networks = state.allowed
    return allowed


def provide_longest_line(state: State) -> int:
    """Hand over how many bytes one article may have, alone or as a line of a batch."""
    longest: int = state.longest_line
    return longest


PARTS = {
    "db": Provide(provide_db, sync_to_thread=False),
    "extractor": Provide(provide_extractor, sync_to_thread=False),
    "hints": Provide(provide_hints, sync_to_thread=False),
    "notify": Provide(provide_notify, sync_to_thread=False),
    "allowed": Provide(provide_allowed, sync_to_thread=False),
    "longest_line": Provide(provide_longest_line, sync_to_thread=False),
}


# Whom a hint wakes.
MONITOR, DELIVER = "monitor", "deliveries"


def utcnow() -> dt.datetime:
    """Return the time that a write is dated with."""
    return dt.datetime.now(dt.UTC)
