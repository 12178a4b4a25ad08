"""Sentences to drafts: one for each event that a trigger reports."""

import datetime as dt

import msgspec

from service.domain.dates import When
from service.extraction.lexicon import place_of
from service.extraction.meetings import (
    choice,
    duration,
    events,
    grammar,
    mutual,
    status,
    unnamed,
    where,
    who,
)
from service.extraction.meetings.draft import Draft, Scene, Spot
from service.extraction.meetings.sides import Sides
from service.extraction.page import Dated, Page
from service.extraction.places import is_dateline
from service.extraction.scan import Token

_FAR_DATE = 220
_LOOK_BACK = 30  # drafts


def drafts(page: Page, scenes: list[Scene], sides: Sides) -> list[Draft]:
    """Return what the sentences tell of meetings, in the order of the text."""
    memory = mutual.Memory(scenes, sides)
    found: list[Draft] = []
    for scene in scenes:
        here = _of_sentence(page, scene, memory)
        _carry(page, scene, here, found)
        found.extend(here)
        memory.remember(scene, here)
    return found


def _of_sentence(page: Page, scene: Scene, memory: mutual.Memory) -> list[Draft]:
    made = [
        draft
        for token in grammar.candidates(scene.sentence)
        if (draft := _draft(page, scene, token, memory)) is not None
    ]
    made = choice.chosen(scene, made)
    made += _untriggered(page, scene, made, memory)
    made += unnamed.more_dates(scene, made)
    return [copy for draft in made for copy in _distributed(scene, draft)]


def _untriggered(page: Page, scene: Scene, made: list[Draft], memory: mutual.Memory) -> list[Draft]:
    numbered = unnamed.by_number(scene, made, memory.last_round, memory.sides_as_members())
    if numbered is not None:
        numbered.dated = _date_for(scene, numbered.trigger)
        numbered.spot = where.nearest(scene, numbered.trigger)
        cues = status.cues(scene, numbered.trigger)
        verdict = status.status_of(numbered.sense, cues, numbered.when, page.anchor, headline=False)
        numbered.status = verdict[0] if verdict else "held"
        return [numbered]
    spot = next((spot for spot in scene.spots if spot.city), None)
    if made or spot is None or not scene.dates:
        return []
    token = Token(spot.start, spot.end, {})
    members = memory.complete(
        scene, token, unnamed.GATHERING, who.members(scene, token, unnamed.GATHERING)
    )
    put = unnamed.placed(page, scene, made, members)
    return [put] if put is not None else []


def _carry(page: Page, scene: Scene, here: list[Draft], found: list[Draft]) -> None:
    """Give what goes with the event told last its day and place, where it has none of its own."""
    held = [d for d in found[-_LOOK_BACK:] if d.status in ("held", "ongoing")]
    for draft in here:
        _carry_day(page, draft, next((d for d in reversed(held) if _day(d)), None))
        if draft.spot is None and draft.family != "c":
            draft.spot = _spot_before(page, scene, draft, held)


def _carry_day(page: Page, draft: Draft, before: Draft | None) -> None:
    if before is None or before.dated is None or before.when is None:
        return
    rule = draft.dated.rule if draft.dated else ""
    if draft.dated and rule.startswith("date.context"):
        day = before.when.last + dt.timedelta(int(rule.removeprefix("date.context")))
        draft.dated = msgspec.structs.replace(draft.dated, when=When(day))
    elif rule == "date.same_day" or (not rule and _goes_with(page, draft, before)):
        draft.dated = before.dated


def _day(draft: Draft) -> bool:
    return draft.when is not None and draft.when.precision == "day"


def _goes_with(page: Page, draft: Draft, before: Draft) -> bool:
    """Tell whether an undated event goes with the one told before: a press conference does."""
    if draft.status != "held":
        return False
    near = draft.sentence.index - before.sentence.index
    if _same_news(page, draft, before):
        return near <= 3
    if draft.kind == "press_conference":
        return near <= 6
    return near <= 2 and any("afterwards" in t.senses for t in draft.sentence.tokens[:3])


def _same_news(page: Page, draft: Draft, before: Draft) -> bool:
    """Tell whether two events are of the same day's news: told in the plain past, side by side."""
    if page.anchor is None or before.when is None or draft.sense.form not in ("past", "noun"):
        return False
    fresh = dt.timedelta(0) <= page.anchor - before.when.last <= dt.timedelta(2)
    left = page.text[
        max(draft.sentence.start, draft.trigger.start - 30) : draft.trigger.end
    ].lower()
    return fresh and not any(
        word in f" {left}" for word in (" had ", " has ", " have ", " last ", " since ")
    )


def _spot_before(page: Page, scene: Scene, draft: Draft, held: list[Draft]) -> Spot | None:
    """Return the place of the event told before, where the words or the day say it is the same."""
    before = next((d for d in reversed(held) if d.spot), None)
    if before is None:
        return _dateline(page, scene, draft)
    here = any("same_place" in token.senses for token in scene.sentence.tokens)
    same = draft.when is not None and draft.when == before.when and _day(draft)
    return before.spot if here or same or _goes_with(page, draft, before) else None


