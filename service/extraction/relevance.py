"""Whether an article is about peace making: the features that speak for and against it."""

from service.domain.actors import state_slug
from service.domain.articles import Reason
from service.domain.meetings import Claim
from service.extraction.facts import Facts
from service.extraction.subjects import OTHER, Subjects, calm
from service.extraction.text.page import Page, Ref
from service.extraction.text.scan import Token
from service.knowledge.speaking import ENGLISH

ENOUGH = 1.0
_BATTLE = 5  # different words of war in the news of a battle
_LIKELY = 0.6  # the score from which a process is surely spoken of
_SEVERAL = 2  # words of other matters: one alone says nothing of what an article is about
_MANY = 4  # different words of agreeing that make up for none of peace
_HOSTILE = 2  # different words of war that are those of an armed conflict
_BRIEF = 120  # characters: one line
_BETWEEN = frozenset({"special envoy", "special representative", "mediator", "envoy"})


def relevance(page: Page, facts: Facts) -> tuple[bool, float, tuple[Reason, ...]]:
    """Return the verdict, the score from 0 to 1 (half of it decides), and the reasons."""
    told = Subjects(page)
    reasons = [reason for rule in _RULES if (reason := rule(told, facts)) is not None]
    total = sum(reason.weight for reason in reasons)
    score = max(0.0, min(1.0, total / (2 * ENOUGH)))
    return total >= ENOUGH, round(score, 3), tuple(reasons)


def _reason(told: Subjects, feature: str, weight: float, tokens: list[Token]) -> Reason:
    shown = tuple(told.page.evidence(t.start, t.end, f"relevance.{feature}") for t in tokens[:5])
    return Reason(feature=feature, weight=round(weight, 3), evidence=shown)


def _peace(told: Subjects, facts: Facts) -> Reason | None:
    tokens = told.of("peace")
    if not tokens:
        return None
    return _reason(told, "peace_words", min(0.9, 0.2 * told.different(tokens)), tokens)


def _peace_ahead(told: Subjects, facts: Facts) -> Reason | None:
    tokens = told.ahead("peace")
    return _reason(told, "peace_in_lead", min(0.4, 0.2 * len(tokens)), tokens) if tokens else None


def _talk(told: Subjects, facts: Facts) -> Reason | None:
    tokens = told.of("talk")
    if not tokens:
        return None
    return _reason(told, "talk_words", min(0.5, 0.1 * told.different(tokens)), tokens)


def _settling(told: Subjects, facts: Facts) -> Reason | None:
    """Words of how quarrels end count beside the sides of a known one, or beside arms."""
    tokens = told.settling
    if not tokens or not (facts.processes or _armed_quarrel(told, facts)):
        return None
    most, each = (0.2, 0.05) if facts.processes else (0.4, 0.1)
    return _reason(told, "settling", min(most, each * told.different(tokens)), tokens)


def _armed_quarrel(told: Subjects, facts: Facts) -> bool:
    """Tell whether an article is of an armed conflict that no known process is about."""
    if facts.processes or not (facts.armies or len(told.hostile) >= _HOSTILE):
        return False
    return len(told.of("off_topic")) < len(told.of("conflict"))


def _conflict(told: Subjects, facts: Facts) -> Reason | None:
    """Words of war count only beside words of peace making: a battle report has the first alone."""
    tokens = told.of("conflict")
    made = told.of("peace") or len(told.of("talk")) > 1
    agreed = not facts.processes and told.different(told.settling) >= _MANY
    if not tokens or not (made or agreed) or _war_alone(told, facts):
        return None
    return _reason(told, "conflict_words", min(0.4, 0.08 * len(tokens)), tokens)


def _no_war(told: Subjects, facts: Facts) -> Reason | None:
    """Mediators and truces without a known process or arms are those of other quarrels.

    A war of words, a price war or the siege of a bank has mediators too.
    """
    known = told.page.words.knowledge.lexicons
    language = known.get(ENGLISH if facts.language == "und" else facts.language)
    if facts.processes or language is None or not told.of("peace"):
        return None
    if facts.armies or (told.hostile and not told.of_others):
        return None
    if facts.states_meet and not told.of("off_topic"):
        return None
    words = told.of_war
    weight = -0.8 if words else -0.6 if "conflict" in language.words else -0.3
    return _reason(told, "no_war", weight, told.ahead("peace"))


