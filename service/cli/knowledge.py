"""`parley knowledge`: whether the data files are sound, and whether they are still true."""

import asyncio
import datetime as dt
from collections import Counter
from pathlib import Path

import click

from service.cli.opening import record
from service.domain.articles import Reading
from service.knowledge.check import Finding
from service.knowledge.check import check as stale
from service.knowledge.load import load
from service.knowledge.model import Knowledge
from service.settings import Settings
from service.store import articles
from service.store.database import Connection

_PAGE = 200


@click.group()
def knowledge() -> None:
    """Check the data files: names, offices, processes."""


@knowledge.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--days", default=60, show_default=True, help="How far back articles are looked at.")
@click.pass_obj
def check(settings: Settings, files: tuple[Path, ...], days: int) -> None:
    """Load all data files, with FILES over them, and find offices that have changed hands.

    A new holder is told by the kept articles of the last days: the known one is not named with
    the title, another person is. Exit status 1 if a file is wrong.
    """
    known = load([*(Path(path) for path in settings.knowledge), *files])
    click.echo(_counts(known))
    for finding in asyncio.run(_findings(settings, known, days)):
        click.echo(finding)


def _counts(known: Knowledge) -> str:
    told: dict[str, int] = Counter(actor.type for actor in known.actors.values())
    told |= {
        "place": len(known.places),
        "process": len(known.processes),
        "outlet": len(known.outlets),
        "lexicon": len(known.lexicons),
    }
    return ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in told.items())


async def _findings(settings: Settings, known: Knowledge, days: int) -> tuple[Finding, ...]:
    now = dt.datetime.now(dt.UTC)
    async with record(settings) as db:
        readings = await _recent(db, now - dt.timedelta(days=days))
    return stale(known, readings, now.date(), days)


async def _recent(db: Connection, since: dt.datetime) -> list[Reading]:
    wanted = articles.ArticleFilter(received_since=since)
    readings: list[Reading] = []
    page = await articles.find(db, wanted, limit=_PAGE)
    while page.items:
        kept = await articles.get_many(db, [item.id for item in page.items])
        readings.extend(article.reading for article in kept.values())
        if page.next is None:
            break
        page = await articles.find(db, wanted, after=page.next, limit=_PAGE)
    return readings


COMMANDS = (knowledge,)
