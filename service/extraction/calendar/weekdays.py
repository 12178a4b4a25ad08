"""Weekdays: which Monday is meant, by the words beside it and the day of publication."""

import calendar
import datetime as dt
import re

import msgspec

from service.domain.dates import When
from service.extraction.calendar.joining import joins_weekdays
from service.extraction.calendar.tense import Tense
from service.extraction.text.page import Dated, Page, Sentence
from service.extraction.text.scan import Token

_STEPS = {"last": -1, "this": 0, "next": 1, "end": 0}
_OF = 4  # characters: ` of `, ` in `
_WEEK = dt.timedelta(7)
_BESIDE = 7  # characters between a weekday and its week (`el jueves de la semana pasada`)
_NUMBER = re.compile(r",? (?P<day>[12]?\d|3[01])(?=[.,;)]|\s[^\W\d]{1,4}\s|\s[A-Z])")
_NEAR = 4  # weeks before or after the publication


def weekday(page: Page, sentence: Sentence, tense: Tense, token: Token, near: int) -> Dated:
    """Read a weekday, the token of that number in its sentence."""
    anchor, day = page.anchor, int(token.senses["weekday"])
    if anchor is None:
        return Dated(token.start, token.end, None, "date.weekday")
    told = _of_month(sentence, token, near, day, anchor)
    if told is not None:
        return told
    if (numbered := _numbered(page, sentence, token, day, anchor)) is not None:
        return numbered
    end, step = _week(sentence, token, near)
    if step is None:
        step = _shared_week(page, sentence, token, near)
    if step is not None:
        told_day = anchor + dt.timedelta(7 * step - anchor.weekday() + day)
        sunday = step == 0 and day == calendar.SUNDAY and told_day > anchor
        if sunday and tense.ahead(token) is False:
            told_day -= _WEEK  # a week that began with it (`met this week on Sunday`)
        return Dated(token.start, end, When(told_day), "date.weekday")
    off = _off(page, sentence, tense, token, near, anchor, day)
    if (last := _week_on(page, sentence, token)) is not None:
        end, off = last, ((day - anchor.weekday()) % 7 or 7) + 7
    return Dated(token.start, end, When(anchor + dt.timedelta(off)), "date.weekday")


def _numbered(
    page: Page, sentence: Sentence, token: Token, day: int, anchor: dt.date
) -> Dated | None:
    """Read `jueves 20`: the nearest day that is such a weekday and bears such a number."""
    told = _NUMBER.match(page.text, token.end, sentence.end)
    if told is None or any(0 <= t.start - told.end() <= _OF for t in sentence.of("month")):
        return None
    nearest = anchor + dt.timedelta(day - anchor.weekday())
    weeks = sorted(range(-_NEAR, _NEAR + 1), key=abs)
    fitting = (nearest + week * _WEEK for week in weeks)
    when = next((one for one in fitting if one.day == int(told["day"])), None)
    return Dated(token.start, told.end(), When(when), "date.weekday") if when else None


def after(first: Dated, dated: Dated, anchor: dt.date | None) -> Dated:
    """Return a weekday as one after the one before it, where that lies ahead of the anchor."""
    told, when = first.when, dated.when
    if anchor is None or told is None or when is None or first.rule != dated.rule:
        return dated
    if not anchor < told.date or when.date >= told.date:
        return dated
    weeks = (told.date - when.date + dt.timedelta(6)) // _WEEK
    return msgspec.structs.replace(dated, when=When(when.date + weeks * _WEEK))


def _week_on(page: Page, sentence: Sentence, token: Token) -> int | None:
    """Return where `Friday week`, `a week on Tuesday` ends: the one after the next."""
    signs = page.words.signs
    if page.text.endswith(signs["week_on"], sentence.start, token.start):
        return token.end
    for sign in signs["week_after"]:
        end = token.end + len(sign)
        if page.text.startswith(sign, token.end) and not page.text[end : end + 1].isalnum():
            return end
    return None


