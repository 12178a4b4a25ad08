"""The commands as a person types them."""

import asyncio
import contextlib
import io
import socket
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result

from service import __version__
from service.cli.main import cli
from service.errors import ParleyError
from tests.receiver import Play, receiving

TEXT = "Ministers met\n\nGENEVA, 3 June 2024. Envoys of Armenia and Azerbaijan met in Geneva. "


def parley(*words: str, env: dict[str, str] | None = None, given: bytes = b"") -> Result:
    return CliRunner().invoke(cli, words, env=env, input=given)


@pytest.fixture
def env(tmp_path: Path, redis_url: str) -> dict[str, str]:
    return {"PARLEY_DATA": str(tmp_path / "data"), "PARLEY_REDIS_URL": redis_url}


def test_version() -> None:
    assert parley("--version").output.strip() == __version__


def test_listen_asks_the_parley_of_this_machine_on_its_port() -> None:
    refused = parley("listen", "--port", "0", env={"PARLEY_PORT": "1"})
    assert refused.exit_code == 1
    assert "http://127.0.0.1:1" in refused.output


def test_listen_says_which_port_it_cannot_have() -> None:
    refused = parley("listen", "--port", "99999")
    assert (refused.exit_code, "--port" in refused.output) == (2, True)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = parley("listen", "--port", str(port))
    assert refused.exit_code == 1
    assert f"127.0.0.1:{port} cannot be listened on" in refused.output


def test_listen_prints_what_is_no_alert_and_goes_on() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def send() -> None:
        for body in (b"[/no] {alert", b'{"type": "[/bold"}'):
            for _ in range(100):
                with contextlib.suppress(httpx.ConnectError):
                    headers = {"webhook-id": "[/red]"}
                    httpx.post(f"http://127.0.0.1:{port}/", content=body, headers=headers)
                    break
                time.sleep(0.05)

    sender = threading.Thread(target=send)
    sender.start()
    secret = "whsec_" + "A" * 32
    told = parley("listen", "--secret", secret, "--port", str(port), "--count", "2")
    sender.join()
    assert told.exit_code == 0, told.exception
    assert told.output.count("NOT VERIFIED") == 2
    assert "[/no] {alert" in told.output


def test_a_database_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("This is no database.")
    for path in (tmp_path / "file" / "below.db", tmp_path / "file"):
        refused = parley("keys", "list", env={"PARLEY_DATABASE_URL": f"sqlite:///{path}"})
        assert isinstance(refused.exception, ParleyError), refused.exception
        assert f"{path} cannot be opened" in str(refused.exception)


def test_a_country_is_a_code(env: dict[str, str]) -> None:
    refused = parley("sources", "add", "https://news.example/rss", "--country", "Kenya", env=env)
    assert "country: Wanted here: An ISO 3166 alpha-2 code" in str(refused.exception)


@pytest.mark.parametrize(
    "words",
    [
        ("correct", "pin", "state-am", "country", "XX"),
        ("correct", "pin", "mtg_none", "country", "XX"),
        ("correct", "split", "state-am", "--country", "XX"),
        ("sources", "add", "https://news.example/rss", "--country", "XX"),
    ],
)
def test_a_country_is_one_that_there_is(words: tuple[str, ...], env: dict[str, str]) -> None:
    refused = parley(*words, env=env)
    assert "There is no country XX" in str(refused.exception)


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 201])
def test_a_key_has_a_name_on_one_line(name: str, env: dict[str, str]) -> None:
    refused = parley("keys", "add", name, env=env)
    assert "name: A key's name is a line of 1 to 200 characters." in str(refused.exception)
    assert parley("keys", "list", env=env).output == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--secret", "x"), "the secret is not base64"),
        (("--secret", ""), "the secret is empty"),
        (("--api", "http://[::1"), "--api: Invalid port"),
        (("--key", "é"), "--key: A key is plain ASCII."),
        (("--count", "-1"), "-1 is not in the range"),
    ],
)
def test_listen_says_what_it_cannot_use(words: tuple[str, ...], told: str) -> None:
    refused = parley("listen", "--port", "0", *words)
    assert isinstance(refused.exception, SystemExit)
    assert told in refused.output


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"id": "x"}'])
def test_listen_says_who_is_no_parley(body: bytes) -> None:
    def answer(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body) + body)

    with socket.create_server(("127.0.0.1", 0)) as server:
        other = threading.Thread(target=answer, args=(server,))
        other.start()
        api = f"http://127.0.0.1:{server.getsockname()[1]}"
        refused = parley("listen", "--port", "0", "--api", api)
        other.join()
    assert "is no Parley" in refused.output


