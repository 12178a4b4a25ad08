"""The compose file is what Docker Compose accepts, and speaks of settings that exist."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import yaml

from service.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = ("api", "deliver", "monitor")
# What the containers are made for, and what only commands on a machine of one's own need.
FIXED = {
    *("PARLEY_DATA", "PARLEY_HOST", "PARLEY_PORT", "PARLEY_METRICS_PORT", "PARLEY_DATABASE_URL"),
    *("PARLEY_REDIS_URL", "PARLEY_REDIS_SERVER", "PARLEY_KEY"),
}


def test_docker_compose_accepts_the_file() -> None:
    program = shutil.which("docker-compose", path=str(Path(sys.executable).parent))
    assert program, "docker-compose is installed with the tests"
    done = subprocess.run(
        [program, "-f", str(ROOT / "docker-compose.yml"), "config", "-q"],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_variable_is_a_setting() -> None:
    names = {PREFIX + field.name.upper() for field in msgspec.structs.fields(Settings)}
    for service in OURS:
        given = set(COMPOSE["services"][service]["environment"]) - {"PGPASSWORD"}
        assert given <= names, given - names


def test_every_setting_of_the_environment_reaches_the_containers() -> None:
    names = {PREFIX + field.name.upper() for field in msgspec.structs.fields(Settings)}
    for service in OURS:
        environment = COMPOSE["services"][service]["environment"]
        passed = {name for name, value in environment.items() if f"${{{name}:-" in value}
        assert names - passed == FIXED, service


def test_containers_are_published_on_loopback_only_and_stop_gently() -> None:
    for name, service in COMPOSE["services"].items():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ())), name
        assert service["stop_grace_period"], name
        assert service["restart"] == "unless-stopped", name


def test_what_holds_data_has_a_volume_and_a_health_check() -> None:
    for name in ("postgres", "redis"):
        assert COMPOSE["services"][name]["volumes"], name
        assert COMPOSE["services"][name]["healthcheck"]["test"], name


def test_the_image_runs_as_a_numbered_user_and_says_whether_it_is_well() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert "USER 10001:10001" in lines
    assert any(line.startswith("HEALTHCHECK") for line in lines)
