"""What is weighed of a possible event: doubts only take away."""

from typing import Any

import pytest

from service.extraction.meetings.draft import Scene
from service.extraction.meetings.events import weighing


@pytest.mark.parametrize(
    ("feature", "doubt", "strength"),
    [
        (1.0, -0.5, 0.5),
        (1.0, -2.0, -1.0),
        (1.0, 2.0, 1.0),  # a doubt never speaks for an event
        (-1.0, 2.0, -1.0),
        (-1.0, -2.0, -1.0),  # it is no event anyway
    ],
)
def test_doubts_take_away_from_what_has_enough(
    monkeypatch: pytest.MonkeyPatch, feature: float, doubt: float, strength: float
) -> None:
    nothing: Any = None
    monkeypatch.setattr(weighing, "features", lambda *_: ["feature", "unknown"])
    monkeypatch.setattr(weighing, "doubts", lambda *_: ["doubt", "unknown"])
    weights = {"feature": feature, "doubt": doubt}
    scene = Scene(nothing, [], [], [], "", weights=weights)
    assert weighing.strength(scene, nothing, []) == strength
