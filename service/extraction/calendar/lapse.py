"""Dates so long before or after another day: `three days ago`, `in two weeks`, `a day later`."""

import datetime as dt

from service.domain.dates import When
from service.extraction.calendar.days import month_on
from service.extraction.text.page import Dated, Page, Sentence
from service.extraction.text.scan import Token

_UNITS = ("day", "week", "month", "year")
_LEFT = 16  # characters: how far before a number its `more than` or `in` begins at most
_AFTER_IT = (" after the ", " after that ", " after its ")
_BEFORE_IT = (" before the ", " ahead of the ")
_TOLD_NEAR = 160  # characters: how far before a sentence what happened is told
_AFTER = ("ago", "hence", "earlier", "later")


def lapse(page: Page, sentence: Sentence, token: Token, *, ahead: bool | None) -> Dated | None:
    """Read a number with what it counts; `ahead` tells whether the words look ahead."""
    unit_told = counted(page, token.end, sentence.end)
    if unit_told is None:
        return None
    unit, end = unit_told
    left = page.text[max(sentence.start, token.start - _LEFT) : token.start].lower()
    signs, count = page.words.signs, int(token.senses["number"])
    since = unit == "year" and page.text.startswith(signs["since_what"], end)
    if since and any(map(left.count, signs["today_is"])):
        return to_the_day(page.anchor, token, count, end)
    if left.endswith(signs["within"]) and unit in ("day", "week"):
        return _within(page.anchor, token, end, count * (7 if unit == "week" else 1))
    way, end = _way(page, f" {left}", end)
    if way == "after_then":
        way = "hence" if ahead else "later"
    elif way in ("before_now", "after_now"):
        way = "ago" if way == "before_now" else "hence" if ahead else None
    if way is None and unit in ("day", "week"):
        way, end = _from_event(page, sentence, end)
        unit, count = "day", count * (7 if unit == "week" else 1)
    if way is None:
        return None
    if f" {left}".endswith(signs["roughly"]) and way != "hence":
        return Dated(token.start, end, None, "date.vague")
    if way in ("earlier", "later"):
        step = count if way == "later" else -count
        if unit == "week" and page.text.startswith(signs["to_the_day"], end):
            unit, step = "day", 7 * step
        return Dated(token.start, end, None, f"date.context_{unit}{step:+d}")
    return _from_now(page, token, unit, count if way == "hence" else -count, end)


def counted(page: Page, start: int, end: int) -> tuple[str, int] | None:
    """Return the unit that stands after a number, and where it ends."""
    if not page.text.startswith((" ", "-"), start):
        return None
    for unit in _UNITS:
        for word in page.words.signs[f"unit_{unit}"]:
            last = start + 1 + len(word)
            if (
                page.text.startswith(word, start + 1, end)
                and not page.text[last : last + 1].isalnum()
            ):
                return unit, last
    return None


def _way(page: Page, left: str, end: int) -> tuple[str | None, int]:
    """Return which way time is counted, by the words after or before it, and where they end."""
    signs = page.words.signs
    for name in _AFTER:
        for sign in signs[f"{name}_after"]:
            if page.text.startswith(sign, end):
                return name, end + len(sign)
    for name in ("before_now", "after_now", "after_then"):
        if left.endswith(signs[name]):
            return name, end
    return None, end


def _from_event(page: Page, sentence: Sentence, end: int) -> tuple[str | None, int]:
    """Return which way time is counted from what else happened, if that was told just before.

    `The guns fell silent on 1 July with a ceasefire. Two days after the ceasefire, A met B`.
    """
    for way, links in (("later", _AFTER_IT), ("earlier", _BEFORE_IT)):
        link = next((link for link in links if page.text.startswith(link, end)), None)
        if link is None:
            continue
        start = end + len(link)
        last = next((i for i in range(start, sentence.end) if not page.text[i].isalpha()), start)
        noun = page.text[start:last]
        told = noun in page.words.signs["occurrence"]
        near = page.text.find(noun, max(0, sentence.start - _TOLD_NEAR), sentence.start)
        return (way, last) if told and near >= 0 else (None, end)
    return None, end


def _from_now(page: Page, token: Token, unit: str, count: int, end: int) -> Dated | None:
    anchor, rule = page.anchor, "date.ago" if count < 0 else "date.hence"
    if anchor is None:
        return None if count < 0 else Dated(token.start, end, None, rule)
    today = _today(page, end)
    if (
        unit == "year"
        and count < 0
        and (today or page.text.endswith(page.words.signs["this_day"], 0, token.start))
    ):
        return to_the_day(anchor, token, -count, end + len(today))
    return Dated(token.start, end, counted_from(anchor, unit, count), rule)


def _today(page: Page, end: int) -> str:
    """Return the words after a lapse that tell that it ends today, none if nothing does."""
    signs = page.words.signs["to_this_day"]
    return next((sign for sign in signs if page.text.startswith(sign, end)), "")


def to_the_day(anchor: dt.date | None, token: Token, years: int, end: int) -> Dated:
    """Return the same day so many years before (`twenty years ago today`)."""
    known = anchor is not None and (anchor.month, anchor.day) != (2, 29)
    when = When(anchor.replace(year=anchor.year - years)) if anchor and known else None
    return Dated(token.start, end, when, "date.anniversary")


def from_now(page: Page, token: Token) -> Dated:
    """Read `a month ago`, `a fortnight ago`: the sense tells the unit and how many of it."""
    anchor = page.anchor
    count, unit = token.senses["from_now"].split()
    today = _today(page, token.end)
    if unit == "year" and int(count) < 0 and today:
        return to_the_day(anchor, token, -int(count), token.end + len(today))
    when = counted_from(anchor, unit, int(count)) if anchor else None
    return Dated(token.start, token.end, when, "date.ago" if int(count) < 0 else "date.hence")


def counted_from(anchor: dt.date, unit: str, count: int) -> When:
    """Return the date so many days, weeks, months or years from a day; weeks give a month."""
    if unit == "day":
        return When(anchor + dt.timedelta(count))
    if unit == "week":
        return When((anchor + dt.timedelta(7 * count)).replace(day=1), "month")
    if unit == "month":
        return When(month_on(anchor, count), "month")
    return When(dt.date(anchor.year + count, 1, 1), "year")


def _within(anchor: dt.date | None, token: Token, end: int, days: int) -> Dated | None:
    """Read `within fifteen days`: this month, unless they may be of the next one."""
    if anchor is None:
        return None
    same = (anchor + dt.timedelta(days)).month == anchor.month
    return Dated(
        token.start, end, When(anchor.replace(day=1), "month") if same else None, "date.span"
    )
