"""The way out, against receivers of every temper."""

import asyncio
import contextlib
import gc
import gzip
import resource
import socket
import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import pytest

from service.domain.addresses import parse_networks
from tests.receiver import Play, receiving
from workers import connecting, resolver
from workers.connecting import Failed
from workers.outbound import Answer, Outbound

LOOPBACK = parse_networks(["127.0.0.0/8", "::1/128"])
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"


@pytest.fixture
async def outbound() -> AsyncIterator[Outbound]:
    made = Outbound(LOOPBACK)
    yield made
    await made.close()


async def ask(outbound: Outbound, play: Play) -> Answer:
    # Only those that never end are waited for in vain; the others may take their time.
    wait = 0.5 if play.hang or play.drip > 1 else 10.0
    async with receiving(lambda request: play) as receiver:
        return await outbound.send("POST", receiver.url("/"), [], b"{}", timeout=wait)


@pytest.mark.parametrize(
    ("play", "status", "body", "whole"),
    [
        (Play(), 200, b"ok", True),
        (Play(204, body=b""), 204, b"", True),
        (Play(raw=(b"HTTP/1.1 205 X\r\ncontent-length: 0\r\n\r\n",)), 205, b"", True),
        (Play(301, headers=("location: http://169.254.169.254/",)), 301, b"ok", True),
        (Play(raw=(b"HTTP/1.1 304 X\r\n\r\n",)), 304, b"", True),
        (Play(raw=(b"HTTP/1.1 100 C\r\n\r\n", OK), drip=0.02), 200, b"ok", True),
        (Play(raw=(b"HTTP/1.1 103 H\r\nlink: x\r\n\r\n" * 5, OK)), 200, b"ok", True),
        (Play(raw=tuple(OK[n : n + 1] for n in range(len(OK))), drip=0.001), 200, b"ok", True),
        (Play(raw=(b"HTTP/1.0 200 OK\r\n\r\nall", b" of it"), close=True), 200, b"all of it", True),
        (
            Play(raw=(CHUNKED + b"2\r\nok\r\n0\r\n\r\n",)),
            200,
            b"ok",
            True,
        ),
        (Play(raw=(OK + b"HTTP/1.1 500 X\r\ncontent-length: 0\r\n\r\n",)), 200, b"ok", True),
        # The head is an answer, whatever becomes of the body.
        (Play(raw=(OK[:-1],), close=True), 200, b"o", False),
        (Play(raw=(OK[:-1],), hang=False, drip=9), 200, b"o", False),
        (Play(raw=(OK[:-2], *[b"x"] * 90), drip=9), 200, b"", False),
        (Play(body=b"x" * 40_000), 200, b"x" * 16_384, False),
        (
            Play(raw=(b"HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n", b"y" * 20_000)),
            200,
            b"y" * 16_384,
            False,
        ),
        (
            Play(raw=(CHUNKED + b"zz\r\n",)),
            200,
            b"",
            False,
        ),
        (Play(body=b"\xff\x00<script>"), 200, b"\xff\x00<script>", True),
        (
            Play(headers=("content-encoding: gzip",), body=gzip.compress(b"0" * 10**6, mtime=0)),
            200,
            gzip.compress(b"0" * 10**6, mtime=0),
            True,
        ),
    ],
)  # fmt: skip
async def test_answers(
    outbound: Outbound, play: Play, status: int, body: bytes, whole: bool
) -> None:
    answer = await ask(outbound, play)
    assert (answer.status, answer.body[:1000], answer.whole) == (status, body[:1000], whole)
    assert len(answer.body) == len(body)
    assert answer.address == "127.0.0.1"


