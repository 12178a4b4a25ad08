"""Which peace processes an article is about: its sides, its keywords, its mediators."""

from collections.abc import Iterable

from service.domain.processes import Process, ProcessMatch
from service.domain.spans import Evidence
from service.extraction.actors import Cast
from service.extraction.page import Page, Ref

ENOUGH = 0.42
_TITLE = 3.0


def processes(page: Page, cast: Cast, known: Iterable[Process]) -> tuple[ProcessMatch, ...]:
    """Return the processes, best first; a score of 1 means that all signs are there."""
    weights, refs = _weights(page, cast)
    total = sum(weights.values()) or 1.0
    year = page.anchor.year if page.anchor else None
    found = []
    for process in known:
        match = _match(page, process, weights, refs, total, year)
        if match is not None:
            found.append(match)
    found.sort(key=lambda m: (-m.score, m.process))
    return _leading(found)


def _weights(page: Page, cast: Cast) -> tuple[dict[str, float], dict[str, Ref]]:
    weights: dict[str, float] = {}
    first: dict[str, Ref] = {}
    for sentence, refs in zip(page.sentences, cast.by_sentence, strict=True):
        factor = _TITLE if sentence.block == "title" else 1.0
        for ref in refs:
            for slug in _stands_for(ref):
                weights[slug] = weights.get(slug, 0.0) + factor
                first.setdefault(slug, ref)
    return weights, first


def _stands_for(ref: Ref) -> tuple[str, ...]:
    country = ref.actor.country
    if ref.actor.type == "person" and country:
        return ref.actor.slug, f"state-{country.lower()}"
    return (ref.actor.slug,)


def _match(
    page: Page,
    process: Process,
    weights: dict[str, float],
    refs: dict[str, Ref],
    total: float,
    year: int | None,
) -> ProcessMatch | None:
    if year and (
        (process.since and year < process.since) or (process.until and year > process.until + 1)
    ):
        return None
    sides = [[slug for slug in side if slug in weights] for side in process.sides]
    present = sum(bool(side) for side in sides)
    words = [word for word in process.keywords if _has(page, word)]
    if present < min(2, len(sides)) and not words:
        return None
    named = sum(weights[slug] for side in sides for slug in side) / total
    score = (
        0.35 * min(1.0, present / 2) + 0.4 * min(1.0, 2 * named) + 0.25 * min(1.0, len(words) / 2)
    )
    if score < ENOUGH:
        return None
    return ProcessMatch(
        process=process.slug, score=round(score, 3), evidence=_evidence(page, sides, words, refs)
    )


def _has(page: Page, word: str) -> bool:
    return word in page.text


def _evidence(
    page: Page, sides: list[list[str]], words: list[str], refs: dict[str, Ref]
) -> tuple[Evidence, ...]:
    named = [refs[side[0]] for side in sides if side]
    places = [(ref.start, ref.end, "process.side") for ref in named]
    places += [
        (at, at + len(word), "process.keyword")
        for word in words
        if (at := page.text.find(word)) >= 0
    ]
    return tuple(page.evidence(start, end, rule) for start, end, rule in sorted(places))


def _leading(found: list[ProcessMatch]) -> tuple[ProcessMatch, ...]:
    """Keep the best; a second one only if it is as good."""
    return tuple(match for match in found[:2] if match.score >= found[0].score - 0.02)
