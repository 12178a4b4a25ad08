"""How errors are told."""

import sqlite3

import asyncpg
import pytest

from service.api.problems import describe
from service.errors import Conflict, Invalid, NotFound, TooLarge, Unavailable, Unreadable


def full() -> sqlite3.OperationalError:
    """The error of a database that may not grow."""
    conn = sqlite3.connect(":memory:")
    conn.execute("PRAGMA max_page_count = 1")
    with pytest.raises(sqlite3.OperationalError) as caught:
        conn.execute("CREATE TABLE a (b)")
    conn.close()
    return caught.value


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("actor", "x"), 404),
        (Invalid("url", "No."), 400),
        (Conflict("No."), 409),
        (TooLarge("No."), 413),
        (Unavailable("No."), 503),
        (Unreadable("No."), 500),
        (ConnectionRefusedError(), 503),
        (TimeoutError(), 503),
        (asyncpg.ConnectionDoesNotExistError(), 503),
        (asyncpg.AdminShutdownError(), 503),
        (asyncpg.UniqueViolationError(), 500),
        (full(), 503),
        (KeyError("a bug"), 500),
    ],
)
def test_an_error_is_told_with_its_status(error: Exception, status: int) -> None:
    problem, headers = describe(error)

    assert problem.status == status
    assert ("Retry-After" in headers) == (status == 503)
    assert "bug" not in problem.detail
