"""What an event takes over from those told before it: the day and the place of the story."""

import datetime as dt
import itertools

import msgspec

from service.domain.dates import When
from service.extraction.lexicon import place_of
from service.extraction.meetings.draft import Draft, Scene, Spot
from service.extraction.meetings.places_told import Places
from service.extraction.page import Dated, Page, Sentence
from service.extraction.places import is_dateline
from service.extraction.relative import reckoned

_LOOK_BACK = 30  # drafts
_LEAD = 3  # sentences
_FRESH = dt.timedelta(3)
_BESIDE = 60  # characters


class Story:
    """What the article has told of so far: the day of its news, its cities."""

    def __init__(self, page: Page, scenes: list[Scene]) -> None:
        """Start with the day of the news and the dateline."""
        self.page = page
        self.news = news_day(page, scenes)
        self.places = Places(_desk(page))


def on(story: Story, scene: Scene, here: list[Draft], found: list[Draft]) -> None:
    """Give what goes with the event told last its day and place, where it has none of its own."""
    page, news, places = story.page, story.news, story.places
    if not here:
        places.named(scene)
        return
    held = [d for d in found[-_LOOK_BACK:] if d.status in ("held", "ongoing")]
    for draft in here:
        if draft.dated is None and (_vague(draft) or _goes_on(draft, found)):
            continue
        _carry_day(page, draft, next((d for d in reversed(held) if _day(d)), None), news)
        if draft.dated is None and _of_the_news(page, draft):
            draft.dated = news or _published(page, draft)
    places.events([draft for draft in here if not _homeless(draft)])
    places.named(scene)
    for draft in here:
        if _homeless(draft):
            _settle(story, scene, draft, found, held)
    places.events(here)


def _homeless(draft: Draft) -> bool:
    return draft.family != "c" and (draft.spot is None or draft.spot.city is None)


def _settle(
    story: Story, scene: Scene, draft: Draft, found: list[Draft], held: list[Draft]
) -> None:
    """Give an event without a city the one that the words mean, else the likeliest."""
    page = story.page
    spot = _described(page, scene, draft, found)
    if spot is None and draft.spot is None:
        spot = _spot_before(page, scene, draft, held)
    draft.spot = spot or story.places.best(scene, draft) or draft.spot
    if draft.kind == "visit":
        _to_the_capital(page, draft)


def _carry_day(page: Page, draft: Draft, before: Draft | None, news: Dated | None) -> None:
    if before is None or before.dated is None or before.when is None:
        return
    rule = draft.dated.rule if draft.dated else ""
    if draft.dated and rule.startswith("date.context"):
        draft.dated = msgspec.structs.replace(draft.dated, when=reckoned(before.when, rule))
    elif rule == "date.same_day" or (not rule and _takes_day(page, draft, before, news)):
        draft.dated = before.dated


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
        and before.dated is None
        and before.family == draft.family
        and draft.sentence.index - before.sentence.index == 1
        and _vague(before)
    )


def _takes_day(page: Page, draft: Draft, before: Draft, news: Dated | None) -> bool:
    """Tell whether an undated event has the day of the one told before; background gives none."""
    old = page.anchor is not None and not _fresh(page, before)
    if old and news is not None and draft.kind == "press_conference":
        return False
    return _goes_with(page, draft, before)


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
    if draft.sense.form not in ("past", "noun"):
        return False
    return _fresh(page, before) and not _background(page, draft)


def _fresh(page: Page, draft: Draft) -> bool:
    """Tell whether an event is of the days just before the publication."""
    if page.anchor is None or draft.when is None:
        return False
    return dt.timedelta(0) <= page.anchor - draft.when.last <= _FRESH


def _spot_before(page: Page, scene: Scene, draft: Draft, held: list[Draft]) -> Spot | None:
    """Return the place of the event told before, where the words or the day say it is the same."""
    here = scene.sentence.of("same_place")
    if _day(draft):
        that_day = [d.spot for d in held if d.spot and d.when == draft.when]
        if that_day:
            return that_day[-1]
    if _here(page, scene):
        return _desk(page)
    before = next((d for d in reversed(held) if d.spot), None)
    if before is None:
        return _dateline(page, draft.sentence) if _told_in_it(draft) else None
    return before.spot if here or _goes_with(page, draft, before) else None


