"""Says over HTTP that the workers' loop turns, and what their figures are."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from service import metrics

_PATIENCE = 5.0


@contextlib.asynccontextmanager
async def answering(host: str, port: int) -> AsyncIterator[None]:
    """Answer `GET /healthz` and `GET /metrics` on a port; port 0 answers nowhere."""
    if not port:
        yield
        return
    server = await asyncio.start_server(_answer, host, port)
    async with server:
        yield


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, TimeoutError, asyncio.LimitOverrunError, EOFError):
        async with asyncio.timeout(_PATIENCE):
            head = await reader.readuntil(b"\r\n\r\n")
            writer.write(response(head.split(b" ", 2)[1].decode("latin-1")))
            await writer.drain()
    writer.close()


def response(path: str) -> bytes:
    """Return the whole answer to a GET of a path."""
    kind, status = "text/plain", "200 OK"
    if path == "/healthz":
        body = b"ok\n"
    elif path == "/metrics":
        kind, body = CONTENT_TYPE_LATEST, generate_latest(metrics.REGISTRY)
    else:
        status, body = "404 Not Found", b"There are /healthz and /metrics.\n"
    head = f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n"
    return f"{head}connection: close\r\n\r\n".encode() + body
