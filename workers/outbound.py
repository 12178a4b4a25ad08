"""The one way out: requests to addresses that were judged, within limits of time and size.

Deliveries use it as it is, all else through `workers.fetch`. Nothing here reads proxies or anything
else from the environment.
"""

import asyncio
from collections.abc import Callable, Iterable

from msgspec import Struct

from service.domain.addresses import Network
from service.domain.targets import Target, parse_target
from service.errors import Invalid
from workers.connecting import Connector, Failed, Line
from workers.wire import Deadlines, Dropped, Malformed, Reply, Request

USER_AGENT = "Parley/0.1 (+webhooks)"
_IDLE = 60.0
_MOST_IDLE = 512
_MOST_TARGETS = 4096

Headers = Iterable[tuple[str, str]]


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


Listener = Callable[[Answer | Exception], None]


class _Route(Struct, frozen=True):
    """What is the same for all requests to a URL; `idle` is shared by those to one origin."""

    target: Target
    start: str
    idle: list[Line]


class Call(Struct, eq=False):
    """A request that is under way: on a line, or on its way to one."""

    route: _Route
    request: Request
    keep: bool
    listener: Listener
    fresh: bool = False
    line: Line | None = None
    dialing: "asyncio.Task[None] | None" = None

    def abort(self) -> None:
        """Wait no more; the listener is not called."""
        self.listener = _deaf
        if self.line is not None:
            self.line.wire.close()
        elif self.dialing is not None:
            self.dialing.cancel()


class Outbound:
    """Connections to receivers, kept open for reuse. `proxy` is `http://host:port` or None."""

    def __init__(self, allowed: Iterable[Network] = (), proxy: str | None = None) -> None:
        self._allowed = tuple(allowed)
        self._connector = Connector(self._allowed, proxy)
        self._deadlines = Deadlines()
        self._routes: dict[str, _Route] = {}
        self._idle: dict[tuple[str, str, int], list[Line]] = {}
        self._idling = 0
        self._dialing: set[asyncio.Task[None]] = set()
        self._sweeper: asyncio.TimerHandle | None = None

    def trust(self, cafile: str) -> None:
        """Accept certificates of one more authority, from a PEM file."""
        self._connector.trust(cafile)

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
        heard: asyncio.Future[Answer | Exception] = asyncio.get_running_loop().create_future()

        def hear(told: Answer | Exception) -> None:
            if not heard.done():
                heard.set_result(told)

        head = written(headers)
        call = self.begin(method, url, head, body, hear, timeout=timeout, cap=cap, keep=keep)
        try:
            told = await heard
        except asyncio.CancelledError:
            call.abort()
            raise
        if isinstance(told, Exception):
            raise told
        return told

    def begin(
        self,
        method: str,
        url: str,
        head: str,
        body: bytes,
        listener: Listener,
        *,
        timeout: float = 15.0,
        cap: int = 16 * 1024,
        keep: bool = True,
    ) -> Call:
        """Do as `send` does, but call the listener with the answer, or with what was raised.

        `head` is what `written` makes of headers. Raises Failed at once for a URL that may not be.
        """
        route = self._route(url)
        data = _encode(method, route, head, body)
        deadline = asyncio.get_running_loop().time() + timeout
        call = Call(route, Request(data, deadline, cap, method == "HEAD"), keep, listener)
        line = self._reusable(route)
        if line is None:
            self._dial(call)
        else:
            self._ask(call, line)
        return call

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
            start = f" {target.path} HTTP/1.1\r\n{written([('host', target.authority)])}"
            if start.count("\n") != 2 or "\0" in start:
                raise Failed("blocked", "a URL has more than one line")
            idle = self._idle.setdefault((target.scheme, target.host, target.port), [])
            self._routes[url] = route = _Route(target, start, idle)
        return route

    def _reusable(self, route: _Route) -> Line | None:
        while route.idle:
            line = route.idle.pop()
            self._idling -= 1
            if line.wire.open:
                return line
        return None

    def _dial(self, call: Call) -> None:
        call.fresh, call.line = True, None
        call.dialing = task = asyncio.create_task(self._connect(call))
        self._dialing.add(task)
        task.add_done_callback(self._dialing.discard)

    async def _connect(self, call: Call) -> None:
        try:
            line = await self._connector.connect(call.route.target, call.request.deadline)
        except Exception as error:
            call.listener(error)
        else:
            self._ask(call, line)

    def _ask(self, call: Call, line: Line) -> None:
        call.line = line
        self._deadlines.watch(line.wire)
        line.wire.ask(call.request, lambda told: self._hear(call, line, told))

    def _hear(self, call: Call, line: Line, told: Reply | Exception) -> None:
        if isinstance(told, Reply):
            answer = _answer(told, line)
            self._let_go(call, line)
            call.listener(answer)
        elif isinstance(told, Dropped) and not told.answered and not call.fresh:
            # The other side had closed it while we wrote; only then is it safe to go again.
            self._dial(call)
        else:
            call.listener(_failure(told, line))

    def _let_go(self, call: Call, line: Line) -> None:
        if not line.wire.open:
            return
        if not call.keep or self._idling >= _MOST_IDLE:
            line.wire.close()
            return
        loop = asyncio.get_running_loop()
        line.connect_ms, line.kept_at = None, loop.time()
        call.route.idle.append(line)
        self._idling += 1
        if self._sweeper is None:
            self._sweeper = loop.call_later(_IDLE / 4, self._sweep)

    def _sweep(self) -> None:
        """Close what was idle for long; one timer for all costs less than one for each."""
        loop = asyncio.get_running_loop()
        for idle in self._idle.values():
            while idle and idle[0].kept_at < loop.time() - _IDLE:
                idle.pop(0).wire.close()
                self._idling -= 1
        self._sweeper = None
        if any(self._idle.values()):
            self._sweeper = loop.call_later(_IDLE / 4, self._sweep)

    async def close(self) -> None:
        """Close all idle connections, and open no more."""
        if self._sweeper is not None:
            self._sweeper.cancel()
        self._deadlines.close()
        for task in self._dialing:
            task.cancel()
        for lines in self._idle.values():
            for line in lines:
                line.wire.close()
            lines.clear()
        self._connector.close()
        await asyncio.sleep(0)


def _deaf(told: Answer | Exception) -> None:
    """Listen to nothing."""


def written(headers: Headers) -> str:
    """Write headers, a line each; raises Failed if one would be more than a line."""
    lines = [f"{name}: {value}\r\n" for name, value in headers]
    head = "".join(lines)
    if head.count("\n") != len(lines) or head.count("\r") != len(lines) or "\0" in head:
        raise Failed("blocked", "a header has more than one line")
    return head


def _encode(method: str, route: _Route, head: str, body: bytes) -> bytes:
    length = ""
    if body or method in ("POST", "PUT", "PATCH"):
        length = f"content-length: {len(body)}\r\n"
    return f"{method}{route.start}{head}{length}\r\n".encode("latin-1", "replace") + body


def _answer(reply: Reply, line: Line) -> Answer:
    return Answer(
        status=reply.status,
        headers={k.decode("latin-1").lower(): v.decode("latin-1") for k, v in reply.headers},
        body=reply.body,
        whole=reply.whole,
        address=line.address,
        connect_ms=line.connect_ms,
    )


def _failure(error: Exception, line: Line) -> Failed:
    if isinstance(error, TimeoutError):
        return Failed("timeout", str(error), line.address)
    if isinstance(error, Malformed):
        return Failed("malformed", str(error), line.address)
    return Failed("connection", str(error), line.address)
