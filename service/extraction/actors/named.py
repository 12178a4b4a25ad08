"""The article's actors: what the refs of all sentences say together, one mention an actor."""

import datetime as dt
from collections.abc import Sequence

from service.domain.actors import Actor, ActorMention
from service.domain.meetings import Claim
from service.domain.processes import Process
from service.domain.spans import Evidence
from service.extraction.actors.cast import Cast
from service.extraction.actors.offices import RANKS
from service.extraction.text.page import Page, Ref

_OFTEN = 3  # times that the article must name a host whom it shows as a place only
# Of several offices that one person holds, the news names the first of these.
_HIGHEST = (
    "president",
    "king",
    "supreme leader",
    "emir",
    "sultan",
    "pope",
    "secretary-general",
    "chancellor",
    "prime minister",
    "crown prince",
    "secretary of state",
    "foreign minister",
    "foreign secretary",
    "vice president",
    "deputy prime minister",
    "defence minister",
)


def mentions(
    page: Page, cast: Cast, process: Process | None, claims: Sequence[Claim] = ()
) -> tuple[ActorMention, ...]:
    """Put the refs together: one mention an actor, places and mere nationalities left out.

    A state that leads a side of the article's process is an actor however it is named; an army
    that leads one is meant by `the army`. So is the state where those of the first meeting meet, if
    the article names officials of it.
    """
    by_slug: dict[str, list[Ref]] = {}
    aside: dict[str, list[Ref]] = {}
    for refs in cast.by_sentence:
        for ref in refs:
            if ref.how == "pronoun":
                continue
            kept = aside if ref.place or ref.national else by_slug
            kept.setdefault(ref.actor.slug, []).append(ref)
    parties = {side[0] for side in process.sides} if process else set()
    people = {refs[0].actor.country for refs in by_slug.values() if refs[0].actor.type == "person"}
    hosts = {claim.country for claim in claims[:1] if claim.country} & people
    for slug, refs in aside.items():
        party = slug in parties and not _community(refs)
        if party or (refs[0].actor.country in hosts and _hosts(refs)):
            by_slug.setdefault(slug, refs)
    for slug in sorted(parties - by_slug.keys()):
        if army := _army(page, page.words.knowledge.actors[slug]):
            by_slug[slug] = [army]
    return tuple(_mention(page, refs, page.anchor) for refs in by_slug.values())


def _community(refs: list[Ref]) -> bool:
    """Tell whether refs only say whose leader somebody is, of a side that is no known state."""
    return all(ref.national and ref.actor.country is None for ref in refs)


def _hosts(refs: list[Ref]) -> bool:
    """Tell whether a state is spoken of often enough for a host, and by its own name too."""
    named = any(ref.how == "name" for ref in refs)
    return refs[0].actor.type == "state" and len(refs) >= _OFTEN and named


def _army(page: Page, actor: Actor) -> Ref | None:
    """Return where a text says `the army` when the actor is an army."""
    nouns = page.words.lists["army"]
    if actor.type != "organization" or not actor.name.lower().endswith(tuple(nouns)):
        return None
    for sentence in page.sentences:
        for token in sentence.of("government"):
            if page.text[token.start : token.end] in nouns:
                rule = "actor.army"
                return Ref(token.start, token.end, actor, "office", rule, sentence.index)
    return None


def _mention(page: Page, refs: list[Ref], day: dt.date | None) -> ActorMention:
    sure = [ref for ref in refs if not ref.inferred]
    told = sure or refs
    actor = next((ref.actor for ref in told if ref.actor.country), told[0].actor)
    office = min((ref for ref in told if ref.role or ref.wording), key=_says_little, default=None)
    return ActorMention(
        actor=actor.id,
        slug=actor.slug,
        type=actor.type,
        name=actor.name,
        country=actor.country,
        role=office.role if office else None,
        wording=office.wording if office else None,
        office=_held(actor, day),
        qualifier=office.qualifier if office else None,
        discovered=actor.discovered,
        inferred=not sure,
        evidence=tuple(_evidence(page, ref) for ref in told),
    )


def inferred(actor: Actor, evidence: tuple[Evidence, ...]) -> ActorMention:
    """Make the mention of an actor whom the words mean without naming."""
    return ActorMention(
        actor=actor.id,
        slug=actor.slug,
        type=actor.type,
        name=actor.name,
        country=actor.country,
        inferred=True,
        evidence=evidence,
    )


def _says_little(ref: Ref) -> tuple[bool, bool]:
    """Order offices: those of a title before ranks, those in words of their own before others."""
    return ref.role is None or ref.role in RANKS, ref.wording is None


def _held(actor: Actor, day: dt.date | None) -> str | None:
    """Return the highest office that a known person holds on the article's day, or held before."""
    held = actor.offices_on(day) if day else actor.offices
    if held:
        return min((office.title for office in held), key=_rank)
    past = [o.title for o in actor.offices if day and o.until and o.until < day]
    return f"former {min(past, key=_rank)}" if past else None


def _rank(title: str) -> int:
    return _HIGHEST.index(title) if title in _HIGHEST else len(_HIGHEST)


def _evidence(page: Page, ref: Ref) -> Evidence:
    return page.evidence(ref.start, ref.end, ref.rule)
