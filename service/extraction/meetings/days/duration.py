"""How long a meeting lasts: talks that ended on a day after three of them began two days before."""

import datetime as dt
from operator import itemgetter

import msgspec

from service.domain.dates import When
from service.extraction.meetings.draft import Draft, Scene
from service.extraction.text.page import Dated, Page
from service.extraction.text.scan import Token

_WORD = 18  # characters: `-day` and the noun beside it
_NEAR = 40  # characters between `the third day of` and the talks
_WEEK = 7
_LATER = 6  # sentences: how far from the end of talks their beginning is told
_LONGEST = dt.timedelta(31)


def whole(scene: Scene, trigger: Token, dated: Dated) -> Dated:
    """Return the days of a meeting where the words tell its length and its last day."""
    if scene.says("ended") and (begun := _from_to(scene, dated)) is not None:
        return begun
    if dated.when is not None and _beside(scene, "opened") == dated.when.date:
        return dated
    if scene.says("ended"):
        for token in scene.sentence.of("lasting"):
            return _begun(dated, int(token.senses["lasting"]) - 1)
    before = _ended(scene, dated)
    return nth_day(scene, trigger, dated) if before is None else _begun(dated, before)


def _from_to(scene: Scene, dated: Dated) -> Dated | None:
    """Return the days of what a sentence says opened on one and ended on another."""
    first, last = _beside(scene, "opened"), _beside(scene, "ended")
    if first is None or last is None or not first < last or dated.when is None:
        return None
    if dated.when.date not in (first, last):
        return None
    return msgspec.structs.replace(dated, when=When(first, "day", last), rule="date.duration")


def _beside(scene: Scene, sign: str) -> dt.date | None:
    """Return the day that stands after one of a sign's words, in the same clause."""
    if not scene.signs[sign]:
        return None
    for dated in scene.dates:
        when, start = dated.when, max(scene.sentence.start, dated.start - _NEAR)
        left = scene.text[start : dated.start]
        at = max((left.rfind(w) + len(w) for w in scene.signs[sign] if w in left), default=-1)
        cut = at < 0 or any(link in left[at:] for link in (",", *scene.signs["and"]))
        if when is not None and when.precision == "day" and not cut:
            return when.date
    return None


def nth_day(scene: Scene, trigger: Token, dated: Dated) -> Dated:
    """Return the days of a meeting of which a day is told as the second, third, .. one."""
    alone = (one for one in _counted(scene, "ordinal", "days") if _for(scene, one[1]))
    for number, start, end in (*_counted(scene, "ordinal", "nth_day"), *alone):
        if number > 1 and min(abs(trigger.start - end), abs(start - dated.end)) <= _NEAR:
            return _begun(dated, number - 1)
    return dated


def _for(scene: Scene, start: int) -> bool:
    """Tell whether a meeting went on `for` a second day."""
    return scene.text.endswith((" for a ", " for the "), 0, start)


def _counted(scene: Scene, cls: str, sign: str) -> list[tuple[int, int, int]]:
    """Return what counts the words of a sign (`three| days`), with where it begins and ends.

    The scan may not have seen it: it may stand in a longer phrase (`a two-day visit`).
    """
    found, text = [], scene.text
    for words in scene.signs_in(sign):
        at = text.find(words, scene.sentence.start, scene.sentence.end)
        while at >= 0:
            start = max(text.rfind(" ", scene.sentence.start, at) + 1, scene.sentence.start)
            word = text[start:at].lower()
            number = int(word) if word.isdecimal() else scene.counting[cls].get(word)
            if number is not None and not text[at + len(words.rstrip()) :][:1].isalnum():
                found.append((number, start, at))
            at = text.find(words, at + 1, scene.sentence.end)
    return found


def _begun(dated: Dated, before: int) -> Dated:
    """Return the days of what began so many days before its last one."""
    when = dated.when
    if when is None or when.precision != "day" or when.end is not None:
        return dated
    first = when.date - dt.timedelta(before)
    return msgspec.structs.replace(dated, when=When(first, "day", when.date), rule="date.duration")


