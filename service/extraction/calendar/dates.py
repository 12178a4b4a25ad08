"""Dates in a sentence: read by what stands beside a month, a weekday, a year, a word like today.

First the words are read as they are, perhaps without a year; then the day of publication and the
sentence's tense settle what they mean. Nothing is guessed: what cannot be known stays unknown.
"""

import datetime as dt
import re

from service.domain.dates import When
from service.extraction.calendar import days
from service.extraction.calendar.joining import after_month, before_month
from service.extraction.calendar.lapse import from_now, lapse, to_the_day
from service.extraction.calendar.relative import (
    context,
    new_year,
    numbered,
    relative,
    span,
    weekend,
    year_of_season,
)
from service.extraction.calendar.tense import Tense
from service.extraction.calendar.weekdays import after, weekday
from service.extraction.calendar.years import Years
from service.extraction.text.page import Dated, Page, Sentence
from service.extraction.text.scan import Token

_LISTED = (", ", " and ", " or ")
_DOTTED = re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>0?[1-9]|1[0-2])\.$")
_SLASHED = re.compile(r"(?<![\d/])(?P<one>\d{1,2})/(?P<other>\d{1,2})/$")
_DASHED = re.compile(r"-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)(?!\d)")
_OF_MONTHS = ("date.month", "date.day", "date.span")
_COUNTED = 24  # characters: `their third round of talks this year`
_MAYBE = frozenset({"May", "March"})


