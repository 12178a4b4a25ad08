"""Whether a name is meant as a place: what stands before and after it decides."""

from service.domain.actors import Actor
from service.extraction.lexicon import Called
from service.extraction.page import Page, Sentence
from service.extraction.scan import Token

_DIRECTIONAL = ("to ", "from ", "for ")
_TOLD = frozenset(
    ["according", "message", "messages", "letter", "close", "proposal", "offer", "offered", "addressed", "loyal", "response", "reply", "request", "appeal", "appealed", "thanks", "sent", "gave", "given", "opposed", "belongs", "belonging", "assurances", "signal", "signals", "support", "supplies", "supplied", "arms", "weapons", "sold", "handed", "back", "transferred", "related", "owed", "due", "friendly", "hostile", "threat", "guarantee", "guarantees", "concessions", "aid", "help", "similar", "tied", "linked"]
)
_MOTION = frozenset(
    ["visit", "visits", "trip", "trips", "travel", "travelled", "traveled", "flew", "fly", "flying", "came", "come", "went", "go", "going", "returned", "return", "back", "arrived", "moved", "invited", "travels", "flies", "heads", "headed", "heading", "journey", "traveling", "travelling", "tour", "flight", "ambassador", "envoy", "coming", "road", "bound", "drove", "deported", "invitation", "comes", "goes", "fled", "way", "home", "made", "pilgrimage"]
)

def locative(page: Page, sentence: Sentence, start: int, *, city: bool = False) -> bool:
    """Tell whether what starts at `start` is put as a place by the words before it.

    What follows `to` is a place if it is a city and nothing is told or given to it.
    """
    left = page.text[max(sentence.start, start - 40) : start].lower()
    if left.endswith("the "):
        left = left[:-4]
    if left.endswith(page.words.place_before):
        return not left.endswith(("interested in ", "stationed at ", "aimed at ", "directed at "))
    if left.endswith(_DIRECTIONAL):
        words = left.split()
        before = words[-2].strip(",") if len(words) > 1 else ""
        return before not in _TOLD if city and left.endswith("to ") else before in _MOTION
    return False


def in_list_of_places(page: Page, last_place: int | None, start: int) -> bool:
    """Tell whether a name goes on a list whose member before it was a place (`in Baku and Yerevan`)."""
    if last_place is None or start - last_place > 9:
        return False
    between = page.text[last_place:start]
    return between in (", ", " and ", ", and ", " or ", " and in ", ", then ", " and to ")


def is_dateline(page: Page, sentence: Sentence, token: Token) -> bool:
    """Tell whether a name is the place of writing before the text (`BAKU, May 10 --`)."""
    if token.start - sentence.start > 3 or sentence.block not in ("body",):
        return False
    rest = page.text[token.end : token.end + 48]
    upper = page.text[token.start : token.end].isupper()
    signs = (" - ", " — ", "—", " -- ", ": ", ". /", "/", " (")
    return any(rest.startswith(sign) for sign in signs[:6]) or (
        upper and (rest[:1] in ",/(" or any(sign in rest for sign in ("—", "--", " - ", "/ ")))
    )


def government(called: Called) -> bool:
    """Tell whether a name may stand for a government though it names a place."""
    return called.kind in ("capital", "metonym")


def country_named(actor: Actor) -> str | None:
    """Return the country that a state actor is."""
    return actor.country if actor.type == "state" else None
