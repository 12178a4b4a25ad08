"""Which triggers report an event: the sum of what speaks for and against it."""

from collections.abc import Sequence

from service.extraction.meetings.draft import Draft, Scene
from service.extraction.meetings.events.features import features

ENOUGH = -0.35


def strength(scene: Scene, draft: Draft, told: Sequence[Draft]) -> float:
    """Return how surely a draft is an event of its own, in log odds: 0 is even.

    `told` are the events that the article told of before.
    """
    return sum(filter(None, map(scene.weights.get, features(scene, draft, told))))
