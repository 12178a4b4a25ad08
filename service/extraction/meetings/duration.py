"""How long a meeting lasts: talks that ended on a day after three of them began two days before."""

import datetime as dt

import msgspec

from service.domain.dates import When
from service.extraction.meetings.draft import Scene
from service.extraction.page import Dated
from service.extraction.scan import Token

_AHEAD = ("over ", "next ", "within ")
_NEAR = 40  # characters between `the third day of` and the talks
_WEEK = 7


def whole(scene: Scene, trigger: Token, dated: Dated) -> Dated:
    """Return the days of a meeting where the words tell its length and its last day."""
    if scene.says("ended"):
        for token in scene.sentence.of("lasting"):
            return _begun(dated, int(token.senses["lasting"]) - 1)
    before = _ended(scene)
    return nth_day(scene, trigger, dated) if before is None else _begun(dated, before)


def nth_day(scene: Scene, trigger: Token, dated: Dated) -> Dated:
    """Return the days of a meeting of which a day is told as the second, third, .. one."""
    for token in scene.sentence.of("ordinal"):
        number = int(token.senses["ordinal"])
        nth = number > 1 and scene.text.startswith(scene.signs["nth_day"], token.end)
        if nth and abs(trigger.start - token.end) <= _NEAR:
            return _begun(dated, number - 1)
    return dated


def _begun(dated: Dated, before: int) -> Dated:
    """Return the days of what began so many days before its last one."""
    when = dated.when
    if when is None or when.precision != "day" or when.end is not None:
        return dated
    first = when.date - dt.timedelta(before)
    return msgspec.structs.replace(dated, when=When(first, "day", when.date), rule="date.duration")


def _ended(scene: Scene) -> int | None:
    """Return how many days before its last day a meeting began that has ended."""
    for token in scene.sentence.of("number"):
        days = scene.text.startswith(scene.signs["days"], token.end)
        if not days and not scene.text.startswith(scene.signs["weeks"], token.end):
            continue
        left = scene.text[max(0, token.start - 14) : token.start].lower()
        over = scene.says("ended") or (days and left.endswith(scene.signs["days_after"]))
        count = int(token.senses["number"])
        before = count - 1 if days else count * _WEEK
        return before if over and not left.endswith(_AHEAD) else None
    return None