def _dateline(page: Page, scene: Scene, draft: Draft) -> Spot | None:
    """Return the city of the dateline for a meeting that its own sentence tells."""
    if draft.family not in ("m", "s") or draft.status not in ("held", "ongoing"):
        return None
    for token in scene.sentence.tokens[:2]:
        place = place_of(token.senses)
        if place is not None and place.kind == "city" and is_dateline(page, scene.sentence, token):
            return Spot(token.start, token.end, place.names[0], place.country)
    return None


def _draft(page: Page, scene: Scene, token: Token, memory: mutual.Memory) -> Draft | None:
    sense = grammar.senses(scene, token)
    if sense is None:
        return None
    dated = _date_for(scene, token)
    spot = where.nearest(scene, token)
    cues = status.cues(scene, token)
    headline = scene.sentence.block in ("title", "subtitle")
    verdict = status.status_of(
        sense, cues, dated.when if dated else None, page.anchor, headline=headline
    )
    if verdict is None:
        return None
    members = memory.complete(scene, token, sense, who.members(scene, token, sense))
    draft = Draft(
        scene.sentence,
        token,
        sense,
        sense.kind,
        verdict[0],
        0.0,
        definite=sense.form == "noun" and grammar.definite(scene, token),
        dated=dated,
        spot=None if sense.kind == "phone_call" else spot,
        members=members,
        round=_round(scene, token),
        status_at=verdict[1],
    )
    if dated is not None and draft.family == "m":
        draft.dated = duration.whole(scene, token, dated)
    draft.words = scene.text[token.start : token.end].lower()
    draft.definite = draft.definite and not draft.words.startswith("next ")
    _look_ahead(page, draft)
    draft.strength = events.strength(scene, draft)
    return (
        draft
        if draft.strength >= events.ENOUGH and (draft.members or draft.spot or draft.dated)
        else None
    )


def _look_ahead(page: Page, draft: Draft) -> None:
    """Drop a past day from a plan: it is the day of the planning."""
    when, dated = draft.when, draft.dated
    if when is None or dated is None:
        return
    year = page.anchor.year if page.anchor else page.year
    past = when.last < page.anchor if page.anchor else year is not None and when.date.year < year
    left = page.text[max(0, dated.start - 8) : dated.start].lower()
    if past and draft.status in ("planned", "proposed"):
        draft.dated = None
    elif left.endswith("since ") and draft.sense.form == "gerund":
        draft.status, draft.since = "ongoing", True
    elif past and draft.status == "ongoing" and page.anchor is None:
        draft.status = "held"


def _round(scene: Scene, token: Token) -> int | None:
    for other in scene.sentence.tokens:
        if "ordinal" in other.senses and 0 <= token.start - other.end <= 24:
            return int(other.senses["ordinal"])
    return None


def _date_for(scene: Scene, trigger: Token) -> Dated | None:
    """Return the date nearest to a trigger; a bare year only if there is nothing better."""
    best: tuple[float, Dated] | None = None
    recent = scene.text[max(0, trigger.start - 24) : trigger.start].lower()
    for dated in scene.dates:
        if _of_speech(scene, dated) or ("recent " in recent and dated.start < trigger.start):
            continue
        gap = where.scene_gap(scene, trigger, dated.start, dated.end)
        if dated.when is not None and dated.when.precision == "year":
            gap += 90
        if gap <= _FAR_DATE and (best is None or gap < best[0]):
            best = (gap, dated)
    return best[1] if best else None


def _of_speech(scene: Scene, dated: Dated) -> bool:
    """Tell whether a date is that of somebody's words (`the media said on Sunday`)."""
    return len(scene.dates) < 3 and any(
        "speech_verb" in token.senses and 0 <= dated.start - token.end <= 6
        for token in scene.sentence.tokens
    )


def _distributed(scene: Scene, draft: Draft) -> list[Draft]:
    """Make one draft of each place or month in a list (`in Brussels, Moscow and Chisinau`)."""
    if draft.definite or draft.spot is None:
        return [draft]
    listed = [
        spot
        for spot in scene.spots
        if spot is not draft.spot
        and spot.city
        and draft.spot.city
        and spot.city != draft.spot.city
        and _listed(scene, draft, spot.start, spot.end)
    ]
    if not listed or (draft.kind == "talks" and draft.dated):
        return [draft]
    return [draft, *(msgspec.structs.replace(draft, spot=spot, also=[]) for spot in listed)]


def _listed(scene: Scene, draft: Draft, start: int, end: int) -> bool:
    if draft.spot is None:
        return False
    low, high = min(end, draft.spot.end), max(start, draft.spot.start)
    between = scene.text[low:high]
    return len(between) < 40 and all(
        word.strip(",") in ("and", "in", "then", "or", "", "to") or word[:1].isupper()
        for word in between.split()
    )
