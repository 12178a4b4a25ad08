"""`parley read`: what Parley understands of a page, with the words underlined."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from service.cli.inputs import read_file
from service.domain.actors import ActorMention
from service.domain.articles import Document, Reading
from service.domain.ids import ActorId
from service.domain.meetings import Claim
from service.domain.spans import Evidence
from service.domain.suggestions import Suggestion
from service.reading import extractor
from service.settings import Settings

_STYLES = {
    "person": "underline cyan",
    "state": "underline blue",
    "organization": "underline magenta",
    "armed_group": "underline magenta",
}
_MEETING = "bold green"
_NOT_READ = "dim"
_READ_BLOCKS = ("title", "subtitle", "body")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print the reading as JSON.")
@click.option("--url", help="Where the page is from.")
@click.option("--published", metavar="DATE", help="The publication date, if it is known.")
@click.pass_obj
def read(
    settings: Settings, file: str, as_json: bool, url: str | None, published: str | None
) -> None:
    """Print what Parley reads in FILE (text or HTML; `-` is the standard input).

    In a terminal the text comes with its facts underlined, else the reading comes as JSON.
    """
    content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    document = read_file(Path(file), content, url=url, published=published)
    reading = extractor(settings.knowledge, settings.suggesters)(document)
    if as_json or not sys.stdout.isatty():
        click.echo(msgspec.json.format(msgspec.json.encode(reading), indent=2))
        return
    show(Console(), document, reading)


def show(console: Console, document: Document, reading: Reading) -> None:
    """Print a document with its facts underlined, then the facts as tables."""
    console.print(underlined(document, reading))
    console.rule("what this says")
    _head(console, reading)
    _actors(console, reading.actors)
    names = {mention.actor: mention.name for mention in reading.actors}
    _meetings(console, reading.claims, names)
    _suggestions(console, reading.suggestions)


def underlined(document: Document, reading: Reading) -> Text:
    """Return the raw text: actors underlined by type, meetings bold, what is not read dim."""
    text = Text(document.raw)
    for block in reading.blocks:
        if block.kind not in _READ_BLOCKS:
            text.stylize(_NOT_READ, block.span.start, block.span.end)
    for mention in reading.actors:
        _mark(text, mention.evidence, _STYLES[mention.type])
    for claim in reading.claims:
        _mark(text, claim.evidence[:1], _MEETING)
    return text


def _mark(text: Text, evidence: Iterable[Evidence], style: str) -> None:
    for words in evidence:
        text.stylize(style, words.start, words.end)


def _head(console: Console, reading: Reading) -> None:
    for name, value in (
        ("title", reading.title),
        ("publisher", reading.publisher),
        ("published", reading.published_on),
        ("language", reading.language),
    ):
        found = reading.found.get("published_on" if name == "published" else name)
        how = f" [dim]({found.how})[/]" if found else ""
        console.print(f"[bold]{name:10}[/] {escape(str(value or 'unknown'))}{how}")
    verdict = "yes" if reading.relevant else "no"
    about = ", ".join(match.process for match in reading.processes) or "no known process"
    console.print(f"[bold]relevant[/]   {verdict} ({reading.relevance:.2f}): {about}")


def _actors(console: Console, mentions: Iterable[ActorMention]) -> None:
    table = Table("actor", "type", "country", "role", "words", title="actors", title_justify="left")
    for mention in mentions:
        words = ", ".join(dict.fromkeys(escape(found.text) for found in mention.evidence[:4]))
        known = " [dim](new)[/]" if mention.discovered else ""
        table.add_row(
            escape(mention.name) + known,
            mention.type,
            mention.country or "",
            escape(mention.role or ""),
            words,
        )
    console.print(table)


def _meetings(console: Console, claims: Iterable[Claim], names: dict[ActorId, str]) -> None:
    console.print("\n[italic]meetings[/]")
    for claim in claims:
        place = ", ".join(filter(None, (claim.city, claim.country)))
        facts = (claim.status, _when(claim), place, "; ".join(_who(claim, names)))
        console.print(f"[{_MEETING}]{claim.kind}[/] " + " · ".join(filter(None, facts)))
        console.print(f"  [dim]“{escape(' '.join(claim.evidence[0].text.split()))}”[/]")


def _suggestions(console: Console, suggestions: Iterable[Suggestion]) -> None:
    for one in suggestions:
        by = f"[dim]{escape(one.model)} {escape(one.version)}, {one.score:.2f}[/]"
        console.print(f"suggested: {escape(one.name)} ({one.type}) {by}")


def _when(claim: Claim) -> str:
    if claim.when is None:
        return ""
    cut = {"day": 10, "month": 7, "year": 4}[claim.when.precision]
    end = f" to {claim.when.end}" if claim.when.end else ""
    return claim.when.date.isoformat()[:cut] + end


def _who(claim: Claim, names: dict[ActorId, str]) -> Iterator[str]:
    for party in claim.parties:
        role = "" if party.role == "participant" else f" ({party.role})"
        yield escape(names.get(party.actor, party.actor)) + role


COMMANDS = (read,)
