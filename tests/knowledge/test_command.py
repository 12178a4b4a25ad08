"""`parley knowledge check` over a real record."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli.main import cli
from service.errors import ParleyError


@pytest.fixture
def record(tmp_path: Path) -> dict[str, str]:
    return {"PARLEY_DATA": str(tmp_path / "data")}


def test_it_counts_what_is_known(record: dict[str, str]) -> None:
    result = CliRunner().invoke(cli, ["knowledge", "check"], env=record)
    assert result.exit_code == 0, result.output
    assert "organization" in result.output
    assert "lexicon" in result.output


def test_a_wrong_file_is_told(record: dict[str, str], tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text("[persons]\na-b = {name='A B', country='QQ'}")
    result = CliRunner().invoke(cli, ["knowledge", "check", str(mine)], env=record)
    assert isinstance(result.exception, ParleyError)
    assert "unknown country QQ" in str(result.exception)
