"""Which peace processes an article is about: its sides, its keywords, its mediators."""

from collections.abc import Iterable

import ahocorasick_rs
from msgspec import Struct

from service.domain.actors import state_slug
from service.domain.processes import ProcessMatch
from service.domain.spans import Evidence
from service.extraction.actors.cast import Cast
from service.extraction.text.page import Page, Ref
from service.knowledge.model import Knowledge

ENOUGH, BARE = 0.42, 0.55  # the second where no keyword is found
_TITLE = 3.0
_SIDES, _SHARE, _WORDS = 0.35, 0.4, (0.0, 0.125, 0.25)
_TELLING = 0.1
_PAST = 0.05  # what an article on a process that is over must show beyond others
_SPOKEN_OF = 0.2  # what the share of its sides adds where several processes are weighed
_AS_GOOD = 0.05  # of two quarrels of different people
_DIGEST = 3  # processes of which an article that tells of several has paragraphs
_MOST = 6
_LINKS = (" and ", "-", "–", " и ", " et ", " ve ", " und ", " y ")

Keywords = dict[int, dict[str, int]]


class Processes:
    """The known processes, indexed by their keywords and by the actors of their sides."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile the index; keywords are found anywhere, even inside longer words.

        A keyword that only names an actor of a side (`Taliban`) tells little beyond the side.
        """
        self.known = tuple(knowledge.processes.values())
        self._telling: list[frozenset[str]] = []
        self._pairs: list[frozenset[str]] = []
        by_word: dict[str, list[int]] = {}
        self._by_actor: dict[str, list[int]] = {}
        for number, process in enumerate(self.known):
            slugs = dict.fromkeys(slug for side in process.sides for slug in side)
            own = {name.text for slug in slugs for name in knowledge.names[slug]}
            self._telling.append(frozenset(process.keywords) - own)
            self._pairs.append(frozenset(word for word in process.keywords if _pair(word, own)))
            for word in process.keywords:
                by_word.setdefault(word, []).append(number)
            for slug in slugs:
                self._by_actor.setdefault(slug, []).append(number)
        self._words = list(by_word.items())
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(by_word), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    def keywords(self, text: str) -> Keywords:
        """Return the keywords that a text holds, by process, each with its first place."""
        found: Keywords = {}
        for pattern, start, _ in self._automaton.find_matches_as_indexes(text):
            word, numbers = self._words[pattern]
            for number in numbers:
                found.setdefault(number, {}).setdefault(word, start)
        return found

    def tells(self, number: int, words: Iterable[str]) -> bool:
        """Tell whether some of the words are keywords that no name of a side is."""
        return not self._telling[number].isdisjoint(words)

    def pairs(self, number: int) -> frozenset[str]:
        """Return the keywords that only put two sides together (`Saudi Arabia and Iran`)."""
        return self._pairs[number]

    def of(self, slugs: Iterable[str]) -> set[int]:
        """Return the numbers of the processes on whose sides some of the actors are."""
        return {number for slug in slugs for number in self._by_actor.get(slug, ())}


def _pair(word: str, names: set[str]) -> bool:
    """Tell whether a keyword is the names of two sides and what joins them."""
    parted = (word.partition(link) for link in _LINKS)
    return any(first in names and second in names for first, _, second in parted)


class _Found(Struct):
    """A process that an article may be about, what it weighs, and who of its sides is named."""

    match: ProcessMatch
    weight: float
    sides: frozenset[str]


class _Named(Struct):
    """How much each actor is spoken of, where first, and all together."""

    weights: dict[str, float]
    first: dict[str, Ref]
    total: float


def processes(page: Page, cast: Cast, index: Processes) -> tuple[ProcessMatch, ...]:
    """Return the processes, best first; a score of 1 means that all signs are there."""
    named = _named(page, cast)
    words = index.keywords(page.text)
    found = []
    for number in sorted(words.keys() | index.of(named.weights)):
        hits = words.get(number, {})
        one = _match(page, index, number, named, hits)
        if one is not None:
            found.append(one)
    found.sort(key=lambda one: (-one.weight, one.match.process))
    apart = _told_apart(page, cast, index) if len(found) >= _DIGEST else set()
    return _leading(found, apart)


def _named(page: Page, cast: Cast) -> _Named:
    named = _Named({}, {}, 0.0)
    for sentence, refs in zip(page.sentences, cast.by_sentence, strict=True):
        factor = _TITLE if sentence.block == "title" else 1.0
        for ref in refs:
            for slug in _stands_for(ref):
                named.weights[slug] = named.weights.get(slug, 0.0) + factor
                named.first.setdefault(slug, ref)
    named.total = sum(named.weights.values()) or 1.0
    return named


