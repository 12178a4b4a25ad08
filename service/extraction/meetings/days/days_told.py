"""Which day an event without one takes: that of its heading, of what it goes with, of the news."""

import datetime as dt

import msgspec

from service.domain.dates import When
from service.extraction.meetings.days import duration
from service.extraction.meetings.days.reckoning import eve, newer, old, reckoned_from
from service.extraction.meetings.draft import Draft, Scene
from service.extraction.meetings.events.news import (
    background,
    fresh,
    just,
    news_day,
    of_the_news,
    published,
)
from service.extraction.text.page import Dated, Page, Sentence

_LATER = 10  # sentences: how far from an event its occasion is still meant
_NEWS = 3  # sentences: how far news of one day is told side by side
_SHORT = 60  # characters: a sentence that only says when (`Once, in late July of 2021.`)
_SENTENCE = 160  # characters
_BESIDE = 60  # characters
_FAR = ("date.context_month", "date.context_year")  # reckoned from a month as well
_YEARS = "date.context_year"  # and from a year
_HEAD = 4  # characters beside a date that stands alone as a heading


class Days:
    """The days told of so far: of the news, named last, at the head of a paragraph."""

    def __init__(self, page: Page, scenes: list[Scene]) -> None:
        """Start with the day of the news."""
        self._page = page
        self._news = news_day(page, scenes)
        self._named: Dated | None = None
        self._month: Dated | None = None
        self._year: Dated | None = None
        self._heading: Dated | None = None
        self._headed = 0  # which paragraph
        self._fresh_in = -1  # which paragraph
        self._set: tuple[Dated, Sentence] | None = None

    def on(self, scene: Scene, here: list[Draft], found: list[Draft], held: list[Draft]) -> None:
        """Give the events of a sentence the days of those told before, where they have none."""
        named, month, year = self._named, self._month, self._year
        self._read(scene)
        duration.told_later(self._page, scene, here, held)
        if not here:
            self._set = self._setting(scene, named)
            return
        dated = [draft for draft in held if dated_to_the_day(draft)]
        for draft in here:
            before = _told_last(scene, dated)
            own = draft.dated
            if own is not None:
                if own.when is None and own.rule.startswith("date.away"):
                    draft.dated = self._away(own)
                    continue
                far = own.rule.startswith(_FAR)
                told = None if far else before.dated if before else None
                if told and eve(scene, own) and old(told, self._news):
                    told = self._news
                later = before is None or newer(named, before, self._page.anchor)
                near = named if later else None
                since = year if own.rule.startswith(_YEARS) else month
                draft.dated = reckoned_from(scene, own, told, since if far else near)
                if own.rule == "date.same_day" and draft.when is None:
                    draft.dated = self._news or published(self._page, draft)
            elif (plan := _planned_then(self._page, draft, found)) is not None:
                draft.dated = plan
            elif (there := _there(draft, held)) is not None:
                draft.dated = there
            elif not (_vague(draft) or _goes_on(draft, found)):
                draft.dated = self._taken(draft, before)
                if draft.dated is not None and draft.family in ("m", "v"):
                    draft.dated = duration.whole(scene, draft.trigger, draft.dated)

    def _away(self, dated: Dated) -> Dated:
        """Reckon from the day of the news (`The talks come two days after B visited C`)."""
        day = self._news.when.date if self._news and self._news.when else self._page.anchor
        step = dt.timedelta(int(dated.rule.removeprefix("date.away")))
        return msgspec.structs.replace(dated, when=When(day + step) if day else None)

    def _read(self, scene: Scene) -> None:
        sentence = scene.sentence
        if sentence.paragraph != self._headed:
            self._heading = None
        if not scene.dates:
            return
        first, length = scene.dates[0], sentence.end - sentence.start
        if first.when is not None and length - (first.end - first.start) < _HEAD:
            self._heading, self._headed = first, sentence.paragraph
        days = [
            d
            for d in scene.dates
            if d.when is not None and d.when.precision == "day" and not _possessed(scene, d)
        ]
        self._named = days[-1] if days else self._named
        if any(d.rule in ("date.relative", "date.weekday") for d in days):
            self._fresh_in = sentence.paragraph
        months = [d for d in scene.dates if d.when is not None and d.when.precision != "year"]
        self._month = months[-1] if months else self._month
        told = [d for d in scene.dates if d.when is not None]
        self._year = told[-1] if told else self._year

    def _setting(self, scene: Scene, named: Dated | None) -> tuple[Dated, Sentence] | None:
        """Return the one day of a sentence without an event, that of what comes after it."""
        days = [reckoned_from(scene, dated, None, named) for dated in scene.dates]
        if len(days) != 1 or days[0].when is None or _possessed(scene, days[0]):
            return None
        if days[0].when.precision != "day":
            short = scene.sentence.end - scene.sentence.start <= _SHORT
            whole = days[0].when.precision == "month" and not scene.sentence.of("speech_verb")
            return (days[0], scene.sentence) if short and whole else None
        anchor = self._page.anchor
        self._named = days[0]
        ahead = anchor is not None and days[0].when.first > anchor
        return None if ahead or scene.sentence.of("speech_verb") else (days[0], scene.sentence)

    def _taken(self, draft: Draft, before: Draft | None) -> Dated | None:
        """Return the day that an undated event takes."""
        page, news = self._page, self._news
        if page.anchor is not None and just(page, draft):
            return Dated(
                draft.trigger.start, draft.trigger.end, When(page.anchor), "date.published"
            )
        if self._heading is not None:
            return self._heading
        if self._set is not None and _in_setting(page, draft, self._set[1]):
            return self._set[0]
        if before is not None and _call_beside(page, draft, before):
            return None
        if before is not None and before.dated and _takes_day(page, draft, before, news):
            return self._nearer(draft, before) or _last_day(draft, before.dated)
        if of_the_news(page, draft):
            return self._of_then(draft) or news or published(page, draft)
        return None

    def _of_then(self, draft: Draft) -> Dated | None:
        """Return the day to which a page looks back, unless the paragraph tells of today.

        Only on the very anniversary is it known which day that is.
        """
        memory, anchor = self._page.memory, self._page.anchor
        if memory is None or anchor is None or draft.sentence.paragraph == self._fresh_in:
            return None
        that_day = (memory.month, memory.day) == (anchor.month, anchor.day)
        when = When(memory) if that_day else None
        return Dated(draft.trigger.start, draft.trigger.end, when, "date.anniversary")

    def _nearer(self, draft: Draft, before: Draft) -> Dated | None:
        """Return the day that the sentence right before tells, if the event told last is older."""
        named, anchor = self._named, self._page.anchor
        near = draft.sentence.start - _SENTENCE
        if named is None or named.when is None or not max(near, before.sentence.end) <= named.start:
            return None
        if named.end > draft.sentence.start or anchor is None or named.when.first > anchor:
            return None
        above = self._page.text[named.end : draft.sentence.start]
        return None if "\n" in above else named


