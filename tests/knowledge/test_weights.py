"""How much features count: numbers by name, a later file's over an earlier one's."""

import pytest

from service.knowledge.files import DataFile, Faults
from service.knowledge.weights import weights


def test_a_later_file_replaces_single_weights() -> None:
    first = DataFile("a.toml", {"weights": {"definite": -0.5, "numbered": 1}})
    second = DataFile("b.toml", {"weights": {"definite": -1.5}})
    assert weights([first, second], []) == {"definite": -1.5, "numbered": 1.0}


@pytest.mark.parametrize("value", ["much", True, float("nan"), [1.0]])
def test_a_weight_is_a_number(value: object) -> None:
    faults: Faults = []
    weights([DataFile("a.toml", {"weights": {"definite": value}})], faults)
    assert faults == ["a.toml: weights.definite: not a number"]
