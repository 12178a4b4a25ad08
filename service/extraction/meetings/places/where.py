"""Where a meeting takes place: the places of a sentence and the one that belongs to a trigger."""

import re

from service.extraction.actors import places
from service.extraction.meetings import asides, verbs_last
from service.extraction.meetings.draft import Scene, Spot
from service.extraction.meetings.places import towns
from service.extraction.meetings.turns import beyond
from service.extraction.text.page import Page, Ref, Sentence
from service.extraction.text.scan import Token
from service.knowledge.model import Place

_FAR = 160
FARTHEST = 400  # characters; beyond that no date and no place belongs to a trigger
_PLACED = frozenset({"capital", "place", "actor"})
_LEAD = 9
_LISTED = 4  # words: ` in July and `
_ARTICLE = 4  # characters; a house that opens a sentence acts
_VAGUE = 40  # characters; a country is put behind a city that far
_CITY_STATES = {"SG": "Singapore", "VA": "Vatican City", "MC": "Monaco", "SM": "San Marino"}
_ACCORD = re.compile(
    r"(?: \w+)? (?:[Aa]greements?|[Aa]ccords?|[Pp]rotocols?|[Dd]eals?|[Dd]eclarations?"
    r"|[Cc]ommuniqu[eé]|[Tt]reaty|[Pp]rinciples|[Ff]ormula)\b"
)
_EVENT = re.compile(
    r"[\w'-]+(?: [A-Z][\w'-]+){0,3} (?:Conference|Forum|Summit|Dialogue|Discussions|Assembly)\b"
)


def spots(page: Page, sentence: Sentence, refs: list[Ref]) -> list[Spot]:
    """Return the places that a sentence puts as places."""
    found: list[Spot] = []
    named = sentence.tokens if not _PLACED.isdisjoint(sentence.by_class) else ()
    for token in named:
        if _PLACED.isdisjoint(token.senses):
            continue
        spot = _spot(page, sentence, token, refs, found)
        if spot is None or _of_war(page, spot) or places.is_dateline(page, sentence, token):
            continue
        paper = _ACCORD.match(page.text, spot.end) is not None
        recalled = _recalled(page, sentence, spot.start, spot.end)
        spot.accord = paper or recalled or _recalled_too(page, found[-1:], spot)
        found.append(spot)
    found = towns.with_transcribed(page, sentence, refs, found)
    return _together(page, found) or towns.unknown(page, sentence, refs)


def _spot(
    page: Page, sentence: Sentence, token: Token, refs: list[Ref], found: list[Spot]
) -> Spot | None:
    if "capital" in token.senses:
        return _capital_of(page, token, refs)
    place = _meant(page, token)
    ref = next((ref for ref in refs if ref.place and ref.start == token.start), None)
    if place is None:
        ref = ref or _at_seat(page, sentence, token, refs) or _visited(page, sentence, token, refs)
        stands = ref is not None and ref.actor.type == "state"
        return _of_state(page, sentence, token, ref) if ref and stands else _in_name(page, token)
    last = found[-1].end if found else None
    if not _put(page, sentence, token, place, last, refs, placed=ref is not None):
        return None
    if place.kind == "city":
        city = None if _only_near(page, sentence, token) else place.names[0]
        return Spot(token.start, token.end, city, place.country)
    if place.kind == "venue":
        return Spot(token.start, token.end, place.city, place.country, place.names[0])
    return Spot(token.start, token.end, None, place.country)


def _meant(page: Page, token: Token) -> Place | None:
    """Return the place that a name means: of several, one in a country that the text names."""
    named: tuple[Place, ...] = token.senses.get("place", ())
    if len(named) > 1:
        return next((place for place in named if place.country in page.countries), named[0])
    return named[0] if named else None


def _of_war(page: Page, spot: Spot) -> bool:
    """Tell whether a place says where war or peace is (`the ceasefire in Gaza`), no event."""
    words = page.text[max(0, spot.start - 32) : spot.start].lower().split()
    if words[-1:] == ["the"] or words[-1:] in (["eastern"], ["northern"], ["southern"]):
        words.pop()
    if len(words) < 2 or words[-1] not in ("in", "for", "across"):
        return False
    signs = page.words.signs
    return words[-2] in signs["war_in"] or (spot.city is None and words[-2] in signs["peace_in"])


