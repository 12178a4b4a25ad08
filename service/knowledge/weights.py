"""How much features count: the numbers of the `weights` tables of the data files."""

import math
from collections.abc import Iterable

from service.knowledge.files import DataFile, KnowledgeError


def weights(files: Iterable[DataFile]) -> dict[str, float]:
    """Return the weights by name; a later file's replace those of an earlier one.

    Raises:
        KnowledgeError: a weight is no number, with its file and name.
    """
    found: dict[str, float] = {}
    for file in files:
        table = file.tables.get("weights", {})
        if not isinstance(table, dict):
            raise KnowledgeError([f"{file.name}: weights: expected a table"])
        wrong = [name for name, value in table.items() if not _number(value)]
        if wrong:
            raise KnowledgeError([f"{file.name}: weights.{name}: not a number" for name in wrong])
        found |= {name: float(value) for name, value in table.items()}
    return found


def _number(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]
