"""Whether a name is meant as a place: what stands before and after it decides."""

import re

from service.extraction.text.lexicon import place_of
from service.extraction.text.names import Called
from service.extraction.text.page import Dated, Page, Sentence
from service.extraction.text.scan import Token

_NAME = re.compile(r"[\w-]+(?: [^\W\d_a-z][\w-]+){0,2}")
_DAY = re.compile(
    r" \(?(?:(?:on |in |le |el |am |im |em |il )?(?:\d|[A-Z]\w+ \d)"
    r"|(?:in |im |en )[A-Z]|[A-Z]\w+\))"
)
_NEXT, _DATED = 18, 5  # characters between two places of a list, at least with a day between
_DIRECTIONAL = ("to", "from", "for")
_DATELINE = 50
_DAYS = frozenset({"weekday", "relative", "month", "from_now", "span", "direction"})
_SMALL = 2  # letters (`в`, `на`)
_FRONT = 4  # characters (`At `)
_DATELINE_END = re.compile(r"\.-|\.? --? | ?— ?|--|: | / |/\.? |/$")
_DATELINE_SIGNS = "-—:/"  # one of which each of its ends has
_OUTLET = re.compile(r"\([^()]*\)|/[^/]*$")


def words_before(page: Page, sentence: Sentence, start: int, count: int = 5) -> list[str]:
    """Return the last words before a place in the text, lower-case, without a closing article."""
    first = max(sentence.start, start - 48)
    words = page.text[first:start].lower().replace('"', " ").replace("(", " ").split()
    if words and words[-1] in page.words.lists["article"]:
        words.pop()
    return words[-count:]


def next_word(page: Page, end: int, gap: str = " ") -> str:
    """Return the word after a name, lower-case, if only a gap parts them."""
    if page.text[end : end + 1] != gap:
        return ""
    word = page.text[end + 1 : end + 24].partition(" ")[0]
    return word.rstrip(".,;:'\"").lower()


def next_words(page: Page, end: int) -> str:
    """Return the second word after a name, where the first is none of its own either."""
    first = next_word(page, end)
    return next_word(page, end + 1 + len(first)) if first.islower() else ""


def ends_in(words: list[str], phrases: frozenset[str]) -> bool:
    """Tell whether words end in one of some phrases of up to three words."""
    if not words or words[-1] in phrases:
        return bool(words)
    two = " ".join(words[-2:])
    return two in phrases or (len(words) > 2 and f"{words[-3]} {two}" in phrases)


def locative(
    page: Page,
    sentence: Sentence,
    start: int,
    *,
    city: bool = False,
    words: list[str] | None = None,
) -> bool:
    """Tell whether what starts at `start` is put as a place by the words before it.

    What follows `to` is a place if it is a city and nothing is told or given to it. `words` are
    those before, if the caller has them.
    """
    name = _NAME.match(page.text, start)
    if name is not None and page.text.startswith(page.words.place_after, name.end()):
        return True
    words = words_before(page, sentence, start) if words is None else words
    lists = page.words.lists
    if not words or page.text[start - 1] not in ' "(':
        return False
    if ends_in(words, lists["place_before"]) or _day_between(page, sentence, start):
        return " ".join(words[-2:]) not in lists["not_place_before"]
    if words[-1] in lists["building_of"]:
        return _of_building(page, words[:-1])
    if words[-1] not in _DIRECTIONAL:
        return False
    before = [word.strip(",") for word in words[:-1]]
    if city and name is not None and words[-1] == "from" and _on_to(page, name.end()):
        return True
    if city and words[-1] == "to":
        return not before or before[-1] not in lists["told_before"]
    return any(word in lists["motion_before"] for word in before)


def _day_between(page: Page, sentence: Sentence, start: int) -> bool:
    """Tell whether a day parts a name from what makes it a place (`посетил в среду Женеву`)."""
    if "free order" not in page.words.lists["grammar"]:
        return False
    low = start
    for token in reversed(sentence.tokens):
        if token.end < low - 1:
            break
        if token.end == low - 1 and not _DAYS.isdisjoint(token.senses):
            low = token.start
    if low == start:
        return False
    words = [word for word in words_before(page, sentence, low) if not word.isdigit()]
    while words and len(words[-1]) <= _SMALL:
        words.pop()
    return ends_in(words, page.words.lists["place_before"])


