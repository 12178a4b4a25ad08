"""How long a meeting lasts: talks that ended on a day after three of them began two days before."""

import datetime as dt

import msgspec

from service.domain.dates import When
from service.extraction.meetings.draft import Scene
from service.extraction.page import Dated
from service.extraction.scan import Token


def whole(scene: Scene, trigger: Token, dated: Dated) -> Dated:
    """Return the days of a meeting where the words tell its length and its last day."""
    when = dated.when
    if when is None or when.precision != "day" or when.end is not None:
        return dated
    days = _days(scene, trigger)
    if days is None or not scene.says("ended"):
        return dated
    first = when.date - dt.timedelta(days - 1)
    return msgspec.structs.replace(dated, when=When(first, "day", when.date), rule="date.duration")


def _days(scene: Scene, trigger: Token) -> int | None:
    for token in scene.sentence.of("number"):
        if scene.text.startswith(scene.signs["days"], token.end):
            left = scene.text[max(0, token.start - 8) : token.start]
            return None if left.endswith(("over ", "next ")) else int(token.senses["number"])
    return None
