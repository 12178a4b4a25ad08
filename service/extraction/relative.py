"""Dates told from the day of publication: `today`, `last month`, `three days ago`."""

import datetime as dt
import re

from service.domain.dates import When
from service.extraction.days import month_of_week, month_on
from service.extraction.page import Dated
from service.extraction.scan import Token

_AGO = re.compile(r"\s(?P<unit>day|week|month|year)s?\s(?P<way>ago|earlier|before|later)")


def relative(anchor: dt.date | None, token: Token, days: int) -> Dated | None:
    """Read `today`, `yesterday`: so many days from the publication."""
    when = When(anchor + dt.timedelta(days)) if anchor else None
    return Dated(token.start, token.end, when, "date.relative")


def span(anchor: dt.date | None, token: Token, before: Token, unit: str) -> Dated | None:
    """Read `last month`, `this week`, `next year`."""
    if anchor is None or token.start - before.end != 1:
        return None
    step = {"last": -1, "this": 0, "next": 1}[before.senses["direction"]]
    start = before.start
    if unit == "year":
        return Dated(start, token.end, When(dt.date(anchor.year + step, 1, 1), "year"), "date.year")
    if unit == "month":
        return Dated(start, token.end, When(month_on(anchor, step), "month"), "date.span")
    return Dated(
        start, token.end, month_of_week(anchor, step) if unit == "week" else None, "date.span"
    )


def weekend(anchor: dt.date | None, token: Token) -> Dated:
    """Read `over the weekend`: the Saturday before."""
    when = When(anchor - dt.timedelta((anchor.weekday() - 5) % 7 or 7)) if anchor else None
    return Dated(token.start, token.end, when, "date.weekend")


def ago(text: str, end: int, anchor: dt.date | None, token: Token, count: int) -> Dated | None:
    """Read `three days ago`."""
    found = _AGO.match(text, token.end, min(token.end + 20, end))
    if not found or found["way"] != "ago" or anchor is None:
        return None
    unit = found["unit"]
    when = None
    if unit == "day":
        when = When(anchor - dt.timedelta(count))
    if unit == "week":
        when = When((anchor - dt.timedelta(7 * count)).replace(day=1), "month")
    if unit == "month":
        when = When(month_on(anchor, -count), "month")
    if unit == "year":
        when = When(dt.date(anchor.year - count, 1, 1), "year")
    return Dated(token.start, found.end(), when, "date.ago")