def _of_building(page: Page, words: list[str]) -> bool:
    """Tell whether words end in a building and its name (`in the Palace Hotel of Doha`)."""
    buildings = page.words.lists["building"]
    return any(part in buildings for word in words[-3:] for part in word.split("-"))


def _on_to(page: Page, end: int) -> bool:
    """Tell whether a way leads on from a place (`from Paris to Baku`)."""
    return page.text.startswith(" to ", end) and page.text[end + 4 : end + 5].isupper()


def in_list_of_places(page: Page, last_place: int | None, start: int) -> bool:
    """Tell whether a name goes on a list whose member before it was a place (`in X and Y`)."""
    if last_place is None:
        return False
    if start - last_place > _DATED and _dated_too(page, last_place, start):
        return True
    if start - last_place > _NEXT:
        return False
    between = page.text[last_place:start].lower()
    links = page.words.lists["place_link"]
    return between.strip(" ,/(") == "" or all(w in links for w in between.replace(",", " ").split())


def past_city(page: Page, sentence: Sentence, number: int, called: Called) -> bool:
    """Tell whether a sentence opens with a city abroad (`In Oslo, Kenya and Uganda met`)."""
    token, before = sentence.tokens[number], sentence.tokens[number - 1] if number else None
    if before is None or page.text[before.end : token.start] != ", ":
        return False
    city, opens = place_of(before.senses), before.start - sentence.start <= _FRONT
    return opens and city is not None and city.country not in (None, called.actor.country)


def _dated_too(page: Page, last_place: int, start: int) -> bool:
    """Tell whether a place and a name have a day each (`in X (24 May), Y (3 November)`)."""
    gap = page.text[last_place : min(start, last_place + _DATELINE)]
    listed = last_place + len(gap) == start and gap.endswith((", ", " and ", "; "))
    name = _NAME.match(page.text, start) if listed and _DAY.match(gap) else None
    return name is not None and _DAY.match(page.text, name.end()) is not None


def ministry_there(page: Page, sentence: Sentence, number: int) -> bool:
    """Tell whether a place only says whose government acts (`in Moscow the foreign ministry`)."""
    tokens, text = sentence.tokens, page.text
    after = tokens[number + 1] if number + 1 < len(tokens) else None
    if after is None or "government" not in after.senses:
        return False
    named = text[after.start : after.end].lower()
    branch = any(word in named for word in page.words.lists["branch"])
    return branch and text[tokens[number].end : after.start] in (" the ", ", the ")


def is_dateline(page: Page, sentence: Sentence, token: Token) -> bool:
    """Tell whether a name is a place of writing before the text (`BAKU/Yerevan, May 10 --`)."""
    if sentence.block != "body" or token.start - sentence.start > _DATELINE:
        return False
    text = page.text
    if text[token.end : sentence.end] in ("", "."):
        return token.start == sentence.start
    end = sentence.start + _DATELINE + 30
    if not any(map(text[token.end : end].__contains__, _DATELINE_SIGNS)):
        return False
    match = _DATELINE_END.search(text, token.end, end)
    if match is None:
        return False
    before = text[sentence.start : match.start()]
    return not any(word[0].islower() for word in _OUTLET.sub("", before).split())


def dated_line(page: Page, sentence: Sentence, dated: Dated) -> bool:
    """Tell whether a date is that of the dateline (`GENEVA, July 10 (Reuters) -- `)."""
    if sentence.block != "body" or dated.start - sentence.start > _DATELINE:
        return False
    before = page.text[sentence.start : dated.start] or _city_above(page, sentence)
    signed = page.text.startswith(" (", dated.end)  # `Oslo, May 3 (SN).-`
    if not (before[:2].isupper() or signed) or any(word[0].islower() for word in before.split()):
        return False
    match = _DATELINE_END.search(page.text, dated.end, dated.end + _DATELINE)
    if match is None:
        return False
    return not _OUTLET.sub("", page.text[dated.end : match.start()]).strip(" ,")


def _city_above(page: Page, sentence: Sentence) -> str:
    """Return the city of a dateline of which the stop ends a sentence (`VIENNA. Nov 29`)."""
    above = page.text[max(0, sentence.start - _DATELINE) : sentence.start].rpartition("\n")[2]
    return above if above.isupper() and above.rstrip().endswith(".") else ""


def government(called: Called) -> bool:
    """Tell whether a name may stand for a government though it names a place."""
    return called.kind in ("capital", "metonym")
