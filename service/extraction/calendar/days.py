"""Reckoning with days."""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

from service.domain.dates import When
from service.extraction.calendar.joining import both, joins
from service.extraction.text.page import Dated, Page, Sentence
from service.extraction.text.scan import Token

YEAR_AFTER = re.compile(r",?\s(?:of\s|de\s|del\s)?(?P<year>(?:19|20)\d\d)(?!\d)")
_NTH = re.compile(r"\d{1,2}(?:st|nd|rd|th|er|º|\.|-го)?")
_DAY_THEN = re.compile(r"\s\d{1,2}(?:st|nd|rd|th)?(?!\d)")
_MONTHS = 12
_FAR = 40  # characters between two months of a list
# A year before this is history, and no clue to the year of an undated page.
RECENT = 2000


class Told(NamedTuple):
    """The months of which the sentences before one tell.

    `past` is that of the paragraph, where its year is not that of publication; `story` the last of
    such a year anywhere; `last` that named last; `near` the day or month named in the paragraph or
    in the sentence right before. `paused` tells that a sentence without a date stands between.
    """

    past: dt.date | None = None
    story: dt.date | None = None
    last: dt.date | None = None
    near: dt.date | None = None
    paused: bool = False


NOTHING = Told()


def distance(anchor: dt.date, year: int, month: int, day: int) -> int:
    """Return how many days a day of a year is from an anchor."""
    day = min(day, calendar.monthrange(year, month)[1])
    return (dt.date(year, month, day) - anchor).days


def directed(anchor: dt.date, month: int, direction: str) -> int:
    """Return the year of `last September`, `this May`, `next March`."""
    if direction == "last":
        return anchor.year if month < anchor.month else anchor.year - 1
    if direction == "next":
        return anchor.year if month > anchor.month else anchor.year + 1
    return anchor.year


