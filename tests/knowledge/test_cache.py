"""The cache of the loaded knowledge: the same knowledge, and never in the way."""

from pathlib import Path

import pytest

from service.knowledge import cache
from service.knowledge import load as loading
from service.knowledge.files import read_all
from service.knowledge.load import load
from service.knowledge.model import Knowledge


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def built(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is put together anew is there already: how it is kept is another question."""
    monkeypatch.setattr(loading, "parsed", lambda files: files)
    monkeypatch.setattr(loading, "build", lambda files, version: knowledge)


def test_what_is_kept_is_what_was_loaded(home: Path) -> None:
    first = load()
    assert len(list(home.glob("parley/knowledge-*.msgpack"))) == 1
    assert cache.kept(cache.place(read_all())) == first == load()


@pytest.mark.usefixtures("built")
def test_a_broken_cache_is_replaced(home: Path) -> None:
    place = cache.place(read_all())
    assert place is not None
    place.parent.mkdir()
    place.write_bytes(b"not ours")
    assert cache.kept(place) is None
    assert load().version
    assert cache.kept(place) is not None


@pytest.mark.usefixtures("built")
def test_a_cache_that_cannot_be_written_is_no_error(home: Path) -> None:
    (home / "parley").write_text("a file where the folder should be")
    assert load().actors
    assert cache.kept(None) is None


def test_another_file_is_another_cache(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text("[organizations]\nmy-body = {name = 'My Body'}")
    assert cache.place(read_all()) != cache.place(read_all([mine]))
