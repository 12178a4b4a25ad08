"""Which meetings are told to be the next of a series (`the next round of talks`)."""

from service.extraction.meetings.draft import Scene
from service.extraction.text.scan import Token

_LEFT, _RIGHT = 16, 12  # characters beside a trigger in which the words stand


def is_sequel(scene: Scene, trigger: Token) -> bool:
    """Tell whether the words at a trigger say that there were such meetings before."""
    if not (sequel := scene.signs["sequel"]):
        return False
    start = max(scene.sentence.start, trigger.start - _LEFT)
    beside = scene.text[start : min(scene.sentence.end, trigger.end + _RIGHT)].lower()
    return any(map(beside.__contains__, sequel))