@pytest.mark.parametrize(
    ("play", "outcome"),
    [
        (Play(hang=True), "timeout"),
        (Play(raw=(b"HTTP/1.1 200", b" OK\r\n"), drip=9), "timeout"),
        (Play(raw=(b"HTTP/1.1 100 C\r\n\r\n",), drip=9), "timeout"),
        (Play(reset=True), "connection"),
        (Play(raw=(b"",), close=True), "connection"),
        (Play(raw=(b"HTTP/1.1 200 OK\r\nx: ",), close=True), "connection"),
        (Play(raw=(b"<html>garbage</html>\r\n\r\n",)), "malformed"),
        (Play(raw=(b"HTTP/9.9 200 OK\r\n\r\n",)), "malformed"),
        (Play(raw=(b"HTTP/1.1 2OO OK\r\n\r\n",)), "malformed"),
        (Play(raw=(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 100_000,)), "malformed"),
        (Play(raw=(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 17_000 + OK[15:],)), "malformed"),
        (Play(raw=(b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 10_000,)), "malformed"),
        (Play(raw=(b"HTTP/1.1 103 H\r\n\r\n" * 50,)), "malformed"),
        (Play(raw=(b"HTTP/1.1 101 S\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",)), "malformed"),
        (Play(raw=(b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",)), "malformed"),
    ],
)
async def test_what_is_no_answer(outbound: Outbound, play: Play, outcome: str) -> None:
    with pytest.raises(Failed) as caught:
        await ask(outbound, play)
    assert caught.value.outcome == outcome


async def test_a_connection_more_than_we_may_open_is_our_own_fault(outbound: Outbound) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, before[1]))
    try:
        with pytest.raises(Failed) as failed:
            await outbound.send("POST", "http://127.0.0.1:8081/", [], b"{}")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert failed.value.outcome == "internal"


async def test_connections_are_used_again_and_one_closed_meanwhile_costs_nothing(
    outbound: Outbound,
) -> None:
    async with receiving() as receiver:
        for _ in range(3):
            await outbound.send("POST", receiver.url("/"), [], b"{}")
        assert receiver.connections == 1
        receiver.behave = lambda request: Play(reset=len(receiver.requests) == 4)
        answer = await outbound.send("POST", receiver.url("/"), [("x-a", "b")], b"{}")
        assert (answer.status, receiver.connections, len(receiver.requests)) == (200, 2, 5)
        assert receiver.requests[-1].headers["x-a"] == "b"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/", "http://127.1:{port}/", "http://0:{port}/",
        "http://0x7f000001:{port}/", "http://017700000001:{port}/", "http://2130706433:{port}/",
        "http://localhost:{port}/", "http://[::1]:{port}/", "http://[::ffff:7f00:1]:{port}/",
        "http://user@127.0.0.1:{port}/", "http://127.0.0.1:22/", "ftp://127.0.0.1:{port}/",
    ],
)  # fmt: skip
async def test_no_connection_to_a_denied_address(url: str) -> None:
    outbound = Outbound()
    async with receiving() as receiver:
        port = receiver.base.rsplit(":", 1)[1]
        with pytest.raises(Failed) as caught:
            await outbound.send("POST", url.format(port=port), [], b"{}")
        assert (caught.value.outcome, receiver.connections) == ("blocked", 0)
    await outbound.close()


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        (["8.8.8.8", "127.0.0.1"], "blocked"),
        (["10.0.0.1"] * 1000, "blocked"),
        (["::ffff:169.254.169.254"], "blocked"),
        (socket.gaierror(-2, "no such name"), "connection"),
    ],
)
async def test_every_address_of_a_name_is_judged(
    monkeypatch: pytest.MonkeyPatch, found: list[str] | OSError, outcome: str
) -> None:
    def addresses(host: str) -> list[str]:
        if isinstance(found, OSError):
            raise found
        return found

    monkeypatch.setattr(resolver, "_addresses", addresses)
    outbound = Outbound()
    with pytest.raises(Failed) as caught:
        await outbound.send("POST", "https://name.example/", [], b"{}")
    assert caught.value.outcome == outcome
    await outbound.close()


async def test_a_name_is_resolved_once_and_its_address_pinned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def rebinding(host: str) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    monkeypatch.setattr(resolver, "_addresses", rebinding)
    outbound = Outbound(parse_networks(["127.0.0.1/32"]))
    async with receiving(lambda request: Play(close=True)) as receiver:
        port = receiver.base.rsplit(":", 1)[1]
        urls = [f"http://name.example:{port}/"] * 4
        await asyncio.gather(*(outbound.send("POST", url, [], b"{}") for url in urls))
        assert (asked, len(receiver.requests)) == (["name.example"], 4)
        assert receiver.requests[0].headers["host"] == f"name.example:{port}"
    await outbound.close()


