"""`parley up`: one process that starts the engines, the API and the workers, and keeps them."""

import asyncio
import fcntl
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

import httpx

from service.errors import Conflict, Unavailable
from service.settings import LOOPBACK, Settings
from service.stack import redis_server
from service.stack.children import Child, Command
from service.stack.seeds import prepare

log = logging.getLogger(__name__)


async def up(settings: Settings, tell: Callable[[str], None]) -> None:
    """Run everything until SIGINT or SIGTERM; `tell` gets the lines that a person should read.

    Raises Conflict when the data folder is in use, Unavailable when it cannot be, or an engine does
    not start.
    """
    stop = _stop_on_signal()
    _check_port(settings)
    with _sole_user(Path(settings.data)):
        async with AsyncExitStack() as stack:
            if settings.redis_url is None:
                await stack.enter_async_context(_redis(settings))
            loaded = await prepare(settings)
            if loaded:
                tell(f"Loaded {loaded} articles of the starter record.")
            await stack.enter_async_context(_kept(_workers(settings)))
            await stack.enter_async_context(_kept(_api(settings)))
            await _until_ready(settings, stop)
            if not stop.is_set():
                tell(greeting(settings))
            await stop.wait()
            tell("Stopping: requests and deliveries in hand are finished first.")


def greeting(settings: Settings) -> str:
    """Return what a person reads once everything runs: the addresses, and three things to try."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    base = f"http://{host}:{settings.port}"
    listen = "./parley listen" if settings.port == 8000 else f"./parley listen --api {base}"
    return f"""
Parley is up.
  API      {base}/v1
  docs     {base}/docs
  health   {base}/readyz

Try:
  curl -s '{base}/v1/meetings?participant=ararat-mirzoyan&limit=3'
  curl -s '{base}/v1/articles?q=peace+treaty&fields=title,published_on&limit=5'
  {listen}      # in another terminal: subscribes, then prints each alert it verifies

Ctrl-C stops everything."""


def _check_port(settings: Settings) -> None:
    # The server shares its port with others that ask for it, so it would not notice.
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            where = f"{settings.host}:{settings.port}"
            raise Conflict(f"The API cannot listen on {where}: {error.strerror}.") from None


@contextmanager
def _sole_user(data: Path) -> Iterator[None]:
    try:
        data.mkdir(parents=True, exist_ok=True)
        file = (data / "lock").open("a+")
    except OSError as error:
        raise Unavailable(f"The data folder {data} cannot be used: {error.strerror}.") from None
    with file as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict(f"Another `parley up` runs on {data.resolve()}.") from None
        yield


@asynccontextmanager
async def _redis(settings: Settings) -> AsyncIterator[None]:
    child = await redis_server.start(settings)
    try:
        yield
    finally:
        await child.stop()


@asynccontextmanager
async def _kept(command: Command) -> AsyncIterator[None]:
    child = Child(command)
    await child.start()
    try:
        yield
    finally:
        await child.stop()


def _environment(settings: Settings) -> dict[str, str]:
    networks = ",".join(settings.allowed_networks or LOOPBACK)
    return {
        "PARLEY_DATABASE_URL": settings.database,
        "PARLEY_REDIS_URL": settings.redis,
        "PARLEY_ALLOWED_NETWORKS": networks,
        "PYTHONUNBUFFERED": "1",
    }


def _workers(settings: Settings) -> Command:
    words = (sys.executable, "-m", "workers")
    return Command(name="workers", words=words, env=_environment(settings), grace=25.0)


def _api(settings: Settings) -> Command:
    return Command(name="api", words=api_words(settings), env=_environment(settings))


def api_words(settings: Settings) -> tuple[str, ...]:
    """Return the command that serves the API with granian."""
    options = {
        "--interface": "asgi",
        "--host": settings.host,
        "--port": str(settings.port),
        "--workers": str(settings.api_workers),
        "--loop": "uvloop",
        "--log-level": settings.log_level,
        "--workers-kill-timeout": "10",
    }
    words = [part for option in options.items() for part in option]
    return (
        *(sys.executable, "-m", "granian", *words),
        *("--no-ws", "--factory", "--respawn-failed-workers", "service.app:create_app"),
    )


async def _until_ready(settings: Settings, stop: asyncio.Event) -> None:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    host = f"[{host}]" if ":" in host else host
    async with httpx.AsyncClient(trust_env=False, timeout=2) as client:
        for _ in range(600):
            if stop.is_set() or await _ready(client, f"http://{host}:{settings.port}/readyz"):
                return
            await asyncio.sleep(0.1)
    raise Unavailable(f"The API does not answer on {host}:{settings.port}.")


async def _ready(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).is_success
    except httpx.HTTPError:
        return False


def _stop_on_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
