"""What the handlers work with; made once when the app starts, handed to them by name."""

import datetime as dt
from typing import TypeAlias

from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from service.store.database import Database

Db: TypeAlias = NamedDependency[SkipValidation[Database]]


def provide_db(state: State) -> Database:
    """Hand over the database that the app opened."""
    db: Database = state.db
    return db


PARTS = {
    "db": Provide(provide_db, sync_to_thread=False),
}


def utcnow() -> dt.datetime:
    """Return the time that a write is dated with."""
    return dt.datetime.now(dt.UTC)
