"""What came of a meeting, as far as its sentences say, and whether it is history."""

import datetime as dt

from service.domain.dates import When
from service.domain.spans import Evidence
from service.extraction.meetings.draft import Draft
from service.extraction.text.page import Page, Sentence

# What is told of several: the first one. The words are the lexicon's (`sign.outcome_CODE`).
OUTCOMES = (
    "no_breakthrough",
    "agreement_signed",
    "ceasefire_agreed",
    "prisoner_exchange",
    "declaration_adopted",
    "agreement_reached",
    "next_round_agreed",
)
_OLD = dt.timedelta(days=31)  # before publication: told to explain the news, not as news
Told = tuple[str, Evidence]


def outcome(page: Page, draft: Draft, group: list[Draft]) -> Told | None:
    """Return the code of what came of a meeting that was held, with the words that say it."""
    if draft.status not in ("held", "ongoing"):
        return None
    if draft.family == "s" and draft.status == "held":
        at = draft.trigger
        return "agreement_signed", page.evidence(at.start, at.end, "meeting.outcome")
    sentences = {one.sentence.index: one.sentence for one in (draft, *group)}
    following = page.sentences[draft.sentence.index + 1 : draft.sentence.index + 2]
    for sentence in (*sentences.values(), *following):
        if sentence.paragraph == draft.sentence.paragraph or sentence.index in sentences:
            found = _said(page, sentence)
            if found is not None:
                return found
    return None


def _said(page: Page, sentence: Sentence) -> Told | None:
    words = page.text[sentence.start : sentence.end].lower()
    near = page.near.get(sentence.index, page.words.signs)
    for code in OUTCOMES:
        for sign in filter(words.__contains__, near[f"outcome_{code}"]):
            at = words.find(sign)
            if not any(no in words[max(0, at - 20) : at] for no in _doubts(page)):
                start = sentence.start + at
                return code, page.evidence(start, start + len(sign), "meeting.outcome")
    return None


def _doubts(page: Page) -> tuple[str, ...]:
    return page.words.signs["outcome_doubt"]


def background(page: Page, draft: Draft) -> Evidence | None:
    """Return the words by which a meeting is history: a day long before publication."""
    when, dated = draft.when, draft.dated
    if when is None or dated is None or draft.status != "held" or not long_ago(page, when):
        return None
    return page.evidence(dated.start, dated.end, "meeting.background")


def long_ago(page: Page, when: When) -> bool:
    """Tell whether a time was long before the day of publication."""
    return page.anchor is not None and when.last < page.anchor - _OLD
