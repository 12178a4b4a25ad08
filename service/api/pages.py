"""What lists have in common: a page of items, the cursor to the next, and fewer fields."""

import datetime as dt
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct

from service.errors import Invalid
from service.store import paging

T = TypeVar("T")
S = TypeVar("S", bound=Struct)

Limit = Annotated[int, Meta(ge=1, le=100, description="How many items a page holds at most.")]
Text = Annotated[str, Meta(max_length=500)]
Cursor = Annotated[Text | None, Meta(description="`next_cursor` of the page before.")]
Fields = Annotated[
    tuple[str, ...],
    Meta(description="Only these fields of each item, with commas; `id` is always there."),
]
Instant = Annotated[dt.datetime, Meta(tz=True)]
AsOf = Annotated[
    Text | None,
    Meta(description="What was known at this time (RFC 3339), or by the end of this day (UTC)."),
]


class Page(Struct, Generic[T], frozen=True, kw_only=True):
    """A page of a list; `next_cursor` leads to the next page and is null on the last."""

    items: tuple[T, ...]
    next_cursor: str | None


class PageQuery(Struct, frozen=True, kw_only=True):
    """The parameters of every list."""

    limit: Limit = 20
    cursor: Cursor = None
    fields: Fields = ()

    @property
    def after(self) -> paging.Cursor | None:
        """Where the page begins; raises InvalidCursor."""
        return None if self.cursor is None else paging.Cursor.decode(self.cursor)


class OneQuery(Struct, frozen=True, kw_only=True):
    """The parameters of a single thing."""

    fields: Fields = ()


def cursor_of(page: paging.Page[Any]) -> str | None:
    """Return the cursor that leads to the page after this one."""
    return page.next.encode() if page.next else None


def sparse(view: S, fields: tuple[str, ...]) -> S:
    """Leave only the named fields (and the id); none named leaves all.

    Raises Invalid for a field that the thing does not have.
    """
    if not fields:
        return view
    known = view.__struct_fields__
    for name in fields:
        if name not in known:
            raise Invalid("fields", f"{name} is not a field here; fields are: {', '.join(known)}.")
    # msgspec leaves out what is UNSET.
    left_out = {name: UNSET for name in known if name not in fields and name != known[0]}
    return msgspec.structs.replace(view, **left_out)


def moment_of(text: str | None) -> dt.datetime | None:
    """Read a time, or a day that means its end (UTC); raises Invalid."""
    if text is None:
        return None
    try:
        if len(text) == len("2024-05-10"):
            end = dt.datetime.combine(dt.date.fromisoformat(text), dt.time.max)
            return end.replace(tzinfo=dt.UTC)
        at = dt.datetime.fromisoformat(text)
        if at.tzinfo is not None:
            return at.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        pass
    raise Invalid("as_of", "Write a time as 2024-05-10T09:30:00Z or a day as 2024-05-10.")
