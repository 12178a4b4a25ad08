"""The documentation keeps step with the code: settings, routes, event types, commands."""

import re
import typing
from pathlib import Path

import msgspec
import pytest

from service.app import create_app
from service.cli.main import cli
from service.domain.events import EventType
from service.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [f.name for f in msgspec.structs.fields(Settings)])
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{PREFIX}{name.upper()}`" in text("operations.md")


@pytest.mark.parametrize("event", typing.get_args(EventType))
def test_every_event_type_is_documented(event: str) -> None:
    assert f"`{event}`" in text("webhooks.md")


def routes() -> set[str]:
    found = {route.path for route in create_app(Settings(data="/nowhere")).routes}
    return {re.sub(r"\{(\w+):\w+\}", r"{\1}", path) for path in found if path.startswith("/v1")}


def test_every_route_is_documented() -> None:
    told = text("api.md")
    missing = {path for path in routes() if path not in told}
    assert routes()
    assert not missing


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_is_documented(command: str) -> None:
    told = "".join(
        path.read_text(encoding="utf-8") for path in [*DOCS.glob("*.md"), ROOT / "README.md"]
    )
    assert f"parley {command}" in told


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*DOCS.glob("*.md"), *ROOT.glob("*.md"), ROOT / "seeds" / "README.md"]
    for page in pages:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
