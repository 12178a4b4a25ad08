"""Dates as news tells them: a day, a month or a year, perhaps a range."""

import calendar
import datetime as dt
from typing import Literal

from msgspec import Struct

from service.errors import Invalid

Precision = Literal["day", "month", "year"]

_FIRST, _LAST = dt.date(1800, 1, 1), dt.date(2199, 12, 31)


def check_day(day: dt.date, field: str) -> dt.date:
    """Return a day that somebody gave; raises Invalid if news can hardly be of it.

    Nobody who counts on or back from one comes to an end of the calendar.
    """
    if not _FIRST <= day <= _LAST:
        raise Invalid(field, f"A day lies between {_FIRST} and {_LAST}.")
    return day


# Values hold no cycles; walking a ledger of them made the collector pause for 0.1 s: gc=False.
class When(Struct, frozen=True, order=True, gc=False):
    """A date with its precision; a month is written as its first day, a year as 1 January.

    `end` is the last day of a range of days, or None.
    """

    date: dt.date
    precision: Precision = "day"
    end: dt.date | None = None

    @property
    def first(self) -> dt.date:
        """The first day that the date may mean."""
        return self.date

    @property
    def last(self) -> dt.date:
        """The last day that the date may mean."""
        if self.end is not None:
            return self.end
        if self.precision == "day":
            return self.date
        if self.precision == "month":
            days = calendar.monthrange(self.date.year, self.date.month)[1]
            return self.date.replace(day=days)
        return self.date.replace(month=12, day=31)


def check_when(when: When, field: str) -> None:
    """Raise Invalid for a date that nobody would write, as the value of a field."""
    check_day(when.first, f"{field}.date")
    check_day(when.last, f"{field}.end")
    if when.last < when.first:
        raise Invalid(f"{field}.end", f"This is before {field}.date.")
    if when.precision == "day":
        return
    if when.end is not None:
        raise Invalid(f"{field}.end", "Only a range of days has an end.")
    first = when.date.replace(day=1, month=1 if when.precision == "year" else when.date.month)
    if when.date != first:
        raise Invalid(f"{field}.date", f"This {when.precision} is written as {first}.")
