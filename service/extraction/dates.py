"""Dates in a sentence: read by what stands beside a month, a weekday, a year, a word like today.

First the words are read as they are, perhaps without a year; then the day of publication and the
sentence's tense settle what they mean. Nothing is guessed: what cannot be known stays unknown.
"""

import calendar
import datetime as dt
import re

from service.domain.dates import When
from service.extraction.days import YEAR_AFTER, shared_year, without_shadows
from service.extraction.page import Dated, Page, Sentence
from service.extraction.relative import (
    ago,
    coming,
    context,
    new_year,
    numbered,
    relative,
    span,
    weekend,
)
from service.extraction.scan import Token
from service.extraction.tense import Tense
from service.extraction.years import Years

_DAY_BEFORE = re.compile(
    r"(?:(?P<from>\d{1,2})(?:st|nd|rd|th)?\s?(?:-|to|and|until|through|/)\s?)?"
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?(?:\s(?:of|de))?\s$"
)
# A number that counts things is no last day: `on June 27 and 12 soldiers` not `June 27 to 29 in`.
_COUNTS = (
    r"(?!\s?(?!(?:in|at|on|near|outside|inside|of|by|with|between|under|to|for|and|but|or|as|after"
    r"|before|during|when|where|which|this|last|next|will|would|was|were|is|are|had|has)\b)[A-Za-z])"
)
_DAY_AFTER = re.compile(
    r"\s(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:%])(?!\s(?:per cent|percent|million|people))"
    r"(?:\s?(?:-|to|and|until|through)\s?(?P<to>\d{1,2})(?:st|nd|rd|th)?(?![\d:%])"
    + _COUNTS
    + r")?"
)
_JOIN = re.compile(r"\s?(?:-|to|until|till|through|and)\s(?:the\s)?(?:[A-Z][a-z]+,?\s)?")
_MAYBE = frozenset({"May", "March"})
_BEFORE_TIME = (
    *("in ", "since ", "of ", "until ", "early ", "late ", "mid-", "and ", "by ", "during "),
    *("from ", "to ", "before "),
)
_BEFORE_MONTH = (*_BEFORE_TIME, "last ", "next ", "this ", "or ")
_BEFORE_YEAR = (*_BEFORE_TIME, "the ", "around ", "after ")


