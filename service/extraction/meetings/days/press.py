"""Days of what is told to the press, and days on which it is told."""

from service.extraction.meetings.draft import Scene
from service.extraction.text.page import Dated
from service.extraction.text.scan import Token


def said_to_press(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether `that` parts a day from a trigger, one of them in the words told.

    `told reporters that all was agreed in May`, `told a briefing on Monday that talks will open`.
    """
    that = scene.signs["that"]
    if dated.end > trigger.start:
        between = scene.text[trigger.end : dated.start]
        return _press(trigger) and any(map(between.__contains__, that))
    before = (token for token in scene.sentence.of("trigger") if token.end <= dated.start)
    return scene.text.startswith(that, dated.end) and any(map(_press, before))


def _press(trigger: Token) -> bool:
    kinds = {sense.kind for sense in trigger.senses.get("trigger", ())}
    return kinds == {"press_conference"}
