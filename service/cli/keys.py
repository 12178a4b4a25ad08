"""`parley keys`: the API keys of this record."""

import asyncio
import datetime as dt
import typing

import click

from service.cli.opening import record
from service.domain.ids import KeyId
from service.domain.keys import Scope
from service.settings import Settings
from service.store import keys as store


@click.group()
def keys() -> None:
    """Add, list and revoke API keys."""


@keys.command()
@click.argument("name")
@click.option(
    "--scope",
    type=click.Choice(typing.get_args(Scope)),
    default="read",
    show_default=True,
    help="What the key may do; a wider scope holds the narrower.",
)
@click.pass_obj
def add(settings: Settings, name: str, scope: Scope) -> None:
    """Make a key and print its token, which is shown this once."""

    async def run() -> str:
        async with record(settings) as db:
            return (await store.add(db, name, [scope], now=dt.datetime.now(dt.UTC)))[1]

    click.echo(asyncio.run(run()))


@keys.command("list")
@click.pass_obj
def list_keys(settings: Settings) -> None:
    """List all keys, the revoked ones too."""

    async def run() -> list[str]:
        async with record(settings) as db:
            return [
                f"{key.id}  {','.join(key.scopes):6} {key.created_at:%Y-%m-%d}"
                f"  {'revoked' if key.revoked_at else 'active '}  {key.name}"
                for key in await store.listed(db)
            ]

    for line in asyncio.run(run()):
        click.echo(line)


@keys.command()
@click.argument("key_id")
@click.pass_obj
def revoke(settings: Settings, key_id: str) -> None:
    """Close a key for good."""

    async def run() -> bool:
        async with record(settings) as db:
            return await store.revoke(db, KeyId(key_id), now=dt.datetime.now(dt.UTC))

    if not asyncio.run(run()):
        raise click.ClickException(f"There is no active key {key_id}.")
    click.echo(f"{key_id} is revoked.")


COMMANDS = (keys,)
