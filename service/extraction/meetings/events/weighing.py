"""Which triggers report an event: the sum of what speaks for and against it."""

from collections.abc import Sequence

from service.extraction.meetings.draft import Draft, Scene
from service.extraction.meetings.events.doubts import doubts
from service.extraction.meetings.events.features import features

ENOUGH = -0.35


def strength(scene: Scene, draft: Draft, told: Sequence[Draft]) -> float:
    """Return how surely a draft is an event of its own, in log odds: 0 is even.

    `told` are the events that the article told of before. Doubts only take away: what has not
    enough without them is asked for none, and is no event.
    """
    weights = scene.weights
    so_far = sum(filter(None, map(weights.get, features(scene, draft, told))))
    if so_far < ENOUGH:
        return so_far
    return so_far + sum(min(0.0, weights.get(name, 0.0)) for name in doubts(scene, draft))