def _stands_for(ref: Ref) -> tuple[str, ...]:
    country = ref.actor.country
    if ref.actor.type == "person" and country:
        return ref.actor.slug, state_slug(country)
    return (ref.actor.slug,)


def _told_apart(page: Page, cast: Cast, index: Processes) -> set[str]:
    """Return the processes of a digest: three or more that have paragraphs of their own."""
    refs: dict[int, list[Ref]] = {}
    spans: dict[int, tuple[int, int]] = {}
    for sentence, named in zip(page.sentences, cast.by_sentence, strict=True):
        refs.setdefault(sentence.paragraph, []).extend(named)
        start, _ = spans.get(sentence.paragraph, (sentence.start, 0))
        spans[sentence.paragraph] = (start, sentence.end)
    told: dict[str, int] = {}
    for paragraph, (start, end) in spans.items():
        slug = _of_paragraph(page.text[start:end], refs[paragraph], index)
        if slug is not None:
            told[slug] = told.get(slug, 0) + 1
    if len(told) < _DIGEST or 2 * max(told.values()) > sum(told.values()):
        return set()
    return set(told)


def _of_paragraph(text: str, refs: list[Ref], index: Processes) -> str | None:
    """Return the process of which a paragraph has a keyword and the most sides and keywords."""
    slugs = {slug for ref in refs for slug in _stands_for(ref)}
    best, most = None, (0, 0)
    for number, words in index.keywords(text).items():
        process = index.known[number]
        sides = sum(not slugs.isdisjoint(side) for side in process.sides)
        if sides and (sides, len(words)) > most and index.tells(number, words):
            best, most = process.slug, (sides, len(words))
    return best


def _match(
    page: Page, index: Processes, number: int, named: _Named, words: dict[str, int]
) -> _Found | None:
    process = index.known[number]
    year = page.anchor.year if page.anchor else None
    if year and process.since and year < process.since:
        return None
    over = process.until is not None and (year is None or year > process.until + 1)
    if over and year and not index.tells(number, words):
        return None  # the sides of one that is over meet about other things today
    spoken_of = named.weights.keys()
    present = len([True for side in process.sides if not spoken_of.isdisjoint(side)])
    if present < 2 and not words:
        return None
    sides = [[slug for slug in side if slug in spoken_of] for side in process.sides]
    share = sum(named.weights[slug] for side in sides for slug in side) / named.total
    score = _SIDES * min(1.0, present / 2)
    score += _SHARE * min(1.0, 2 * share) + _WORDS[min(2, len(words))]
    score += _TELLING * index.tells(number, words)
    if over:
        score -= _PAST
    if score < (ENOUGH if words else BARE):
        return None
    places = {*_sides(page, sides, named.first), *_keywords(page, words, index.pairs(number))}
    evidence = tuple(sorted(places, key=lambda place: (place.start, place.end, place.rule)))
    match = ProcessMatch(process=process.slug, score=round(min(1.0, score), 3), evidence=evidence)
    inside = frozenset(slug for side in sides for slug in side)
    return _Found(match, match.score + _SPOKEN_OF * share, inside)


def _sides(page: Page, sides: list[list[str]], first: dict[str, Ref]) -> list[Evidence]:
    refs = [first[side[0]] for side in sides if side]
    return [page.evidence(ref.start, ref.end, "process.side") for ref in refs]


def _keywords(page: Page, words: dict[str, int], pairs: frozenset[str]) -> list[Evidence]:
    return [
        page.evidence(at, at + len(word), f"process.{'pair' if word in pairs else 'keyword'}")
        for word, at in words.items()
    ]


def _leading(found: list[_Found], apart: set[str]) -> tuple[ProcessMatch, ...]:
    """Keep the best; a second one if it is nearly as good and between others.

    Those told apart in a digest are kept too.
    """
    leading = [
        one.match
        for one in found[:2]
        if one is found[0] or (_as_good(one, found[0]) and one.sides.isdisjoint(found[0].sides))
    ]
    others = [one.match for one in found if one.match.process in apart and one.match not in leading]
    return (*leading, *others[:_MOST])


def _as_good(one: _Found, best: _Found) -> bool:
    return one.match.score >= best.match.score - _AS_GOOD
