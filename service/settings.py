"""The settings, read once from the environment and passed on."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from service.domain.addresses import parse_networks
from service.domain.misfits import misfit
from service.domain.targets import parse_proxy
from service.errors import Invalid

DatabaseUrl = Annotated[
    str,
    Meta(
        pattern="^(sqlite:///.|postgres(ql)?://)",
        description="`sqlite:///path` or `postgresql://user:password@host:5432/name`.",
    ),
]
RedisUrl = Annotated[
    str,
    Meta(
        pattern="^(rediss?|unix)://",
        description="`redis://host:6379/0`, `rediss://…` or `unix:///path`.",
    ),
]
PREFIX = "PARLEY_"
# What a person's own machine may reach unless told otherwise: itself.
LOOPBACK = ("127.0.0.0/8", "::1/128")


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings with their defaults; `docs/operations.md` says what each one is for.

    Lists are written with commas. An empty variable counts as not set.
    """

    data: str = "data"
    database_url: DatabaseUrl | None = None
    redis_url: RedisUrl | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] = 8000
    metrics_port: Annotated[int, Meta(ge=0, le=65535)] = 0
    api_workers: Annotated[int, Meta(ge=1, le=64)] = 1
    redis_server: str | None = None
    auth: Literal["auto", "keys", "on", "off"] = "auto"
    key: str | None = None
    max_body_bytes: Annotated[int, Meta(ge=1024)] = 10_000_000
    knowledge: tuple[str, ...] = ()
    suggesters: tuple[str, ...] = ()
    allowed_networks: tuple[str, ...] = ()
    egress_proxy: str | None = None
    secret_key: tuple[Annotated[str, Meta(min_length=20)], ...] = ()
    deliver_slots: Annotated[int, Meta(ge=1, le=1000)] = 512
    deliver_timeout: Annotated[float, Meta(ge=1, le=30)] = 15.0
    sources: Literal["on", "off"] = "off"
    backfill_days: Annotated[int, Meta(ge=0, le=36_500)] = 3
    poll_slots: Annotated[int, Meta(ge=1, le=1000)] = 128
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["text", "json"] = "text"

    @property
    def database(self) -> str:
        """The database's URL: the one that is set, or a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data}/parley.db"

    @property
    def redis(self) -> str:
        """The Redis URL: the one that is set, or the socket of the embedded server."""
        return self.redis_url or f"unix://{embedded_socket(self.data)}"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read `PARLEY_PORT` and the like.

        Raises Invalid, naming the variable, for a wrong value and for a name that is not a
        setting: a misspelt variable must not silently leave the default in force.
        """
        values: dict[str, Any] = {}
        for variable, value in environ.items():
            if not variable.startswith(PREFIX) or value == "":
                continue
            name = variable.removeprefix(PREFIX).lower()
            values[name] = _split(value) if name in _LISTS else value
        return cls._checked(values)

    @classmethod
    def _checked(cls, values: dict[str, Any]) -> Self:
        for name, value in values.items():
            if name not in cls.__struct_fields__:
                raise Invalid(f"{PREFIX}{name.upper()}", "There is no such setting.")
            try:
                msgspec.convert({name: value}, cls, strict=False)
            except msgspec.ValidationError as error:
                told = misfit(error, cls)
                raise Invalid(f"{PREFIX}{name.upper()}", told.message) from None
            if check := _CHECKS.get(name):
                _check(name, value, check)
        return msgspec.convert(values, cls, strict=False)


def _check(name: str, value: Any, check: Callable[[Any], object]) -> None:
    variable = f"{PREFIX}{name.upper()}"
    try:
        check(value)
    except Invalid as error:
        raise Invalid(variable, error.message) from None
    except ValueError as error:
        raise Invalid(variable, f"This is not a URL: {error}.") from None


def embedded_socket(data: str) -> Path:
    """Return the path of the embedded Redis-protocol server's socket for a data folder.

    A socket's path must be shorter than 108 bytes, so one far from the root is put in the user's
    runtime folder (or the temporary one) under a name that follows from the data folder.
    """
    folder = Path(data).resolve()
    socket = folder / "redis" / "socket"
    if len(os.fsencode(socket)) < 100:
        return socket
    name = f"parley-{os.getuid()}-{hashlib.blake2b(os.fsencode(folder), digest_size=6).hexdigest()}"
    return Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / name / "socket"


def _split(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


_CHECKS: dict[str, Callable[[Any], object]] = {
    "database_url": lambda url: urlsplit(url).port,
    "redis_url": lambda url: urlsplit(url).port,
    "allowed_networks": parse_networks,
    "egress_proxy": parse_proxy,
}
_LISTS = {f.name for f in msgspec.structs.fields(Settings) if f.default == ()}