def _planned_then(page: Page, draft: Draft, found: list[Draft]) -> Dated | None:
    """Return the day of the plan just told (`B is due on Monday. He will call on A`)."""
    before, sentence = found[-1] if found else None, draft.sentence
    if before is None or before.when is None or page.anchor is None:
        return None
    if not draft.status == before.status == "planned" or before.when.first < page.anchor:
        return None
    near = sentence.index - before.sentence.index == 1
    same = near and sentence.paragraph == before.sentence.paragraph
    subjects = (*sentence.of("pronoun"), *sentence.of("mutual"))
    they = any(token.start - sentence.start <= 1 for token in subjects)
    return before.dated if same and they and dated_to_the_day(before) else None


def _there(draft: Draft, held: list[Draft]) -> Dated | None:
    """Return the date of the event just told where another was too (`There he met B`)."""
    before, sentence = held[-1] if held else None, draft.sentence
    if before is None or draft.status != "held" or draft.sense.form not in ("past", "participle"):
        return None
    near = sentence.index - before.sentence.index == 1
    same = near and sentence.paragraph == before.sentence.paragraph
    return before.dated if same and sentence.has("same_place") else None


def _possessed(scene: Scene, dated: Dated) -> bool:
    """Tell whether a day only says which one is meant (`Sunday's vote`)."""
    return scene.text.startswith("'s ", dated.end)