def _arms(told: Subjects, facts: Facts) -> Reason | None:
    """Arms and words of peace, or many of agreeing, are an armed conflict's that nobody knows."""
    if facts.processes or not told.hostile or told.of_others:
        return None
    if facts.claims and told.of("peace"):
        return _reason(told, "arms", 0.3, told.of("conflict"))
    made = [*told.of("peace"), *told.of("talk"), *told.settling]
    if len(told.hostile) < _HOSTILE or told.different(made) < _MANY:
        return None
    return _reason(told, "arms", 0.5, told.of("conflict"))


def _fighters(told: Subjects, facts: Facts) -> Reason | None:
    """Those who fight, in sentences of talking, are sides of a conflict that nobody knows."""
    tokens = [] if facts.processes else told.fighters_talk()
    if not tokens:
        return None
    return _reason(told, "fighters_talk", min(0.5, 0.1 + 0.2 * len(tokens)), tokens)


def _feud(told: Subjects, facts: Facts) -> Reason | None:
    """Clans or villages that killed each other and now settle are a conflict that nobody knows."""
    deadly, between = told.listed("conflict", "deadly"), told.listed("settling", "community")
    if facts.processes or told.of_others or not (deadly and between):
        return None
    made = told.different([*told.of("peace"), *told.of("talk"), *told.settling, *deadly])
    return _reason(told, "feud", 0.9, [*between, *deadly]) if made >= _MANY else None


def _war_alone(told: Subjects, facts: Facts) -> Reason | None:
    """The news of a battle may name the sides, and a word of peace or talks in passing."""
    made = [*told.of("peace"), *told.of("talk")]
    if not facts.processes or told.different(made) > 1:
        return None
    if len(told.of_war) >= _BATTLE:
        return _reason(told, "war_alone", -0.6, told.of("conflict"))
    ahead = told.ahead("conflict")
    if told.of("peace") or told.different(ahead) < _HOSTILE:
        return None
    return _reason(told, "war_ahead", -0.2, ahead)


def _process(told: Subjects, facts: Facts) -> Reason | None:
    """The sides of a process; less where no word but their names points to it, or to peace."""
    if not facts.processes:
        return None
    best = facts.processes[0]
    pointed = any(place.rule == "process.keyword" for place in best.evidence)
    of_peace = told.of("peace") or _all_there_is(told, facts)
    weight = round((0.8 if pointed else 0.6 if of_peace else 0.15) * best.score, 3)
    return Reason(feature="process", weight=weight, evidence=best.evidence[:5])


def _unread(told: Subjects, facts: Facts) -> Reason | None:
    """In a language without a lexicon only names speak; a process they point to is enough."""
    read = facts.language == "und" or facts.language in told.page.words.knowledge.lexicons
    if not facts.processes or read:
        return None
    return Reason(feature="language_unread", weight=0.6, evidence=facts.processes[0].evidence[:1])


def _armed(told: Subjects, facts: Facts) -> Reason | None:
    found = facts.armies
    if not found or not (told.of("peace") or told.of("talk")):
        return None
    return Reason(feature="armed_groups", weight=0.25, evidence=found[0].evidence[:1])


def _meetings(told: Subjects, facts: Facts) -> Reason | None:
    if not facts.claims:
        return None
    weight = min(0.2, 0.1 * len(facts.claims))
    return Reason(feature="meetings", weight=weight, evidence=facts.claims[0].evidence[:1])


def _sides_together(told: Subjects, facts: Facts) -> Reason | None:
    """Persons or armed groups of two sides in a sentence of talking, not of fighting or trade."""
    if not facts.processes:
        return None
    found = [
        (refs[0].start, refs[-1].end)
        for sentence, refs in zip(told.page.sentences, facts.cast.by_sentence, strict=True)
        if calm(sentence) and _two_sides(facts, refs)
    ]
    if not found:
        return None
    shown = tuple(told.page.evidence(*span, "relevance.sides_together") for span in found[:5])
    weight = 0.55 if _all_there_is(told, facts) else min(0.4, 0.3 + 0.1 * (len(found) - 1))
    return Reason(feature="sides_together", weight=round(weight, 3), evidence=shown)


