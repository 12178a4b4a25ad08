"""Which mission of the United Nations `the UN mission` is: that to the country told of last."""

from bisect import bisect_left
from collections.abc import Iterator

from service.domain.actors import Actor
from service.extraction.text.page import Page
from service.extraction.text.scan import Token

_SENDER = "united-nations"
_LOOK_BACK = 100  # names: no country told of longer ago is meant, and a text of any length ends


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
    """Yield the states that a page names in any way just before a place, the last one first."""
    named = page.positions["actor"]
    here = bisect_left(named, start, key=lambda at: page.tokens[at].start)
    for at in named[max(0, here - _LOOK_BACK) : here][::-1]:
        actor = page.tokens[at].senses["actor"][0].actor
        if actor.type == "state":
            yield actor.name
