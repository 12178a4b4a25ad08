"""A cursor is ours or refused."""

import base64
import importlib
import pkgutil
from collections import defaultdict

import pytest

from service import store
from service.errors import InvalidCursor
from service.store.paging import Cursor, Order, Where, page

NEWEST = Order("newest", "a.sort_at", "a.id", int)


@pytest.mark.parametrize("key", [0, -5, 2**63 - 1, 0.1, -1e300, "Élysée"])
def test_a_cursor_survives_the_way_through_text(key: int | float | str) -> None:
    cursor = Cursor("newest", key, "art_1")
    assert Cursor.decode(cursor.encode()) == cursor


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rubbish",
        "é",
        "=" * 8,
        "a" * 5000,
        encoded("{}"),
        encoded('["newest", true, "art_1"]'),
        encoded('["newest", 9223372036854775808, "art_1"]'),
        encoded('["newest", 1, "\\u0000"]'),
        encoded('["newest", 1, "art_1", 2]'),
        encoded('["newest", NaN, "art_1"]'),
    ],
)
def test_rubbish_is_no_cursor(text: str) -> None:
    with pytest.raises(InvalidCursor):
        Cursor.decode(text)


@pytest.mark.parametrize("cursor", [Cursor("oldest", 1, "x"), Cursor("newest", "text", "x")])
def test_a_cursor_of_another_list_is_refused(cursor: Cursor) -> None:
    with pytest.raises(InvalidCursor):
        Where().after(NEWEST, cursor)


def test_no_two_lists_take_each_others_cursors() -> None:
    named: dict[str, set[Order]] = defaultdict(set)
    for found in pkgutil.iter_modules(store.__path__, "service.store."):
        for value in vars(importlib.import_module(found.name)).values():
            if isinstance(value, Order):
                named[value.name].add(value)
    assert len(named) > 10
    assert [orders for orders in named.values() if len(orders) > 1] == []


def test_the_row_beyond_the_limit_tells_of_a_next_page() -> None:
    rows = [("c", 3, "id3"), ("b", 2, "id2"), ("a", 1, "id1")]
    full = page(rows, 2, NEWEST, lambda row: row[0])
    assert full.items == ("c", "b")
    assert full.next == Cursor("newest", 2, "id2")
    last = page(rows, 3, NEWEST, lambda row: row[0])
    assert last.items == ("c", "b", "a")
    assert last.next is None
