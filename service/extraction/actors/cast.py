"""Who is named where: states, bodies and persons of all sentences."""

from msgspec import Struct

from service.domain.actors import Actor
from service.extraction.actors import bare_surnames, bodies, discovery, persons, transcribed
from service.extraction.actors.descriptions import describe
from service.extraction.actors.found import Found
from service.extraction.actors.new_bodies import new_bodies, nouns
from service.extraction.actors.offices import RANKS, Holders, office_after, office_near, owner_after
from service.extraction.actors.reference import described
from service.extraction.actors.rivals import of_rivals
from service.extraction.text.page import Page, Ref, Sentence


class Cast(Struct):
    """The refs of each sentence, in order, by the sentence's index."""

    by_sentence: list[list[Ref]]
    discovered: dict[str, Actor]


def cast(page: Page, holders: Holders) -> Cast:
    """Find who is named in each sentence."""
    page.countries = frozenset(bodies.countries(page))
    page.countries |= of_rivals(page)
    found = Found(page)
    day = page.anchor
    fulls = [persons.full_names(page, sentence, found, day) for sentence in page.sentences]
    named = [
        _known(page, sentence, full, found)
        for sentence, full in zip(page.sentences, fulls, strict=True)
    ]
    places = nouns(page)
    for sentence, refs in zip(page.sentences, named, strict=True):
        refs.extend(new_bodies(page, sentence, refs, places))
    taken = [[(ref.start, ref.end) for ref in refs] for refs in named]
    for sentence, refs, spans in zip(page.sentences, named, taken, strict=True):
        refs.extend(discovery.discover(page, sentence, refs, spans, found))
        refs.extend(transcribed.discover(page, sentence, refs, spans, found))
    surnames = found.unlisted()
    held = bare_surnames.holding(page, surnames)
    for sentence, refs, spans, holds in zip(page.sentences, named, taken, held, strict=True):
        if holds:
            refs.extend(bare_surnames.bare_surnames(page, sentence, spans, surnames))
        refs.extend(transcribed.bare(page, sentence, spans, found))
        _give_offices(page, sentence, refs, found)
        refs.sort(key=lambda ref: (ref.start, ref.end))
    _settle(named, found)
    described(page, named, holders)
    return Cast(named, found.discovered)


def _known(page: Page, sentence: Sentence, full: list[Ref], found: Found) -> list[Ref]:
    refs = [*full, *persons.short_names(page, sentence, found, page.anchor)]
    spans = [(ref.start, ref.end) for ref in refs]
    for ref in bodies.bodies(page, sentence):
        if page.text[ref.start : ref.end] in found.by_surname:
            continue  # `Wagner`, where somebody of that name speaks
        if not any(ref.start < end and ref.end > start for start, end in spans):
            refs.append(ref)
    return refs


def _give_offices(page: Page, sentence: Sentence, refs: list[Ref], found: Found) -> None:
    by_end = {ref.end: ref for ref in refs if ref.actor.type == "person"}
    for ref in refs:
        if ref.actor.type != "person":
            continue
        if ref.actor.discovered and (state := _of_state(page, sentence, ref)):
            found.countries.setdefault(ref.actor.slug, state)
        office = office_near(page, sentence, ref.start)
        if office is None or office.title in RANKS:  # `Gen Ann Rosk, the defence minister`
            office = office_after(page, sentence, ref.end) or office
        if office is None:
            describe(page, sentence, ref)
            if ref.wording is None:
                _share_role(page, by_end, ref)
            continue
        ref.role, ref.qualifier = office.title, office.qualifier
        ref.wording = page.raw[office.start : office.end]
        country = office.country or owner_after(page, sentence, office.end)[0]
        if ref.actor.discovered and country:
            found.countries.setdefault(ref.actor.slug, country)


def _share_role(page: Page, by_end: dict[int, Ref], ref: Ref) -> None:
    """Give the second of two names the office of both (`ministers A and B`)."""
    for link in (", ", *page.words.signs["and"]):
        other = by_end.get(ref.start - len(link))
        if other is not None and other.role and page.text.endswith(link, 0, ref.start):
            ref.role, ref.wording = other.role, other.wording


def _of_state(page: Page, sentence: Sentence, ref: Ref) -> str | None:
    """Return the country that a bare `of` gives (`Jeyhun Bayramov of Azerbaijan`)."""
    return owner_after(page, sentence, ref.end)[0]


def _settle(named: list[list[Ref]], found: Found) -> None:
    """Give discovered persons the country that any of their offices tells."""
    for slug, country in found.countries.items():
        old = found.discovered[slug]
        found.discovered[slug] = Actor(
            slug=slug, type=old.type, name=old.name, country=country, discovered=True
        )
    for refs in named:
        for ref in refs:
            ref.actor = found.discovered.get(ref.actor.slug, ref.actor)
