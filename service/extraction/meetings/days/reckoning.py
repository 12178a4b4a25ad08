"""Days told from another one: from the event told last, or the day named last."""

import datetime as dt

import msgspec

from service.extraction.calendar.relative import reckoned
from service.extraction.meetings.draft import Draft, Scene
from service.extraction.text.page import Dated

_AGE = dt.timedelta(31)


def eve(scene: Scene, dated: Dated) -> bool:
    """Tell whether a day is that before an event that is named (`on the eve of the meeting`)."""
    return scene.text[dated.start : dated.end + 4].lower().startswith(scene.signs["eve"])


def old(told: Dated, news: Dated | None) -> bool:
    """Tell whether a day lies long before that of the news."""
    if told.when is None or news is None or news.when is None:
        return False
    return news.when.date - told.when.date > _AGE


def newer(named: Dated | None, before: Draft, anchor: dt.date | None) -> bool:
    """Tell whether a day was named after the event told last.

    What its own sentence tells of before it or looks ahead to is beside it (`signed on Monday a
    truce that begins on Friday`).
    """
    if named is None or before.dated is None:
        return named is not None
    if before.when is not None and named.when is not None and named.start < before.sentence.end:
        ahead = anchor is not None and before.when.last <= anchor < named.when.first
        if ahead or named.when.last < before.when.first:
            return False
    return named.start > max(before.dated.start, before.sentence.start)


def reckoned_from(scene: Scene, dated: Dated, before: Dated | None, named: Dated | None) -> Dated:
    """Reckon `a day earlier` from the event or the day told last, whichever is nearer."""
    if dated.rule != "date.same_day" and not dated.rule.startswith("date.context"):
        return dated
    told, before_it = before, before is not None and eve(scene, dated)
    if not before_it and named is not None and (before is None or named.start > before.start):
        told = named
    told = _last_before(scene, dated) or told
    if told is None or told.when is None:
        return dated
    if dated.rule == "date.same_day":
        return told
    return msgspec.structs.replace(dated, when=reckoned(told.when, dated.rule))


def _last_before(scene: Scene, dated: Dated) -> Dated | None:
    """Return the last day that the same sentence tells before one that is reckoned."""
    known = (d for d in reversed(scene.dates) if d.end <= dated.start and d.when is not None)
    return next((d for d in known if d.when and d.when.precision == "day"), None)
