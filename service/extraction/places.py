"""Whether a name is meant as a place: what stands before and after it decides."""

import re

from service.domain.actors import Actor
from service.extraction.lexicon import Called
from service.extraction.page import Page, Sentence
from service.extraction.scan import Token

_NAME = re.compile(r"\w+(?: [^\W\d_a-z]\w+){0,2}")
_DIRECTIONAL = ("to", "from", "for")


def words_before(page: Page, sentence: Sentence, start: int, count: int = 5) -> list[str]:
    """Return the last words before a place in the text, lower-case, without a closing article."""
    first = max(sentence.start, start - 48)
    words = page.text[first:start].lower().split()
    if words and words[-1] in page.words.lists["article"]:
        words.pop()
    return words[-count:]


def ends_in(words: list[str], phrases: frozenset[str]) -> bool:
    """Tell whether words end in one of some phrases of up to three words."""
    return any(" ".join(words[-n:]) in phrases for n in (1, 2, 3) if n <= len(words))


def locative(page: Page, sentence: Sentence, start: int, *, city: bool = False) -> bool:
    """Tell whether what starts at `start` is put as a place by the words before it.

    What follows `to` is a place if it is a city and nothing is told or given to it.
    """
    words = words_before(page, sentence, start)
    lists = page.words.lists
    if not words or page.text[start - 1] != " ":
        return False
    if ends_in(words, lists["place_before"]):
        return " ".join(words[-2:]) not in lists["not_place_before"]
    if words[-1] not in _DIRECTIONAL:
        return False
    before = [word.strip(",") for word in words[:-1]]
    if city and words[-1] == "to":
        return not before or before[-1] not in lists["told_before"]
    return any(word in lists["motion_before"] for word in before)


def in_list_of_places(page: Page, last_place: int | None, start: int) -> bool:
    """Tell whether a name goes on a list whose member before it was a place (`in X and Y`)."""
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
