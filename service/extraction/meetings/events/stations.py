"""Meetings in a row that one trigger tells of: a day, and often a city, for each of them."""

import datetime as dt
from itertools import pairwise

import msgspec

from service.domain.meetings import Status
from service.extraction.meetings.draft import Draft, Scene, Spot
from service.extraction.text.page import Dated
from service.extraction.text.scan import Token

_BESIDE = 12  # characters between words of putting off and the new day
_WIDEST = 45  # characters between two members of a row
_JOINED = (",", ";", ")", " (")
_LINK = 6  # words between two signings of a row
_NEAR = dt.timedelta(days=1)  # talks of two days on end are one meeting
Told = Dated | Spot
Stop = tuple[Spot | None, Dated]


def in_a_row(scene: Scene, draft: Draft) -> list[Draft]:
    """Return a draft for each day in a row of cities and days, or nothing if there is none.

    `sittings took place in Moscow (24 May and 30 August), Brussels (3 November) and again here`.
    """
    if draft.family == "s" or draft.when is None:
        return []
    pairs = _pairs(_row(scene, draft))
    days = [dated for _, dated in pairs]
    if len({dated.when.precision for dated in days if dated.when}) > 1:
        return []
    if len(days) < 2 or not all(_later(one, other) for one, other in pairwise(pairs)):
        return []
    return [
        msgspec.structs.replace(draft, dated=dated, spot=spot or draft.spot, round=None, also=[])
        for spot, dated in pairs
    ]


def put_off(scene: Scene, draft: Draft) -> list[Draft]:
    """Return what was put off and, where a new day is told, what is to be instead.

    `the round due last week was postponed to May`.
    """
    told = draft.status_at
    if draft.status != "postponed" or told is None:
        return [draft]
    days = [dated for dated in scene.dates if dated.when]
    new = next((dated for dated in days if _moved_to(scene, told, dated)), None)
    new = new or _set_for(scene, told, days)
    if new is None:
        return [draft]
    old = next((dated for dated in days if dated is not new and dated.start < new.start), None)
    change = msgspec.structs.replace
    status: Status = "held" if _went_on(scene, told, new) else "planned"
    instead = change(draft, dated=new, status=status, renewed=True, status_at=None, also=[])
    return [change(draft, dated=old), instead]


def _went_on(scene: Scene, told: Token, new: Dated) -> bool:
    """Tell whether what was put off went on on a day gone by (`suspended in May, resumed in`)."""
    between = scene.text[told.end : new.start]
    past = new.when is not None and (scene.anchor is None or new.when.first <= scene.anchor)
    return past and any(map(between.__contains__, scene.signs["went_ahead"]))


def of_signings(scene: Scene, made: list[Draft], start: int) -> bool:
    """Tell whether a city and a day go on a row of signings without a verb of their own.

    `texts were signed in Rome in May 2015, at a forum in Doha in June, and in Oslo in July`.
    """
    before = [draft for draft in made if draft.words and draft.trigger.end <= start]
    if not before or before[-1].family != "s":
        return False
    low = before[-1].trigger.end
    verbs = (t for t in scene.sentence.of("trigger") if low <= t.start < start)
    if any(token.senses["trigger"][0].form != "noun" for token in verbs):
        return False
    told = (one.end for row in (scene.spots, scene.dates, scene.refs) for one in row)
    low = max((end for end in told if low < end <= start), default=low)
    link = scene.text[low:start]
    return link.startswith((*_JOINED, *scene.signs["and"])) and len(link.split()) <= _LINK


def _set_for(scene: Scene, told: Token, days: list[Dated]) -> Dated | None:
    """Return the later day of what was put off from one (`postponed from Monday, is on Friday`)."""
    link = scene.text[told.end : days[0].start].lower() if len(days) == 2 else ""
    if link not in scene.signs["off_from"]:
        return None
    old, new = (dated.when for dated in days)
    return days[1] if old and new and new.first > old.last else None


def _moved_to(scene: Scene, told: Token, dated: Dated) -> bool:
    """Tell whether a day beside words of putting off is the new one."""
    gap = max(dated.start - told.end, told.start - dated.end)
    left = scene.text[scene.sentence.start : dated.start].lower()
    return gap <= _BESIDE and left.endswith(scene.signs["put_off_to"])


def _later(first: Stop, second: Stop) -> bool:
    """Tell whether a day is not that of the one told before, nor the day after.

    One month may follow another in another city.
    """
    one, other = first[1].when, second[1].when
    if one is None or other is None:
        return False
    month = one.precision == "month" and first[0] is not None and first[0] is not second[0]
    near = dt.timedelta(0) if month else _NEAR
    return other.first - one.last > near or one.first - other.last > near


def _row(scene: Scene, draft: Draft) -> list[Told]:
    """Return the cities and days that stand in a row with the draft's day."""
    told: list[Told] = [*(s for s in scene.spots if s.city and not s.accord)]
    told += [dated for dated in scene.dates if dated.when]
    told.sort(key=lambda one: one.start)
    at = next((n for n, one in enumerate(told) if one is draft.dated), None)
    if at is None:
        return []
    first = last = at
    while first > 0 and _linked(scene, told[first - 1].end, told[first].start):
        first -= 1
    while last + 1 < len(told) and _linked(scene, told[last].end, told[last + 1].start):
        last += 1
    return told[first : last + 1]


def _linked(scene: Scene, low: int, high: int) -> bool:
    """Tell whether nothing but small words of a list stands between two places or days."""
    if not 0 <= high - low <= _WIDEST:
        return False
    words = scene.text[low:high].lower().replace("(", " ").replace(")", " ").replace(",", " ")
    return all(word in scene.signs["in_a_row"] for word in words.split())


def _respectively(row: list[Told]) -> list[Stop]:
    """Return the pairs of as many cities as days told after them (`in X and Y in May and June`)."""
    cities = [one for one in row if isinstance(one, Spot)]
    days = [one for one in row if isinstance(one, Dated)]
    if not 1 < len(cities) == len(days) or cities[-1].start > days[0].start:
        return []
    return list(zip(cities, days, strict=True))


def _pairs(row: list[Told]) -> list[Stop]:
    """Return each day of a row with its city: the one before it, or after where days come first."""
    if apart := _respectively(row):
        return apart
    days_first = bool(row) and isinstance(row[0], Dated)
    pairs: list[Stop] = []
    city: Spot | None = None
    for one in reversed(row) if days_first else row:
        if isinstance(one, Spot):
            city = one
        else:
            pairs.append((city, one))
    return pairs[::-1] if days_first else pairs
