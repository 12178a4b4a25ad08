"""`parley eval`: how well the reader does on labelled articles."""

from pathlib import Path
from typing import get_args

import click

from service.evaluation import run
from service.evaluation.gold_claims import clusters_of
from service.evaluation.groups import Groups
from service.extraction.extract import Extractor
from service.knowledge.load import load
from service.settings import Settings


@click.command("eval")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--bare", is_flag=True, help="Give the text alone, without url and date.")
@click.option(
    "--gold-claims", is_flag=True, help="Resolve the labelled meetings: resolution alone."
)
@click.option("--lang", help="Only articles of this language, such as `en`.")
@click.option(
    "--predictions",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what was read, a JSON object per article, to this file.",
)
@click.option(
    "--recorded",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Tell what was won and lost against the result in this file; made if it is not there.",
)
@click.option(
    "--by", type=click.Choice(get_args(Groups)), help="Print the figures of each of these too."
)
@click.pass_obj
def evaluate(
    settings: Settings,
    folder: Path,
    bare: bool,
    gold_claims: bool,
    lang: str | None,
    predictions: Path | None,
    recorded: Path | None,
    by: Groups | None,
) -> None:
    """Read the labelled articles of FOLDER and print precision, recall and F1."""
    if not (folder / "gold.jsonl").exists():
        raise click.BadParameter(f"{folder} holds no gold.jsonl", param_hint="FOLDER")
    if gold_claims:
        figures = clusters_of(folder)
        click.echo("clusters    B3 P {:.3f} R {:.3f} F1 {:.3f}".format(*figures))
        return
    extractor = Extractor(load([Path(path) for path in settings.knowledge]))
    result = run(
        folder,
        extractor,
        bare=bare,
        predictions=predictions,
        language=lang,
        recorded=recorded,
        by=by,
    )
    click.echo(result.text())


COMMANDS = (evaluate,)
