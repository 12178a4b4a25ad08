"""What an event takes over from those told before it: the day and the place of the story."""

import itertools

import msgspec

from service.extraction.actors.places import is_dateline
from service.extraction.meetings.days.days_told import Days, dated_to_the_day, goes_with
from service.extraction.meetings.draft import Draft, Scene, Spot
from service.extraction.meetings.people import seats
from service.extraction.meetings.places.places_told import Places
from service.extraction.text.lexicon import place_of
from service.extraction.text.page import Page, Sentence

_LOOK_BACK = 30  # drafts


class Story:
    """What the article has told of so far: its days, its cities."""

    def __init__(self, page: Page, scenes: list[Scene]) -> None:
        """Start with the day of the news and the dateline."""
        self.page = page
        self.days = Days(page, scenes)
        self.places = Places(_desk(page))


def on(story: Story, scene: Scene, here: list[Draft], found: list[Draft]) -> None:
    """Give what goes with the event told last its day and place, where it has none of its own."""
    places = story.places
    held = [d for d in found[-_LOOK_BACK:] if d.status in ("held", "ongoing")]
    story.days.on(scene, here, found, held)
    if not here:
        places.named(scene)
        return
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
    spot = _described(story, scene, draft, found)
    if spot is None and draft.spot is None:
        told = held if draft.status in ("held", "ongoing") else found[-_LOOK_BACK:]
        spot = _there(story, scene) or _spot_before(page, scene, draft, told)
    seat = None if spot else seats.country(page, scene, draft)
    draft.spot = seat or draft.spot
    likeliest = None if spot else story.places.best(scene, draft)
    draft.guessed = likeliest is not None
    draft.spot = spot or likeliest or draft.spot
    if seat is not None and draft.spot is seat:
        draft.spot = seats.capital(page, seat)
    if draft.kind == "visit":
        _to_the_capital(page, draft)


def _spot_before(page: Page, scene: Scene, draft: Draft, held: list[Draft]) -> Spot | None:
    """Return the place of the event told before, where the words or the day say it is the same."""
    if dated_to_the_day(draft):
        that_day = [d.spot for d in held if d.spot and d.when == draft.when]
        if that_day:
            return that_day[-1]
    if _here(page, scene):
        return _desk(page)
    before = next((d for d in reversed(held) if d.spot), None)
    if before is None:
        return _dateline(page, draft.sentence) if _told_in_it(draft) else None
    there = scene.sentence.has("same_place")
    return before.spot if there or goes_with(page, draft, before) else None


def _there(story: Story, scene: Scene) -> Spot | None:
    """Return the city that the sentence before names, where words like `there` mean it."""
    return _city_before(story, scene) if scene.sentence.has("same_place") else None


def _city_before(story: Story, scene: Scene) -> Spot | None:
    """Return the city that the sentence before names, the last one told or the only one."""
    number = scene.sentence.index
    if number == 0:
        return None
    named = story.places.named_in(number - 1)
    return named or _only_city(story.page.sentences[number - 1])


def _only_city(sentence: Sentence) -> Spot | None:
    """Return the city of a sentence that names one alone, as a place or not (`Kazan is old`)."""
    places = [(token, place_of(token.senses)) for token in sentence.of("place")]
    cities = [(token, place) for token, place in places if place and place.kind == "city"]
    if len(cities) != 1:
        return None
    token, place = cities[0]
    return Spot(token.start, token.end, place.names[0], place.country)


def _described(story: Story, scene: Scene, draft: Draft, found: list[Draft]) -> Spot | None:
    """Return the city told of before that words like `the Egyptian resort` mean."""
    for token in scene.sentence.of("town_word"):
        lands = [
            r.actor.country
            for r in scene.refs
            if r.actor.type == "state" and r.actor.country and 0 <= token.start - r.end <= 24
        ]
        if not lands or (draft.spot and draft.spot.country not in lands):
            continue
        told = [d.spot for d in reversed(found[-_LOOK_BACK:]) if d.spot and d.spot.city]
        spots = [*told, _city_before(story, scene)]
        return next((spot for spot in spots if spot and spot.country in lands), None)
    return None


def _to_the_capital(page: Page, draft: Draft) -> None:
    """Let a state visit to a country be one to its capital."""
    spot = draft.spot
    if spot is None or spot.city or spot.country is None:
        return
    around = page.text[max(draft.sentence.start, draft.trigger.start - 24) : draft.trigger.end]
    city = page.words.seats.get(spot.country)
    if city and any(word in around.lower() for word in page.words.signs["stately"]):
        draft.spot = msgspec.structs.replace(spot, city=city)


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
