"""The one way out: requests to addresses that were judged, within limits of time and size.

Deliveries use it as it is, all else through `workers.http`. Nothing here reads proxies or anything
else from the environment.
"""

import asyncio
import ssl
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

import certifi
from msgspec import Struct

from service.domain.addresses import Network
from service.domain.deliveries import Outcome
from service.domain.targets import Target, parse_target
from service.errors import Invalid, ParleyError
from workers.resolver import Blocked, Resolver
from workers.wire import Dropped, Malformed, Reply, Wire

USER_AGENT = "Parley/0.1 (+webhooks)"
CONNECT_TIMEOUT = 5.0
_IDLE = 60.0
_MOST_IDLE = 128
_MOST_ADDRESSES = 4
_MOST_TARGETS = 4096

Headers = Iterable[tuple[str, str]]


class Failed(ParleyError):
    """No answer came. `outcome` says why; `address` is where the connection went, if anywhere."""

    def __init__(self, outcome: Outcome, message: str, address: str | None = None) -> None:
        super().__init__(message)
        self.outcome: Outcome = outcome
        self.address = address


class Answer(Struct, frozen=True, kw_only=True):
    """An answer, with lower-case names of headers. `whole` is False if the body was cut.

    `connect_ms` is None when an open connection was used again.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    whole: bool
    address: str
    connect_ms: float | None


class _Line(Struct):
    wire: Wire
    address: str
    connect_ms: float | None
    kept_at: float = 0.0


class _Route(Struct, frozen=True):
    """What is the same for all requests to a URL; `idle` is shared by those to one origin."""

    target: Target
    start: str
    idle: list[_Line]


class _Request(Struct, frozen=True):
    data: bytes
    deadline: float
    cap: int
    head_only: bool
    keep: bool


class Outbound:
    """Connections to receivers, kept open for reuse. `proxy` is `http://host:port` or None."""

    def __init__(self, allowed: Iterable[Network] = (), proxy: str | None = None) -> None:
        self._allowed = tuple(allowed)
        self._resolver = Resolver(self._allowed)
        self._proxy = _proxy(proxy) if proxy else None
        self._tls = ssl.create_default_context()
        self._tls.minimum_version = ssl.TLSVersion.TLSv1_2
        self._tls.load_verify_locations(certifi.where())
        self._routes: dict[str, _Route] = {}
        self._idle: dict[tuple[str, str, int], list[_Line]] = {}
        self._sweeper: asyncio.TimerHandle | None = None

    def trust(self, cafile: str) -> None:
        """Accept certificates of one more authority, from a PEM file."""
        self._tls.load_verify_locations(cafile)

    async def send(
        self,
        method: str,
        url: str,
        headers: Headers,
        body: bytes = b"",
        *,
        timeout: float = 15.0,  # noqa: ASYNC109
        cap: int = 16 * 1024,
        keep: bool = True,
    ) -> Answer:
        """Send a request and return the answer; redirects are answers like any other.

        `timeout` is in seconds for all of it, name resolution and body included; `cap` limits the
        bytes of the body; `keep` keeps the connection for the next request. Raises Failed.
        """
        route = self._route(url)
        request = _Request(
            _encode(method, route, headers, body),
            asyncio.get_running_loop().time() + timeout,
            cap,
            method == "HEAD",
            keep,
        )
        line = _reusable(route)
        if line is not None:
            try:
                return await self._exchange(route, line, request)
            except Dropped as error:
                # The other side had closed it while we wrote; only then is it safe to go again.
                if error.answered:
                    raise Failed("connection", str(error), line.address) from None
        line = await self._connect(route.target, request.deadline)
        try:
            return await self._exchange(route, line, request)
        except Dropped as error:
            raise Failed("connection", str(error), line.address) from None

    def _route(self, url: str) -> _Route:
        # Deliveries go to the same few URLs over and over.
        route = self._routes.get(url)
        if route is None:
            try:
                target = parse_target(url, self._allowed)
            except Invalid as error:
                raise Failed("blocked", str(error)) from None
            if len(self._routes) >= _MOST_TARGETS:
                self._routes.clear()
            start = f" {target.path} HTTP/1.1\r\nhost: {target.authority}\r\n"
            idle = self._idle.setdefault((target.scheme, target.host, target.port), [])
            self._routes[url] = route = _Route(target, start, idle)
        return route

    async def _exchange(self, route: _Route, line: _Line, request: _Request) -> Answer:
        try:
            reply = await line.wire.request(
                request.data, request.deadline, request.cap, head_only=request.head_only
            )
        except TimeoutError as error:
            raise Failed("timeout", str(error), line.address) from None
        except Malformed as error:
            raise Failed("malformed", str(error), line.address) from None
        except asyncio.CancelledError:
            line.wire.close()
            raise
        answer = _answer(reply, line)
        if request.keep:
            self._keep(route, line)
        else:
            line.wire.close()
        return answer

    def _keep(self, route: _Route, line: _Line) -> None:
        if not line.wire.open:
            return
        if len(route.idle) >= _MOST_IDLE:
            line.wire.close()
            return
        loop = asyncio.get_running_loop()
        line.connect_ms, line.kept_at = None, loop.time()
        route.idle.append(line)
        if self._sweeper is None:
            self._sweeper = loop.call_later(_IDLE / 4, self._sweep)

    def _sweep(self) -> None:
        """Close what was idle for long; one timer for all costs less than one for each."""
        loop = asyncio.get_running_loop()
        for idle in self._idle.values():
            while idle and idle[0].kept_at < loop.time() - _IDLE:
                idle.pop(0).wire.close()
        self._sweeper = None
        if any(self._idle.values()):
            self._sweeper = loop.call_later(_IDLE / 4, self._sweep)

    async def _connect(self, target: Target, deadline: float) -> _Line:
        began = time.perf_counter()
        left = deadline - asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(min(left, CONNECT_TIMEOUT)):
                addresses = await self._resolver.resolve(target.host)
                wire, address = await self._first(target, addresses, deadline)
        except Blocked as error:
            raise Failed("blocked", str(error)) from None
        except ssl.SSLError as error:
            raise Failed("tls", str(error)) from None
        except TimeoutError:
            raise Failed("timeout", "no connection in time") from None
        except (OSError, UnicodeError, Malformed, Dropped) as error:
            raise Failed("connection", str(error) or type(error).__name__) from None
        return _Line(wire, address, (time.perf_counter() - began) * 1000)

    async def _first(
        self, target: Target, addresses: tuple[str, ...], deadline: float
    ) -> tuple[Wire, str]:
        tried = addresses[:_MOST_ADDRESSES]
        for address in tried[:-1]:
            try:
                async with asyncio.timeout(CONNECT_TIMEOUT / len(tried)):
                    return await self._open(target, address, deadline), address
            except ssl.SSLError:
                raise
            except OSError:
                continue
        return await self._open(target, tried[-1], deadline), tried[-1]

    async def _open(self, target: Target, address: str, deadline: float) -> Wire:
        """Connect to an address that was judged; the certificate must be of the target's name."""
        if self._proxy is not None:
            return await self._open_through_proxy(target, address, deadline)
        secure = target.scheme == "https"
        loop = asyncio.get_running_loop()
        _, wire = await loop.create_connection(
            Wire,
            address,
            target.port,
            ssl=self._tls if secure else None,
            server_hostname=target.host if secure else None,
        )
        return wire

    async def _open_through_proxy(self, target: Target, address: str, deadline: float) -> Wire:
        loop = asyncio.get_running_loop()
        try:
            wire = await self._tunnel(address, target.port, deadline)
        except (OSError, Malformed, Dropped) as error:
            raise Failed("internal", f"the egress proxy failed: {error}") from None
        if target.scheme == "https" and wire.transport is not None:
            wire.transport = await loop.start_tls(
                wire.transport, wire, self._tls, server_hostname=target.host
            )
        return wire

    async def _tunnel(self, address: str, port: int, deadline: float) -> Wire:
        assert self._proxy is not None  # noqa: S101
        loop = asyncio.get_running_loop()
        host = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
        _, wire = await loop.create_connection(Wire, *self._proxy)
        request = f"CONNECT {host} HTTP/1.1\r\nhost: {host}\r\n\r\n".encode()
        reply = await wire.request(request, deadline, 0, head_only=True)
        if reply.status != 200:
            wire.close()
            raise Failed("internal", f"the egress proxy answered {reply.status}")
        return wire

    async def close(self) -> None:
        """Close all idle connections."""
        if self._sweeper is not None:
            self._sweeper.cancel()
        for lines in self._idle.values():
            for line in lines:
                line.wire.close()
            lines.clear()
        self._resolver.close()
        await asyncio.sleep(0)


def _proxy(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        raise Invalid("egress_proxy", "An egress proxy is http://host:port.")
    return parts.hostname, parts.port or 3128


def _reusable(route: _Route) -> _Line | None:
    while route.idle:
        line = route.idle.pop()
        if line.wire.open:
            return line
    return None


def _encode(method: str, route: _Route, headers: Headers, body: bytes) -> bytes:
    lines = [f"{name}: {value}\r\n" for name, value in headers]
    if body or method in ("POST", "PUT", "PATCH"):
        lines.append(f"content-length: {len(body)}\r\n")
    head = f"{method}{route.start}{''.join(lines)}\r\n"
    if head.count("\n") != len(lines) + 3 or "\0" in head:
        raise Failed("blocked", "a header has more than one line")
    return head.encode("latin-1", "replace") + body


def _answer(reply: Reply, line: _Line) -> Answer:
    return Answer(
        status=reply.status,
        headers={k.decode("latin-1").lower(): v.decode("latin-1") for k, v in reply.headers},
        body=reply.body,
        whole=reply.whole,
        address=line.address,
        connect_ms=line.connect_ms,
    )
