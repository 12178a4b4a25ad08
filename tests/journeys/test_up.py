"""`parley up` as a person meets it: started, asked, subscribed to, stopped, started again."""

import asyncio
import json
import os
import re
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook

from tests.receiver import Receiver, receiving

ROOT = Path(__file__).parents[2]
NEWS = """Ministers to meet in Oslo

OSLO, May 4, 2026. The foreign ministers of Armenia and Azerbaijan will hold peace talks in Oslo on
May 11, the Norwegian foreign ministry said on Monday.
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Stack:
    """A running `parley up`."""

    def __init__(self, process: asyncio.subprocess.Process, api: httpx.AsyncClient) -> None:
        self.process = process
        self.api = api

    def children(self) -> dict[str, int]:
        """The pids of its children, by what they run."""
        names = {"redis": "unixsocket", "workers": "\0workers", "api": "granian"}
        found: dict[str, int] = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                words = (entry / "cmdline").read_text()
            except OSError:
                continue
            if parent == self.process.pid:
                found |= {name: int(entry.name) for name, mark in names.items() if mark in words}
        return found


@asynccontextmanager
async def stack(data: Path, port: int) -> AsyncIterator[Stack]:
    env = {**os.environ, "PARLEY_DATA": str(data), "PARLEY_PORT": str(port)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service.cli", "up"),
        env=env,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    told = b""
    while b"Ctrl-C stops everything" not in told:
        line = await asyncio.wait_for(process.stdout.readline(), 60)
        assert line, told.decode()
        told += line
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as api:
        yield Stack(process, api)
    if process.returncode is None:
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 40) == 0


async def alert(seen: Receiver, kind: str) -> Any:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for request in seen.requests:
            if kind.encode() in request.body:
                return request
        await asyncio.sleep(0.02)
    pytest.fail(f"no {kind} arrived: {[request.body[:80] for request in seen.requests]}")


def tour() -> list[tuple[str, Any]]:
    """The README's questions: the path of each GET, and the answer that stands below it."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(
        r"curl -s 'http://127.0.0.1:8000(/[^']+)'\n```\n```json\n(.*?)```", text, re.S
    )
    return [(path, json.loads(shown)) for path, shown in found]


def shape(value: Any) -> Any:
    """What a value is made of, whatever the words and figures in it."""
    if isinstance(value, dict):
        return {key: shape(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return shape(value[0]) if value else []
    return type(value).__name__


async def resolved(api: httpx.AsyncClient, path: str) -> Any:
    """The answer, once the monitor has come so far."""
    for _ in range(400):
        answer = await api.get(path)
        if answer.is_success and answer.json().get("items", True):
            return answer.json()
        await asyncio.sleep(0.05)
    pytest.fail(f"{path}: {answer.text}")


def gone(pids: dict[str, int]) -> bool:
    return not any(Path(f"/proc/{pid}").exists() for pid in pids.values())


async def test_up_serves_alerts_survives_and_continues(tmp_path: Path) -> None:
    port = free_port()
    async with receiving() as seen, stack(tmp_path, port) as first:
        assert (await first.api.get("/readyz")).json()["status"] == "ok"
        assert "<!doctype html>" in (await first.api.get("/docs")).text
        seeded = (await first.api.get("/v1/articles?limit=100")).json()["items"]
        assert len(seeded) == 80

        questions = tour()
        assert len(questions) == 3
        for path, shown in questions:
            assert shape(await resolved(first.api, path)) == shape(shown), path

        wanted = {"url": seen.url("/"), "events": ["meeting.announced"]}
        made = (await first.api.post("/v1/subscriptions", json=wanted)).json()
        children = first.children()
        assert set(children) == {"redis", "workers", "api"}
        os.kill(children["workers"], signal.SIGKILL)
        os.kill(children["redis"], signal.SIGKILL)

        posted = await first.api.post("/v1/articles", json={"text": NEWS})
        assert posted.status_code == 201
        told = await alert(seen, "meeting.announced")
        Webhook(made["secret"]).verify(told.body, told.headers)
        again = await first.api.post("/v1/articles", json={"text": NEWS})
        assert (again.status_code, again.json()["id"]) == (200, posted.json()["id"])
        children = first.children()
    assert gone(children)

    async with stack(tmp_path, port) as second:
        kept = await second.api.get(f"/v1/articles/{posted.json()['id']}")
        assert kept.json()["title"] == "Ministers to meet in Oslo"
        children = second.children()
        second.process.kill()
        await second.process.wait()
        for _ in range(500):
            if gone(children):
                break
            await asyncio.sleep(0.02)
        assert gone(children)