async def test_names_that_hang_cost_nobody_else(
    outbound: Outbound, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()

    def hanging(host: str) -> list[str]:
        released.wait(30)
        return ["127.0.0.1"]

    monkeypatch.setattr(resolver, "_addresses", hanging)
    urls = [f"http://name{n}.example/" for n in range(40)]
    asked = [outbound.send("POST", url, [], b"{}", timeout=0.3) for url in urls]
    async with receiving() as receiver:
        answer, *failed = await asyncio.gather(
            outbound.send("POST", receiver.url("/"), [], b"{}"), *asked, return_exceptions=True
        )
    released.set()
    assert isinstance(answer, Answer)
    assert {one.outcome for one in failed if isinstance(one, Failed)} == {"timeout"}


@pytest.mark.parametrize("value", ["a\r\nx: b", "a\nx: b", "a\rx: b", "a\0"])
async def test_a_header_is_one_line(outbound: Outbound, value: str) -> None:
    async with receiving() as receiver:
        for header in (("x-a", value), (value, "x")):
            with pytest.raises(Failed) as caught:
                await outbound.send("POST", receiver.url("/"), [header], b"{}")
            assert caught.value.outcome == "blocked"
        assert receiver.connections == 0


async def test_names_that_hang_wait_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    released, asked = threading.Event(), Counter[str]()

    def addresses(host: str) -> list[str]:
        asked[host] += 1
        if host.startswith("hangs"):
            released.wait(30)
        return ["127.0.0.1"]

    monkeypatch.setattr(resolver, "_addresses", addresses)
    monkeypatch.setattr(resolver, "_THREADS", {"new": 4, "found": 1, "hung": 1})
    monkeypatch.setattr(resolver, "_TIMEOUT", 0.1)
    for name in ("_KEEP", "_KEEP_FAILED"):
        monkeypatch.setattr(resolver, name, -1.0)
    names = resolver.Resolver(LOOPBACK)
    hanging = [f"hangs{n}" for n in range(4)]
    assert await names.resolve("known") == ("127.0.0.1",)
    for _ in range(2):
        ended = await asyncio.gather(*map(names.resolve, hanging), return_exceptions=True)
        assert [type(one) for one in ended] == [TimeoutError] * 4
        # All threads for new names are taken.
        assert await names.resolve("known") == ("127.0.0.1",)
    with pytest.raises(TimeoutError):
        await names.resolve("new")
    assert asked == {"known": 3, **dict.fromkeys(hanging, 1)}
    released.set()
    for name in ("new", *hanging):
        assert await names.resolve(name) == ("127.0.0.1",)
    names.close()


async def test_a_name_that_fails_when_nobody_waits_is_no_error_of_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released, complaints = threading.Event(), list[str]()

    def failing(host: str) -> list[str]:
        released.wait(30)
        raise OSError(f"no {host}")

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, told: complaints.append(told["message"]))
    monkeypatch.setattr(resolver, "_addresses", failing)
    monkeypatch.setattr(resolver, "_TIMEOUT", 0.01)
    names = resolver.Resolver(LOOPBACK)
    with pytest.raises(TimeoutError):
        await names.resolve("hangs")
    released.set()
    await asyncio.sleep(0.2)
    names.close()
    del names
    gc.collect()
    assert complaints == []


async def test_an_address_that_swallows_all_gives_way_to_the_next(
    outbound: Outbound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolver, "_addresses", lambda host: ["127.0.0.2", "127.0.0.1"])
    monkeypatch.setattr(connecting, "CONNECT_TIMEOUT", 0.6)
    async with receiving() as receiver:
        port = int(receiver.base.rsplit(":", 1)[1])
        with black_hole(port):
            answer = await outbound.send("POST", f"http://name.example:{port}/", [], b"{}")
        assert (answer.status, answer.address, len(receiver.requests)) == (200, "127.0.0.1", 1)


@contextlib.contextmanager
def black_hole(port: int) -> Iterator[None]:
    """Listen on 127.0.0.2 with no room left: whoever connects is not answered at all."""
    with contextlib.ExitStack() as stack:
        full = stack.enter_context(socket.socket())
        full.bind(("127.0.0.2", port))
        full.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.2", port))
        yield


async def test_an_answer_counts_before_the_whole_request_was_read(outbound: Outbound) -> None:
    gone = asyncio.Event()

    async def hasty(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(OK)
        with contextlib.suppress(OSError):
            await reader.read()
        writer.close()
        gone.set()

    server = await asyncio.start_server(hasty, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    answer = await outbound.send("POST", url, [], b"x" * 1_000_000, keep=False)
    assert (answer.status, answer.body) == (200, b"ok")
    await gone.wait()
    server.close()
    await server.wait_closed()
    await asyncio.sleep(0.01)


async def test_the_environment_has_no_say(
    outbound: Outbound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert (await ask(outbound, Play())).status == 200
