"""Says over HTTP that the workers' loop turns, and what their figures are."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from prometheus_client import generate_latest

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
            writer.write(response(_path(head)))
            await writer.drain()
    writer.close()


def _path(head: bytes) -> str:
    """Return the path that a request asks for; empty if this is no request."""
    words = head.split(b"\r\n", 1)[0].split(b" ")
    return words[1].decode("latin-1").partition("?")[0] if len(words) == 3 else ""


def response(path: str) -> bytes:
    """Return the whole answer to a GET of a path."""
    kind, status = "text/plain", "200 OK"
    if path == "/healthz":
        body = b"ok\n"
    elif path == "/metrics":
        kind, body = metrics.MEDIA_TYPE, generate_latest(metrics.REGISTRY)
    else:
        status, body = "404 Not Found", b"There are /healthz and /metrics.\n"
    head = f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n"
    return f"{head}connection: close\r\n\r\n".encode() + body
