"""POST /v1/articles/batch: articles one a line, of any number, answered one a line."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress

import msgspec
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Struct

from service.api.bodies import ANSWERS_EARLY
from service.api.parts import Parts, utcnow
from service.api.problems import Problem, describe
from service.api.spool import Spool
from service.bulk import Outcome, ingest_many
from service.domain.articles import Document
from service.domain.ids import ArticleId
from service.errors import ParleyError
from service.sources.ndjson import Line, Lines

log = logging.getLogger("parley.api")


class LineResult(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one line of a batch: `status` is what a POST of it alone would answer.

    201 is a new article, 200 one that was known; anything else comes with its `problem`.
    """

    line: int
    status: int
    id: ArticleId | None = None
    problem: Problem | None = None


class Batch:
    """The lines of one body, taken in and answered in their order."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._lines = Lines(parts.longest)
        self._numbers: deque[int] = deque()
        self._spool = Spool()

    async def answer(self, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Yield a result for each line, as they come.

        The body is read on while the answer waits to be read.
        """
        taking = asyncio.create_task(self._take_all(body))
        try:
            async for chunk in self._spool.read():
                yield chunk
        finally:
            taking.cancel()
            with suppress(asyncio.CancelledError):
                await taking

    async def _take_all(self, body: AsyncIterator[bytes]) -> None:
        parts = self._parts
        outcomes = ingest_many(
            parts.db,
            parts.aside.read_many,
            self._documents(body),
            clock=utcnow,
            notify=parts.wake_monitor,
        )
        try:
            async for outcome in outcomes:
                result = _result(self._numbers.popleft(), outcome)
                self._spool.write(msgspec.json.encode(result) + b"\n")
        except Exception:
            # The answer has begun, so nothing else can be told; its last line shows how far it got.
            log.warning("A batch broke off", exc_info=True)
        finally:
            self._spool.end()

    async def _documents(self, body: AsyncIterator[bytes]) -> AsyncIterator[Document | ParleyError]:
        async for piece in body:
            for line in self._lines.feed(piece):
                yield await self._document(line)
        for line in self._lines.end():
            yield await self._document(line)

    async def _document(self, line: Line) -> Document | ParleyError:
        self._numbers.append(line.number)
        try:
            return line.wrong or await self._parts.aside.line(line.content)
        except ParleyError as error:
            return error


def stream(chunks: AsyncIterator[bytes], media_type: str) -> ASGIApp:
    """Answer with chunks as they come, while the body of the request is still being read.

    Litestar's own `Stream` listens for the client's leaving, and so takes the body's parts away.
    """

    async def respond(scope: Scope, _: Receive, send: Send) -> None:
        scope["state"][ANSWERS_EARLY] = True
        headers = [(b"content-type", media_type.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        async for chunk in chunks:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    return respond


def _result(number: int, outcome: Outcome) -> LineResult:
    if isinstance(outcome, ParleyError):
        problem, _ = describe(outcome)
        return LineResult(line=number, status=problem.status, problem=problem)
    return LineResult(line=number, status=201 if outcome.created else 200, id=outcome.article.id)
