"""`parley ingest`: files, folders, web pages and streams, into the record."""

import asyncio
import datetime as dt
import sys
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from functools import partial

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from service.bulk import ingest_many
from service.cli.inputs import Found, found
from service.cli.opening import record_and_hints
from service.domain.articles import Document
from service.errors import ParleyError
from service.ingest import Ingested
from service.reading import ReadingPool, extractor
from service.settings import Settings


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="PATH|URL|-...")
@click.option("--quiet", is_flag=True, help="Print the errors only.")
@click.pass_obj
def ingest(settings: Settings, inputs: tuple[str, ...], quiet: bool) -> None:
    """Read files, folders, web pages or the standard input, and keep them.

    Folders are taken with all below. Files are text, HTML, NDJSON (an article a line, as
    `POST /v1/articles/batch` takes it), JSON (one article), web archives (WARC) or mailboxes
    (mbox); the standard input is NDJSON if it begins with `{`. What is known already is not taken
    twice. A bad one is told, and the others are kept.
    """
    told = asyncio.run(_ingest(settings, inputs, quiet))
    click.echo(f"{told['new']} new, {told['known']} known, {told['failed']} failed")
    if told["failed"]:
        sys.exit(1)


async def _ingest(settings: Settings, inputs: Sequence[str], quiet: bool) -> dict[str, int]:
    told = {"new": 0, "known": 0, "failed": 0}
    places: deque[str] = deque()
    pool = ReadingPool(partial(extractor, settings.knowledge, settings.suggesters))
    with closing(pool), _progress(quiet) as progress:
        async with record_and_hints(settings) as (db, hints):
            outcomes = ingest_many(
                db,
                pool.read,
                _noting(places, found(settings, inputs)),
                clock=lambda: dt.datetime.now(dt.UTC),
                notify=lambda: hints.wake("monitor"),
            )
            task = progress.add_task("reading", total=None)
            async for outcome in outcomes:
                told[_kind(outcome)] += 1
                where = places.popleft()
                if isinstance(outcome, ParleyError):
                    progress.console.print(f"{where}: {outcome}", markup=False, soft_wrap=True)
                progress.update(task, advance=1, description=f"{told['new']} new")
    return told


def _kind(outcome: Ingested | ParleyError) -> str:
    if isinstance(outcome, ParleyError):
        return "failed"
    return "new" if outcome.created else "known"


def _progress(quiet: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=quiet,
        transient=True,
    )


async def _noting(
    places: deque[str], documents: AsyncIterator[Found]
) -> AsyncIterator[Document | ParleyError]:
    async for one in documents:
        places.append(one.where)
        yield one.what


COMMANDS = (ingest,)
