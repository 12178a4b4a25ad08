"""How much features count: the numbers of the `weights` tables of the data files."""

import math
from collections.abc import Iterable

from service.knowledge.files import DataFile, Faults, table


def weights(files: Iterable[DataFile], faults: Faults) -> dict[str, float]:
    """Return the weights by name; a later file's replace those of an earlier one.

    A weight that is no number is a fault.
    """
    found: dict[str, float] = {}
    for file in files:
        for name, value in table(file, "weights", faults).items():
            if _number(value):
                found[name] = float(value)
            else:
                faults.append(f"{file.name}: weights.{name}: not a number")
    return found


def _number(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]