def test_listen_refuses_what_has_no_length() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    statuses = []

    def send() -> None:
        for told in (b"x", b"-1", b"2000000", b"2"):
            request = b"POST / HTTP/1.1\r\ncontent-length: " + told + b"\r\n\r\n{}"
            statuses.append(_asked(port, request).split(b" ")[1])

    sender = threading.Thread(target=send)
    sender.start()
    told = parley("listen", "--secret", "whsec_" + "A" * 32, "--port", str(port), "--count", "1")
    sender.join()
    assert statuses == [b"400", b"400", b"413", b"204"]
    assert told.output.count("NOT VERIFIED") == 1


def _asked(port: int, request: bytes) -> bytes:
    for _ in range(100):
        with (
            contextlib.suppress(ConnectionRefusedError),
            socket.create_connection(("127.0.0.1", port), timeout=5) as connection,
        ):
            connection.sendall(request)
            return connection.recv(1000)
        time.sleep(0.05)
    raise TimeoutError


def test_nothing_is_not_all_that_is_here(env: dict[str, str]) -> None:
    told = parley("ingest", "", env=env)
    assert told.exit_code == 1
    assert "path: This is empty" in told.output
    assert "0 new, 0 known, 1 failed" in told.output


def test_sources_are_imported_but_for_those_that_are_none(
    tmp_path: Path, env: dict[str, str]
) -> None:
    lists = tmp_path / "mine.opml", tmp_path / "bad.toml"
    lists[0].write_text(
        '<opml><body><outline xmlUrl="feed://a.example/"/>'
        '<outline xmlUrl="https://b.example/rss"/></body></opml>'
    )
    lists[1].write_bytes(b"\xff")
    told = parley("sources", "import", str(lists[0]), env=env).output
    assert "feed://a.example/: This is not an http or https address." in told
    assert "1 added, 0 known already, 1 refused" in told
    assert "is not UTF-8" in str(parley("sources", "import", str(lists[1]), env=env).exception)


def test_ingest_takes_folders_and_streams_and_tells_what_is_bad(
    tmp_path: Path, env: dict[str, str]
) -> None:
    (tmp_path / "data").mkdir()
    folder = tmp_path / "in" / "below"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.html").write_text(f"<!doctype html><title>Met</title><p>{TEXT} Again.</p>")
    (folder / "c.ndjson").write_text('{"text": "One line."}\nrubbish\n{"text": "Another."}')
    (folder / "d.json").write_text('{\n "text": "One object."\n}')
    (folder / "picture.png").write_bytes(b"\x89PNG")
    first = parley("ingest", str(tmp_path / "in"), env=env)
    assert "5 new, 0 known, 1 failed" in first.output
    assert f"{folder / 'c.ndjson'}:2: " in first.output
    assert first.exit_code == 1
    (folder / "paper").write_bytes(b"%PDF-1.7 text")
    assert "neither text nor HTML" in parley("ingest", str(folder / "paper"), env=env).output
    again = parley("ingest", "--quiet", "-", env=env, given=TEXT.encode())
    assert (again.output, again.exit_code) == ("0 new, 1 known, 0 failed\n", 0)


def test_a_file_that_cannot_be_opened_hides_no_other(
    tmp_path: Path, env: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.ndjson", "b.warc", "c.mbox", "d.txt"):
        (folder / name).write_text(TEXT)
    (folder / "e.txt").write_text(f"{TEXT} Again.")
    opened = io.open

    def refuse(path: object, *rest: Any, **named: Any) -> Any:
        if str(path).startswith(str(folder)) and not str(path).endswith("e.txt"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *rest, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(io, "open", refuse)
    monkeypatch.setattr("builtins.open", refuse)
    told = parley("ingest", str(folder), env=env)
    assert "1 new, 0 known, 4 failed" in told.output, told.exception
    assert told.output.count("Permission denied") == 4


async def test_ingest_takes_a_web_page_where_it_has_moved_to(env: dict[str, str]) -> None:
    plays = {
        "/old": Play(301, headers=("location: /new",)),
        "/new": Play(body=f"<!doctype html><title>Met</title><p>{TEXT}</p>".encode()),
        "/paper": Play(headers=("content-type: application/pdf",), body=b"%PDF-1.7 text"),
        "/round": Play(302, headers=("location: /round",)),
    }
    async with receiving(lambda request: plays.get(request.path, Play(404))) as server:
        for path, told in [
            ("/old", "1 new"),
            ("/paper", "neither text nor HTML"),
            ("/round", "redirects in a circle"),
            ("/none", "answered 404"),
        ]:
            found = await asyncio.to_thread(parley, "ingest", server.url(path), env=env)
            assert told in found.output, found.output
