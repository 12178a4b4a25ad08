"""Whether an article is about peace making: the features that speak for and against it."""

from msgspec import Struct

from service.domain.actors import ActorMention
from service.domain.articles import Reason
from service.domain.meetings import Claim
from service.domain.processes import ProcessMatch
from service.extraction.page import Page, Sentence
from service.extraction.scan import Token

ENOUGH = 1.0
_BATTLE = 5  # different words of war in the news of a battle
_LIKELY = 0.6  # the score from which a process is surely spoken of


class Facts(Struct, frozen=True):
    """What the other stages found, for the rules to look at."""

    processes: tuple[ProcessMatch, ...]
    claims: tuple[Claim, ...]
    actors: tuple[ActorMention, ...]
    language: str


def relevance(page: Page, facts: Facts) -> tuple[bool, float, tuple[Reason, ...]]:
    """Return the verdict, the score from 0 to 1 (half of it decides), and the reasons."""
    reasons = [reason for rule in _RULES if (reason := rule(page, facts)) is not None]
    total = sum(reason.weight for reason in reasons)
    score = max(0.0, min(1.0, total / (2 * ENOUGH)))
    return total >= ENOUGH, round(score, 3), tuple(reasons)


def _ahead(page: Page, cls: str) -> list[Token]:
    """Return the tokens of a class in the title and the first sentences."""
    return [token for sentence in page.sentences if _head(sentence) for token in sentence.of(cls)]


def _head(sentence: Sentence) -> bool:
    return sentence.block in ("title", "subtitle") or sentence.index < 4


def _reason(page: Page, feature: str, weight: float, tokens: list[Token]) -> Reason:
    shown = tuple(page.evidence(t.start, t.end, f"relevance.{feature}") for t in tokens[:5])
    return Reason(feature=feature, weight=round(weight, 3), evidence=shown)


def _different(page: Page, tokens: list[Token]) -> int:
    return len({page.text[token.start : token.end].lower() for token in tokens})


def _peace(page: Page, facts: Facts) -> Reason | None:
    tokens = page.of("peace")
    if not tokens:
        return None
    return _reason(page, "peace_words", min(0.9, 0.2 * _different(page, tokens)), tokens)


def _peace_ahead(page: Page, facts: Facts) -> Reason | None:
    tokens = _ahead(page, "peace")
    return _reason(page, "peace_in_lead", min(0.4, 0.2 * len(tokens)), tokens) if tokens else None


def _talk(page: Page, facts: Facts) -> Reason | None:
    tokens = page.of("talk")
    if not tokens:
        return None
    return _reason(page, "talk_words", min(0.5, 0.1 * _different(page, tokens)), tokens)


def _conflict(page: Page, facts: Facts) -> Reason | None:
    """Words of war count only beside words of peace making: a battle report has the first alone."""
    tokens = page.of("conflict")
    if not tokens or not (page.of("peace") or len(page.of("talk")) > 1):
        return None
    return _reason(page, "conflict_words", min(0.4, 0.08 * len(tokens)), tokens)


def _no_war(page: Page, facts: Facts) -> Reason | None:
    """Mediators and truces without a known process or arms are those of other quarrels.

    A war of words, a price war or the siege of a bank has mediators too.
    """
    language = page.words.knowledge.lexicons.get(facts.language)
    if facts.processes or language is None or not page.of("peace"):
        return None
    words = _conflict_words(page)
    if words - page.words.lists["figurative"] or _armies(facts):
        return None
    weight = -0.6 if words else -0.45 if "conflict" in language.words else -0.3
    return _reason(page, "no_war", weight, _ahead(page, "peace"))


def _arms(page: Page, facts: Facts) -> Reason | None:
    """Arms, talks and words of peace are an armed conflict's, though no process is known."""
    if facts.processes or not facts.claims or not page.of("peace"):
        return None
    if not _conflict_words(page) - page.words.lists["figurative"]:
        return None
    return _reason(page, "arms", 0.3, page.of("conflict"))


def _war_alone(page: Page, facts: Facts) -> Reason | None:
    """The news of a battle may name the sides, and a word of peace or talks in passing."""
    made = [*page.of("peace"), *page.of("talk")]
    words = _conflict_words(page)
    if not facts.processes or _different(page, made) > 1 or len(words) < _BATTLE:
        return None
    return _reason(page, "war_alone", -0.6, page.of("conflict"))


def _conflict_words(page: Page) -> set[str]:
    return {page.text[t.start : t.end].lower() for t in page.of("conflict")}


def _armies(facts: Facts) -> list[ActorMention]:
    return [actor for actor in facts.actors if actor.type == "armed_group"]


def _process(page: Page, facts: Facts) -> Reason | None:
    if not facts.processes:
        return None
    best = facts.processes[0]
    return Reason(feature="process", weight=round(0.8 * best.score, 3), evidence=best.evidence[:5])


def _unread(page: Page, facts: Facts) -> Reason | None:
    """In a language without a lexicon only names speak; a process they point to is enough."""
    if not facts.processes or facts.language in page.words.knowledge.lexicons:
        return None
    return Reason(feature="language_unread", weight=0.6, evidence=facts.processes[0].evidence[:1])


def _armed(page: Page, facts: Facts) -> Reason | None:
    found = _armies(facts)
    if not found or not (page.of("peace") or page.of("talk")):
        return None
    return Reason(feature="armed_groups", weight=0.25, evidence=found[0].evidence[:1])


def _meetings(page: Page, facts: Facts) -> Reason | None:
    if not facts.claims:
        return None
    weight = min(0.2, 0.1 * len(facts.claims))
    return Reason(feature="meetings", weight=weight, evidence=facts.claims[0].evidence[:1])


def _sides_meet(page: Page, facts: Facts) -> Reason | None:
    """The sides of the process in one room: that is news of it, whatever the words."""
    if not facts.processes or facts.processes[0].score < _LIKELY:
        return None
    if not (page.of("peace") or page.of("talk")):
        return None
    sides = page.words.knowledge.processes[facts.processes[0].process].sides
    named = {mention.actor: mention for mention in facts.actors}
    for claim in facts.claims:
        inside = [named[party.actor] for party in claim.parties if party.actor in named]
        slugs = {slug for mention in inside for slug in (mention.slug, _state_of(mention))}
        if sum(not slugs.isdisjoint(side) for side in sides) > 1:
            return Reason(feature="sides_meet", weight=0.25, evidence=claim.evidence[:1])
    return None


def _state_of(mention: ActorMention) -> str:
    return f"state-{(mention.country or '').lower()}"


def _off_topic(page: Page, facts: Facts) -> Reason | None:
    named = [e for actor in facts.actors if actor.type == "organization" for e in actor.evidence]
    tokens = [
        token
        for token in page.of("off_topic")
        if not any(e.start <= token.start and token.end <= e.end for e in named)
    ]
    if not tokens:
        return None
    count: dict[str, int] = {}
    for token in tokens:
        topic = token.senses["off_topic"]
        count[topic] = count.get(topic, 0) + 1
    topic = max(count, key=lambda name: count[name])
    ahead = len(_ahead(page, "off_topic"))
    weight = -min(2.0, 0.12 * count[topic] + 0.04 * (len(tokens) - count[topic]) + 0.12 * ahead)
    return _reason(page, f"off_topic_{topic}", weight, tokens)


_RULES = (
    _peace,
    _peace_ahead,
    _talk,
    _conflict,
    _no_war,
    _arms,
    _war_alone,
    _process,
    _unread,
    _armed,
    _meetings,
    _sides_meet,
    _off_topic,
)
