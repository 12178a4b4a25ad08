"""Who said what stands in quotation marks: the words beside a quote that tell its speaker.

The order is that of Muzny et al. (2017), "A Two-stage Sieve Approach for Quote Attribution": the
words behind a quote (`," said A`) or, within a sentence, in front of it (`A said that it was "`), a
quote that goes on after such words (`," A said. "`), the sentence before (`A was blunt. "`). The
first that tells somebody ends the search, also where it is somebody without a name (`a diplomat
said`).
"""

from bisect import bisect_left
from operator import attrgetter
from typing import NamedTuple

from service.extraction.said.subjects import (
    Beside,
    clause_end,
    governed,
    meant,
    named,
    near,
    subject,
    subject_after,
    verbs,
)
from service.extraction.text.page import Page, Ref

_START = attrgetter("start")
_TAG = 140  # characters behind a quote within which a verb says who spoke
_FRONT = 170  # characters between a verb and the quote that it opens


class Said(NamedTuple):
    """Who is told to have said something, None if nobody is named, and the words that tell it."""

    speaker: Ref | None
    start: int
    end: int


def told_by(beside: Beside, last: tuple[int, Said] | None) -> Said | None:
    """Return who says a quote; `last` is where the one before ends, and who said that."""
    if _opens_sentence(beside):
        return _behind(beside) or _going_on(beside, last) or _sentence_before(beside)
    return _in_front(beside) or _behind(beside) or _going_on(beside, last)


def _opens_sentence(beside: Beside) -> bool:
    sentence = next(near(beside.page, beside.start, beside.start), None)
    return sentence is None or sentence.start >= beside.start - 1


def _behind(beside: Beside) -> Said | None:
    """`," said A`, `," A said`, `," he said`."""
    page, low = beside.page, beside.end + 1
    high = _tag_end(page, low)
    verb = next(verbs(page, low, min(high, low + _TAG)), None)
    if verb is None:
        return None
    if not page.text[low : verb[0]].strip(" ,–—-"):
        speaker = subject_after(beside, verb[1], high)
        alone = clause_end(page, verb[1], high) - verb[1] <= 1
        if speaker is None and (alone or "verb last" in page.words.lists["grammar"]):
            return _without_subject(beside, *verb)
        return Said(speaker, verb[0], speaker.end if speaker else clause_end(page, verb[1], high))
    if clause_end(page, low + 2, verb[0]) < verb[0] and not _has_aside(page, low, verb[0]):
        return None
    return Said(subject(beside, low, verb[0]), low + 1, verb[1])


def _tag_end(page: Page, low: int) -> int:
    """Return where the words end that go with the quote before them."""
    sentence = next(near(page, low + 1, low + 1), None)
    if sentence is None or (sentence.start >= low - 1 and page.text[low - 2] == "."):
        return low
    mark = page.text.find('"', low, sentence.end)
    return sentence.end if mark < 0 else mark


def _has_aside(page: Page, low: int, verb: int) -> bool:
    return page.text[low:verb].count(",") in (2, 3) and page.text[:verb].rstrip().endswith(",")


def _without_subject(beside: Beside, start: int, end: int) -> Said | None:
    """`A, "...", dedi`; `"...", insistió` is said by who acted before."""
    page = beside.page
    sentence = next(near(page, beside.start, beside.start), None)
    if sentence is None:
        return None
    if _opens_sentence(beside):
        return Said(meant(beside, sentence.start, woman=None), start, end)
    people = named(beside, sentence.start, beside.start - 1)
    return Said(people[-1] if people else None, start, end)


def _in_front(beside: Beside) -> Said | None:
    """`A said: "`, `A told reporters that it was "`, `Paris spoke of a "`, `A: "`."""
    page, high = beside.page, beside.start - 1
    sentence = next(near(page, high, high), None)
    if sentence is None or sentence.start >= high:
        return None
    low = max(sentence.start, page.text.rfind('"', sentence.start, high) + 1)
    said = [verb for verb in verbs(page, low, high) if high - verb[1] <= _FRONT]
    if not said:
        return _before_colon(beside, low, high)
    start, end = said[-1]
    speaker = subject(beside, low, start)
    if speaker is None and page.text[start:end].lower() not in page.words.signs["told_whom"]:
        speaker = _behind_verb(beside, end, high)
    return Said(speaker, min(start, speaker.start) if speaker else start, end)


def _before_colon(beside: Beside, low: int, high: int) -> Said | None:
    """`A: "`; `A, asked about B: "`."""
    page, people = beside.page, named(beside, low, high)
    if not people or page.text[people[-1].end : high].strip() != ":":
        return None
    ref = people[0] if governed(page, people[-1]) else people[-1]
    return Said(ref, ref.start, ref.end)


def _behind_verb(beside: Beside, low: int, high: int) -> Ref | None:
    """Return the subject of a verb that comes first (`..., sagte er`, `Selon A, "`)."""
    for ref in named(beside, low, high):
        if ref.start - low <= 25 and not governed(beside.page, ref):
            return ref
    return None


def _going_on(beside: Beside, last: tuple[int, Said] | None) -> Said | None:
    """`"We met," A said. "It was good."`."""
    if last is None:
        return None
    end, said = last
    one = next(near(beside.page, end + 1, end + 1), None)
    goes_on = one is not None and one.end >= beside.start - 3 and end < said.start
    return said if goes_on else None


def _sentence_before(beside: Beside) -> Said | None:
    """`A was in no doubt. "It will hold."`, where something is said in the sentence before."""
    page, high = beside.page, beside.start - 1
    at = bisect_left(page.sentences, high, key=_START) - 1
    if at < 0 or page.text.count("\n", page.sentences[at].end, high) > 0:
        return None
    before = page.sentences[at]
    said = list(verbs(page, before.start, before.end))
    if not said or '"' in page.text[before.start : before.end]:
        return None
    start, end = said[-1]
    speaker = subject(beside, before.start, start)
    return Said(speaker, speaker.start, end) if speaker else None
