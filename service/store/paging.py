"""Lists by key: where a page ended is where the next begins, whatever came in meanwhile.

An offset would shift with each new row. A `Cursor` holds the last row's sort key and its id, which
breaks ties; `Order` says what a list is sorted by; `Where` collects a list's conditions.
"""

import base64
import binascii
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Generic, Self, TypeVar

import msgspec
from msgspec import Meta, Struct

from service.errors import InvalidCursor
from service.store.database import Row, placeholders

T = TypeVar("T")
_LONGEST = 1000
# What both engines take as a parameter: 64 bits, and text without NUL.
Whole = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
Text = Annotated[str, Meta(pattern="^[^\\x00]*$")]


class Cursor(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The place after a row: the list's order, the row's sort key and its id."""

    order: str
    key: Whole | float | Text
    id: Text

    def encode(self) -> str:
        """Return the cursor as text that needs no escaping in a URL."""
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> Self:
        """Read what `encode` wrote; raises InvalidCursor for all else."""
        if len(text) > _LONGEST:
            raise InvalidCursor
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            return msgspec.json.decode(base64.b64decode(padded, b"-_", validate=True), type=cls)
        except (UnicodeEncodeError, binascii.Error, msgspec.DecodeError):
            raise InvalidCursor from None


class Page(Struct, Generic[T], frozen=True):
    """Some rows of a list, and the cursor of the next page; None on the last."""

    items: tuple[T, ...]
    next: Cursor | None = None


class Order(Struct, frozen=True):
    """What a list is sorted by: a column and, for rows with equal values, the id, one direction.

    `type` is what the column holds. A cursor made under an order of another name is refused, so no
    two lists have one name.
    """

    name: str
    column: str
    id: str
    type: type[int] | type[float] | type[str]
    descending: bool = True

    def sql(self) -> str:
        """Return the ORDER BY."""
        way = "DESC" if self.descending else "ASC"
        return f"ORDER BY {self.column} {way}, {self.id} {way}"


class Where:
    """The conditions of a list, joined by AND, with their parameters."""

    def __init__(self) -> None:
        self._conditions: list[str] = []
        self.params: dict[str, object] = {}

    def add(self, condition: str, **params: object) -> None:
        """Add a condition and the parameters that it names."""
        self._conditions.append(condition)
        self.params.update(params)

    def equal(self, column: str, name: str, value: object | None) -> None:
        """Want a column to have a value; None wants nothing."""
        if value is not None:
            self.add(f"{column} = :{name}", **{name: value})

    def among(self, column: str, name: str, values: Sequence[object]) -> None:
        """Want a column to have one of some values; no values want nothing."""
        if values:
            marks, params = placeholders(name, values)
            self.add(f"{column} IN {marks}", **params)

    def after(self, order: Order, cursor: Cursor | None) -> None:
        """Want the rows after a cursor; raises InvalidCursor if it is of another list or order."""
        if cursor is None:
            return
        if cursor.order != order.name or not isinstance(cursor.key, order.type):
            raise InvalidCursor
        than = "<" if order.descending else ">"
        self.add(
            f"({order.column}, {order.id}) {than} (:after_key, :after_id)",
            after_key=cursor.key,
            after_id=cursor.id,
        )

    def sql(self) -> str:
        """Return the WHERE, or nothing when there are no conditions."""
        return f"WHERE {' AND '.join(self._conditions)}" if self._conditions else ""


def page(rows: Iterable[Row], limit: int, order: Order, build: Callable[[Row], T]) -> Page[T]:
    """Make a page of at most `limit` rows from up to `limit + 1` that were fetched.

    The last two columns of each row are its sort key and its id; the row beyond the limit only
    tells that there is a next page.
    """
    fetched = list(rows)
    shown = fetched[:limit]
    items = tuple(build(row) for row in shown)
    if len(fetched) <= limit or not shown:
        return Page(items)
    key, id = shown[-1][-2:]
    return Page(items, Cursor(order.name, key, id))
