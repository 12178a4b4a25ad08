"""A GET that follows redirects, each hop judged like the first, and unpacks what comes."""

import zlib
from collections.abc import Iterable
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import brotli  # type: ignore[import-untyped]
from msgspec import Struct

from workers.connecting import Failed
from workers.outbound import Answer, Outbound

USER_AGENT = "Parley/0.1 (+sources)"
MOST_HOPS = 5
TIMEOUT = 20.0
LARGEST = 10_000_000

_PERMANENT = (301, 308)
_REDIRECTS = (*_PERMANENT, 302, 303, 307)
_GZIP = b"\x1f\x8b"
_PIECE = 65_536
_SAFE = "%/:=&?~+!$,;'@()*[]"


class Fetched(Struct, frozen=True, kw_only=True):
    """An answer with its body unpacked.

    `moved_to` is where the address leads for good: as far as permanent redirects go.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    moved_to: str | None = None


async def fetch(
    outbound: Outbound,
    url: str,
    headers: Iterable[tuple[str, str]] = (),
    *,
    timeout: float = TIMEOUT,  # noqa: ASYNC109
    cap: int = LARGEST,
) -> Fetched:
    """Fetch an address; `timeout` is for each hop, `cap` for the body, packed and unpacked.

    Raises Failed, also for a circle of redirects and for a body that is too long.
    """
    given = [("user-agent", USER_AGENT), ("accept", "*/*"), ("accept-encoding", "gzip, br")]
    # There are thousands of hosts, each asked now and then: no connection is worth keeping.
    given += [("connection", "close"), *headers]
    moved_to, settled = None, False
    for _ in range(MOST_HOPS + 1):
        at = as_asked(url)
        answer = await outbound.send("GET", at, given, timeout=timeout, cap=cap, keep=False)
        if answer.status not in _REDIRECTS or "location" not in answer.headers:
            body = unpack(answer, cap)
            return Fetched(
                status=answer.status, headers=answer.headers, body=body, moved_to=moved_to
            )
        url = _next(at, answer.headers["location"])
        settled = settled or answer.status not in _PERMANENT
        moved_to = moved_to if settled else url
    raise Failed("malformed", "it redirects in a circle, or too often")


def as_asked(url: str) -> str:
    """Return an address as it is asked for: its path in ASCII, without a fragment.

    The host is left as it is written; it is judged, and made ASCII, by those who connect.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Failed("malformed", "this is no address") from None
    path, query = quote(parts.path, safe=_SAFE), quote(parts.query, safe=_SAFE)
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def _next(url: str, location: str) -> str:
    try:
        # Servers send UTF-8 here, which headers are not made for.
        return urljoin(url, location.encode("latin-1").decode("utf-8", "replace").strip())
    except (ValueError, UnicodeError):
        raise Failed("malformed", "it redirects to what is no address") from None


def unpack(answer: Answer, cap: int) -> bytes:
    """Return an answer's body as it was before it was packed; raises Failed."""
    if not answer.whole:
        raise Failed("malformed", "the answer is too long, too slow or broken off")
    encoding = answer.headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("identity", "") or not answer.body:
        # Sitemaps may be files that are packed themselves, which no header tells.
        packed = answer.body.startswith(_GZIP)
        return _inflate(answer.body, cap) if packed else answer.body
    if encoding in ("gzip", "x-gzip", "deflate"):
        return _inflate(answer.body, cap)
    if encoding == "br":
        return _unbrotli(answer.body, cap)
    raise Failed("malformed", f"it is packed as {encoding[:20]}, which was not asked for")


def _inflate(data: bytes, cap: int) -> bytes:
    body = bytearray()
    while True:
        # 47: gzip or zlib, by what the data say.
        unpacker = zlib.decompressobj(wbits=47)
        try:
            body += unpacker.decompress(data, cap + 1 - len(body))
        except zlib.error as error:
            raise Failed("malformed", f"it cannot be unpacked: {error}") from None
        if len(body) > cap:
            raise Failed("malformed", "the answer is too long when unpacked")
        if not unpacker.eof:
            raise Failed("malformed", "it cannot be unpacked: it breaks off")
        # Several may follow each other (RFC 1952, 2.2); what else follows is padding.
        data = unpacker.unused_data
        if not data.startswith(_GZIP):
            return bytes(body)


def _unbrotli(data: bytes, cap: int) -> bytes:
    """Unpack RFC 7932 piece by piece, for a hundred bytes may hold sixty million."""
    unpacker, body = brotli.Decompressor(), bytearray()
    try:
        piece = unpacker.process(data, output_buffer_limit=_PIECE)
        while piece and len(body) <= cap:
            body += piece
            piece = unpacker.process(b"", output_buffer_limit=_PIECE)
    except brotli.error as error:
        raise Failed("malformed", f"it cannot be unpacked: {error}") from None
    if len(body) > cap:
        raise Failed("malformed", "the answer is too long when unpacked")
    if not unpacker.is_finished():
        raise Failed("malformed", "it cannot be unpacked: it breaks off")
    return bytes(body)
