"""Days told together, in a page's language: `3 to 5 May`, `May 3 and 4`, `Monday and Tuesday`."""

import re
from functools import cache

from service.extraction.text.page import Page

_MARKS = ("-", "/", "&")
# A number that counts things is no last day: `on June 27 and 12 soldiers` not `June 27 to 29 in`.
_COUNTS = (
    r"(?!\s?(?!(?:in|at|on|near|outside|inside|of|by|with|between|under|to|for|and|but|or|as|after"
    r"|before|during|when|where|which|this|last|next|will|would|was|were|is|are|had|has)\b)[A-Za-z])"
)


def before_month(page: Page, low: int, high: int) -> re.Match[str] | None:
    """Match the number right before a month: `day`, and `from` where it is the last of several."""
    return _before(page.words.signs["day_join"]).search(page.text, low, high)


def after_month(page: Page, low: int, high: int) -> re.Match[str] | None:
    """Match the number right behind a month: `day`, and `to` where it is the first of several."""
    return _after(page.words.signs["day_join"]).match(page.text, low, high)


def joins(page: Page, between: str) -> bool:
    """Tell whether nothing but what joins two days stands between them (`3 May to early June`)."""
    signs = page.words.signs
    return _between(signs["day_join"], signs["rough_day"]).fullmatch(between) is not None


def joins_weekdays(page: Page, between: str) -> bool:
    """Tell whether nothing but what joins two weekdays stands between them (`, on`, ` and `)."""
    signs = page.words.signs
    return _weekdays(signs["day_join"], signs["day_link"]).fullmatch(between) is not None


def both(page: Page, between: str) -> bool:
    """Tell whether two days are told as two, not from the one to the other (`3 and 5 May`)."""
    return f" {between.strip()} " in page.words.signs["and"]


@cache
def _before(words: tuple[str, ...]) -> re.Pattern[str]:
    several = r"(?<!\d)(?P<from>\d{1,2})(?:st|nd|rd|th|er|\.)?(?:,\s\d{1,2}\.?)?"
    return re.compile(
        rf"(?:{several}\s?(?:{_any(_MARKS, words)})\s?)?"
        r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|-го)?(?:\s(?:of|de))?\s$"
    )


@cache
def _after(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        r"\s(?:the\s)?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d%]|:\d)"
        r"(?!\s(?:per cent|percent|million|people))"
        rf"(?:\s?(?:-|{_any(words)})\s?(?P<to>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:%])"
        + _COUNTS
        + r")?"
    )


@cache
def _between(words: tuple[str, ...], rough: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"\s?(?:-|(?:{_any(words)})\s)\s?(?:the\s)?(?:{_any(rough)})?(?:[A-Z][a-z]+,?\s)?"
    )


@cache
def _weekdays(words: tuple[str, ...], links: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:,|\s?-|\s(?:{_any(words)}))\s?(?:{_any(links)})?")


def _any(*words: tuple[str, ...]) -> str:
    """Return a pattern of any of some words, the longest first."""
    every = sorted({word for some in words for word in some}, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, every)) or r"(?!)"
