"""What is of the news: told as fresh, in the lead, in the plain past, as just done."""

import datetime as dt

from service.domain.dates import When
from service.extraction.meetings.draft import Draft, Scene
from service.extraction.text.page import Dated, Page

_LEAD = 3  # sentences
_FRESH = dt.timedelta(3)
_RIGHT_BEFORE = 16  # characters


def fresh(page: Page, draft: Draft) -> bool:
    """Tell whether an event is of the days just before the publication."""
    if page.anchor is None or draft.when is None:
        return False
    return dt.timedelta(0) <= page.anchor - draft.when.last <= _FRESH


def news_day(page: Page, scenes: list[Scene]) -> Dated | None:
    """Return the day of which the article tells the news: the first fresh one of its lead."""
    if page.anchor is None:
        return None
    body = [scene for scene in scenes if scene.sentence.block == "body"]
    for scene in body[:_LEAD]:
        if scene.at_desk:
            continue
        for dated in scene.dates:
            when = dated.when
            fresh = when is not None and dt.timedelta(0) <= page.anchor - when.last <= _FRESH
            if when is None or when.precision != "day" or not fresh:
                continue
            if when.date != page.anchor or not _stamp(scene, dated):
                return dated
    return None


def _stamp(scene: Scene, dated: Dated) -> bool:
    """Tell whether a day of publication only says when a page was written (`26 July 2017, 07.52`).

    That stands in a line that reports nothing and is from nowhere (`ALMATY, 11 May 2024.`).
    """
    told = any(map(scene.sentence.has, ("place", "trigger", "speech_verb")))
    return dated.rule == "date.day" and not told


def of_the_news(page: Page, draft: Draft) -> bool:
    """Tell whether an undated event is one of the news.

    That is what is told in the plain past, what the lead names (`a call was held`), what goes on.
    """
    ahead = draft.sentence.index <= _LEAD
    if draft.status == "ongoing":
        return ahead
    if draft.status != "held":
        return False
    if draft.kind == "press_conference":
        return True
    noun = draft.sense.form == "noun" and not _had(page, draft)
    if noun and (draft.definite or not ahead):
        return False
    return draft.sense.form != "base" and not background(page, draft)


def published(page: Page, draft: Draft) -> Dated | None:
    """Return the day of publication for what the lead tells, and for a press conference."""
    near = min(draft.sentence.paragraph, draft.sentence.index) <= _LEAD
    lead = draft.sentence.block == "body" and near
    if page.anchor is None or not (lead or draft.kind == "press_conference"):
        return None
    return Dated(draft.trigger.start, draft.trigger.end, When(page.anchor), "date.published")


def background(page: Page, draft: Draft) -> bool:
    """Tell whether the words beside a verb put it before the news (`had met`, `last met`)."""
    left = page.text[
        max(draft.sentence.start, draft.trigger.start - 30) : draft.trigger.end
    ].lower()
    if draft.words.startswith(page.words.signs["had"]) or _had(page, draft):
        return False
    signs = page.words.signs["before_news"]
    return any(word in f" {left}" for word in signs) or _of_paper(page, draft)


def _had(page: Page, draft: Draft) -> bool:
    """Tell whether a noun is what somebody had (`had a long conversation with B`)."""
    start = max(draft.sentence.start, draft.trigger.start - _RIGHT_BEFORE - _RIGHT_BEFORE)
    left = page.text[start : draft.trigger.start]
    return draft.sense.form == "noun" and any(
        sign in left and "," not in left.rpartition(sign)[2] for sign in page.words.signs["had_a"]
    )


def _of_paper(page: Page, draft: Draft) -> bool:
    """Tell whether a signing only says which paper is meant (`the deal signed in Doha is dead`)."""
    if draft.kind != "signing" or draft.sentence.block != "body" or " " in draft.words:
        return False
    left = page.text[draft.sentence.start : draft.trigger.start].rstrip(" ,").lower()
    return left.rpartition(" ")[2] in page.words.signs["paper"]


def just(page: Page, draft: Draft) -> bool:
    """Tell whether an event is told as it happens (`has just telephoned B`)."""
    start = max(draft.sentence.start, draft.trigger.start - _RIGHT_BEFORE)
    left = page.text[start : draft.trigger.start].lower()
    return any(sign in left for sign in page.words.signs["just"])