class Reader:
    """Reads the dates of one sentence."""

    def __init__(
        self, page: Page, sentence: Sentence, told: dt.date | None, story: dt.date | None
    ) -> None:
        """Prepare; see `dates` for `told` and `story`."""
        self.text = page.text
        self.sentence = sentence
        self.anchor = page.anchor
        self.used = sentence.start
        self._tense = Tense(page.text, sentence)
        self.years = Years(page, sentence, told, story)

    def read(self) -> list[Dated]:
        """Return the sentence's dates in order."""
        found: list[Dated] = []
        tokens = self.sentence.tokens
        for number, token in enumerate(tokens):
            if token.start < self.used:
                continue
            dated = self._one(token, tokens[number - 1] if number else None)
            if dated is None:
                continue
            self.used = dated.end
            if not (found and self._joined(found, dated)):
                found.append(dated)
        return without_shadows(found, self.text)

    def _one(self, token: Token, before: Token | None) -> Dated | None:
        senses = token.senses
        if _DATE_CLASSES.isdisjoint(senses):
            return None
        if "month" in senses:
            return self._month(token, int(senses["month"]), before)
        if "weekday" in senses:
            return self._weekday(token, int(senses["weekday"]), before)
        if "relative" in senses:
            return relative(self.anchor, token, int(senses["relative"]))
        if "span" in senses and before is not None and "direction" in before.senses:
            ahead = senses["span"] == "week" and bool(self._tense.ahead(token))
            return span(self.anchor, token, before, senses["span"], ahead=ahead)
        if (told := self._from_now(token)) is not None:
            return told
        return self._year(token) if "year" in senses else None

    def _from_now(self, token: Token) -> Dated | None:
        """Read what is told from the publication or from the event told before."""
        senses, anchor = token.senses, self.anchor
        if "weekend" in senses:
            return weekend(anchor, token)
        if "days_ahead" in senses:
            return coming(anchor, token)
        if "same_day" in senses:
            return Dated(token.start, token.end, None, "date.same_day")
        if "feast" in senses:
            return self._feast(token)
        if "season" in senses:
            return new_year(anchor, token)
        if "ordinal" in senses:
            day, ahead = int(senses["ordinal"]), bool(self._tense.ahead(token))
            return numbered(self.text, anchor, token, day, ahead=ahead)
        if "number" in senses:
            return ago(self.text, self.sentence.end, anchor, token, int(senses["number"]))
        return context(token)

    def _month(self, token: Token, month: int, before: Token | None) -> Dated | None:
        start, end, day, last = token.start, token.end, None, None
        if before and "ordinal" in before.senses and self.text[before.end : start] == " of ":
            start, day = before.start, int(before.senses["ordinal"])
        left = _DAY_BEFORE.search(self.text, max(self.sentence.start, start - 14), start)
        right = None if left else _DAY_AFTER.match(self.text, end, min(end + 16, self.sentence.end))
        if left and day is None:
            start, day = left.start(), int(left["from"] or left["day"])
            last = int(left["day"]) if left["from"] else None
        elif right:
            end, day = right.end(), int(right["day"])
            last = int(right["to"]) if right["to"] else None
        word = self.text[token.start : token.end]
        if day is None and word in _MAYBE and not self._month_context(token):
            return None
        end, year = self._year_of(token, month, start, end, day, before)
        when = _value(year, month, day, last)
        return Dated(start, end, when, "date.day" if day else "date.month")

    def _year_of(
        self, token: Token, month: int, start: int, end: int, day: int | None, before: Token | None
    ) -> tuple[int, int | None]:
        """Return where a month with all that belongs to it ends, and its year."""
        told = YEAR_AFTER.match(self.text, end, min(end + 10, self.sentence.end))
        if told:
            self.years.tell(int(told["year"]), month, start)
            return told.end(), int(told["year"])
        year = shared_year(self.text, self.sentence, token, month, end)
        if year is not None:
            self.years.tell(year, month, start)
            return end, year
        if self.anchor is not None:
            end, year = self.years.beside(end)
        if year is None:
            near = before is not None and token.start - before.end == 1
            direction = before.senses.get("direction") if before and near else None
            ahead, foiled = self._tense.ahead(token), self._tense.foiled(token)
            some = day or self._some_day(month)
            year = self.years.of(start, month, some, direction, ahead=ahead, foiled=foiled)
        return end, year

    def _some_day(self, month: int) -> int:
        """Return a day for a month without one: that of publication, as its month is this one."""
        return self.anchor.day if self.anchor and self.anchor.month == month else 15

    def _feast(self, token: Token) -> Dated | None:
        """Read `on New Year's Eve`, `before Christmas`."""
        month, day = map(int, token.senses["feast"].split("-"))
        left = self.text[max(self.sentence.start, token.start - 10) : token.start].lower()
        if not left.endswith(("on ", "before ", "by ", "ahead of ")):
            return None
        ahead = self._tense.ahead(token)
        year = self.years.of(token.start, month, day, None, ahead=ahead)
        when = _value(year, month, day if left.endswith("on ") else None, None)
        return Dated(token.start, token.end, when, "date.feast")

    def _month_context(self, token: Token) -> bool:
        left = self.text[max(self.sentence.start, token.start - 14) : token.start]
        return left.endswith(_BEFORE_MONTH) and self.text[token.end : token.end + 6] not in (
            " said ",
            " told ",
        )

    def _weekday(self, token: Token, weekday: int, before: Token | None) -> Dated | None:
        anchor = self.anchor
        if anchor is None:
            return Dated(token.start, token.end, None, "date.weekday")
        direction = (
            before.senses.get("direction") if before and token.start - before.end == 1 else None
        )
        aimed = self.text.endswith((" for ", "For "), self.sentence.start, token.start)
        back = (anchor.weekday() - weekday) % 7
        ahead = (weekday - anchor.weekday()) % 7
        if direction == "last":
            day = anchor - dt.timedelta(back or 7)
        elif direction == "next":
            day = anchor + dt.timedelta(ahead or 7)
        elif direction is None and self._tense.foiled(token):
            day = anchor + dt.timedelta(ahead) if ahead < back else anchor - dt.timedelta(back)
        elif direction is None and (aimed or self._tense.ahead(token)):
            day = anchor + dt.timedelta(ahead)
        elif direction == "this":
            ahead_of_us = self._tense.ahead(token)
            day = anchor + dt.timedelta(ahead) if ahead_of_us else anchor - dt.timedelta(back)
        else:
            day = anchor - dt.timedelta(back)
        return Dated(token.start, token.end, When(day), "date.weekday")

    def _year(self, token: Token) -> Dated | None:
        left = self.text[max(self.sentence.start, token.start - 12) : token.start].lower()
        if not left.endswith(_BEFORE_YEAR):
            return None
        self.years.tell(token.senses["year"], 1, token.start)
        return Dated(
            token.start, token.end, When(dt.date(token.senses["year"], 1, 1), "year"), "date.year"
        )

    def _joined(self, found: list[Dated], dated: Dated) -> bool:
        """Join `from June 27 to July 2` into one range; tell whether it was done."""
        first = found[-1]
        between = self.text[first.end : dated.start]
        if first.when is None or dated.when is None or not _JOIN.fullmatch(between):
            return False
        if _two_days(first, dated, between):
            found[-1] = Dated(
                first.start, dated.end, When(first.when.date, "day", dated.when.date), "date.range"
            )
            return True
        opened = self.text[max(0, first.start - 8) : first.start].endswith("between ")
        if (
            ("and" in between and not opened)
            or first.when.precision != "day"
            or dated.when.precision != "day"
        ):
            return False
        if not first.when.date < dated.when.date:
            return False
        found[-1] = Dated(
            first.start, dated.end, When(first.when.date, "day", dated.when.last), "date.range"
        )
        return True


