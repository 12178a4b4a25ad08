"""Who is named where: states, bodies and persons of all sentences, and the article's actors."""

import datetime as dt

from msgspec import Struct

from service.domain.actors import Actor, ActorMention
from service.domain.spans import Evidence
from service.extraction import bodies, discovery, persons
from service.extraction.offices import Holders, office_after, office_near, owner_after
from service.extraction.page import Page, Ref, Sentence
from service.extraction.reference import described


class Cast(Struct):
    """The refs of each sentence, in order, by the sentence's index."""

    by_sentence: list[list[Ref]]
    discovered: dict[str, Actor]


def cast(page: Page, holders: Holders) -> Cast:
    """Find who is named in each sentence."""
    page.countries = frozenset(bodies.countries(page))
    found = persons.Found(page)
    day = page.anchor
    fulls = [persons.full_names(page, sentence, found, day) for sentence in page.sentences]
    named = [
        _known(page, sentence, full, found)
        for sentence, full in zip(page.sentences, fulls, strict=True)
    ]
    taken = [[(ref.start, ref.end) for ref in refs] for refs in named]
    for sentence, refs, spans in zip(page.sentences, named, taken, strict=True):
        refs.extend(discovery.discover(page, sentence, spans, found))
        refs.extend(discovery.new_bodies(page, sentence, spans))
    for sentence, refs, spans in zip(page.sentences, named, taken, strict=True):
        if found.discovered:
            refs.extend(discovery.later_surnames(page, sentence, spans, found))
        _give_offices(page, sentence, refs, found)
        refs.sort(key=lambda ref: (ref.start, ref.end))
    _settle(named, found)
    described(page, named, holders)
    return Cast(named, found.discovered)


def _known(page: Page, sentence: Sentence, full: list[Ref], found: persons.Found) -> list[Ref]:
    refs = [*full, *persons.short_names(page, sentence, found, page.anchor)]
    spans = [(ref.start, ref.end) for ref in refs]
    for ref in bodies.bodies(page, sentence):
        if not any(ref.start < end and ref.end > start for start, end in spans):
            refs.append(ref)
    return refs


def _give_offices(page: Page, sentence: Sentence, refs: list[Ref], found: persons.Found) -> None:
    for ref in refs:
        if ref.type != "person":
            continue
        if ref.actor.discovered and (state := _of_state(page, sentence, ref)):
            found.countries.setdefault(ref.actor.slug, state)
        office = office_near(page, sentence, ref.start) or office_after(page, sentence, ref.end)
        if office is None:
            _share_role(page, refs, ref)
            continue
        ref.role, ref.qualifier = office.title, office.qualifier
        ref.wording = page.raw[office.start : office.end]
        country = office.country or owner_after(page, sentence, office.end)[0]
        if ref.actor.discovered and country:
            found.countries.setdefault(ref.actor.slug, country)


def _share_role(page: Page, refs: list[Ref], ref: Ref) -> None:
    """Give the second of two names the office of both (`ministers A and B`)."""
    for other in refs:
        if other.role and other.type == "person" and page.text[other.end : ref.start] in (" and ", ", "):
            ref.role, ref.wording = other.role, other.wording


def _of_state(page: Page, sentence: Sentence, ref: Ref) -> str | None:
    """Return the country that a bare `of` gives (`Jeyhun Bayramov of Azerbaijan`)."""
    return owner_after(page, sentence, ref.end)[0]


def _settle(named: list[list[Ref]], found: persons.Found) -> None:
    """Give discovered persons the country that any of their offices tells."""
    for slug, country in found.countries.items():
        old = found.discovered[slug]
        found.discovered[slug] = Actor(
            slug=slug, type=old.type, name=old.name, country=country, discovered=True
        )
    for refs in named:
        for ref in refs:
            ref.actor = found.discovered.get(ref.actor.slug, ref.actor)


def mentions(page: Page, cast: Cast) -> tuple[ActorMention, ...]:
    """Put the refs together: one mention an actor, places and mere nationalities left out."""
    by_slug: dict[str, list[Ref]] = {}
    for refs in cast.by_sentence:
        for ref in refs:
            if not ref.place and not ref.national and ref.how != "pronoun":
                by_slug.setdefault(ref.actor.slug, []).append(ref)
    return tuple(_mention(page, refs, page.anchor) for refs in by_slug.values())


def _mention(page: Page, refs: list[Ref], day: dt.date | None) -> ActorMention:
    sure = [ref for ref in refs if not ref.inferred]
    told = sure or refs
    actor = next((ref.actor for ref in told if ref.actor.country), told[0].actor)
    office = next((ref for ref in told if ref.role), None)
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


def _held(actor: Actor, day: dt.date | None) -> str | None:
    """Return the first office that a known person holds on the article's day."""
    held = actor.offices_on(day) if day else actor.offices
    return held[0].title if held else None


def _evidence(page: Page, ref: Ref) -> Evidence:
    return page.evidence(ref.start, ref.end, ref.rule)
