"""The evaluation of the development half of the labelled set, and the floors it must keep."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from service.evaluation import Result, run
from service.evaluation.changes import Record, changes
from service.evaluation.groups import by_group
from service.evaluation.matching import same_body, same_person
from service.evaluation.report import total
from service.evaluation.scores import b_cubed, score
from service.extraction.extract import Extractor

GOLD = Path(__file__).parents[1] / "gold" / "dev"


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory, extractor: Extractor) -> Result:
    file = tmp_path_factory.mktemp("eval") / "predictions.jsonl"
    result = run(GOLD, extractor, predictions=file, language="en")
    written = [msgspec.json.decode(line) for line in file.read_bytes().splitlines()]
    assert written == result.predictions
    return result


def test_quality_stays_above_its_floors(result: Result) -> None:
    scores = result.scores
    assert scores.relevance.f1 >= 0.93
    assert scores.processes.f1 >= 0.85
    assert total(scores.actors).f1 >= 0.90
    assert scores.meetings.f1 >= 0.72
    assert scores.fields["status"].value >= 0.85
    assert scores.fields["date"].value >= 0.72
    assert scores.clusters[2] >= 0.90


def test_predictions_have_the_form_of_the_labels(result: Result) -> None:
    for line in result.predictions:
        assert {actor["type"] for actor in line["actors"]} <= {"person", "state", "organization"}
        for meeting in line["meetings"]:
            assert meeting["id"]
            assert meeting["evidence"]
            assert meeting["status"] in {"planned", "ongoing", "held", "cancelled", "proposed"}


def test_a_result_is_recorded_and_compared(tmp_path: Path, extractor: Extractor) -> None:
    file = tmp_path / "recorded.json"
    first = run(GOLD, extractor, language="fr", recorded=file)
    second = run(GOLD, extractor, language="fr", bare=True, recorded=file)
    assert first.changes == []
    assert msgspec.json.decode(file.read_bytes(), type=Record).missed == tuple(first.scores.missed)
    assert all(line[0] in "+-!~" for line in second.changes)


def test_speakers_are_scored_where_quotes_are_labelled() -> None:
    def line(*quotes: tuple[str, str | None]) -> dict[str, Any]:
        told = [{"text": text, "speaker": speaker} for text, speaker in quotes]
        empty: dict[str, Any] = {"processes": [], "actors": [], "meetings": [], "relevant": True}
        return {"id": "1", "quotes": told} | empty

    gold = line(("It will hold", "Ann Rosk"), ("Nobody asked us", None), ("We are ready", "Jo Hed"))
    mine = line(("“It will hold,”", "Rosk"), ("Nobody asked us", "Jo Hed"), ("An aside", "Jo Hed"))
    counted = score([gold], {"1": mine}).speakers
    assert (counted.tp, counted.fp, counted.fn) == (1, 1, 1)


def test_the_figures_of_groups_are_told_apart() -> None:
    gold = [msgspec.json.decode(line) for line in (GOLD / "gold.jsonl").read_bytes().splitlines()]
    perfect = {line["id"]: line for line in gold}
    by, head, *lines = by_group(gold, perfect, "language")
    assert (by, head.split()[0]) == ("by language", "articles")
    assert {line.split()[0] for line in lines} == {line["language"] for line in gold}
    assert sum(int(line.split()[1]) for line in lines) == len(gold)
    told = {line.split()[0] for line in by_group(gold, perfect, "process")[2:]}
    assert told == {name for line in gold for name in line["processes"]} | {"(none)"}
    assert all(line.split()[2] == "1.000" for line in lines)


def test_the_figures_are_told(result: Result) -> None:
    assert "meetings    P " in result.text()


def test_perfect_predictions_score_one() -> None:
    lines = [msgspec.json.decode(line) for line in (GOLD / "gold.jsonl").read_bytes().splitlines()]
    perfect = {
        line["id"]: line | {"meetings": [m | {"id": m["key"]} for m in line["meetings"]]}
        for line in lines
    }
    scores = score(lines, perfect)
    assert scores.relevance.f1 == scores.processes.f1 == total(scores.actors).f1 == 1.0
    assert scores.people.f1 == scores.clusters[2] == 1.0
    assert scores.meetings.f1 > 0.99


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky", True),
        ("Recep Tayyip Erdoğan", "Erdogan", True),
        ("Ilham Aliyev", "Heydar Aliyev", False),
    ],
)
def test_same_person(first: str, second: str, same: bool) -> None:
    assert same_person(first, second) is same


def test_same_body() -> None:
    assert same_body("United Nations", "UN")
    assert not same_body("African Union", "European Union")


def test_b_cubed_of_a_split_and_a_merger() -> None:
    assert b_cubed([("a", "x"), ("b", "x")])[:2] == (1.0, 0.5)
    assert b_cubed([("a", "x"), ("a", "y")])[:2] == (0.5, 1.0)
    assert b_cubed([("a", "x"), ("a", "y")])[2] == pytest.approx(2 / 3)


def test_gains_and_losses() -> None:
    before, after = Record(("m1", "m2"), ("s1",)), Record(("m2", "m3"), ())
    assert changes(before, before) == []
    assert changes(before, after) == ["+ found: m1", "- missed: m3", "~ no more made up: s1"]
