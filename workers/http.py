"""httpx with the guards of `workers.outbound`: for all that is not a delivery."""

import zlib

import httpx

from service.domain.deliveries import Outcome
from workers.connecting import Failed
from workers.outbound import Answer, Outbound


class PinnedTransport(httpx.AsyncBaseTransport):
    """`Outbound` for httpx: `httpx.AsyncClient(transport=PinnedTransport(outbound))`.

    An answer that is longer than `cap` bytes, also when decompressed, or that is broken off,
    raises httpx.RemoteProtocolError. `timeout` in seconds is for each request as a whole; that
    of the client is not looked at.
    """

    def __init__(self, outbound: Outbound, *, timeout: float = 30.0, cap: int = 10_000_000) -> None:
        self._outbound = outbound
        self._timeout = timeout
        self._cap = cap

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; raises httpx's errors."""
        body = await request.aread()
        given = [(k, v) for k, v in request.headers.items() if k not in _OWN_HEADERS]
        try:
            answer = await self._outbound.send(
                request.method,
                str(request.url),
                [*given, ("accept-encoding", "gzip")],
                body,
                timeout=self._timeout,
                cap=self._cap,
            )
        except Failed as error:
            raise _ERRORS.get(error.outcome, httpx.ConnectError)(str(error)) from error
        if not answer.whole:
            raise httpx.RemoteProtocolError("the answer is too long, too slow or broken off")
        return self._response(answer)

    def _response(self, answer: Answer) -> httpx.Response:
        encoding = answer.headers.get("content-encoding", "identity").strip().lower()
        body = answer.body
        if encoding in ("gzip", "x-gzip"):
            body = _gunzip(body, self._cap)
        elif encoding not in ("identity", ""):
            raise httpx.DecodingError(f"content-encoding {encoding} was not asked for")
        kept = {k: v for k, v in answer.headers.items() if k not in _FRAMING}
        return httpx.Response(answer.status, headers=kept, content=body)


_OWN_HEADERS = ("host", "content-length", "transfer-encoding", "accept-encoding")
_FRAMING = ("content-encoding", "content-length", "transfer-encoding")
_ERRORS: dict[Outcome, type[httpx.TransportError]] = {
    "timeout": httpx.ReadTimeout,
    "malformed": httpx.RemoteProtocolError,
    "blocked": httpx.UnsupportedProtocol,
}


def _gunzip(data: bytes, cap: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        body = unpacker.decompress(data, cap)
    except zlib.error as error:
        raise httpx.DecodingError(str(error)) from None
    if unpacker.unconsumed_tail:
        raise httpx.RemoteProtocolError("the answer is too long when decompressed")
    return body
