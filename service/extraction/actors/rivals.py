"""Whose quarrel two bare surnames of a headline are known for (`Kagame and Tshisekedi sign`)."""

import itertools

from service.domain.actors import Actor, state_slug
from service.domain.processes import Process
from service.extraction.text.page import Page
from service.extraction.text.scan import Token

_BRIEF = 150  # characters: a headline or a flash


def of_rivals(page: Page) -> frozenset[str]:
    """Return the countries of those on two sides of a process whom a headline may mean."""
    if len(page.text) > _BRIEF:
        return frozenset()
    tokens = [page.tokens[at] for at in page.positions.get("person", ())]
    meant = [persons for token in tokens if (persons := _meant(page, token))]
    if len(meant) < 2:
        return frozenset()
    known = page.words.knowledge.processes.values()
    return frozenset(country for process in known for country in _countries(process, meant))


def _meant(page: Page, token: Token) -> list[Actor]:
    """Return those in office on the page's day whom a bare surname may mean."""
    called = [one.actor for one in token.senses["person"] if one.kind == "surname"]
    return [actor for actor in called if page.anchor is None or actor.offices_on(page.anchor)]


def _countries(process: Process, meant: list[list[Actor]]) -> set[str]:
    sides = [_sides(process, persons) for persons in meant]
    apart = any(
        one != other
        for first, second in itertools.combinations(sides, 2)
        for one in first
        for other in second
    )
    return {country for side in sides for country in side.values() if country} if apart else set()


def _sides(process: Process, persons: list[Actor]) -> dict[int, str | None]:
    """Return the sides of a process that some persons are on, each with a country."""
    found: dict[int, str | None] = {}
    for actor in persons:
        slugs = {state_slug(actor.country), actor.slug}
        slugs |= {office.of for office in actor.offices}
        for number, side in enumerate(process.sides):
            if not slugs.isdisjoint(side):
                found.setdefault(number, actor.country)
    return found
