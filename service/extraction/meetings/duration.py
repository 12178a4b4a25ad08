"""How long a meeting lasts: talks that ended on a day after three of them began two days before."""

import datetime as dt

import msgspec

from service.domain.dates import When
from service.extraction.meetings.draft import Scene
from service.extraction.page import Dated


def whole(scene: Scene, dated: Dated) -> Dated:
    """Return the days of a meeting where the words tell its length and its last day."""
    when = dated.when
    if when is None or when.precision != "day" or when.end is not None:
        return dated
    days = _days(scene)
    if days is None:
        return dated
    first = when.date - dt.timedelta(days - 1)
    return msgspec.structs.replace(dated, when=When(first, "day", when.date), rule="date.duration")


def _days(scene: Scene) -> int | None:
    """Return how many days a meeting lasted that has ended."""
    for token in scene.sentence.of("number"):
        if scene.text.startswith(scene.signs["days"], token.end):
            left = scene.text[max(0, token.start - 14) : token.start].lower()
            over = scene.says("ended") or left.endswith(scene.signs["days_after"])
            return int(token.senses["number"]) if over and not left.endswith(_AHEAD) else None
    return None


_AHEAD = ("over ", "next ", "within ")