def _value(year: int | None, month: int, day: int | None, last: int | None) -> When | None:
    if year is None:
        return None
    if day is None:
        return When(dt.date(year, month, 1), "month")
    longest = calendar.monthrange(year, month)[1]
    if not 1 <= day <= longest:
        return None
    end = dt.date(year, month, last) if last is not None and day < last <= longest else None
    return When(dt.date(year, month, day), "day", end)


def _two_days(first: Dated, second: Dated, between: str) -> bool:
    """Tell whether two weekdays are one after the other (`on Saturday and Sunday`)."""
    return (
        between == " and "
        and first.rule == second.rule == "date.weekday"
        and first.when is not None
        and second.when is not None
        and second.when.date - first.when.date == dt.timedelta(1)
    )


def dates(
    page: Page,
    sentence: Sentence,
    told: dt.date | None = None,
    story: dt.date | None = None,
) -> list[Dated]:
    """Return a sentence's dates; the parts that only the publication day settles may be None.

    `told` is the month of which the sentences before it tell, where its year is not that of
    publication; `story` is the last month of such a year anywhere before.
    """
    if _DATE_CLASSES.isdisjoint(sentence.by_class):
        return []
    return Reader(page, sentence, told, story).read()


_DATE_CLASSES = frozenset(
    {
        "month",
        "weekday",
        "relative",
        "span",
        "number",
        "ordinal",
        "feast",
        "season",
        "year",
        "weekend",
        "same_day",
        "days_ahead",
        "context_day",
        "context_week",
        "context_month",
        "context_year",
    }
)
