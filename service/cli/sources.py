"""`parley sources`: what is watched for news."""

import asyncio
import datetime as dt
import typing
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from service.cli.countries import check_country
from service.cli.opening import record_and_hints
from service.domain.ids import SourceId
from service.domain.sources import Source, SourceKind, SourceState, Watched
from service.errors import Invalid
from service.settings import Settings
from service.sources.new import from_opml, from_toml, new_source, to_opml
from service.store import sources as store
from service.store.database import Database

T = TypeVar("T")


@click.group()
def sources() -> None:
    """Add, list and remove the feeds and pages that are watched."""


@sources.command()
@click.argument("url")
@click.option("--kind", type=click.Choice(typing.get_args(SourceKind)), default="feed")
@click.option("--name", help="Its name; the host is taken when none is given.")
@click.option("--country", help="Where it is published, ISO 3166 alpha-2.")
@click.option("--language", help="The language of its items, ISO 639.")
@click.option("--owner", help="Who owns it.")
@click.option("--state-run", is_flag=True, help="A state owns or directs it.")
@click.option("--pattern", help="For a page: which links are articles, such as */news/*.")
@click.option("--old-alerts", is_flag=True, help="Raise alerts for its past too.")
@click.pass_obj
def add(settings: Settings, /, url: str, **values: Any) -> None:
    """Watch a feed, a page, or (--kind folder) a folder of this machine."""
    url = str(Path(url).resolve()) if values["kind"] == "folder" else url
    made = new_source(url=url, now=_now(), **values)
    if made.country is not None:
        check_country(settings, "country", made.country)
    added = _run(settings, lambda db: _add(db, [made]))
    click.echo(f"{made.id}  {'added' if added else 'known already'}")


@sources.command("list")
@click.option("--failing", is_flag=True, help="Only those whose last look failed.")
@click.pass_obj
def list_sources(settings: Settings, failing: bool) -> None:
    """List all sources, and how they fare."""
    for one in _run(settings, store.every):
        if one.health.failures or not failing:
            click.echo(_line(one))


@sources.command()
@click.argument("source_id")
@click.pass_obj
def remove(settings: Settings, source_id: str) -> None:
    """Stop watching a source; the articles it brought stay."""

    async def run(db: Database) -> None:
        async with db.transaction() as tx:
            await store.remove(tx, SourceId(source_id))

    _run(settings, run)
    click.echo(f"{source_id} is removed.")


@sources.command()
@click.argument("source_id")
@click.pass_obj
def pause(settings: Settings, source_id: str) -> None:
    """Pause a source: it is not looked at."""
    _set_state(settings, source_id, "paused")


@sources.command()
@click.argument("source_id")
@click.pass_obj
def resume(settings: Settings, source_id: str) -> None:
    """Watch a source again, also one that was disabled."""
    _set_state(settings, source_id, "active")


@sources.command()
@click.argument("source_id")
@click.pass_obj
def poll(settings: Settings, source_id: str) -> None:
    """Have a running worker look at a source now."""

    async def run(db: Database) -> Watched:
        async with db.transaction() as tx:
            return await store.poll_at(tx, SourceId(source_id), _now())

    click.echo(_line(_run(settings, run)))


@sources.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.pass_obj
def import_sources(settings: Settings, files: tuple[Path, ...]) -> None:
    """Add the sources of OPML files, or of TOML files such as those in seeds/sources."""
    read = [_read(file) for file in files]
    made = [source for sources, _ in read for source in sources]
    refused = [line for _, lines in read for line in lines]
    added = _run(settings, lambda db: _add(db, made))
    for line in refused:
        click.echo(line, err=True)
    told = f", {len(refused)} refused" if refused else ""
    click.echo(f"{added} added, {len(made) - added} known already{told}")


@sources.command()
@click.pass_obj
def export(settings: Settings) -> None:
    """Print all feeds as OPML."""
    found = _run(settings, store.every)
    click.echo(to_opml(one.source for one in found).decode(), nl=False)


def _read(file: Path) -> tuple[list[Source], list[str]]:
    """Return a file's sources, and what is wrong with others in it."""
    content = file.read_bytes()
    if file.suffix != ".toml":
        return from_opml(content, _now())
    try:
        return from_toml(content.decode("utf-8"), _now()), []
    except UnicodeDecodeError:
        raise Invalid("sources", f"{file} is not UTF-8.") from None


async def _add(db: Database, made: Iterable[Source]) -> int:
    async with db.transaction() as tx:
        return sum([await store.add(tx, source, source.created_at) for source in made])


def _set_state(settings: Settings, id: str, state: SourceState) -> None:
    async def run(db: Database) -> Watched:
        async with db.transaction() as tx:
            return await store.set_state(tx, SourceId(id), state, None, _now())

    click.echo(_line(_run(settings, run)))


def _line(watched: Watched) -> str:
    source, health = watched.source, watched.health
    last = f"{health.last_success_at:%Y-%m-%d %H:%M}" if health.last_success_at else "never"
    told = f"{source.id}  {source.state:8} {last:16} {health.taken:6}  {source.name}  {source.url}"
    return f"{told}  ({health.failures}x {health.last_error})" if health.failures else told


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _run(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    async def run() -> T:
        async with record_and_hints(settings) as (db, hints):
            done = await work(db)
            await hints.wake("poll")
            return done

    return asyncio.run(run())


COMMANDS = (sources,)
