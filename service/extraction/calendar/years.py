"""Which year a month is of: by the words beside it, by the story told, by the publication."""

import datetime as dt
import re

from service.extraction.calendar.days import RECENT, Told, directed, distance
from service.extraction.text.page import Page, Sentence

_FROM_NOW = {"last_year": -1, "this_year": 0, "next_year": 1}
_FROM_THEN = {"year_before_that": -1, "that_year": 0, "year_after_that": 1}
_SINCE = 40  # characters: `since the war between the two began in`
_FRESH = 31  # days before the publication: a day among them is of the news, whatever story is told
_NAMED = 50  # characters between `in that year` and a month of it
_STRAIGHT_ON = 5  # months from one told to the next, on a page without a day
_NEXT_SCENE = 3  # months from one told to the next in another paragraph of such a page
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LONG_AGO = 120  # days; what is looked ahead to lies in the next year then


class Years:
    """Settles the years of one sentence's months.

    `told` are the months of which the sentences before it tell.
    """

    def __init__(self, page: Page, sentence: Sentence, told: Told) -> None:
        """Prepare."""
        self._page = page
        self._text = page.text
        self._signs = page.words.signs
        self._start, self._end = sentence.start, sentence.end
        self._anchor = page.anchor
        self._year = page.year
        self._told = told.past
        self._story = told.story
        self._paused = told.paused
        self._remembers = page.memory is not None
        self._undated = page.anchor is None and page.year is None

    def beside(self, end: int) -> tuple[int, int | None]:
        """Return where `last year`, `of that year` after a month ends, and which year that is.

        The year is None where nothing is told, or none is known to count from.
        """
        comma = self._text.startswith(",", end)  # `on 17 January, last year, A met B`
        now = self._anchor.year if self._anchor else self._year
        then = self._story.year if self._story else None
        for year, names in ((now, _FROM_NOW), (then, _FROM_THEN)):
            for name, step in names.items():
                for phrase in self._signs[name]:
                    if self._text.startswith(phrase, end + comma, self._end):
                        return end + comma + len(phrase), None if year is None else year + step
        return end, None

    def before(self, start: int) -> int | None:
        """Return the year of words for it right before a month (`geçen yıl mart ayında`)."""
        now = self._anchor.year if self._anchor else self._year
        for name, step in _FROM_NOW.items():
            signs = tuple(sign for sign in self._signs[name] if sign.endswith(" "))
            if now is not None and self._text.endswith(signs, self._start, start):
                return now + step
        return None

    def tell(self, year: int, month: int, start: int) -> None:
        """Remember a past date that the sentence tells of, for its later months (`in October`)."""
        left = self._text[max(self._start, start - 14) : start].lower()
        if self._anchor is not None and year >= self._anchor.year:
            return
        if not since(self._page, self._start, start):
            self._story = dt.date(year, month, 1)
            if not names(self._page, left):
                self._told = self._story

    def of(
        self,
        start: int,
        month: int,
        day: int,
        direction: str | None,
        *,
        ahead: bool | None,
        foiled: bool = False,
    ) -> int | None:
        """Return the year of a day without one that begins at `start`; None if it is not known.

        `direction` is that of `last`, `this` or `next` before it, `ahead` tells whether the words
        beside it look ahead (True), back (False) or neither, `foiled` that it is the day of a plan
        that came to nothing.
        """
        that = self._text.endswith(self._signs["that_one"], self._start, start)
        if that and (named := _YEAR.findall(self._text, self._start, start)):
            return int(named[-1])  # `since 2018, when they signed a deal that August`
        if self._story is not None and self._of_that_year(start):
            return self._story.year
        if (
            direction == "next"
            and self._story
            and self._text.endswith(self._signs["next_one"], self._start, start)
        ):
            return directed(self._story, month, direction)
        told = self._told or (self._before_it(month) if self._undated else None)
        if ahead or direction is not None or (told and self._paused and _back(told, month)):
            told = None
        if told is not None and (month == told.month or not self._of_the_news(month, day)):
            since = self._text.endswith(self._signs["since_before"], self._start, start)
            return told.year if since else _going_on(told, month, self._anchor)
        if self._anchor is None:
            return self._year
        if direction is not None:
            return directed(self._anchor, month, direction)
        aimed = foiled or self._text.endswith(self._signs["aimed"], self._start, start)
        return _nearest(self._anchor, month, day, ahead=ahead, aimed=aimed)

    def some_day(self, month: int) -> int:
        """Return a day for a month without one: that of publication, as its month is this one."""
        return self._anchor.day if self._anchor and self._anchor.month == month else 15

    def _before_it(self, month: int) -> dt.date | None:
        """Return the month told of before, in another paragraph, that this one may follow."""
        if self._story is None or self._story.year < RECENT:
            return None
        return self._story if (month - self._story.month) % 12 <= _NEXT_SCENE else None

    def _of_that_year(self, start: int) -> bool:
        """Tell whether the words before a month say `that`, or `in that year`, near it."""
        near = max(self._start, start - _NAMED)
        return self._text.endswith(self._signs["that_one"], self._start, start) or any(
            self._text.find(sign, near, start) >= 0 for sign in self._signs["in_that_year"]
        )

    def _of_the_news(self, month: int, day: int) -> bool:
        """Tell whether a day is one of those just before the publication."""
        anchor = self._anchor
        return (
            anchor is not None
            and not self._remembers
            and any(
                -_FRESH <= distance(anchor, year, month, day) <= 0
                for year in (anchor.year - 1, anchor.year)
            )
        )


def since(page: Page, low: int, start: int) -> bool:
    """Tell whether a date says since when something is so (`since the war began in April`)."""
    words = page.text[max(low, start - _SINCE) : start].lower()
    if words.endswith(page.words.signs["since_before"]):
        return True
    at = max((words.rfind(f" {sign}") for sign in page.words.signs["since_before"]), default=-1)
    return at >= 0 and not any(sign in words[at:] for sign in ",;")


def names(page: Page, left: str) -> bool:
    """Tell whether the words before a date say that it names something (`the accord of 2015`).

    That is no story told of that year.
    """
    signs = page.words.signs
    return left.endswith(signs["year_named"]) and not left.endswith(signs["part_of_time"])


def _back(told: dt.date, month: int) -> bool:
    """Tell whether a month is too far on from another one to be told right after it."""
    return month < told.month and (month - told.month) % 12 > _STRAIGHT_ON


def _nearest(anchor: dt.date, month: int, day: int, *, ahead: bool | None, aimed: bool) -> int:
    """Return the year in which a day is nearest; what lies more than a month ahead is past.

    That does not hold where the words look ahead, or name a day that is aimed at.
    """
    years = (anchor.year - 1, anchor.year, anchor.year + 1)
    near = min(years, key=lambda year: abs(distance(anchor, year, month, day)))
    gap = distance(anchor, near, month, day)
    if ahead and gap < -_LONG_AGO:
        return near + 1
    past = (ahead is False and gap > 0) or (gap > 31 and not ahead)
    return near - 1 if past and not aimed else near


def _going_on(told: dt.date, month: int, anchor: dt.date | None) -> int | None:
    """Return the year of a month told after another one (`in October 2023 and in January`)."""
    if anchor is None and month < told.month and month + 12 - told.month > _STRAIGHT_ON:
        return None
    following = dt.date(told.year + 1, month, 1)
    wraps = month < told.month and (anchor is None or following <= anchor)
    return following.year if wraps else told.year