def _described(page: Page, scene: Scene, draft: Draft, found: list[Draft]) -> Spot | None:
    """Return the city told of before that words like `the Egyptian resort` mean."""
    for token in scene.sentence.of("town_word"):
        lands = [
            r.actor.country
            for r in scene.refs
            if r.actor.type == "state" and r.actor.country and 0 <= token.start - r.end <= 24
        ]
        if not lands or (draft.spot and draft.spot.country not in lands):
            continue
        spots = [d.spot for d in found[-_LOOK_BACK:] if d.spot and d.spot.city]
        return next((s for s in reversed(spots) if s.country in lands), None)
    return None


def _to_the_capital(page: Page, draft: Draft) -> None:
    """Let a state visit to a country be one to its capital."""
    spot = draft.spot
    if spot is None or spot.city or spot.country is None:
        return
    around = page.text[max(draft.sentence.start, draft.trigger.start - 24) : draft.trigger.end]
    capitals = page.words.capitals.get(spot.country, ())
    if capitals and any(word in around.lower() for word in _STATELY):
        draft.spot = msgspec.structs.replace(spot, city=capitals[0])


_STATELY = ("state visit", "official visit", "visite d'état", "visite officielle", "staatsbesuch")


def _here(page: Page, scene: Scene) -> bool:
    """Tell whether the writer, not somebody quoted, says that something was `here`."""
    return any(
        page.text.count('"', scene.sentence.start, token.start) % 2 == 0
        for token in scene.sentence.of("here")
    )


def _desk(page: Page) -> Spot | None:
    """Return the city of the page's dateline."""
    ahead = (s for s in page.sentences if s.block == "body")
    found = (_dateline(page, sentence) for sentence in itertools.islice(ahead, 2))
    return next((spot for spot in found if spot), None)


def _told_in_it(draft: Draft) -> bool:
    """Tell whether a dateline before a sentence may be the place of what it tells."""
    return draft.family in ("m", "s") and draft.status in ("held", "ongoing")


def _dateline(page: Page, sentence: Sentence) -> Spot | None:
    """Return the city of the dateline that opens a sentence."""
    for token in sentence.tokens[:2]:
        place = place_of(token.senses)
        if place is not None and place.kind == "city" and is_dateline(page, sentence, token):
            return Spot(token.start, token.end, place.names[0], place.country)
    return None


def news_day(page: Page, scenes: list[Scene]) -> Dated | None:
    """Return the day of which the article tells the news: the first fresh one of its lead."""
    if page.anchor is None:
        return None
    body = [scene for scene in scenes if scene.sentence.block == "body"]
    for scene in body[:_LEAD]:
        for dated in scene.dates:
            when = dated.when
            fresh = when is not None and dt.timedelta(0) <= page.anchor - when.last <= _FRESH
            if when is not None and when.precision == "day" and fresh:
                return dated
    return None


def _of_the_news(page: Page, draft: Draft) -> bool:
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
    if draft.sense.form == "noun" and (draft.definite or not ahead):
        return False
    return draft.sense.form != "base" and not _background(page, draft)


def _published(page: Page, draft: Draft) -> Dated | None:
    """Return the day of publication for what the lead tells, and for a press conference."""
    lead = draft.sentence.block == "body" and draft.sentence.paragraph <= _LEAD
    if page.anchor is None or not (lead or draft.kind == "press_conference"):
        return None
    return Dated(draft.trigger.start, draft.trigger.end, When(page.anchor), "date.published")


def _background(page: Page, draft: Draft) -> bool:
    """Tell whether the words beside a verb put it before the news (`had met`, `last met`)."""
    left = page.text[
        max(draft.sentence.start, draft.trigger.start - 30) : draft.trigger.end
    ].lower()
    return any(word in f" {left}" for word in _BEFORE)


_BEFORE = (" had ", " has ", " have ", " last ", " since ", " never ", " which ", " once ")
