"""`parley reread`: the archive is read again, now and with all processors."""

import asyncio
import datetime as dt
from contextlib import closing
from functools import partial

import click
from rich.console import Console
from rich.progress import Progress

from service.cli.opening import record, record_and_hints
from service.queues.hints import Hints
from service.reading import ReadingPool, extractor, versions
from service.rereading import Reread, reread
from service.settings import Settings
from service.store import articles, readings
from service.store.database import Database

_BATCH = 100


@click.command("reread")
@click.option("--status", is_flag=True, help="Only tell how many articles are to be read again.")
@click.pass_obj
def reread_command(settings: Settings, status: bool) -> None:
    """Read those articles again whose reading is of another extractor or knowledge than now.

    Running workers do the same in the background, without haste. Ids and corrections stay.
    """
    click.echo(asyncio.run(_status(settings) if status else _reread(settings)))


async def _status(settings: Settings) -> str:
    async with record(settings) as db:
        outdated = await readings.count_outdated(db, *versions(settings.knowledge))
        return f"{outdated} of {await articles.count(db)} articles are to be read again"


async def _reread(settings: Settings) -> str:
    pool = ReadingPool(partial(extractor, settings.knowledge, settings.suggesters))
    with closing(pool):
        async with record_and_hints(settings) as (db, hints):
            done = await _all(db, pool, versions(settings.knowledge), hints)
    return f"{done.taken} read again, {done.changed} changed, {len(done.left)} left as they were"


async def _all(db: Database, pool: ReadingPool, wanted: tuple[str, str], hints: Hints) -> Reread:
    done = Reread()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=await readings.count_outdated(db, *wanted))
        while ids := await readings.outdated(db, *wanted, limit=_BATCH, leaving_out=done.left):
            found = await reread(db, pool.read, ids, dt.datetime.now(dt.UTC))
            left = {**done.left, **found.left}
            done = Reread(done.taken + found.taken, done.changed + found.changed, left)
            progress.update(task, advance=found.taken)
            if found.changed:
                await hints.wake("monitor")
    return done


COMMANDS = (reread_command,)
