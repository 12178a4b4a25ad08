"""Which year a month is of: by the words beside it, by the story told, by the publication."""

import datetime as dt

from service.extraction.days import directed, distance
from service.extraction.page import Page, Sentence

_TOLD_FROM_NOW = (
    *((" last year", -1), (" of last year", -1), (" this year", 0), (" of this year", 0)),
    *((" next year", 1), (" of next year", 1)),
)
_TOLD_FROM_THEN = (
    *((" of that year", 0), (" that year", 0), (" of the same year", 0), (" the same year", 0)),
    *((" of the following year", 1), (" the following year", 1), (" of the next year", 1)),
    *((" of the previous year", -1), (" the previous year", -1), (" the year before", -1)),
)
_LONG_AGO = 120  # days; what is looked ahead to lies in the next year then
_AIMED = (" for ", "For ", " by ", "By ", " until ", " before ")  # `planned for October`


class Years:
    """Settles the years of one sentence's months.

    `told` is the past month of which the paragraph tells, if it does, `story` the last one of which
    anything before tells.
    """

    def __init__(
        self, page: Page, sentence: Sentence, told: dt.date | None, story: dt.date | None
    ) -> None:
        """Prepare."""
        self._text = page.text
        self._start, self._end = sentence.start, sentence.end
        self._anchor = page.anchor
        self._year = page.year
        self._told = told
        self._story = story

    def beside(self, end: int) -> tuple[int, int | None]:
        """Return where `last year`, `of that year` after a month ends, and which year that is."""
        for then, words in ((self._anchor, _TOLD_FROM_NOW), (self._story, _TOLD_FROM_THEN)):
            for phrase, step in words:
                if then is not None and self._text.startswith(phrase, end, self._end):
                    return end + len(phrase), then.year + step
        return end, None

    def tell(self, year: int, month: int, start: int) -> None:
        """Remember a past date that the sentence tells of, for its later months (`in October`)."""
        left = self._text[max(self._start, start - 7) : start].lower()
        now = self._anchor.year if self._anchor else None
        if (now is None or year < now) and not left.endswith("since "):
            self._told = self._story = dt.date(year, month, 1)

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
        if self._told is not None and not ahead and direction is None:
            return _going_on(self._told, month, self._anchor)
        if self._anchor is None:
            return self._year
        if direction is not None:
            return directed(self._anchor, month, direction)
        aimed = foiled or self._text.endswith(_AIMED, self._start, start)
        return _nearest(self._anchor, month, day, ahead=ahead, aimed=aimed)


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


def _going_on(told: dt.date, month: int, anchor: dt.date | None) -> int:
    """Return the year of a month told after another one (`in October 2023 and in January`)."""
    following = dt.date(told.year + 1, month, 1)
    wraps = month < told.month and (anchor is None or following <= anchor)
    return following.year if wraps else told.year
