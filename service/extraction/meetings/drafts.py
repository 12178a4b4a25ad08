"""Sentences to drafts: one for each event that a trigger reports."""

import msgspec

from service.extraction.meetings import (
    carry,
    choice,
    duration,
    events,
    grammar,
    mutual,
    presence,
    rounds,
    status,
    unnamed,
    when,
    where,
    who,
)
from service.extraction.meetings.draft import Draft, Scene, Spot
from service.extraction.meetings.sides import Sides
from service.extraction.page import Page
from service.extraction.scan import Token


def drafts(page: Page, scenes: list[Scene], sides: Sides) -> list[Draft]:
    """Return what the sentences tell of meetings, in the order of the text."""
    memory = mutual.Memory(scenes, sides)
    found: list[Draft] = []
    news = carry.news_day(page, scenes)
    for scene in scenes:
        here = _of_sentence(page, scene, memory, found)
        carry.on(page, scene, here, found, news)
        presence.attend(scene, here, found)
        found.extend(here)
        memory.remember(scene, here)
    return found


def _of_sentence(
    page: Page, scene: Scene, memory: mutual.Memory, found: list[Draft]
) -> list[Draft]:
    made = []
    for token in grammar.candidates(scene.sentence):
        draft = _draft(page, scene, token, memory)
        if draft is not None and (draft.members or draft.spot or draft.dated):
            draft.strength = events.strength(scene, draft, found)
            made += [draft] if draft.strength >= events.ENOUGH else []
    made = choice.chosen(scene, made)
    made += _untriggered(page, scene, made, memory)
    made += unnamed.more_dates(scene, made)
    return [copy for draft in made for copy in _distributed(scene, draft)]


def _untriggered(page: Page, scene: Scene, made: list[Draft], memory: mutual.Memory) -> list[Draft]:
    numbered = unnamed.by_number(scene, made, memory.last_round, memory.sides_as_members())
    if numbered is not None:
        numbered.dated = when.nearest(scene, numbered.trigger)
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


def _draft(page: Page, scene: Scene, token: Token, memory: mutual.Memory) -> Draft | None:
    sense = grammar.senses(scene, token)
    if sense is None:
        return None
    dated = when.nearest(scene, token)
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
        sequel=rounds.is_sequel(scene, token),
        status_at=verdict[1],
    )
    if dated is not None and draft.family == "m":
        draft.dated = duration.whole(scene, token, dated)
    draft.words = scene.text[token.start : token.end].lower()
    draft.definite = draft.definite and not draft.words.startswith("next ")
    draft.goes_on = scene.says("goes_on")
    _look_ahead(page, draft)
    return draft


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
    return [draft, *(_at(scene, draft, spot) for spot in listed)]


def _at(scene: Scene, draft: Draft, spot: Spot) -> Draft:
    """Return a draft at another place of its list, with the date beside that place."""
    beside = next((d for d in scene.dates if d.when and 0 <= d.start - spot.end <= 6), None)
    return msgspec.structs.replace(draft, spot=spot, dated=beside or draft.dated, also=[])


def _listed(scene: Scene, draft: Draft, start: int, end: int) -> bool:
    if draft.spot is None:
        return False
    low, high = min(end, draft.spot.end), max(start, draft.spot.start)
    between = scene.text[low:high]
    return len(between) < 40 and all(
        word.strip(",") in ("and", "in", "then", "or", "", "to") or word[:1].isupper()
        for word in between.split()
    )
