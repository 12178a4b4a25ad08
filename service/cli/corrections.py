"""`parley correct` and `parley corrections`: what people decide about the record."""

import asyncio
import datetime as dt
import getpass
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

import click
import msgspec

from service import corrections as decisions
from service.cli.countries import check_country
from service.cli.opening import record_and_hints
from service.corrections import Decision
from service.domain.corrections import Correction, CorrectionId, CorrectionKind
from service.queues.hints import Hints
from service.settings import Settings
from service.store import corrections as store
from service.store.database import Database

T = TypeVar("T")
_PAGE = 200


@click.group()
@click.option("--author", default=getpass.getuser, show_default="you", help="Who decides.")
@click.option("--reason", help="Why.")
@click.pass_context
def correct(context: click.Context, author: str, reason: str | None) -> None:
    """Correct the record: it holds when articles are read again, and can be undone.

    Meetings go by id (mtg_…), actors by id or slug.
    """
    context.meta["why"] = {"author": author, "reason": reason}


def _decision(kind: CorrectionKind, **values: Any) -> None:
    context = click.get_current_context()
    decision = Decision(kind=kind, **values, **context.meta["why"])

    async def run(db: Database, hints: Hints) -> Correction:
        return await decisions.decide(
            db, decision, now=_now(), notify=lambda: hints.wake("monitor")
        )

    click.echo(_line(_run(context.obj, run)))


def _named(ids: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {"meetings" if ids[0].startswith("mtg_") else "actors": ids}


@correct.command()
@click.argument("ids", nargs=-1, required=True, metavar="MEETING|ACTOR...")
def merge(ids: tuple[str, ...]) -> None:
    """These are one meeting, or one actor (the first is kept)."""
    _decision("merge", **_named(ids))


@correct.command()
@click.argument("id_", metavar="MEETING|ACTOR")
@click.argument("ids", nargs=-1, metavar="CLAIM|ARTICLE|ACTOR...")
@click.option("--country", "countries", multiple=True, help="Of which the other person is.")
@click.pass_obj
def split(settings: Settings, id_: str, ids: tuple[str, ...], countries: tuple[str, ...]) -> None:
    """These claims of a meeting, or all of these articles, tell of another one.

    Of actors that were merged: the others are not the first. Of a person who is in truth two:
    these articles mean the other one, or all in which it is of a country.
    """
    articles = tuple(id for id in ids if id.startswith("art_"))
    rest = tuple(id for id in ids if not id.startswith("art_"))
    if id_.startswith("mtg_"):
        _decision("split", meetings=(id_,), claims=rest, articles=articles)
    else:
        for country in countries:
            check_country(settings, "country", country)
        _decision("split", actors=(id_, *rest), articles=articles, countries=countries)


@correct.command()
@click.argument("id_", metavar="MEETING|ACTOR")
@click.argument("field")
@click.argument("value")
@click.pass_obj
def pin(settings: Settings, id_: str, field: str, value: str) -> None:
    """A field of a meeting or an actor has this value, whatever is reported.

    VALUE is JSON or plain text.
    """
    told = _value(value)
    if field == "country" and isinstance(told, str):
        check_country(settings, "value", told)
    _decision("pin", **_named((id_,)), field=field, value=told)


@correct.command()
@click.argument("id_", metavar="MEETING|ACTOR")
def hide(id_: str) -> None:
    """Do not show this meeting or actor."""
    _decision("hide", **_named((id_,)))


@correct.command()
@click.argument("actor")
@click.argument("name")
def rename(actor: str, name: str) -> None:
    """An actor's name is another; the old one stays an alias."""
    _decision("rename", actors=(actor,), value=name)


@correct.command()
@click.argument("actor")
@click.argument("name")
def alias(actor: str, name: str) -> None:
    """An actor is called this too."""
    _decision("alias", actors=(actor,), value=name)


@correct.command()
@click.argument("correction")
@click.pass_obj
def undo(settings: Settings, correction: str) -> None:
    """Take a correction back."""

    async def run(db: Database, hints: Hints) -> Correction:
        id = CorrectionId(correction)
        return await decisions.undo(db, id, now=_now(), notify=lambda: hints.wake("monitor"))

    click.echo(_line(_run(settings, run)))


@click.command("corrections")
@click.option("--gold", is_flag=True, help="Print those in force with their claims, as NDJSON.")
@click.pass_obj
def list_corrections(settings: Settings, gold: bool) -> None:
    """List corrections, the newest first, those taken back too."""

    async def run(db: Database, _: Hints) -> None:
        async for correction in _all(db):
            if not gold:
                click.echo(_line(correction))
            elif correction.undone_at is None:
                line = await decisions.gold(db, correction)
                click.echo(msgspec.json.encode(line).decode())

    _run(settings, run)


async def _all(db: Database) -> AsyncIterator[Correction]:
    page = await store.find(db, limit=_PAGE)
    while True:
        for correction in page.items:
            yield correction
        if page.next is None:
            return
        page = await store.find(db, after=page.next, limit=_PAGE)


def _line(told: Correction) -> str:
    about = ", ".join((*told.actors, *told.claims))
    what = f"{told.field} = {told.value}" if told.field else told.value or ""
    state = "undone" if told.undone_at else "in force"
    facts = (told.id, f"{told.created_at:%Y-%m-%d}", state, told.kind, about, what, told.author)
    return "  ".join(str(fact) for fact in (*facts, told.reason or "") if fact)


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _run(settings: Settings, work: Callable[[Database, Hints], Awaitable[T]]) -> T:
    async def run() -> T:
        async with record_and_hints(settings) as (db, hints):
            return await work(db, hints)

    return asyncio.run(run())


COMMANDS = (correct, list_corrections)
