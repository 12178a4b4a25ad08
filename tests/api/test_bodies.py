"""Bodies that nobody asks for: read to their end, or the connection is closed and says so."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from service.api import bodies


async def asked(
    headers: dict[str, str], parts: Iterable[bytes], *, reads: int = 0, early: bool = False
) -> tuple[bool, int]:
    """Send a body's parts to an app that reads so many; tell if it closes, and what is unread."""
    waiting = list(parts)
    closes = False

    async def receive() -> Any:
        if not waiting:
            await asyncio.sleep(60)
        part = waiting.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(waiting or part == b"...")}

    async def send(message: Any) -> None:
        nonlocal closes
        if message["type"] == "http.response.start":
            closes = (b"connection", b"close") in message["headers"]

    async def app(scope: Any, receive: Any, send: Any) -> None:
        for _ in range(reads):
            await receive()
        if early:
            scope["state"][bodies.ANSWERS_EARLY] = True
        await send({"type": "http.response.start", "status": 401, "headers": []})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    told = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope: Any = {"type": "http", "method": "POST", "headers": told, "state": {}}
    await bodies.reading_to_the_end(app)(scope, receive, send)
    return closes, len(waiting)


LENGTH = {"content-length": "3"}


@pytest.mark.parametrize(
    ("headers", "parts", "reads", "expected"),
    [
        ({}, [], 0, (False, 0)),
        ({"content-length": "0"}, [b""], 0, (False, 1)),
        (LENGTH, [b"a", b"b", b"c"], 0, (False, 0)),
        (LENGTH, [b"a", b"b", b"c"], 2, (False, 0)),
        (LENGTH, [b"a", b"b", b"c"], 3, (False, 0)),
        ({"transfer-encoding": "chunked"}, [b"a", b"b", b"c"], 1, (False, 0)),
        (LENGTH, [b"x" * 15_000_000] * 3, 0, (True, 1)),
        ({**LENGTH, "expect": "100-continue"}, [b"abc"], 0, (True, 1)),
    ],
)
async def test_what_is_left_of_a_body_is_read_before_the_answer(
    headers: dict[str, str], parts: list[bytes], reads: int, expected: tuple[bool, int]
) -> None:
    assert await asked(headers, parts, reads=reads) == expected


async def test_who_stops_sending_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_PATIENCE", 0.05)
    assert await asked(LENGTH, [b"a", b"..."]) == (True, 0)


async def test_an_answer_may_begin_while_the_body_still_comes() -> None:
    assert await asked(LENGTH, [b"a", b"b", b"c"], reads=1, early=True) == (False, 2)
