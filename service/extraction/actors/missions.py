"""Which mission of the United Nations `the UN mission` is: that to the country told of last."""

from collections.abc import Iterator

from service.domain.actors import Actor
from service.extraction.text.page import Page
from service.extraction.text.scan import Token

_SENDER = "united-nations"


def mission(page: Page, token: Token, named: Actor) -> Actor:
    """Return the mission that a name of the United Nations is part of, else the actor named.

    One that a state sends to them (`Iran's UN mission`) has no article and is none.
    """
    text, signs = page.text, page.words.signs
    if named.slug != _SENDER or not text.startswith(signs["mission"], token.end):
        return named
    if not text.endswith(signs["the_body"], 0, token.start):
        return named
    sent = page.words.missions
    return next((sent[s] for s in _states(page, token.start) if s in sent), named)


def _states(page: Page, start: int) -> Iterator[str]:
    """Yield the states that a page names in any way before a place, the last one first."""
    for at in reversed(page.positions["actor"]):
        called = page.tokens[at].senses["actor"][0]
        if page.tokens[at].start < start and called.actor.type == "state":
            yield called.actor.name
