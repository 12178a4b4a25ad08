"""Dates told from the day of publication: `today`, `last month`, `over the weekend`."""

import datetime as dt
import re

from service.domain.dates import When
from service.extraction.calendar.days import Told, month_of_week, month_on, value_of
from service.extraction.text.page import Dated, Page
from service.extraction.text.scan import Token

_CONTEXT = re.compile(r"date\.context_(?P<unit>day|week|month|year)(?P<step>[+-]\d+)")
_ALONE = re.compile(
    r"[.,;:)]| and the | they | he | she | it | both | the two | this month"
    r"| of (?:the )?(?P<step>this|current|last|next) month| of (?P<same>that|the same) month"
    r"| of th| and \d"
)
_STEPS = {"this": 0, "current": 0, "last": -1, "next": 1}
_SUMMER, _SATURDAY = 8, 5
_SEASON_ENDS = {"spring": 5, "summer": 8, "autumn": 11}
_SEASON_LASTS = 3  # months
_OF_IT = re.compile(r"[.,;:)]| (?:to|that|when|and|in|at|with|by|after|but|for) ")
_CLAUSE = re.compile(r" (?:(?:in|at|the|his|her|its|their) |[A-Z])")
_DAY_NUMBER = re.compile(r" (?P<day>[12]?\d|3[01])(?![\d.:%]\d| de [a-z]|\d)")
_LIST_LIKE = 4  # `on the first .., on the second ..` counts points


def relative(anchor: dt.date | None, token: Token, days: int) -> Dated | None:
    """Read `today`, `yesterday`: so many days from the publication."""
    when = When(anchor + dt.timedelta(days)) if anchor else None
    return Dated(token.start, token.end, when, "date.relative")


def span(
    anchor: dt.date | None, token: Token, beside: Token, unit: str, *, ahead: bool
) -> Dated | None:
    """Read `last month`, `this week`, `next year`, `l'an dernier`.

    `beside` is the word of direction before or after it; `ahead` tells that the week is to come.
    """
    start, end = min(beside.start, token.start), max(beside.end, token.end)
    if anchor is None or end - start != token.end - token.start + beside.end - beside.start + 1:
        return None
    direction = beside.senses["direction"]
    step = {"last": -1, "this": 0, "next": 1, "end": 0}[direction]
    if unit == "year" and direction == "end":
        return Dated(start, end, None, "date.vague")  # it may be any of the months left
    if unit == "year":
        return Dated(start, end, When(dt.date(anchor.year + step, 1, 1), "year"), "date.year")
    if unit == "month":
        return Dated(start, end, When(month_on(anchor, step), "month"), "date.span")
    if unit == "week":
        return Dated(start, end, month_of_week(anchor, step, ahead=ahead), "date.span")
    return Dated(start, end, _season(anchor, unit, step), "date.span")


def _season(anchor: dt.date, name: str, step: int) -> When | None:
    """Return the year of `last summer`, `this autumn`; a winter lies in two."""
    last = _SEASON_ENDS.get(name)
    if last is None or step > 0:
        return None
    over = anchor.month > last
    return When(dt.date(anchor.year - (step < 0 and not over), 1, 1), "year")


def year_of_season(anchor: dt.date, name: str, *, ahead: bool) -> int:
    """Return the year of the season that comes next (`ahead`), or that was last."""
    last = _SEASON_ENDS[name]
    if ahead:
        return anchor.year + (anchor.month > last)
    return anchor.year - (anchor.month <= last - _SEASON_LASTS)


def context(page: Page, token: Token) -> Dated | None:
    """Read `the next day`, `a month later`: what the event told before will settle.

    A `día después de` something else told counts from that.
    """
    if page.text.startswith(page.words.signs["day_after_what"], token.end):
        return None
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


def weekend(anchor: dt.date | None, token: Token, *, ahead: bool) -> Dated:
    """Read `over the weekend`: the Saturday before, or the next one where the words look ahead."""
    if anchor is None:
        return Dated(token.start, token.end, None, "date.weekend")
    saturday = anchor - dt.timedelta((anchor.weekday() - _SATURDAY) % 7 or 7)
    if ahead or token.senses["weekend"] == "next":
        saturday = anchor + dt.timedelta((_SATURDAY - anchor.weekday()) % 7)
    return Dated(token.start, token.end, When(saturday), "date.weekend")


def numbered(page: Page, before: Told, token: Token, *, ahead: bool) -> Dated | None:
    """Read `on the nineteenth`: such a day of the month told of before, else of the nearest one.

    That is the month of an earlier day told near it, of publication, the one before or, if the
    words look `ahead`, after it. `Of that month` means the one named last.
    """
    told, last, near = before.past, before.last, before.near
    text, anchor, signs = page.text, page.anchor, page.words.signs
    if "numbered_day" in token.senses:
        return _day_number(page, told, token, ahead=ahead)
    day, alone = int(token.senses["ordinal"]), _ALONE.match(text, token.end)
    points = day < _LIST_LIKE and not text[token.start].isdigit()
    timed = text.endswith(signs["time_of"], 0, token.start) and _OF_IT.match(text, token.end)
    digits = text[token.start].isdigit()
    then = alone or (digits and _then(page, token.end))
    on = text.endswith(signs["on_nth"], 0, token.start) and not points and then
    from_it = digits and text.endswith(signs["from_nth"], 0, token.start)
    timed = timed or (from_it and _OF_IT.match(text, token.end))
    if alone and alone["same"] and text.endswith("the ", 0, token.start):
        when = value_of(last.year, last.month, day, None) if last else None
        return Dated(token.start, alone.end(), when, "date.numbered")
    if not (timed or on):
        return None
    if anchor is None and told is None:
        return None
    end, month = token.end, told
    if alone and alone["step"] and anchor is not None:
        end, month = alone.end(), month_on(anchor, _STEPS[alone["step"]])
    elif told is None and anchor is not None:
        on_from = near is not None and not ahead and near.day < day and near < anchor
        month = near if on_from else _nearest_month(anchor, day, ahead=ahead)
    when = value_of(month.year, month.month, day, None) if month else None
    return Dated(token.start, end, when, "date.numbered")


def _then(page: Page, end: int) -> bool:
    """Tell whether a clause begins after a numbered day (`on the 26th A met B`)."""
    ranked = page.text.startswith(page.words.signs["nth_of_rank"], end)
    return not ranked and _CLAUSE.match(page.text, end) is not None


def _nearest_month(anchor: dt.date, day: int, *, ahead: bool) -> dt.date:
    return month_on(anchor, int(day < anchor.day) if ahead else -int(day > anchor.day))


def _day_number(page: Page, told: dt.date | None, token: Token, *, ahead: bool) -> Dated | None:
    """Read `el día 9`: such a day of the month told of, else of the nearest one."""
    number = _DAY_NUMBER.match(page.text, token.end)
    if number is None:
        return None
    day, month = int(number["day"]), told
    if month is None and page.anchor is not None:
        month = _nearest_month(page.anchor, day, ahead=ahead)
    when = value_of(month.year, month.month, day, None) if month else None
    return Dated(token.start, number.end(), when, "date.numbered")


def new_year(anchor: dt.date | None, token: Token) -> Dated | None:
    """Read `in the new year`, told towards the end of the old one: January."""
    if anchor is None or anchor.month <= _SUMMER:
        return None
    when = When(dt.date(anchor.year + 1, 1, 1), "month")
    return Dated(token.start, token.end, when, "date.span")