def _ended(scene: Scene, last: Dated) -> int | None:
    """Return how many days before its last day a meeting began that has ended.

    Days with a date of their own are another story's (`spent three days there in May, and met B`).
    """
    if not (scene.signs_in("days") or scene.signs_in("weeks")):
        return None
    days = (one for one in _counted(scene, "number", "days") if not _of_war(scene, one[2]))
    lasting = [(number, "days", start) for number, start, _ in days]
    lasting += [(n, "weeks", start) for n, start, _ in _counted(scene, "number", "weeks")]
    for count, unit, start in sorted(lasting, key=itemgetter(2)):
        if any(start < other.start and other.end < last.start for other in scene.dates):
            continue
        left = scene.text[max(0, start - 14) : start].lower()
        over = scene.says("ended") or (unit == "days" and left.endswith(scene.signs["days_after"]))
        before = count - 1 if unit == "days" else count * _WEEK
        return before if over and not left.endswith(scene.signs["days_ahead"]) else None
    return None


def _of_war(scene: Scene, end: int) -> bool:
    """Tell whether so long is what no meeting is (`the 44-day war`, `a three-day truce`)."""
    return any(sign in scene.text[end : end + _WORD] for sign in scene.signs["lasts_else"])


def told_later(page: Page, scene: Scene, here: list[Draft], held: list[Draft]) -> None:
    """Let talks that ended begin on the day that a later sentence tells.

    That is one on which they opened (`The round had opened on Monday`), or as many days before as
    they took (`The five-day talks were ..`).
    """
    over = next((draft for draft in reversed(held) if draft.family in ("m", "v")), None)
    if over is None or over.when is None or over.dated is None or over.when.end is not None:
        return
    near = scene.sentence.index - over.sentence.index
    if over.when.precision != "day" or not 0 < near <= _LATER:
        return
    if not (scene.signs["opened"] if scene.dates else scene.signs_in("days")):
        return
    if not _is_over(page, over):
        return
    if scene.dates:
        _opened(scene, here, over, over.dated)
    elif (days := _length(scene)) is not None:
        over.dated = _begun(over.dated, days - 1)


def _is_over(page: Page, draft: Draft) -> bool:
    words = page.text[draft.sentence.start : draft.sentence.end].lower()
    return any(map(words.__contains__, page.words.signs["ended"]))


def _opened(scene: Scene, here: list[Draft], over: Draft, dated: Dated) -> None:
    """Give talks that ended, and what tells of their opening, the days from the one to the end."""
    first, last = _beside(scene, "opened"), over.when
    if first is None or last is None or not dt.timedelta(0) < last.date - first <= _LONGEST:
        return
    whole_time = When(first, "day", last.date)
    over.dated = msgspec.structs.replace(dated, when=whole_time, rule="date.duration")
    for draft in here:
        if draft.dated and draft.dated.when == When(first) and draft.family == over.family:
            draft.dated = msgspec.structs.replace(draft.dated, when=whole_time)


def _all_the_while(scene: Scene, start: int, end: int) -> bool:
    """Tell whether days open a sentence that says how long they had sat or talked."""
    opens = scene.text[scene.sentence.start : start]
    after = scene.text[end : scene.sentence.end]
    lasted = opens in scene.signs["for_days"] or (
        not opens and after.startswith(scene.signs["days_on_end"])
    )
    return lasted and any(map(after.__contains__, scene.signs["had_sat"]))


def _length(scene: Scene) -> int | None:
    """Return how many days talks took that the words point back to (`The five-day talks`).

    So do those that say what had been done all the while (`For two days they had sat ..`).
    """
    for number, start, end in _counted(scene, "number", "days"):
        if number > 1 and _all_the_while(scene, start, end):
            return number
        articled = scene.text.endswith(scene.signs["the_body"], 0, start)
        if articled and scene.text.startswith(scene.signs["day_long"], end):
            return number
    return None
