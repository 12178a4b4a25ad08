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
        begun = _from_to(scene, dated)
        if begun is not None:
            return begun
        for token in scene.sentence.of("lasting"):
            return _begun(dated, int(token.senses["lasting"]) - 1)
    before = _ended(scene)
    return nth_day(scene, trigger, dated) if before is None else _begun(dated, before)


def _from_to(scene: Scene, dated: Dated) -> Dated | None:
    """Return the days of what a sentence says opened on one and ended on another."""
    first, last = _beside(scene, "opened"), _beside(scene, "ended")
    if first is None or last is None or not first < last or dated.when is None:
        return None
    if dated.when.date not in (first, last):
        return None
    return msgspec.structs.replace(dated, when=When(first, "day", last), rule="date.duration")


def _beside(scene: Scene, sign: str) -> dt.date | None:
    """Return the day that stands after one of a sign's words, in the same clause."""
    for dated in scene.dates:
        when, start = dated.when, max(scene.sentence.start, dated.start - _NEAR)
        left = scene.text[start : dated.start]
        at = max((left.rfind(w) + len(w) for w in scene.signs[sign] if w in left), default=-1)
        cut = at < 0 or any(sign in left[at:] for sign in (",", " and "))
        if when is not None and when.precision == "day" and not cut:
            return when.date
    return None


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