def _two_sides(facts: Facts, refs: list[Ref]) -> bool:
    acting = [ref for ref in refs if ref.type != "state" and not ref.national and not ref.place]
    return len({facts.sides.side(ref.actor) for ref in acting} - {None}) > 1


def _go_between(told: Subjects, facts: Facts) -> Reason | None:
    """An envoy or a mediator in the news of a known process, or of arms."""
    if not facts.processes and not _armed_quarrel(told, facts):
        return None
    for actor in facts.actors:
        titles = f"{actor.role or ''} {actor.office or ''}"
        if actor.type == "person" and any(title in titles for title in _BETWEEN):
            return Reason(feature="go_between", weight=0.3, evidence=actor.evidence[:1])
    return None


def _sides_meet(told: Subjects, facts: Facts) -> Reason | None:
    """The sides of the process in one room: that is news of it, whatever the words."""
    if not facts.processes or facts.processes[0].score < _LIKELY:
        return None
    sides = told.page.words.knowledge.processes[facts.processes[0].process].sides
    named = {mention.actor: mention for mention in facts.actors}
    for claim in facts.claims:
        if claim.kind == "press_conference" or _fought(told, claim):
            continue
        inside = [named[party.actor] for party in claim.parties if party.actor in named]
        slugs = {slug for mention in inside for slug in (mention.slug, state_slug(mention.country))}
        if sum(not slugs.isdisjoint(side) for side in sides) > 1:
            weight = 0.55 if _all_there_is(told, facts) else 0.25
            return Reason(feature="sides_meet", weight=weight, evidence=claim.evidence[:1])
    return None


def _all_there_is(told: Subjects, facts: Facts) -> bool:
    """Tell whether a text is no more than a headline or a flash, of talks and of nothing else.

    That two of the sides meet whom it names is news of talks too.
    """
    if len(told.page.text) > _BRIEF or told.of("off_topic"):
        return False
    spoken = told.of("talk") or told.of("peace")
    return bool(spoken) or any(_two_sides(facts, refs) for refs in facts.cast.by_sentence)


def _fought(told: Subjects, claim: Claim) -> bool:
    """Tell whether a claim stands among words of war or other matters, with none of peace.

    In the news of a battle it need not stand among them: `they entered the village on Monday`.
    """
    at, battle = claim.evidence[0].start, len(told.of_war) >= _BATTLE
    return any(
        sentence.start <= at < sentence.end
        and (battle or not OTHER.isdisjoint(sentence.by_class))
        and not (sentence.has("peace") or sentence.has("talk"))
        for sentence in told.page.sentences
    )


def _off_topic(told: Subjects, facts: Facts) -> Reason | None:
    named = [e for actor in facts.actors if actor.type == "organization" for e in actor.evidence]
    tokens = [
        token
        for token in told.of("off_topic")
        if not any(e.start <= token.start and token.end <= e.end for e in named)
    ]
    if len(tokens) < _SEVERAL:
        return None
    count: dict[str, int] = {}
    for token in tokens:
        topic = token.senses["off_topic"]
        count[topic] = count.get(topic, 0) + 1
    topic = max(count, key=lambda name: count[name])
    ahead = len(told.ahead("off_topic"))
    weight = -min(2.0, 0.15 * count[topic] + 0.05 * (len(tokens) - count[topic]) + 0.15 * ahead)
    return _reason(told, f"off_topic_{topic}", weight, tokens)


_RULES = (
    _peace,
    _peace_ahead,
    _talk,
    _settling,
    _conflict,
    _no_war,
    _arms,
    _fighters,
    _feud,
    _war_alone,
    _process,
    _unread,
    _armed,
    _meetings,
    _sides_together,
    _go_between,
    _sides_meet,
    _off_topic,
)
