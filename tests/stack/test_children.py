"""Children are started again when they die, stop when asked, and never outlive their parent."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import redis.asyncio

from service.errors import Conflict, Unavailable
from service.settings import Settings, embedded_socket
from service.stack import children, redis_server
from service.stack.children import Child, Command
from service.stack.up import up

SLEEPER = (sys.executable, "-c", "import time; time.sleep(60)")


async def until(true: Callable[[], bool], *, patience: float = 10.0) -> bool:
    for _ in range(int(patience / 0.02)):
        if true():
            return True
        await asyncio.sleep(0.02)
    return False


def alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"


async def test_a_killed_child_is_started_again_and_stops_when_asked() -> None:
    child = Child(Command(name="sleeper", words=SLEEPER))
    await child.start()
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert await until(lambda: child.starts == 2)
    second = child.pid
    assert second is not None
    assert second != first
    await child.stop()
    assert not alive(second)


async def test_a_child_is_started_again_when_there_is_room_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(children, "_AGAIN", 0.02)
    child = Child(Command(name="sleeper", words=SLEEPER))
    await child.start()
    assert child.pid is not None
    with monkeypatch.context() as crowded:
        tries = []

        async def refuse(*_: object, **__: object) -> None:
            tries.append(1)
            raise BlockingIOError("no room")

        crowded.setattr(asyncio, "create_subprocess_exec", refuse)
        os.kill(child.pid, signal.SIGKILL)
        assert await until(lambda: len(tries) > 2)
    try:
        assert await until(lambda: child.starts == 2)
    finally:
        await child.stop()


async def test_what_a_killed_child_had_started_goes_with_it(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    starts = (
        "import pathlib, subprocess, sys, time;"
        "one = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"pathlib.Path({str(told)!r}).write_text(str(one.pid)); time.sleep(60)"
    )
    child = Child(Command(name="forks", words=(sys.executable, "-c", starts)))
    await child.start()
    assert await until(lambda: told.exists() and told.read_text() != "")
    below = int(told.read_text())
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    try:
        assert await until(lambda: not alive(below))
    finally:
        await child.stop()


async def test_a_child_that_will_not_stop_is_ended_after_its_grace() -> None:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True)"
    words = (sys.executable, "-c", f"{deaf}; time.sleep(60)")
    child = Child(Command(name="deaf", words=words, grace=0.5))
    await child.start()
    await asyncio.sleep(0.3)
    pid = child.pid
    assert pid is not None
    await child.stop()
    assert not alive(pid)


PARENT = """
import asyncio, sys
from service.stack.children import Child, Command
async def main():
    words = (sys.executable, "-c", "import time; time.sleep(60)")
    child = Child(Command(name="sleeper", words=words))
    await child.start()
    print(child.pid, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""
GUARDED = (
    "import subprocess, sys;"
    "print(subprocess.Popen([sys.executable, '-m', 'service.stack.guard', sys.executable, '-c',"
    "'import os, time; print(os.getpid(), flush=True); time.sleep(60)']).pid, flush=True);"
    "import time; time.sleep(60)"
)


@pytest.mark.parametrize("script", [PARENT, GUARDED], ids=["kernel", "guard"])
async def test_a_child_is_gone_when_its_parent_is_killed(script: str) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert parent.stdout is not None
    lines = [parent.stdout.readline()]
    if script is GUARDED:
        lines.append(parent.stdout.readline())
    pids = [int(line) for line in lines]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert await until(lambda: not any(alive(pid) for pid in pids))


async def test_the_embedded_server_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    settings = Settings(data=str(tmp_path))
    child = await redis_server.start(settings)
    client = redis.asyncio.Redis.from_url(settings.redis)
    try:
        await client.set("told", "kept")
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        assert await until(lambda: child.starts == 2)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                assert await client.get("told") == b"kept"
                return
            except redis.exceptions.ConnectionError:
                await asyncio.sleep(0.05)
        pytest.fail("the server did not come back")
    finally:
        await client.aclose()
        await child.stop()


async def test_a_far_data_folder_gets_a_short_socket(tmp_path: Path) -> None:
    far = tmp_path / ("x" * 90)
    assert len(str(embedded_socket(str(far)))) < 100
    assert embedded_socket(str(far)) == embedded_socket(str(far))


async def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Conflict, match="cannot listen"):
            await up(Settings(data=str(tmp_path), port=taken.getsockname()[1]), print)


async def test_a_data_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("This is no folder.")
    with pytest.raises(Unavailable, match="cannot be used"):
        await up(Settings(data=str(tmp_path / "file" / "data"), port=0), print)


async def test_two_starts_on_one_data_folder_refuse(tmp_path: Path) -> None:
    holder = "import fcntl, sys, time; f = open(sys.argv[1], 'a'); fcntl.flock(f, 2);"
    lock = subprocess.Popen(
        [sys.executable, "-c", holder + "print(1, flush=True); time.sleep(60)", tmp_path / "lock"],
        stdout=subprocess.PIPE,
    )
    assert lock.stdout is not None
    lock.stdout.readline()
    try:
        with pytest.raises(Conflict, match="Another"):
            await up(Settings(data=str(tmp_path), port=0), print)
    finally:
        lock.kill()
        lock.wait()
        lock.stdout.close()