def _at_seat(page: Page, sentence: Sentence, token: Token, refs: list[Ref]) -> Ref | None:
    """Return the government at whose seat something is (`on the lawn of the White House`)."""
    ref = next((r for r in refs if r.start == token.start and r.how == "metonym"), None)
    if ref is None or ref.actor.type != "state":
        return None
    inside = places.locative(page, sentence, token.start, city=True)
    hosts = page.text.startswith(page.words.signs["city_hosts"], token.end)
    return ref if inside or hosts else None


def _visited(page: Page, sentence: Sentence, token: Token, refs: list[Ref]) -> Ref | None:
    """Return the state that a visit goes to (`the official visit of the president to Armenia`)."""
    if not page.text.endswith((" to ", " to the "), 0, token.start):
        return None
    visits = (
        0 < token.start - trigger.end < _FAR
        and (sense := trigger.senses["trigger"][0]).kind == "visit"
        and sense.form == "noun"
        for trigger in sentence.of("trigger")
    )
    ref = next((r for r in refs if r.start == token.start and r.actor.type == "state"), None)
    return ref if ref is not None and any(visits) else None


def _of_state(page: Page, sentence: Sentence, token: Token, ref: Ref) -> Spot | None:
    """Return the place that a state's name gives: its capital where the words name that.

    So do the words for its government, and for a ministry of it.
    """
    country = ref.actor.country
    if ref.actor.type != "state" or page.text.startswith(
        page.words.signs["embassy_after"], token.end
    ):
        return None
    if page.text.endswith(" on ", 0, token.start):
        return None  # what is talked about
    name = page.text[token.start : token.end]
    capitals = page.words.capitals.get(country or "", ())
    named = page.words.cities.get(name) if name in capitals else None
    city = named.names[0] if named else _CITY_STATES.get(country or "")
    ministry = ref.how == "name" and name.endswith(page.words.signs["ministry"])
    if ministry and any(0 < token.start - role.end < 40 for role in sentence.of("role")):
        return None  # where somebody works
    if capitals and (ref.how == "metonym" or ministry):
        city = page.words.seats.get(country or "")
    return Spot(token.start, token.end, city, country)


def _owned(page: Page, token: Token, place: Place, refs: list[Ref]) -> bool:
    """Tell whether a state's name before says in which country a city is (`Egypt's Taba`)."""
    return any(
        page.text[ref.end : token.start] == "'s " and ref.actor.country == place.country
        for ref in refs
    )


def _put(
    page: Page,
    sentence: Sentence,
    token: Token,
    place: Place,
    last: int | None,
    refs: list[Ref],
    *,
    placed: bool,
) -> bool:
    """Tell whether the words put a place as where something is."""
    if place.kind == "venue" and page.text.startswith(page.words.signs["house_speaks"], token.end):
        return False
    venue = place.kind == "venue" and token.start - sentence.start > _ARTICLE
    if placed or venue or page.text.startswith(page.words.signs["city_hosts"], token.end):
        return True
    if _ACCORD.match(page.text, token.end):
        return True
    if "actor" in token.senses:
        return False
    if places.locative(page, sentence, token.start) or _owned(page, token, place, refs):
        return True
    if _recalled(page, sentence, token.start, token.end):
        return True
    return places.in_list_of_places(page, last, token.start) or _attributive(page, token)


