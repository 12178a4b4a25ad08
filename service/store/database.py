"""What both engines offer: plain SQL with `:name` parameters, rows as tuples, transactions.

One text of SQL serves both engines. Times are kept as microseconds since the epoch (UTC), dates as
ISO text, truth as 0 and 1, values without columns of their own as JSON text; so both compare and
sort alike, and no driver converts anything.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Literal, Protocol, TypeVar

import msgspec

from service.store.sealing import Sealer

Dialect = Literal["sqlite", "postgres"]
Row = tuple[Any, ...]
T = TypeVar("T")
# What finds a row that was read in the same transaction: on SQLite its place costs a third of what
# a key of text does. It is the row's for as long as `layout` is the same.
PLACE: dict[Dialect, str] = {"sqlite": "rowid", "postgres": "id"}

_ROWS = msgspec.json.Decoder(list[Row])
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_FIRST, _LAST = dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)
_FEW, _MANY = 2, 256
_MICROSECOND = dt.timedelta(microseconds=1)


class Connection(Protocol):
    """Something that answers SQL: a database (each call stands alone) or a transaction of it."""

    @property
    def dialect(self) -> Dialect:
        """The engine, for the few statements that differ."""

    @property
    def sealer(self) -> Sealer:
        """What encrypts values before they are written."""

    async def fetch(self, sql: str, **params: object) -> list[Row]:
        """Return all rows."""

    async def fetch_slow(self, sql: str, **params: object) -> list[Row]:
        """Return all rows of a question that may take long; others are answered meanwhile."""

    async def fetchrow(self, sql: str, **params: object) -> Row | None:
        """Return the first row, or None."""

    async def fetchval(self, sql: str, **params: object) -> Any:
        """Return the first column of the first row, or None."""

    async def execute(self, sql: str, **params: object) -> int:
        """Run a statement that writes; return the number of rows it touched."""

    async def executemany(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Run a statement that writes once per row of parameters."""


class Database(Connection, Protocol):
    """An open database. Statements outside a transaction commit at once."""

    def transaction(self, *, short: bool = False) -> AbstractAsyncContextManager[Connection]:
        """Open a transaction that writes; commits at the end, rolls back if an error leaves.

        Keep it short: on SQLite there is one writer at a time, over all processes. `short` says
        that each statement takes a few milliseconds at most, so that none needs another thread.
        """

    async def close(self) -> None:
        """Close all connections."""


async def layout(conn: Connection) -> int:
    """Return what changes when the rows of SQLite are put in other places (VACUUM does so).

    Rows that are removed make room for others, so a place is kept only of rows that stay.
    """
    return int(await conn.fetchval("PRAGMA schema_version"))


def micros(at: dt.datetime) -> int:
    """Return an aware time as microseconds since the epoch."""
    return (at - _EPOCH) // _MICROSECOND


def moment(value: int) -> dt.datetime:
    """Return microseconds since the epoch as a UTC time.

    What lies beyond the calendar, such as the first days of year 1 east of Greenwich, is its end.
    """
    try:
        return _EPOCH + value * _MICROSECOND
    except OverflowError:
        return _FIRST if value < 0 else _LAST


def start_of(day: dt.date) -> int:
    """Return when a day begins (UTC), as microseconds since the epoch."""
    return (day.toordinal() - _EPOCH.toordinal()) * 86_400_000_000


def among(
    conn: Connection, name: str, values: Iterable[str | int]
) -> tuple[str, dict[str, object]]:
    """Return what stands after `IN` for texts (or places of rows), and its one parameter.

    The statement stays the same however many there are, so that it is prepared once.
    """
    listed = msgspec.json.encode(list(values)).decode()
    if conn.dialect == "postgres":
        return f"(SELECT json_array_elements_text(CAST(:{name} AS JSON)))", {name: listed}
    return f"(SELECT value FROM json_each(:{name}))", {name: listed}


async def listed(
    conn: Connection, columns: Sequence[str], rest: str, **params: object
) -> list[Row]:
    """Return rows of texts and numbers; `rest` is the statement from FROM on."""
    return await listed_as(_ROWS, conn, columns, rest, **params)


async def listed_as(
    rows: msgspec.json.Decoder[list[T]],
    conn: Connection,
    columns: Sequence[str],
    rest: str,
    **params: object,
) -> list[T]:
    """Do as `listed`, but make each row what the decoder says, such as a struct `array_like`.

    SQLite gives them all in one step: at each the writer's thread and the others change places,
    which costs more than a row does.
    """
    if conn.dialect == "postgres":
        found = await conn.fetch(f"SELECT {', '.join(columns)} {rest}", **params)
        return msgspec.convert(found, rows.type)
    names = [f"c{n}" for n in range(len(columns))]
    named = ", ".join(f"{c} AS {name}" for c, name in zip(columns, names, strict=True))
    ((text,),) = await conn.fetch_slow(
        f"SELECT json_group_array(json_array({', '.join(names)})) FROM (SELECT {named} {rest})",
        **params,
    )
    return rows.decode(text)


def placeholders(name: str, values: Iterable[object]) -> tuple[str, dict[str, object]]:
    """Return `(:name_0, :name_1)` and its parameters, for `IN`; both engines lack arrays alike.

    No value gives `(NULL)`, which nothing equals.
    """
    listed = list(values)
    if _FEW < len(listed) <= _MANY:
        # Few different lengths make few different statements, which the drivers keep prepared.
        length = 1 << (len(listed) - 1).bit_length()
        listed += listed[-1:] * (length - len(listed))
    params: dict[str, object] = {f"{name}_{n}": value for n, value in enumerate(listed)}
    return f"({', '.join(':' + key for key in params) or 'NULL'})", params
