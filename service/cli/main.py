"""The group of all commands, and how their errors are told."""

import os
import sys

import click

from service import __version__
from service.cli import (
    corrections,
    deliveries,
    evaluate,
    ingest,
    keys,
    knowledge,
    listen,
    read,
    reread,
    seal,
    sources,
    stack,
)
from service.errors import ParleyError
from service.settings import Settings


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Parley reads the news about peace processes, keeps the record, and tells you of changes."""
    context.obj = Settings.from_env(os.environ)


for module in (
    stack,
    ingest,
    read,
    evaluate,
    knowledge,
    listen,
    keys,
    deliveries,
    corrections,
    reread,
    seal,
    sources,
):
    for command in module.COMMANDS:
        cli.add_command(command)


def main() -> None:
    """Run a command; an error that is ours becomes one line and exit status 1."""
    try:
        cli(prog_name="parley")
    except ParleyError as error:
        click.echo(f"parley: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has gone (`parley ... | head`); that is no error.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        sys.exit(0)
