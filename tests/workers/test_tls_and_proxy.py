"""Certificates are checked by name; an egress proxy gets a tunnel to the judged address."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from service.domain.addresses import parse_networks
from tests.receiver import Play, receiving
from workers.connecting import Failed
from workers.outbound import Outbound

CERTIFICATES = Path(__file__).parent / "certificates"
LOOPBACK = parse_networks(["127.0.0.0/8", "::1/128"])


def server(name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / name)
    return context


@contextlib.asynccontextmanager
async def outbound(*, trust: bool = True, proxy: str | None = None) -> AsyncIterator[Outbound]:
    made = Outbound(LOOPBACK, proxy)
    if trust:
        made.trust(str(CERTIFICATES / "ca.pem"))
    yield made
    await made.close()


async def test_a_good_certificate_is_accepted_and_the_connection_kept() -> None:
    async with receiving(tls=server("localhost.pem")) as receiver, outbound() as out:
        for _ in range(2):
            assert (await out.send("POST", receiver.url("/"), [], b"{}")).status == 200
        assert receiver.connections == 1


@pytest.mark.parametrize(
    ("name", "host", "trust"),
    [
        ("localhost.pem", "localhost", False),
        ("localhost.pem", "127.0.0.1", True),
        ("expired.pem", "localhost", True),
    ],
)
async def test_bad_certificates_are_refused(name: str, host: str, trust: bool) -> None:
    async with receiving(tls=server(name)) as receiver, outbound(trust=trust) as out:
        url = receiver.url("/").replace("localhost", host)
        with pytest.raises(Failed) as caught:
            await out.send("POST", url, [], b"{}")
        assert (caught.value.outcome, receiver.requests) == ("tls", [])


async def test_what_is_not_tls_or_too_old_is_refused() -> None:
    old = server("localhost.pem")
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    async with outbound() as out:
        async with receiving(tls=old) as receiver:
            assert (await out.send("POST", receiver.url("/"), [], b"{}")).status == 200
        async with receiving() as plain:
            with pytest.raises(Failed) as caught:
                await out.send("POST", plain.url("/").replace("http", "https"), [], b"{}")
        assert caught.value.outcome in ("tls", "connection")


async def test_a_handshake_that_stalls_is_given_up() -> None:
    gone = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        gone.set()

    listening = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    async with outbound() as out:
        with pytest.raises(Failed) as caught:
            await out.send("POST", f"https://127.0.0.1:{port}/", [], b"{}", timeout=0.3)
        assert caught.value.outcome == "timeout"
        await gone.wait()
    listening.close()
    await listening.wait_closed()
    await asyncio.sleep(0.01)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
async def test_versions_of_tls_that_are_too_old_are_refused() -> None:
    old = server("localhost.pem")
    old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    async with receiving(tls=old) as receiver, outbound() as out:
        with pytest.raises(Failed) as caught:
            await out.send("POST", receiver.url("/"), [], b"{}")
        assert caught.value.outcome in ("tls", "connection")
        assert receiver.requests == []
        await asyncio.sleep(0.05)  # Until the other side has closed too.


@contextlib.asynccontextmanager
async def tunnel(answer: bytes) -> AsyncIterator[tuple[str, list[str]]]:
    """Run a CONNECT proxy that answers so; yield its URL and what it was asked."""
    asked: list[str] = []

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
        writer.close()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[0])
        writer.write(answer)
        if b" 200 " not in answer:
            writer.close()
            return
        host, port = asked[-1].split(" ")[1].rsplit(":", 1)
        there, back = await asyncio.open_connection(host, int(port))
        with contextlib.suppress(OSError):
            await asyncio.gather(pipe(reader, back), pipe(there, writer))

    running = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = running.sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}", asked
    finally:
        running.close()
        await asyncio.sleep(0.05)


@pytest.mark.parametrize("tls", [True, False])
async def test_all_goes_through_the_proxy_to_the_address_that_was_judged(tls: bool) -> None:
    context = server("localhost.pem") if tls else None
    async with (
        receiving(tls=context) as receiver,
        tunnel(b"HTTP/1.1 200 OK\r\n\r\n") as (proxy, asked),
        outbound(proxy=proxy) as out,
    ):
        assert (await out.send("POST", receiver.url("/x"), [], b"{}")).status == 200
        port = receiver.base.rsplit(":", 1)[1]
        [line] = asked
        assert line.startswith("CONNECT ")
        assert line.split(" ")[1] in (f"127.0.0.1:{port}", f"[::1]:{port}")
        with pytest.raises(Failed) as caught:
            await out.send("POST", "http://10.0.0.1/", [], b"{}")
        assert (caught.value.outcome, len(asked)) == ("blocked", 1)


async def test_a_proxy_that_fails_is_our_fault_and_not_the_receivers() -> None:
    async with receiving(lambda request: Play()) as receiver:
        async with (
            tunnel(b"HTTP/1.1 502 Bad\r\ncontent-length: 0\r\n\r\n") as (proxy, _),
            outbound(proxy=proxy) as out,
        ):
            with pytest.raises(Failed) as caught:
                await out.send("POST", receiver.url("/"), [], b"{}")
            assert caught.value.outcome == "internal"
        async with outbound(proxy="http://127.0.0.1:9") as out:
            with pytest.raises(Failed) as caught:
                await out.send("POST", receiver.url("/"), [], b"{}")
            assert (caught.value.outcome, receiver.requests) == ("internal", [])
