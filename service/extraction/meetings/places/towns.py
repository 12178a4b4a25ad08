"""Towns that nobody knows: a preposition before a name that stands for nothing else."""

import re
from operator import attrgetter

from service.extraction.meetings.draft import Spot
from service.extraction.text.page import Page, Ref, Sentence
from service.extraction.text.scan import Token
from service.extraction.text.transcription import latin, stem
from service.knowledge.model import Place

_SHORTEST = 4  # letters
_START = attrgetter("start")
# A capital behind a small word (`в Железноводске`, `в селе Нижний Арчаз`).
_PART = r"[А-ЯЁ][а-яё]+"
_TOWN = re.compile(
    rf"\b(?P<before>[^\W\d_]{{1,12}}) (?P<name>{_PART}(?:[- ](?:[а-яё]{{2,4}}-)?{_PART}){{0,2}})"
)


def unknown(page: Page, sentence: Sentence, refs: list[Ref]) -> list[Spot]:
    """Return a town that only its preposition betrays (`met in Naka`, `at Naka airbase`)."""
    if sentence.block != "body" and not sentence.has("trigger"):
        return []
    for match in page.words.town.finditer(page.text, sentence.start, sentence.end):
        start, end = _name(page, match)
        if end - start < _SHORTEST or page.text.startswith(page.words.signs["no_town"], end):
            continue
        if page.text[start:end].lower() in page.words.lists["not_town"]:
            continue
        known = any(t.start < end and t.end > start and _means(t) for t in sentence.tokens)
        if not known and not any(r.start < end and r.end > start for r in refs):
            return [Spot(start, end, page.raw[start:end], None)]
    return []


def with_transcribed(
    page: Page, sentence: Sentence, refs: list[Ref], spots: list[Spot]
) -> list[Spot]:
    """Return places with the towns of another script: by their sound, or behind such a word."""
    if not page.words.signs["latin"]:
        return spots
    found: list[Spot] = []
    for match in _TOWN.finditer(page.text, sentence.start, sentence.end):
        start, end = match.span("name")
        before, signs = match["before"].lower(), page.words.signs
        if before not in signs["town_before"] and before not in signs["town_nouns"]:
            continue
        if any(t.start < end and t.end > start and _means(t) for t in sentence.tokens):
            continue
        if any(one.start < end and one.end > start for row in (refs, spots) for one in row):
            continue
        place = _by_sound(page, match["name"])
        if place is not None:
            found.append(Spot(start, end, place.names[0], place.country))
        elif before in signs["town_nouns"]:
            found.append(Spot(start, end, latin(signs, match["name"]), None))
    return sorted([*spots, *found], key=_START) if found else spots


def _by_sound(page: Page, name: str) -> Place | None:
    """Return the city that a name sounds like, its last word in any case."""
    signs = page.words.signs
    head, gap, last = name.rpartition(" ")
    spelt = latin(signs, f"{head}{gap}{stem(signs, last, 'town_ends')}").lower()
    for one, other in ((pair.split(" ")) for pair in ("_ _", *signs["latin_too"])):
        place = page.words.towns.known(spelt.replace(one, other), page.countries)
        if place is not None:
            return place
    return None


def _means(token: Token) -> bool:
    """Tell whether a name means something besides a surname that nobody here bears."""
    return not token.senses.keys() <= {"person"}


def _name(page: Page, match: re.Match[str]) -> tuple[int, int]:
    """Return where a town's name is, without the building that stands there (`Naka Castle`)."""
    start, end = match.span(1)
    first, _, last = match[1].rpartition(" ")
    built = first and last.lower() in page.words.lists["building"]
    return (start, start + len(first)) if built else (start, end)
