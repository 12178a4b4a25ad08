"""Models that are plugged in: what they suggest stands beside the facts, and never in the way."""

import logging
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from service.domain.articles import Document
from service.domain.suggestions import Suggestion
from service.errors import Invalid
from service.extraction.extract import Extractor
from service.suggesting import Guarded, suggesters, suggesting

RAW = """Peace talks in Moscow

Vladimir Putin met Ilham Aliyev in Moscow for peace talks on a ceasefire.
An old man, qarim benhadi, waited.
"""
MODEL = """
    from service.domain.suggestions import Suggestion

    def load():
        def suggest(raw, language):
            for name in ("Vladimir Putin", "qarim benhadi"):
                at = raw.index(name)
                yield Suggestion(start=at, end=at + len(name), type="person", name=name,
                                 model="tiny", version="1", score=0.5)
        return suggest

    def broken():
        raise RuntimeError("no weights")
"""


def suggestion(start: int, end: int, score: float = 0.5) -> Suggestion:
    return Suggestion(
        start=start, end=end, type="person", name="X", model="m", version="1", score=score
    )


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a plug-in as a package manager does: a module and its metadata in a folder."""
    (tmp_path / "tiny_suggester.py").write_text(textwrap.dedent(MODEL))
    info = tmp_path / "tiny_suggester-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny-suggester\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[parley.suggesters]\ntiny = tiny_suggester:load\nbroken = tiny_suggester:broken\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "tiny_suggester", raising=False)


@pytest.mark.usefixtures("installed")
def test_what_a_plug_in_suggests_stands_beside_the_facts(extractor: Extractor) -> None:
    plain = extractor.read(Document(raw=RAW))
    reading = suggesting(extractor.read, suggesters(["tiny"]))(Document(raw=RAW))
    assert [(one.name, one.model, one.version) for one in reading.suggestions] == [
        ("qarim benhadi", "tiny", "1")
    ]
    assert reading.actors == plain.actors
    assert reading.claims == plain.claims


@pytest.mark.usefixtures("installed")
def test_one_that_cannot_be_loaded_is_told_and_left_out(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert suggesters(["broken"]) == []
    assert "no weights" in caplog.text


def test_one_that_is_not_installed_is_an_error_at_start() -> None:
    with pytest.raises(Invalid, match="nobody"):
        suggesters(["nobody"])


def test_nothing_is_asked_of_what_is_not_relevant(extractor: Extractor) -> None:
    asked: list[str] = []

    def model(raw: str, _language: str) -> list[Suggestion]:
        asked.append(raw)
        return []

    suggesting(extractor.read, [model])(Document(raw="Rain fell on the coast all day."))
    assert asked == []


def raises(_raw: str, _language: str) -> list[Suggestion]:
    raise RuntimeError("out of memory")


@pytest.mark.parametrize(
    "model",
    [
        raises,
        lambda _raw, _language: [suggestion(3, 1)],
        lambda _raw, _language: [suggestion(0, 10_000)],
        lambda _raw, _language: [suggestion(0, 2, float("nan"))],
        lambda _raw, _language: ["qarim"],
        lambda _raw, _language: None,
    ],
)
def test_a_broken_one_is_ignored(
    model: Callable[[str, str], list[Suggestion]], caplog: pytest.LogCaptureFixture
) -> None:
    guarded = Guarded("broken", model)
    with caplog.at_level(logging.WARNING):
        assert [guarded("some words", "en") for _ in range(4)] == [[]] * 4
    assert caplog.text.count("is ignored") == 3  # after that it is asked no more


def test_a_slow_one_is_ignored() -> None:
    import threading

    release = threading.Event()

    def slow(_raw: str, _language: str) -> list[Suggestion]:
        release.wait(20)
        return [suggestion(0, 2)]

    guarded = Guarded("slow", slow, seconds=0.05)
    assert guarded("some words", "en") == []
    release.set()
