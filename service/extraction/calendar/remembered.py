"""Which past the sentences tell of: the year of the paragraph, of the story, of an anniversary."""

import datetime as dt
import re

from service.domain.dates import When
from service.extraction.calendar.days import Told
from service.extraction.calendar.lapse import counted
from service.extraction.calendar.years import names, since
from service.extraction.text.page import Dated, Page, Sentence

_HEAD = 6  # characters beside a year that stands alone above what is told of it
_LEFT = 14
_OPENING = 8  # sentences in which a page says what it looks back to
_ROUND = 5  # years: what is looked back to without `N years ago today`
_MONTHS = ("date.month", "date.day")
_LATE = frozenset({"date.span", "date.ago", "date.weekend"})
_NEAR = 31  # days from an anniversary
_AGE = re.compile(r"(?<!\d)\d\d(?!\d)")


class Telling:
    """What the sentences heard so far tell of.

    `past` is the month of a past year of which the paragraph tells, `story` the last such month
    anywhere, `last` the month of any year named last, `near` that or the day named in the paragraph
    or the sentence before. A page that remembers an anniversary, or
    lists what was under a year, goes on telling of that year from paragraph to paragraph, until
    something is told of today.
    """

    def __init__(self, page: Page) -> None:
        """Start with nothing told."""
        self._page = page
        self._paragraph = -1
        self._listed = False
        self._headed = -1  # which paragraph
        self.past: dt.date | None = None
        self.story: dt.date | None = None
        self.last: dt.date | None = None
        self.near: dt.date | None = None
        self._named = -2  # which sentence
        self._paused = False
        self._by_month = False  # `past` was told by a month, not by a year alone

    def enter(self, sentence: Sentence) -> Told:
        """Turn to the next sentence; return what is told before it."""
        memory = self._page.memory
        if sentence.paragraph != self._paragraph and sentence.index - self._named > 1:
            self.near = None
        if sentence.paragraph != self._paragraph:
            self._paragraph = sentence.paragraph
            self.past = (self.story or _of_year(memory)) if self._goes_on() else None
        if memory is not None and self.past is not None and self._of_today(sentence):
            self.past = None
        return Told(self.past, self.story, self.last, self.near, self._paused)

    def hear(self, sentence: Sentence, found: list[Dated]) -> None:
        """Take in the dates of a sentence."""
        page = self._page
        if page.memory is None and sentence.index <= _OPENING:
            page.memory = _remembered(page, sentence, found)
            self.past = _of_year(page.memory) or self.past
        aside = page.text.startswith('"', sentence.start)
        on = found or aside or self._goes_on() or self._by_month
        kept = self.past if on and not self._elsewhere(found) else None
        past = self._past(sentence, found)
        self._by_month = any(d.rule in _MONTHS for d in found) if past else self._by_month
        self.past = past or (None if self._newly(found) else kept)
        self._paused = not (found or aside or self._goes_on())
        named = _year_named(page, sentence)
        self.story = self.past or (named or self.story if page.anchor else self.story or named)
        months = [d for d in found if d.when and d.rule in _MONTHS]
        if not months or months[-1].when is None:
            return
        self.last = months[-1].when.date
        if not since(page, sentence.start, months[-1].start):
            self.near, self._named = self.last, sentence.index

    def _goes_on(self) -> bool:
        """Tell whether the page tells of a past year from paragraph to paragraph."""
        headed = self._headed == self._paragraph
        return headed or self._listed or self._page.memory is not None

    def _elsewhere(self, found: list[Dated]) -> bool:
        """Tell whether a sentence turns to a later year than that told of (`last October`)."""
        past, memory = self.past, self._page.memory
        return memory is None and any(
            past is not None and d.when is not None and d.when.date.year > past.year + 1
            for d in found
        )

    def _newly(self, found: list[Dated]) -> bool:
        """Tell whether a page that remembers turns to what has been of late (`last month`)."""
        return self._page.memory is not None and any(d.rule in _LATE for d in found)

    def _of_today(self, sentence: Sentence) -> bool:
        """Tell whether a sentence of a page that remembers says what is so today."""
        words = self._page.text[sentence.start : sentence.end]
        return any(sign in words for sign in self._page.words.signs["today"])

    def _past(self, sentence: Sentence, found: list[Dated]) -> dt.date | None:
        """Return the month of a past year of which a sentence tells, the last if there are more.

        A year may stand alone above what is told of it (`2003.`).
        """
        page = self._page
        latest = page.anchor.year if page.anchor else dt.MAXYEAR
        heads = sentence.of("year") if sentence.end - sentence.start <= _HEAD else ()
        if heads and heads[0].senses["year"] < latest:
            self._headed = sentence.paragraph
            self._listed = self._listed or page.text.startswith("\n", sentence.end)
            return dt.date(heads[0].senses["year"], 1, 1)
        for dated in reversed(found):
            when = dated.when
            if when is None or when.date.year >= latest or dated.rule == "date.anniversary":
                continue
            if page.memory is not None and when.precision == "year":
                continue  # `he died in 1995`
            left = page.text[max(0, dated.start - _LEFT) : dated.start].lower()
            aside = since(page, sentence.start, dated.start) or names(page, left)
            if not aside and _says_year(page, dated, left):
                return when.date.replace(day=1)
        return None


def _of_year(memory: dt.date | None) -> dt.date | None:
    return memory.replace(month=1, day=1) if memory else None


def _says_year(page: Page, dated: Dated, left: str) -> bool:
    """Tell whether the words of a date settle its year (`July of last year`, `that January`)."""
    words = page.text[dated.start : dated.end]
    year = str(dated.when.date.year) if dated.when else ""
    return (
        year in words
        or left.endswith(page.words.signs["in_that"])
        or words.endswith(page.words.signs["last_year"])
    )


def _year_named(page: Page, sentence: Sentence) -> dt.date | None:
    """Return the last past year that a sentence names, which `that year` may mean."""
    if not sentence.has("year"):
        return None
    year: int = sentence.of("year")[-1].senses["year"]
    return dt.date(year, 1, 1) if page.anchor is None or year < page.anchor.year else None


def _remembered(page: Page, sentence: Sentence, found: list[Dated]) -> dt.date | None:
    """Return the day of a past year to which an opening sentence says that the page looks back."""
    anchor = page.anchor
    if anchor is None:
        return None
    for dated in found:
        when = dated.when
        if when is None or when.date.year >= anchor.year:
            continue
        if dated.rule == "date.anniversary":
            return when.date
        years = anchor.year - when.date.year
        since = page.text.endswith(page.words.signs["since_before"], 0, dated.start)
        if years >= _ROUND and not since and _near(anchor, when) and years in _counts(page):
            return when.date
    return None


def _near(anchor: dt.date, when: When) -> bool:
    """Tell whether the anniversary of a date is near the day of publication."""
    if when.precision != "day":
        return when.precision == "month" and when.date.month == anchor.month
    gap = (anchor - when.date).days % 365.25
    return min(gap, 365.25 - gap) <= _NEAR


def _counts(page: Page) -> set[int]:
    """Return how many years the opening of a page counts (`twenty years on`, `.. at 45`)."""
    found: set[int] = set()
    for sentence in page.sentences[:_OPENING]:
        if sentence.block == "title":
            found.update(map(int, _AGE.findall(page.text, sentence.start, sentence.end)))
        for token in sentence.of("number"):
            of_years = counted(page, token.end, sentence.end)
            if of_years is not None and of_years[0] == "year":
                found.add(int(token.senses["number"]))
    return found
