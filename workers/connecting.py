"""New connections: a name's addresses are judged, the first that answers is taken.

TLS is always verified, by the name; an egress proxy is asked for an address, never for a name.
"""

import asyncio
import errno
import ssl
import time
from collections.abc import Iterable
from functools import cache

import certifi
from msgspec import Struct

from service.domain.addresses import Network
from service.domain.deliveries import Outcome
from service.domain.targets import Target, parse_proxy
from service.errors import ParleyError
from workers.resolver import Blocked, Resolver
from workers.wire import Dropped, Malformed, Reply, Request, Wire

CONNECT_TIMEOUT = 5.0
_MOST_ADDRESSES = 4


class Failed(ParleyError):
    """No answer came. `outcome` says why; `address` is where the connection went, if anywhere."""

    def __init__(self, outcome: Outcome, message: str, address: str | None = None) -> None:
        super().__init__(message)
        self.outcome: Outcome = outcome
        self.address = address


class Line(Struct):
    """An open connection; `connect_ms` is None once it is used again."""

    wire: Wire
    address: str
    connect_ms: float | None
    kept_at: float = 0.0


class Connector:
    """Connects to where it may. `proxy` is `http://host:port` or None."""

    def __init__(self, allowed: Iterable[Network], proxy: str | None) -> None:
        self._resolver = Resolver(tuple(allowed))
        self._proxy = parse_proxy(proxy) if proxy else None
        self._tls = _verifying()

    def trust(self, cafile: str) -> None:
        """Accept certificates of one more authority, from a PEM file."""
        self._tls = _verifying(cafile)

    async def connect(self, target: Target, deadline: float) -> Line:
        """Connect within CONNECT_TIMEOUT, and before a time of the loop's clock; raises Failed."""
        began = time.perf_counter()
        left = deadline - asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(min(left, CONNECT_TIMEOUT)):
                addresses = await self._resolver.resolve(target.host)
                wire, address = await self._first(target, addresses)
        except Blocked as error:
            raise Failed("blocked", str(error)) from None
        except ssl.SSLError as error:
            raise Failed("tls", str(error)) from None
        except TimeoutError:
            raise Failed("timeout", "no connection in time") from None
        except (OSError, UnicodeError, Malformed, Dropped) as error:
            outcome: Outcome = "internal" if _is_ours(error) else "connection"
            raise Failed(outcome, str(error) or type(error).__name__) from None
        return Line(wire, address, (time.perf_counter() - began) * 1000)

    async def _first(self, target: Target, addresses: tuple[str, ...]) -> tuple[Wire, str]:
        tried = addresses[:_MOST_ADDRESSES]
        for address in tried[:-1]:
            try:
                async with asyncio.timeout(CONNECT_TIMEOUT / len(tried)):
                    return await self._open(target, address), address
            except ssl.SSLError:
                raise
            except OSError:
                continue
        return await self._open(target, tried[-1]), tried[-1]

    async def _open(self, target: Target, address: str) -> Wire:
        """Connect to an address that was judged; the certificate must be of the target's name."""
        if self._proxy is not None:
            return await self._open_through_proxy(target, address)
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

    async def _open_through_proxy(self, target: Target, address: str) -> Wire:
        loop = asyncio.get_running_loop()
        try:
            wire = await self._tunnel(address, target.port)
        except (OSError, Malformed, Dropped) as error:
            raise Failed("internal", f"the egress proxy failed: {error}") from None
        if target.scheme == "https" and wire.transport is not None:
            wire.transport = await loop.start_tls(
                wire.transport, wire, self._tls, server_hostname=target.host
            )
        return wire

    async def _tunnel(self, address: str, port: int) -> Wire:
        assert self._proxy is not None  # noqa: S101
        loop = asyncio.get_running_loop()
        host = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
        _, wire = await loop.create_connection(Wire, *self._proxy)
        reply = await _asked(wire, f"CONNECT {host} HTTP/1.1\r\nhost: {host}\r\n\r\n".encode())
        if reply.status != 200:
            wire.close()
            raise Failed("internal", f"the egress proxy answered {reply.status}")
        return wire

    def close(self) -> None:
        """Resolve no more names."""
        self._resolver.close()


@cache
def _verifying(*more: str) -> ssl.SSLContext:
    """Return what verifies servers, by the authorities of the system, of certifi and of `more`.

    Kept for all connectors of a process: reading so many certificates takes a tenth of a second.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    for cafile in (certifi.where(), *more):
        context.load_verify_locations(cafile)
    return context


async def _asked(wire: Wire, data: bytes) -> Reply:
    """Wait for the head of an answer; whoever calls this watches the clock."""
    heard: asyncio.Future[Reply | Exception] = asyncio.get_running_loop().create_future()

    def hear(told: Reply | Exception) -> None:
        if not heard.done():
            heard.set_result(told)

    wire.ask(Request(data, 0.0, 0, head_only=True), hear)
    try:
        told = await heard
    except asyncio.CancelledError:
        wire.close()
        raise
    if isinstance(told, Exception):
        raise told
    return told


def _is_ours(error: Exception) -> bool:
    return isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE)