def _on_to(page: Page, sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether nothing but another day stands between two months (`, on Friday, 30`)."""
    if end - start > _FAR:
        return False
    between = page.text[start:end]
    for token in sentence.of("weekday"):
        if start <= token.start and token.end <= end:
            between = between.replace(page.text[token.start : token.end], " ")
    first, *rest = between.lower().replace(",", " , ").replace("-", " - ").split() or [""]
    small = (",", *page.words.signs["months_small"])
    return first in page.words.signs["months_join"] and all(
        word in small or _NTH.fullmatch(word) for word in rest
    )


def shared_year(
    page: Page,
    sentence: Sentence,
    token: Token,
    month: int,
    end: int,
    beside: Callable[[int], tuple[int, int | None]],
) -> int | None:
    """Return the year that a month shares with the next one (`24 May and 30 August 2022`).

    `beside` returns the year that words at a place tell (`in January and February of last year`).
    """
    months, text = sentence.of("month"), page.text
    for following in months[months.index(token) + 1 :]:
        if not _on_to(page, sentence, end, following.start):
            return None
        day = _DAY_THEN.match(text, following.end, sentence.end)
        end = day.end() if day else following.end
        told = YEAR_AFTER.match(text, end, min(end + 10, sentence.end))
        year = int(told["year"]) if told else beside(end)[1]
        if year is not None:
            return year - (month > int(following.senses["month"]))
    return None


def month_of_week(anchor: dt.date, step: int, *, ahead: bool) -> When | None:
    """Return the month in which a week from Monday to Friday lies, None where these are two.

    Of this week only what is yet to come counts (`ahead`), or only what is past.
    """
    monday = anchor + dt.timedelta(7 * step - anchor.weekday())
    friday = monday + dt.timedelta(4)
    if step == 0:
        monday, friday = (anchor, friday) if ahead else (monday, anchor)
    return When(monday.replace(day=1), "month") if monday.month == friday.month else None


def month_on(anchor: dt.date, step: int) -> dt.date:
    """Return the first day of a month so many months on."""
    months = anchor.year * 12 + anchor.month - 1 + step
    return dt.date(months // 12, months % 12 + 1, 1)


_DAYS = ("date.weekday", "date.day", "date.month", "date.numbered")
_BESIDE = 6  # characters (`Mittwoch, dem 8. Mai`)
_ON_THE = 9  # characters (`next week, on the 8th`)
_ROUGH = frozenset({"date.span", "date.ago", "date.hence"})
_SHADOWED = frozenset(
    {("date.weekday", "date.day"), *((rough, day) for rough in _ROUGH for day in _DAYS)}
)
_SHADOWING = frozenset({("date.day", "date.weekday"), ("date.relative", "date.weekday")})


def without_shadows(page: Page, found: list[Dated]) -> list[Dated]:
    """Drop what only repeats the date beside it (`Friday, 10 May`, `last week, on Thursday`)."""
    kept: list[Dated] = []
    text = page.text
    for dated in found:
        on_the = kept and dated.rule == "date.numbered" and text[kept[-1].end] == ","
        beside = (
            kept
            and dated.start - kept[-1].end <= (_ON_THE if on_the else _BESIDE)
            and not any(map(text[kept[-1].end : dated.start].__contains__, page.words.signs["and"]))
        )
        if beside and kept[-1].rule.startswith("date.context") and dated.when is not None:
            kept[-1] = Dated(kept[-1].start, dated.end, dated.when, dated.rule)
            continue
        if beside and (kept[-1].rule, dated.rule) in _SHADOWED:
            kept[-1] = Dated(kept[-1].start, dated.end, dated.when, dated.rule)
        elif beside and (kept[-1].rule, dated.rule) in _SHADOWING:
            kept[-1] = Dated(kept[-1].start, dated.end, kept[-1].when, kept[-1].rule)
        else:
            kept.append(dated)
    return kept


def year_told(page: Page) -> int | None:
    """Return the latest year that the page's full dates name, for undated pages.

    A month and a year alone (`in August 2008`) are history unless the sentence looks ahead, as is
    what things are so `since`. Where a later year stands alone the months that follow may be of
    that one: then None.
    """
    tokens = [token for sentence in page.sentences for token in sentence.of("year")]
    found = [
        int(match["year"])
        for sentence in page.sentences
        for token in sentence.of("month")
        if (match := YEAR_AFTER.search(page.text, token.end, token.end + 12))
        and (_aims(sentence) or _full(page.text, token.start, token.end, match.start()))
    ]
    latest = max(found, default=0)
    if any(latest < token.senses["year"] <= latest + 2 for token in tokens):
        return None
    return latest if latest >= RECENT else None


def _aims(sentence: Sentence) -> bool:
    """Tell whether a sentence looks ahead."""
    return any(
        token.senses["modal"] in ("future", "possible") and "month" not in token.senses  # `May`
        for token in sentence.of("modal")
    )


def _full(text: str, start: int, end: int, year: int) -> bool:
    """Tell whether a day stands beside a month that has a year."""
    before = _DAY_THERE.search(text, max(0, start - 24), start)
    if before is None:
        return any(char.isdigit() for char in text[end:year])
    return not text[: before.start()].lower().endswith("since ")


_DAY_THERE = re.compile(r"\d{1,2}(?:st|nd|rd|th|er|\.)?(?:\s(?:of|de))?\s$")


def value_of(year: int | None, month: int, day: int | None, last: int | None) -> When | None:
    """Return the date of a year, a month and perhaps days, None where there is no such day."""
    if year is None:
        return None
    if day is None:
        return When(dt.date(year, month, 1), "month")
    longest = calendar.monthrange(year, month)[1]
    if not 1 <= day <= longest:
        return None
    end = dt.date(year, month, last) if last is not None and day < last <= longest else None
    return When(dt.date(year, month, day), "day", end)


def of_either_order(year: int, one: int, other: int) -> When | None:
    """Return the day of `25/11/2025` or `11/25/2025`, None where it may be two (`3/11/2025`)."""
    orders = ((one, other), (other, one))
    told = {value_of(year, month, day, None) for day, month in orders if 1 <= month <= _MONTHS}
    told.discard(None)
    return told.pop() if len(told) == 1 else None


_OR_THEN = re.compile(r"(?:[^\W\d_]{1,5}\s)?(?:[A-Z][a-z]+,?\s)?")  # `or early June`, `ou le 4`
_NUMBER_BEFORE = re.compile(r"(?<!\d)\d{1,2}(?:st|nd|rd|th|er|\.|-го)?$")
_NUMBER_AFTER = re.compile(r"\d{1,2}(?:st|nd|rd|th)?(?=[^\w\s]|\s*$|\s\w{1,2}\b)")
_NEAR = 16  # characters beside a day in which the other stands


def either(page: Page, sentence: Sentence, dated: Dated | None) -> Dated | None:
    """Return a day, without its value if it may be another (`on 3 or 4 June`, `June 3 or 4`)."""
    if dated is None or dated.when is None or dated.rule != "date.day":
        return dated
    text, vague = page.text, Dated(dated.start, dated.end, None, "date.either")
    left = text[max(sentence.start, dated.start - _NEAR) : dated.start]
    for link in page.words.signs["day_or"]:
        head, found, rest = left.rpartition(link)
        if found and _NUMBER_BEFORE.search(head) and _OR_THEN.fullmatch(rest):
            return vague
        behind = text[dated.end - 1].isdigit() and text.startswith(link, dated.end)
        after = dated.end + len(link)
        if behind and _NUMBER_AFTER.match(text, after, min(after + _NEAR, sentence.end)):
            return vague
    return dated


def joined(page: Page, sentence: Sentence, found: list[Dated], dated: Dated) -> bool:
    """Join `from June 27 to July 2` into one range; tell whether it was done.

    What happened some time between two months has no date, rounds between these begin in the first.
    """
    first, text = found[-1], page.text
    between = text[first.end : dated.start]
    if first.when is None or dated.when is None:
        return False
    if _either(page, between):
        found[-1] = Dated(first.start, dated.end, None, "date.either")
        return True
    if not joins(page, between):
        return False
    opened = text.endswith(page.words.signs["between_days"], 0, first.start)
    rough = first.when.precision
    if opened and rough == "month" and not _several(page, sentence, first.when):
        found[-1] = Dated(first.start, dated.end, None, "date.either")
        return True
    if opened and rough == dated.when.precision != "day":
        found[-1] = Dated(first.start, dated.end, first.when, f"date.{rough}")
        return True
    days = rough == dated.when.precision == "day" and first.when.date < dated.when.date
    if not days or (both(page, between) and not opened and not _two_days(first, dated)):
        return False
    when = When(first.when.date, "day", dated.when.last)
    found[-1] = Dated(first.start, dated.end, when, "date.range")
    return True


def _either(page: Page, between: str) -> bool:
    """Tell whether what stands between two days says that it is one of them (`May or June`)."""
    links = (link for link in page.words.signs["day_or"] if between.startswith(link))
    return any(_OR_THEN.fullmatch(between, len(link)) for link in links)


def _several(page: Page, sentence: Sentence, first: When) -> bool:
    """Tell whether a sentence tells of several meetings that began in the past."""
    words = page.text[sentence.start : sentence.end]
    ahead = page.anchor is not None and first.date > page.anchor
    return not ahead and any(map(words.__contains__, page.words.signs["several_meetings"]))


def _two_days(first: Dated, second: Dated) -> bool:
    """Tell whether two weekdays are one after the other (`on Saturday and Sunday`)."""
    return (
        first.rule == second.rule == "date.weekday"
        and first.when is not None
        and second.when is not None
        and second.when.date - first.when.date == dt.timedelta(1)
    )
