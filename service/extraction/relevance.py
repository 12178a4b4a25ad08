"""Whether an article is about peace making: the features that speak for and against it."""

from service.domain.articles import Reason
from service.domain.meetings import Claim
from service.domain.processes import ProcessMatch
from service.extraction.page import Page, Sentence
from service.extraction.scan import Token

ENOUGH = 1.0


def relevance(
    page: Page, processes: tuple[ProcessMatch, ...], claims: tuple[Claim, ...]
) -> tuple[bool, float, tuple[Reason, ...]]:
    """Return the verdict, the score from 0 to 1, and the reasons."""
    reasons = [reason for rule in _RULES if (reason := rule(page, processes, claims)) is not None]
    total = sum(reason.weight for reason in reasons)
    score = max(0.0, min(1.0, total / (2 * ENOUGH)))
    return total >= ENOUGH, round(score, 3), tuple(reasons)


def _tokens(page: Page, cls: str, *, head: bool = False) -> list[Token]:
    return [
        token
        for sentence in page.sentences
        if not head or _head(sentence)
        for token in sentence.tokens
        if cls in token.senses
    ]


def _head(sentence: Sentence) -> bool:
    return sentence.block in ("title", "subtitle") or sentence.index < 4


def _reason(page: Page, feature: str, weight: float, tokens: list[Token]) -> Reason:
    shown = tuple(page.evidence(t.start, t.end, f"relevance.{feature}") for t in tokens[:5])
    return Reason(feature=feature, weight=round(weight, 3), evidence=shown)


def _peace(
    page: Page, processes: tuple[ProcessMatch, ...], claims: tuple[Claim, ...]
) -> Reason | None:
    tokens = _tokens(page, "peace")
    different = {page.text[t.start : t.end].lower() for t in tokens}
    if not tokens:
        return None
    return _reason(page, "peace_words", min(1.2, 0.2 * len(different) + 0.05 * len(tokens)), tokens)


def _peace_ahead(
    page: Page, processes: tuple[ProcessMatch, ...], claims: tuple[Claim, ...]
) -> Reason | None:
    tokens = _tokens(page, "peace", head=True)
    return _reason(page, "peace_in_lead", min(0.6, 0.3 * len(tokens)), tokens) if tokens else None


def _conflict(
    page: Page, processes: tuple[ProcessMatch, ...], claims: tuple[Claim, ...]
) -> Reason | None:
    tokens = _tokens(page, "conflict")
    return _reason(page, "conflict_words", min(0.4, 0.1 * len(tokens)), tokens) if tokens else None


def _process(
    page: Page, processes: tuple[ProcessMatch, ...], claims: tuple[Claim, ...]
) -> Reason | None:
    if not processes:
        return None
    return Reason(
        feature="process", weight=0.5 * processes[0].score, evidence=processes[0].evidence[:5]
    )


def _meetings(
    page: Page, processes: tuple[ProcessMatch, ...], claims: tuple[Claim, ...]
) -> Reason | None:
    if not claims:
        return None
    return Reason(
        feature="meetings", weight=min(0.3, 0.1 * len(claims)), evidence=claims[0].evidence[:1]
    )


def _off_topic(
    page: Page, processes: tuple[ProcessMatch, ...], claims: tuple[Claim, ...]
) -> Reason | None:
    by_topic: dict[str, list[Token]] = {}
    for token in _tokens(page, "off_topic"):
        by_topic.setdefault(token.senses["off_topic"], []).append(token)
    if not by_topic:
        return None
    topic, tokens = max(by_topic.items(), key=lambda item: len(item[1]))
    ahead = sum(1 for t in _tokens(page, "off_topic", head=True) if t.senses["off_topic"] == topic)
    weight = -min(1.6, 0.12 * len(tokens) + 0.2 * ahead)
    return _reason(page, f"off_topic_{topic}", weight, tokens)


_RULES = (_peace, _peace_ahead, _conflict, _process, _meetings, _off_topic)