class Reader:
    """Reads the dates of one sentence."""

    def __init__(self, page: Page, sentence: Sentence, told: days.Told) -> None:
        """Prepare."""
        self.page = page
        self.text = page.text
        self.sentence = sentence
        self.anchor = page.anchor
        self.used = sentence.start
        self.told = told
        self._tense = Tense(page, sentence)
        self.years = Years(page, sentence, told)

    def read(self) -> list[Dated]:
        """Return the sentence's dates in order."""
        found: list[Dated] = []
        tokens = self.sentence.tokens
        for number, token in enumerate(tokens):
            if _DATE_CLASSES.isdisjoint(token.senses) or token.start < self.used:
                continue
            dated = days.either(self.page, self.sentence, self._one(number, token, found))
            if dated is None:
                continue
            self.used = dated.end
            if not (found and days.joined(self.page, self.sentence, found, dated)):
                found.append(dated)
        return days.without_shadows(self.page, found)

    def _one(self, number: int, token: Token, found: list[Dated]) -> Dated | None:
        senses = token.senses
        if "month" in senses:
            before = self.sentence.tokens[number - 1] if number else None
            return self._month(token, int(senses["month"]), before)
        if "weekday" in senses:
            return self._weekday(number, token, found)
        if "relative" in senses:
            return relative(self.anchor, token, int(senses["relative"]))
        if "span" in senses and self._counting(number, token):
            return None
        if "span" in senses and (beside := self._direction(number, token)) is not None:
            ahead = senses["span"] == "week" and bool(self._tense.ahead(token))
            return span(self.anchor, token, beside, senses["span"], ahead=ahead)
        if "ordinal" in senses or "numbered_day" in senses:
            ahead = bool(self._tense.ahead(token))
            return numbered(self.page, self._months_told(found), token, ahead=ahead)
        if (told := self._from_now(token)) is not None:
            return told
        return self._year(token) if "year" in senses else None

    def _weekday(self, number: int, token: Token, found: list[Dated]) -> Dated:
        """Read a weekday; of two that are ahead the later one is told later."""
        dated = weekday(self.page, self.sentence, self._tense, token, number)
        ahead = self._tense.ahead(token)
        parted = bool(found) and not ahead and ";" in self.text[found[-1].end : token.start]
        if not found or parted or ahead is False:
            return dated
        return after(found[-1], dated, self.anchor)

    def _months_told(self, found: list[Dated]) -> days.Told:
        """Return the months told of before a numbered day, those of its own sentence first."""
        when = next((d.when for d in reversed(found) if d.when and d.rule in _OF_MONTHS), None)
        if when is None:
            return self.told
        return self.told._replace(past=when.date, last=when.date, near=None)

    def _counting(self, number: int, token: Token) -> bool:
        """Tell whether a year is only that of a count (`their third this year`)."""
        if token.senses["span"] != "year" or number < 2:
            return False
        this, before = self.sentence.tokens[number - 1], self.sentence.tokens[number - 2]
        if this.senses.get("direction") != "this":
            return False
        if "trigger" in before.senses and number > 2:  # `the third meeting this year`
            before = self.sentence.tokens[number - 3]
        counted = "ordinal" in before.senses and this.start - before.end <= _COUNTED
        return counted or self.text.endswith(self.page.words.signs["time"], 0, this.start)

    def _direction(self, number: int, token: Token) -> Token | None:
        """Return the word of direction beside a span of time (`last year`, `l'an dernier`)."""
        tokens = self.sentence.tokens
        near = (*tokens[max(0, number - 1) : number], *tokens[number + 1 : number + 2])
        beside = (t for t in near if "direction" in t.senses)
        return next((t for t in beside if 1 in (token.start - t.end, t.start - token.end)), None)

    def _from_now(self, token: Token) -> Dated | None:
        """Read what is told from the publication or from the event told before."""
        senses, anchor = token.senses, self.anchor
        if "weekend" in senses:
            return weekend(anchor, token, ahead=bool(self._tense.ahead(token)))
        if "same_day" in senses:
            return Dated(token.start, token.end, None, "date.same_day")
        if "feast" in senses:
            return self._feast(token)
        if "season" in senses:
            return new_year(anchor, token)
        if "in_season" in senses:
            return self._in_season(token)
        if "number" in senses:
            return lapse(self.page, self.sentence, token, ahead=self._tense.ahead(token))
        if "from_now" in senses:
            return from_now(self.page, token)
        return context(self.page, token)

    def _in_season(self, token: Token) -> Dated | None:
        """Read `in the spring`: of the year beside it, of the story, else of the nearest one."""
        if days.YEAR_AFTER.match(self.text, token.end, self.sentence.end):
            return None
        end, year = self.years.beside(token.end)
        ahead = bool(self._tense.ahead(token))
        if year is None and self.told.past is not None and not ahead:
            year = self.told.past.year
        if year is None and self.anchor is not None:
            year = year_of_season(self.anchor, token.senses["in_season"], ahead=ahead)
        when = When(dt.date(year, 1, 1), "year") if year else None
        return Dated(token.start, end, when, "date.season")

    def _month(self, token: Token, month: int, before: Token | None) -> Dated | None:
        start, end, day, last = token.start, token.end, None, None
        of = self.text[before.end : start] if before and "ordinal" in before.senses else ""
        if before and of in self.page.words.signs["nth_of"]:
            start, day = before.start, int(before.senses["ordinal"])
        left = before_month(self.page, max(self.sentence.start, start - 18), start)
        right = None if left else after_month(self.page, end, min(end + 16, self.sentence.end))
        if left and day is None:
            start, day = left.start("day"), int(left["day"])
            if left["from"] and int(left["from"]) < day:
                start, day, last = left.start(), int(left["from"]), day
        elif right:
            end, day = right.end(), int(right["day"])
            last = int(right["to"]) if right["to"] else None
        word = self.text[token.start : token.end]
        if day is None and word in _MAYBE and not self._month_context(token):
            return None
        end, year = self._year_of(token, month, start, end, day, before)
        when = days.value_of(year, month, day, last)
        return Dated(start, end, when, "date.day" if day else "date.month")

    def _year_of(
        self, token: Token, month: int, start: int, end: int, day: int | None, before: Token | None
    ) -> tuple[int, int | None]:
        """Return where a month with all that belongs to it ends, and its year."""
        told = days.YEAR_AFTER.match(self.text, end, min(end + 10, self.sentence.end))
        if told:
            self.years.tell(int(told["year"]), month, start)
            return told.end(), int(told["year"])
        year = days.shared_year(self.page, self.sentence, token, month, end, self.years.beside)
        if year is not None:
            self.years.tell(year, month, start)
            return end, year
        here, (end, year) = end, self.years.beside(end)
        year = self.years.before(start) if year is None and end == here else year
        if year is None and end == here:
            near = before is not None and token.start - before.end == 1
            direction = before.senses.get("direction") if before and near else None
            ahead, foiled = self._tense.ahead(token), self._tense.foiled(token)
            if day and ahead is False and self._tense.only_said(token):
                ahead = None  # `told B that a meeting on 12 June would be of no use`
            some = day or self.years.some_day(month)
            year = self.years.of(start, month, some, direction, ahead=ahead, foiled=foiled)
        return end, year

    def _feast(self, token: Token) -> Dated | None:
        """Read `on New Year's Eve`, `before Christmas`."""
        month, day = map(int, token.senses["feast"].split("-"))
        left = self.text[max(self.sentence.start, token.start - 10) : token.start].lower()
        signs = self.page.words.signs
        if not left.endswith((*signs["on_feast"], *signs["before_feast"])):
            return None
        end, whole = token.end, day if left.endswith(signs["on_feast"]) else None
        if told := days.YEAR_AFTER.match(self.text, end, min(end + 10, self.sentence.end)):
            when = days.value_of(int(told["year"]), month, day, None)
            return Dated(token.start, told.end(), when, "date.feast")
        year = self.years.of(token.start, month, day, None, ahead=self._tense.ahead(token))
        return Dated(token.start, end, days.value_of(year, month, whole, None), "date.feast")

    def _month_context(self, token: Token) -> bool:
        signs = self.page.words.signs
        left = self.text[max(self.sentence.start, token.start - 14) : token.start].lower()
        if any(other.start - token.end == 1 for other in self.sentence.of("trigger")):
            return left.endswith(signs["month_of"]) or not left  # `the March talks`
        said = self.text.startswith(signs["said_after"], token.end)
        return not said and (left.endswith(signs["before_month"]) or self._among_months(token))

    def _among_months(self, token: Token) -> bool:
        """Tell whether `May` stands in brackets, or in a list of months (`in April, May and`)."""
        if self.text[token.start - 1] == "(" and self.text[token.end] in " )":
            return True
        return any(
            self.text[min(token.end, other.end) : max(token.start, other.start)] in _LISTED
            for other in self.sentence.of("month")
        )

    def _year(self, token: Token) -> Dated | None:
        year = token.senses["year"]
        left = self.text[max(self.sentence.start, token.start - 14) : token.start].lower()
        dotted = _DOTTED.search(left)
        years = self.anchor.year - year if self.anchor else 0
        if years > 0 and left.endswith(self.page.words.signs["this_day_in"]):
            return to_the_day(self.anchor, token, years, token.end)
        if dashed := _DASHED.match(self.text, token.end, self.sentence.end):
            when = days.value_of(year, int(dashed["month"]), int(dashed["day"]), None)
            return Dated(token.start, dashed.end(), when, "date.day")
        if dotted:
            start = token.start - len(left) + dotted.start()
            when = days.value_of(year, int(dotted["month"]), int(dotted["day"]), None)
            return Dated(start, token.end, when, "date.day")
        if slashed := _SLASHED.search(left):
            start = token.start - len(left) + slashed.start()
            when = days.of_either_order(year, int(slashed["one"]), int(slashed["other"]))
            return Dated(start, token.end, when, "date.day")
        signs = self.page.words.signs
        after = self.text.startswith(signs["year_after"], token.end, self.sentence.end)
        if not (left.endswith(signs["year_before"]) or after):
            return None
        self.years.tell(year, 1, token.start)
        return Dated(token.start, token.end, When(dt.date(year, 1, 1), "year"), "date.year")


def dates(page: Page, sentence: Sentence, told: days.Told = days.NOTHING) -> list[Dated]:
    """Return a sentence's dates; the parts that only the publication day settles may be None.

    `told` are the months of which the sentences before it tell.
    """
    if _DATE_CLASSES.isdisjoint(sentence.by_class):
        return []
    return Reader(page, sentence, told).read()


_DATE_CLASSES = frozenset(
    {
        "month",
        "weekday",
        "relative",
        "span",
        "number",
        "from_now",
        "ordinal",
        "numbered_day",
        "feast",
        "season",
        "in_season",
        "year",
        "weekend",
        "same_day",
        "context_day",
        "context_week",
        "context_month",
        "context_year",
    }
)