def _off(
    page: Page,
    sentence: Sentence,
    tense: Tense,
    token: Token,
    near: int,
    anchor: dt.date,
    day: int,
) -> int:
    """Return how many days from the publication a weekday lies."""
    back, ahead = (anchor.weekday() - day) % 7, (day - anchor.weekday()) % 7
    direction = _direction(sentence, token, near)
    if direction == "last":
        return -(back or 7)
    if direction == "next":
        return ahead or 7
    if direction == "this":
        told = tense.ahead(token)  # `on the margins of a fair this Friday A is to see B`
        return ahead if told or (told is None and day > anchor.weekday()) else -back
    if page.text.endswith(page.words.signs["since_day"], sentence.start, token.start):
        return -back
    if tense.foiled(token):
        return ahead if ahead < back else -back
    if tense.ahead(token) and _of_what_was(page, sentence, token):
        return ahead if ahead < back else -back
    aimed = page.text.endswith(page.words.signs["aimed_for"], sentence.start, token.start)
    return ahead if aimed or tense.ahead(token) else -back


def _of_what_was(page: Page, sentence: Sentence, token: Token) -> bool:
    """Tell whether a sentence opens with what may be over (`After Tuesday's talks A will ..`)."""
    left = page.text[sentence.start : token.start].lower()
    return left in page.words.signs["after_what"] and page.text.startswith("'s ", token.end)


def _of_month(
    sentence: Sentence, token: Token, near: int, day: int, anchor: dt.date
) -> Dated | None:
    """Read `the last Sunday of June`, `the second Monday in May`: of the month last gone by."""
    before, after = sentence.tokens[max(0, near - 1) : near], sentence.tokens[near + 1 : near + 2]
    if not before or not after or "month" not in after[0].senses:
        return None
    count = -1 if before[0].senses.get("direction") == "last" else before[0].senses.get("ordinal")
    if count is None or token.start - before[0].end != 1 or after[0].start - token.end != _OF:
        return None
    month = int(after[0].senses["month"])
    days = calendar.Calendar().itermonthdates(anchor.year - (month > anchor.month), month)
    fitting = [one for one in days if one.month == month and one.weekday() == day]
    number = int(count) - 1 if int(count) > 0 else -1
    when = When(fitting[number]) if number < len(fitting) else None
    return Dated(before[0].start, after[0].end, when, "date.weekday")


def _direction(sentence: Sentence, token: Token, near: int) -> str | None:
    """Return the direction of the word beside a weekday (`last Friday`, `vendredi dernier`)."""
    tokens = sentence.tokens
    before = tokens[near - 1] if near else None
    if before is not None and token.start - before.end == 1 and "direction" in before.senses:
        return str(before.senses["direction"])
    after = tokens[near + 1] if near + 1 < len(tokens) else None
    if after is None or after.start - token.end != 1 or _opens_span(tokens, near + 1):
        return None
    direction = after.senses.get("direction")
    return direction if direction != "this" else None


def _opens_span(tokens: list[Token], at: int) -> bool:
    """Tell whether a word of direction belongs to what comes after it (`last week`)."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is not None and "span" in following.senses


def _week(sentence: Sentence, token: Token, near: int) -> tuple[int, int | None]:
    """Return where the week told beside a weekday ends, and how many weeks from now it is.

    None if none is told.
    """
    before, after = sentence.tokens[max(0, near - 2) : near], sentence.tokens[near + 1 : near + 3]
    for pair in (before, after):
        step = _of_week(pair)
        if (
            step is not None
            and min(abs(token.start - pair[-1].end), abs(pair[0].start - token.end)) <= _BESIDE
        ):
            return max(token.end, pair[-1].end), step
    return token.end, None


def _shared_week(page: Page, sentence: Sentence, token: Token, near: int) -> int | None:
    """Return how many weeks from now the weekday is of which this one is told together."""
    after = sentence.tokens[near + 1] if near + 1 < len(sentence.tokens) else None
    if after is None or "weekday" not in after.senses:
        return None
    if not joins_weekdays(page, page.text[token.end : after.start]):
        return None
    return _week(sentence, after, near + 1)[1]


def _of_week(pair: list[Token]) -> int | None:
    """Return how many weeks from now two words say (`last week`, `semaine dernière`)."""
    if len(pair) < 2 or pair[1].start - pair[0].end != 1:
        return None
    first, second = (token.senses for token in pair)
    if second.get("span") != "week":
        first, second = second, first
    named = second.get("span") == "week" and "direction" in first
    return _STEPS[first["direction"]] if named else None
