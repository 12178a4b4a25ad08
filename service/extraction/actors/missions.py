"""Which mission of the United Nations `the UN mission` is: that to the country told of last."""

from collections.abc import Iterator

from service.domain.actors import Actor
from service.extraction.text.page import Page
from service.extraction.text.scan import Token

_SENDER = "united-nations"
_NAMED = ("United Nations ", "UN ")
_SENT = (" in ", " in the ", " for ", " for the ")


def mission(page: Page, token: Token, named: Actor) -> Actor:
    """Return the mission that a name of the United Nations is part of, else the actor named.

    One that a state sends to them (`Iran's UN mission`) has no article and is none.
    """
    text, signs = page.text, page.words.signs
    if named.slug != _SENDER or not text.startswith(signs["mission"], token.end):
        return named
    if not text.endswith(signs["the_body"], 0, token.start):
        return named
    sent = (_to(page, state) for state in dict.fromkeys(_states(page, token.start)))
    return next((actor for actor in sent if actor is not None), named)


def _states(page: Page, start: int) -> Iterator[str]:
    """Yield the states that a page names in any way before a place, the last one first."""
    for at in reversed(page.positions["actor"]):
        called = page.tokens[at].senses["actor"][0]
        if page.tokens[at].start < start and called.actor.type == "state":
            yield called.actor.name


def _to(page: Page, state: str) -> Actor | None:
    """Return the mission that is named after a state, the first of several in the knowledge."""
    ends = tuple(link + state for link in _SENT)
    for actor in page.words.knowledge.actors.values():
        if actor.name.endswith(ends) and actor.name.startswith(_NAMED):
            return actor
    return None