def _recalled(page: Page, sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a city stands for what was there at a time (`since Geneva in July`)."""
    words = places.words_before(page, sentence, start)
    if not words or words[-1] not in page.words.signs["recalls"]:
        return False
    after = (t for t in (*sentence.of("month"), *sentence.of("year")) if t.start > end)
    month = next(after, None)
    return month is not None and page.text[end : month.start] in page.words.signs["recalled_in"]


def _recalled_too(page: Page, last: list[Spot], spot: Spot) -> bool:
    """Tell whether a city goes on a list of such (`after Geneva in July and Doha in May`)."""
    if not last or not last[0].accord:
        return False
    signs, between = page.words.signs, page.text[last[0].end : spot.start]
    listed = between.startswith(signs["recalled_in"]) and between.endswith((", ", *signs["and"]))
    return listed and len(between.split()) <= _LISTED


def _in_name(page: Page, token: Token) -> Spot | None:
    """Return the city in the name of the event at whose margins something is."""
    if "actor" not in token.senses or not _EVENT.match(page.text, token.start):
        return None
    left = page.text[max(0, token.start - 20) : token.start]
    if not left.endswith(page.words.signs["at_event"]):
        return None
    place = page.words.cities.get(page.text[token.start : token.end].split(" ", 1)[0])
    return Spot(token.start, token.end, place.names[0], place.country) if place else None


def _only_near(page: Page, sentence: Sentence, token: Token) -> bool:
    return any(
        page.text[other.end : token.start] in (" ", " the ") for other in sentence.of("near")
    )


def _capital_of(page: Page, token: Token, refs: list[Ref]) -> Spot | None:
    """Return the city that a phrase like `the Omani capital` names."""
    for ref in refs:
        before, after = page.text[ref.end : token.start], page.text[token.end : ref.start]
        signs = page.words.signs
        beside = before in (" ", *signs["owned"]) or after in (" ", *signs["capital_of"])
        if ref.actor.type != "state" or not beside:
            continue
        country = ref.actor.country or ""
        cities = page.words.capitals.get(country, ())
        named = next((c for c in cities if c in page.text or c.upper() in page.text), None)
        place = page.words.cities.get(named) if named else None
        city = place.names[0] if place else next(iter(cities), None)
        return Spot(token.start, token.end, city, country or None)
    return None


def _attributive(page: Page, token: Token) -> bool:
    """Tell whether a place stands before what happens there (`the Geneva talks`)."""
    signs = page.words.signs
    before = page.text[max(0, token.start - 20) : token.start]
    if before.endswith(signs["at_event"]) and _EVENT.match(page.text, token.start):
        return True
    right = page.text[token.end : token.end + 16].lower()
    if right.startswith(signs["of_town"]):
        return True
    article = before.lower().split()[-1:] or [""]
    return article[0] in page.words.lists["article"] and right.startswith(signs["of_the_town"])


def _together(page: Page, found: list[Spot]) -> list[Spot]:
    """Join a city with the country that follows it, and a venue with its city."""
    joined: list[Spot] = []
    for spot in found:
        before = joined[-1] if joined else None
        gap = page.text[before.end : spot.start] if before else ""
        if before and gap in (", ", " (", *page.words.signs["place_in"]) and before.agrees(spot):
            joined[-1] = Spot(
                before.start,
                spot.end,
                before.city or spot.city,
                before.country or spot.country,
                before.venue or spot.venue,
            )
        else:
            joined.append(spot)
    return joined


def nearest(scene: Scene, trigger: Token) -> Spot | None:
    """Return the place nearest to a trigger; those after it are nearer."""
    best: tuple[float, Spot] | None = None
    signs = any(sense.kind == "signing" for sense in trigger.senses.get("trigger", ()))
    for spot in scene.spots:
        if (spot.accord and not signs) or not asides.near(scene, trigger, spot.start):
            continue
        other = verbs_last.of_other_verb(scene, trigger, spot.start, (s.start for s in scene.spots))
        if other or beyond(scene, trigger, spot.start):
            continue
        gap = scene_gap(scene, trigger, spot.start, spot.end)
        if not spot.city and spot.end <= trigger.start:
            gap += _VAGUE
        if gap <= _FAR and (best is None or gap < best[0]):
            best = (gap, spot)
    return best[1] if best else None


def scene_gap(scene: Scene, trigger: Token, start: int, end: int) -> float:
    """Return how far something is from a trigger: characters, more where a clause begins."""
    if start >= trigger.end:
        gap, between = start - trigger.end, scene.text[trigger.end : start]
    else:
        gap, between = max(0, trigger.start - end) + 15, scene.text[end : trigger.start]
        opens = start - scene.sentence.start <= _LEAD
        if opens and ", when " not in between:  # what opens a sentence holds for its main clause
            gap, between = 30, ""
    if gap > FARTHEST:
        return gap
    if start < trigger.start and " to " in between:
        gap += 60
    breaks = sum(map(between.__contains__, scene.signs_in("breaks")))
    return gap + 40.0 * breaks + 10 * between.count(",")
