"""`parley seal`: what is secret in the database is encrypted by the first key."""

import asyncio

import click
from msgspec import structs

from service.cli.opening import record
from service.errors import Invalid
from service.settings import Settings
from service.store import subscriptions
from service.store.database import Database


@click.command()
@click.pass_obj
def seal(settings: Settings) -> None:
    """Encrypt all signing secrets and custom headers by the first key of PARLEY_SECRET_KEY.

    Run it after a key was set or changed; then keys behind the first may go.
    """
    if not settings.secret_key:
        raise Invalid("PARLEY_SECRET_KEY", "There is no key to encrypt with.")
    click.echo(f"{asyncio.run(_seal(settings))} subscriptions were encrypted anew")


async def _seal(settings: Settings) -> int:
    async with record(settings) as db:
        await subscriptions.check_keys(db)
        return await seal_all(db)


async def seal_all(db: Database) -> int:
    """Write every subscription anew whose secrets another key, or none, sealed; return how many."""
    done = 0
    while ids := await subscriptions.unsealed(db):
        async with db.transaction() as tx:
            for id in ids:
                await subscriptions.update(tx, id, structs.replace)
        done += len(ids)
    return done


COMMANDS = (seal,)
