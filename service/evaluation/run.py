"""The evaluation of a folder: read, predict, resolve, score. The only part that touches files."""

import datetime as dt
import gc
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from service.domain.articles import Document, Reading
from service.domain.ids import ClaimId
from service.evaluation.changes import Record, changes, record
from service.evaluation.groups import Groups, by_group
from service.evaluation.predictions import line
from service.evaluation.report import report
from service.evaluation.scores import Scores, score
from service.extraction.extract import Extractor
from service.knowledge.model import Knowledge
from service.resolution.resolve import resolve

Line = dict[str, Any]


class Result(Struct):
    """The scores of a folder, the predictions behind them, and how fast the reading was.

    `changes` tells what was won and lost against a recorded result, `groups` the figures apart.
    """

    scores: Scores
    predictions: list[Line]
    per_second: float
    changes: list[str] = []
    groups: list[str] = []

    def text(self) -> str:
        """Return the figures as lines of text."""
        figures = report(self.scores, self.per_second)
        return "\n".join((figures, *self.groups, *self.changes))


def run(
    folder: Path,
    extractor: Extractor,
    *,
    bare: bool = False,
    predictions: Path | None = None,
    language: str | None = None,
    recorded: Path | None = None,
    by: Groups | None = None,
) -> Result:
    """Read and score a folder of the gold format (`texts/ID.txt`, `gold.jsonl`).

    With `bare` the texts come alone; else url and publication day as a feed would give them.
    `predictions` is a file to write the predictions to, `language` limits the articles.
    `recorded` is a file with an earlier result: what was won and lost since is told; it is written
    if it is not there yet. `by` tells the figures of each process, language or publisher too.

    Raises:
        OSError: the folder does not hold what it should.
    """
    gold = [label for label in _gold(folder) if language in (None, label["language"])]
    documents = [_document(folder, label, bare=bare) for label in gold]
    _warm(extractor, documents, gold)
    gc.collect()
    gc.freeze()  # as where articles are read for good: the knowledge stays
    start = time.perf_counter()
    readings = [extractor.read(document) for document in documents]
    taken = time.perf_counter() - start
    lines = predict([label["id"] for label in gold], readings, extractor.knowledge)
    if predictions is not None:
        encode = msgspec.json.encode
        predictions.write_bytes(b"".join(encode(entry) + b"\n" for entry in lines))
    predicted = {entry["id"]: entry for entry in lines}
    scores = score(gold, predicted)
    groups = by_group(gold, predicted, by) if by else []
    return Result(scores, lines, len(gold) / (taken or 1.0), _since(recorded, scores), groups)


def _since(recorded: Path | None, scores: Scores) -> list[str]:
    if recorded is None:
        return []
    if not recorded.exists():
        recorded.write_bytes(msgspec.json.encode(record(scores)))
        return []
    before = msgspec.json.decode(recorded.read_bytes(), type=Record)
    return changes(before, record(scores))


def _warm(extractor: Extractor, documents: Sequence[Document], gold: Sequence[Line]) -> None:
    """Read one text of each language, so that compiling its words is not counted as reading."""
    by_language = {
        label["language"]: document for label, document in zip(gold, documents, strict=True)
    }
    for document in by_language.values():
        extractor.read(document)


def predict(ids: Sequence[str], readings: Sequence[Reading], knowledge: Knowledge) -> list[Line]:
    """Return the predictions of readings, their meetings resolved over all of them."""
    meeting_of = _resolved(readings, knowledge)
    return [
        line(id, reading, knowledge, meeting_of) for id, reading in zip(ids, readings, strict=True)
    ]


def _resolved(readings: Sequence[Reading], knowledge: Knowledge) -> Mapping[ClaimId, str]:
    actors = {actor.id: actor for actor in knowledge.actors.values()}
    actors |= {actor.id: actor for reading in readings for actor in reading.discovered}
    meetings = resolve((claim for reading in readings for claim in reading.claims), actors)
    return {claim: meeting.id for meeting in meetings for claim in meeting.claims}


def _gold(folder: Path) -> list[Line]:
    text = (folder / "gold.jsonl").read_text(encoding="utf-8")
    return [msgspec.json.decode(entry) for entry in text.splitlines() if entry.strip()]


def _document(folder: Path, label: Line, *, bare: bool) -> Document:
    raw = (folder / "texts" / f"{label['id']}.txt").read_text(encoding="utf-8")
    if bare:
        return Document(raw=raw)
    day = label.get("published")
    return Document(
        raw=raw,
        url=label.get("url"),
        published_on=dt.date.fromisoformat(day) if day else None,
    )