def _told_last(scene: Scene, dated: list[Draft]) -> Draft | None:
    """Return the event told last; where words name a ceremony, the signing told last."""
    if scene.signs_in("ceremony"):
        signings = (draft for draft in reversed(dated) if draft.family == "s")
        if (signing := next(signings, None)) is not None:
            return signing
    return dated[-1] if dated else None


def _vague(draft: Draft) -> bool:
    """Tell whether the words beside a trigger put it at a time that they do not tell."""
    start, end = draft.trigger.start, draft.trigger.end
    return any(
        max(token.start - end, start - token.end) <= _BESIDE for token in draft.sentence.of("vague")
    )


def _goes_on(draft: Draft, found: list[Draft]) -> bool:
    """Tell whether a sentence goes on about what the one before put at such a time."""
    before = found[-1] if found else None
    return (
        before is not None
        and before.when is None
        and before.family == draft.family
        and draft.sentence.index - before.sentence.index == 1
        and (before.dated is not None or _vague(before))
    )


def _in_setting(page: Page, draft: Draft, setting: Sentence) -> bool:
    """Tell whether an event is told right after the day on which it was (`A came on Monday.`)."""
    near = draft.sentence.index - setting.index == 1
    same = near and draft.sentence.paragraph == setting.paragraph
    told = draft.sense.form in ("past", "participle") or draft.fresh
    return same and draft.status == "held" and told


def _takes_day(page: Page, draft: Draft, before: Draft, news: Dated | None) -> bool:
    """Tell whether an undated event has the day of the one told before; background gives none."""
    old = page.anchor is not None and not fresh(page, before)
    if old and news is not None and draft.kind == "press_conference":
        return False
    return goes_with(page, draft, before)


def dated_to_the_day(draft: Draft) -> bool:
    """Tell whether the day of an event is known."""
    return draft.when is not None and draft.when.precision == "day"


def goes_with(page: Page, draft: Draft, before: Draft) -> bool:
    """Tell whether an undated event goes with the one told before: a press conference does."""
    if draft.status != "held":
        return False
    near = draft.sentence.index - before.sentence.index
    if _of_occasion(page, draft):
        return near <= _LATER
    if _same_scene(draft, before):
        return True
    if _same_news(page, draft, before):
        return near <= _NEWS
    if draft.kind == "press_conference":
        return near <= 6
    return near <= 2 and any("afterwards" in t.senses for t in draft.sentence.tokens[:3])


def _of_occasion(page: Page, draft: Draft) -> bool:
    """Tell whether words put an event beside another one (`before the ceremony he had met B`)."""
    words = page.text[draft.sentence.start : draft.sentence.end].lower()
    return any(sign in words for sign in page.words.signs["occasion"])


def _same_scene(draft: Draft, before: Draft) -> bool:
    """Tell whether the next sentence goes on with those who met (`They signed a statement.`)."""
    sentence = draft.sentence
    near = sentence.index - before.sentence.index == 1
    they = any(token.start - sentence.start <= 1 for token in sentence.of("mutual"))
    same = near and they and sentence.paragraph == before.sentence.paragraph
    return same and draft.sense.form == "past"


def _same_news(page: Page, draft: Draft, before: Draft) -> bool:
    """Tell whether two events are of the same day's news: told in the plain past, side by side."""
    if draft.sense.form not in ("past", "noun"):
        return False
    return fresh(page, before) and not background(page, draft)


def _call_beside(page: Page, draft: Draft, before: Draft) -> bool:
    """Tell whether a call is told beside a meeting: it may have been on any of these days."""
    if draft.family != "c" or before.family == "c" or not _same_news(page, draft, before):
        return False
    words, signs = page.text[draft.sentence.start : draft.sentence.end], page.words.signs
    if any(map(words.__contains__, signs["day_part"])) or draft.sentence.has("afterwards"):
        return False  # `he also rang B in the evening`
    now = any(page.text.endswith(f" {sign}", 0, draft.trigger.start) for sign in signs["have"])
    near = draft.sentence.index - before.sentence.index <= _NEWS
    return near and not now and not _of_occasion(page, draft)


def _last_day(draft: Draft, dated: Dated) -> Dated:
    """Return the day of what is told together with an event: at its end for what ends it."""
    when = dated.when
    if when is None or when.end is None or draft.kind not in ("press_conference", "signing"):
        return dated
    return msgspec.structs.replace(dated, when=When(when.end))
