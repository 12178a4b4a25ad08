"""The days of plans: one gone by is that of the planning, or of what took place after all."""

import datetime as dt

from msgspec import structs

from service.domain.dates import When
from service.extraction.meetings.draft import Draft
from service.extraction.text.page import Dated, Page

_ASKED = 80  # characters between an invitation and what it is to
_WEEK = dt.timedelta(7)
_TOLD_OUTRIGHT = ("date.day", "date.month", "date.range", "date.year")


def look_ahead(page: Page, draft: Draft) -> None:
    """Drop a past day from a plan: it is the day of the planning."""
    when, dated = draft.when, draft.dated
    if when is None or dated is None:
        return
    year = page.anchor.year if page.anchor else page.year
    past = when.last < page.anchor if page.anchor else year is not None and when.date.year < year
    left = page.text[max(0, dated.start - 8) : dated.start].lower()
    if past and draft.status in ("planned", "proposed"):
        if _took_place(page, draft, dated):
            draft.status = "held"
        elif _invited(page, draft, dated):
            draft.dated = structs.replace(dated, when=When(when.date + _WEEK))
        else:
            draft.dated = None
    elif left.endswith(page.words.signs["since_before"]) and _goes_on(page, draft):
        draft.status, draft.since = "ongoing", True
    elif past and draft.status == "ongoing" and page.anchor is None:
        draft.status = "held"
    elif draft.status == "ongoing" and _to_come(draft, dated):
        draft.status = "planned"


def _to_come(draft: Draft, dated: Dated) -> bool:
    """Tell whether words call a time the next one (`are meeting next week`)."""
    return any(
        dated.start <= token.start < dated.end and token.senses["direction"] == "next"
        for token in draft.sentence.of("direction")
    )


def _invited(page: Page, draft: Draft, dated: Dated) -> bool:
    """Tell whether a weekday is that of an invitation (`accepted an invitation to meet Monday`)."""
    text, start, trigger = page.text, draft.sentence.start, draft.trigger
    if draft.sense.form != "base" or dated.rule != "date.weekday" or dated.start < trigger.end:
        return False
    left = text[max(start, trigger.start - _ASKED) : trigger.start]
    return left.endswith(" to ") and any(map(left.__contains__, page.words.signs["invited_to"]))


def _took_place(page: Page, draft: Draft, dated: Dated) -> bool:
    """Tell whether what words aim at was on a day gone by (`brought them to sign it on 9 May`)."""
    if draft.sense.form != "base" or dated.rule not in _TOLD_OUTRIGHT:
        return False
    if dated.end <= draft.trigger.start and draft.status_at is None:  # `17 May: the two meet`
        return not page.text.endswith(
            page.words.signs["aiming"], draft.sentence.start, draft.trigger.start
        )
    between = page.text[draft.trigger.end : dated.start]
    return dated.start >= draft.trigger.end and len(between) <= 60 and "," not in between


def _goes_on(page: Page, draft: Draft) -> bool:
    """Tell whether what began on a day lasts (`have been meeting since Saturday`)."""
    start, words = draft.trigger.start, draft.words
    perfect = words.startswith(page.words.signs["have"]) or any(
        page.text.endswith(f" {sign}", 0, start) for sign in page.words.signs["have"]
    )
    return draft.sense.form == "gerund" or (perfect and draft.sense.kind in ("talks", "meeting"))
