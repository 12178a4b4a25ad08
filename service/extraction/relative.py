"""Dates told from the day of publication: `today`, `last month`, `three days ago`."""

import calendar
import datetime as dt
import re

from service.domain.dates import When
from service.extraction.days import month_of_week, month_on
from service.extraction.page import Dated
from service.extraction.scan import Token

_CONTEXT = re.compile(r"date\.context_(?P<unit>day|week|month|year)(?P<step>[+-]\d+)")
_AGO = re.compile(
    r"\s(?P<unit>day|week|month|year)s?(?:\s(?P<way>ago|earlier|before|later|from now)|'s? time)"
)
_WITHIN = re.compile(r"\s(?P<unit>day|week)s\b")
_ALONE = re.compile(r"[.,;:)]| and the | they | he | she | it | both | the two | this month| of th")
_SUMMER = 8
_LIST_LIKE = 4  # `on the first .., on the second ..` counts points


def relative(anchor: dt.date | None, token: Token, days: int) -> Dated | None:
    """Read `today`, `yesterday`: so many days from the publication."""
    when = When(anchor + dt.timedelta(days)) if anchor else None
    return Dated(token.start, token.end, when, "date.relative")


def span(
    anchor: dt.date | None, token: Token, before: Token, unit: str, *, ahead: bool
) -> Dated | None:
    """Read `last month`, `this week`, `next year`; `ahead` tells that the week is yet to come."""
    if anchor is None or token.start - before.end != 1:
        return None
    step = {"last": -1, "this": 0, "next": 1}[before.senses["direction"]]
    start = before.start
    if unit == "year":
        return Dated(start, token.end, When(dt.date(anchor.year + step, 1, 1), "year"), "date.year")
    if unit == "month":
        return Dated(start, token.end, When(month_on(anchor, step), "month"), "date.span")
    return Dated(
        start,
        token.end,
        month_of_week(anchor, step, ahead=ahead) if unit == "week" else None,
        "date.span",
    )


def context(token: Token) -> Dated | None:
    """Read `the next day`, `a month later`: what the event told before will settle."""
    for unit in ("day", "week", "month", "year"):
        step = token.senses.get(f"context_{unit}")
        if step is not None:
            return Dated(token.start, token.end, None, f"date.context_{unit}{int(step):+d}")
    return None


def reckoned(before: When, rule: str) -> When | None:
    """Return the date that a rule like `date.context_month+1` reckons from an earlier one."""
    found = _CONTEXT.fullmatch(rule)
    if found is None:
        return None
    unit, step = found["unit"], int(found["step"])
    if unit == "day":
        start = before.last if step > 0 else before.first
        return When(start + dt.timedelta(step)) if before.precision == "day" else None
    if unit == "year":
        return When(dt.date(before.date.year + step, 1, 1), "year")
    if before.precision == "year":
        return None
    if unit == "week":
        day = before.date + dt.timedelta(7 * step)
        return When(day.replace(day=1), "month") if before.precision == "day" else None
    return When(month_on(before.date, step), "month")


def weekend(anchor: dt.date | None, token: Token) -> Dated:
    """Read `over the weekend`: the Saturday before."""
    when = When(anchor - dt.timedelta((anchor.weekday() - 5) % 7 or 7)) if anchor else None
    return Dated(token.start, token.end, when, "date.weekend")


def ago(text: str, end: int, anchor: dt.date | None, token: Token, count: int) -> Dated | None:
    """Read `three days ago`."""
    found = _AGO.match(text, token.end, min(token.end + 20, end))
    if not found:
        return _within(text, anchor, token, count)
    unit = found["unit"]
    if found["way"] in (None, "from now"):
        when = _hence(anchor, unit, count) if anchor else None
        return Dated(token.start, found.end(), when, "date.hence")
    if text[max(0, token.start - 10) : token.start].endswith((" than ", "about ", "around ")):
        return Dated(token.start, found.end(), None, "date.vague")
    if found["way"] != "ago":
        sign = 1 if found["way"] == "later" else -1
        return Dated(token.start, found.end(), None, f"date.context_{unit}{sign * count:+d}")
    if anchor is None:
        return None
    when = None
    if unit == "day":
        when = When(anchor - dt.timedelta(count))
    if unit == "week":
        when = When((anchor - dt.timedelta(7 * count)).replace(day=1), "month")
    if unit == "month":
        when = When(month_on(anchor, -count), "month")
    if unit == "year":
        when = When(dt.date(anchor.year - count, 1, 1), "year")
    same_day = text.startswith(" today", found.end()) or text[: token.start].endswith("this day ")
    if unit == "year" and same_day:
        when = _on_the_day(anchor, anchor.year - count)
    return Dated(token.start, found.end(), when, "date.ago")


def _hence(anchor: dt.date, unit: str, count: int) -> When | None:
    """Return the date so far ahead (`two days from now`, `in four months' time`)."""
    if unit == "day":
        return When(anchor + dt.timedelta(count))
    if unit == "week":
        return When((anchor + dt.timedelta(7 * count)).replace(day=1), "month")
    if unit == "month":
        return When(month_on(anchor, count), "month")
    return When(dt.date(anchor.year + count, 1, 1), "year")


def _within(text: str, anchor: dt.date | None, token: Token, count: int) -> Dated | None:
    """Read `within fifteen days`: this month, unless they may be of the next one."""
    found = _WITHIN.match(text, token.end)
    if anchor is None or found is None or not text.endswith("within ", 0, token.start):
        return None
    last = anchor + dt.timedelta(count * (7 if found["unit"] == "week" else 1))
    when = When(anchor.replace(day=1), "month") if last.month == anchor.month else None
    return Dated(token.start, found.end(), when, "date.span")


def numbered(
    text: str, anchor: dt.date | None, token: Token, day: int, *, ahead: bool
) -> Dated | None:
    """Read `on the nineteenth`: such a day of this month, or of the one before or after."""
    alone = _ALONE.match(text, token.end)
    points = day < _LIST_LIKE and not text[token.start].isdigit()
    if anchor is None or points or not alone:
        return None
    if not text.endswith(("on the ", "On the "), 0, token.start):
        return None
    step = (day < anchor.day) if ahead else -(day > anchor.day)
    month = month_on(anchor, int(step))
    last = calendar.monthrange(month.year, month.month)[1]
    when = When(month.replace(day=day)) if day <= last else None
    return Dated(token.start, token.end, when, "date.numbered")


def new_year(anchor: dt.date | None, token: Token) -> Dated | None:
    """Read `in the new year`, told towards the end of the old one: January."""
    if anchor is None or anchor.month <= _SUMMER:
        return None
    when = When(dt.date(anchor.year + 1, 1, 1), "month")
    return Dated(token.start, token.end, when, "date.span")


def _on_the_day(anchor: dt.date, year: int) -> When | None:
    """Return the same day of another year (`two years ago today`)."""
    leap = (anchor.month, anchor.day) == (2, 29)
    return None if leap else When(anchor.replace(year=year))


def coming(anchor: dt.date | None, token: Token) -> Dated:
    """Read `in the coming days`: this month, unless they may be of the next one."""
    same = anchor is not None and (anchor + dt.timedelta(7)).month == anchor.month
    when = When(anchor.replace(day=1), "month") if anchor is not None and same else None
    return Dated(token.start, token.end, when, "date.span")
