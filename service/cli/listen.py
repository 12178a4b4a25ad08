"""`parley listen`: receives alerts on this machine, verifies their signatures and prints them."""

import datetime as dt
import json
import queue
import signal
import threading
import typing
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import click
import httpx
from msgspec import Struct
from rich.console import Console
from rich.markup import escape

from service.domain.events import EventType
from service.settings import Settings
from workers.signing import BadSignature, sign, verify

_LARGEST_BODY = 1_000_000


class Arrival(Struct, frozen=True):
    """A POST as it came, and when."""

    headers: Mapping[str, str]
    body: bytes
    at: dt.datetime


def _usable(_: click.Context, option: click.Parameter, secret: str | None) -> str | None:
    """Refuse a secret with which nothing could be verified."""
    try:
        return secret if secret is None or sign(secret, "", 0, b"") else None
    except ValueError as error:
        raise click.BadParameter(str(error), param=option) from None


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8899,
    show_default=True,
    help="The port; 0 takes a free one.",
)
@click.option("--api", help="Where Parley is; on this machine, at PARLEY_PORT, unless given.")
@click.option("--advertise", help="The URL to subscribe, if it is not http://HOST:PORT/.")
@click.option("--key", envvar="PARLEY_KEY", help="An API key with the scope `write`.")
@click.option("--event", "events", multiple=True, help="An event type; all without it.")
@click.option("--query", default="{}", help="The standing query, as JSON.")
@click.option("--secret", callback=_usable, help="Verify with this secret, and subscribe nothing.")
@click.option(
    "--count",
    type=click.IntRange(0),
    default=0,
    help="Stop after so many alerts; 0 goes on until Ctrl-C.",
)
@click.pass_obj
def listen(
    settings: Settings,
    host: str,
    port: int,
    api: str | None,
    advertise: str | None,
    key: str | None,
    events: tuple[str, ...],
    query: str,
    secret: str | None,
    count: int,
) -> None:
    """Subscribe, then print each alert that arrives, with the verdict on its signature."""
    console = Console(highlight=False)
    # Stopped by a signal, it must take its subscription away as after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    wanted = {"query": _json(query), "events": list(events or typing.get_args(EventType))}
    with _receiver(host, port) as (bound, arrivals):
        url = advertise or f"http://{host}:{bound}/"
        if secret is not None:
            console.print(f"Listening on {url}")
            _print_all(console, arrivals, secret, count)
            return
        where = api or f"http://127.0.0.1:{settings.port}"
        with _subscribed(where, key, {"url": url, **wanted}) as made:
            console.print(f"Subscribed as {made['id']}; listening on {url}")
            _print_all(console, arrivals, made["secret"], count)


@contextmanager
def _receiver(host: str, port: int) -> Iterator[tuple[int, "queue.Queue[Arrival]"]]:
    arrivals: queue.Queue[Arrival] = queue.Queue()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            at = dt.datetime.now(dt.UTC)
            told = self.headers.get("content-length") or "0"
            if not told.isdecimal() or (size := int(told)) > _LARGEST_BODY:
                self.send_error(413 if told.isdecimal() else 400)
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            arrivals.put(Arrival(headers, self.rfile.read(size), at))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Print nothing: the alert itself is printed."""

    try:
        server = ThreadingHTTPServer((host, port), Handler)
    except OSError as error:
        raise click.ClickException(f"{host}:{port} cannot be listened on: {error}") from error
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1], arrivals
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _subscribed(api: str, key: str | None, wanted: dict[str, Any]) -> Iterator[dict[str, Any]]:
    with _client(api, key) as client:
        made = _answer(client, "POST", "/v1/subscriptions", wanted)
        try:
            yield made
        finally:
            with suppress(httpx.HTTPError):
                client.delete(f"/v1/subscriptions/{made['id']}")


def _client(api: str, key: str | None) -> httpx.Client:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    try:
        return httpx.Client(base_url=api, headers=headers, timeout=10, trust_env=False)
    except httpx.InvalidURL as error:
        raise click.ClickException(f"--api: {error}") from None
    except UnicodeError:
        raise click.ClickException("--key: A key is plain ASCII.") from None


def _answer(client: httpx.Client, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    try:
        answer = client.request(method, path, json=body)
    except httpx.HTTPError as error:
        raise click.ClickException(
            f"Parley does not answer at {client.base_url}: {error}"
        ) from error
    if not answer.is_success:
        raise click.ClickException(f"Parley refuses: {answer.text}")
    try:
        told = answer.json()
    except ValueError:
        told = None
    if not isinstance(told, dict) or not {"id", "secret"} <= told.keys():
        raise click.ClickException(f"What answers at {client.base_url} is no Parley.")
    return told


def _print_all(console: Console, arrivals: "queue.Queue[Arrival]", secret: str, count: int) -> None:
    seen = 0
    try:
        while not count or seen < count:
            _print(console, arrivals.get(), secret)
            seen += 1
    except KeyboardInterrupt:
        console.print(f"{seen} alerts.")


def _print(console: Console, arrival: Arrival, secret: str) -> None:
    try:
        verify([secret], arrival.headers, arrival.body, now=arrival.at.timestamp())
        verdict = "[green]verified[/]"
    except BadSignature as error:
        verdict = f"[red]NOT VERIFIED: {error}[/]"
    try:
        told = json.loads(arrival.body)
    except (ValueError, RecursionError):
        told = arrival.body.decode("utf-8", "replace")
    kind = escape(str(told.get("type", "?"))) if isinstance(told, dict) else "?"
    console.print(f"{arrival.at:%H:%M:%S.%f} {verdict} [bold]{kind}[/] {escape(_id(arrival))}")
    console.print_json(json.dumps(told))


def _id(arrival: Arrival) -> str:
    return arrival.headers.get("webhook-id", "without an id")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise click.ClickException(f"This is not JSON: {error}") from error


COMMANDS = (listen,)
