"""Commands that run Parley: all of it on this machine, or one part as a container does."""

import asyncio
import os
import sys

import click
import httpx

from service import logs
from service.settings import Settings
from service.stack.seeds import prepare
from service.stack.up import api_words, up


@click.command("up")
@click.pass_obj
def up_command(settings: Settings) -> None:
    """Start everything on this machine and keep it running until Ctrl-C."""
    logs.set_up(settings)
    asyncio.run(up(settings, click.echo))


@click.command()
@click.pass_obj
def api(settings: Settings) -> None:
    """Serve the API alone (migrates first, and loads the starter record once)."""
    logs.set_up(settings)
    asyncio.run(prepare(settings))
    words = api_words(settings)
    os.execv(words[0], words)  # noqa: S606 - the program is this interpreter


@click.command()
@click.argument("roles", nargs=-1)
@click.pass_obj
def workers(settings: Settings, roles: tuple[str, ...]) -> None:
    """Run workers alone: poll, monitor, deliver, reread, clock, or all of them."""
    logs.set_up(settings)
    asyncio.run(prepare(settings, seeds=False))
    words = (sys.executable, "-m", "workers", *roles)
    os.execv(words[0], words)  # noqa: S606 - the program is this interpreter


@click.command("migrate")
@click.pass_obj
def migrate_command(settings: Settings) -> None:
    """Bring the database to the newest schema."""
    asyncio.run(prepare(settings, seeds=False))
    click.echo(f"{settings.database.split('@')[-1]} is at the newest schema.")


@click.command()
@click.option("--workers", is_flag=True, help="Ask the workers instead of the API.")
@click.pass_obj
def healthy(settings: Settings, workers: bool) -> None:
    """Exit with 0 if the API of this container is ready, with 1 if not."""
    where = f"{settings.metrics_port}/healthz" if workers else f"{settings.port}/readyz"
    try:
        answer = httpx.get(f"http://127.0.0.1:{where}", timeout=4, trust_env=False)
    except httpx.HTTPError as error:
        raise click.ClickException(f"There is no answer: {error}") from error
    if not answer.is_success:
        raise click.ClickException(f"It is not ready: {answer.text}")


COMMANDS = (up_command, api, workers, migrate_command, healthy)
