"""Whose seat a meeting was at: the capital of who receives at `the presidential palace`."""

from service.domain.actors import Actor
from service.extraction.meetings.draft import Draft, Scene, Spot
from service.extraction.text.page import Page
from service.extraction.text.scan import Token

_BESIDE = (" ", "'s ", "' ")


def country(page: Page, scene: Scene, draft: Draft) -> Spot | None:
    """Return the country at whose seat of power an event was, as far as the words say."""
    for token in scene.sentence.of("seat"):
        told = _named(page, scene, token) or _receives(scene, draft)
        if told is not None and _fits(draft.spot, told):
            return Spot(token.start, token.end, None, told.country)
    return None


def capital(page: Page, spot: Spot) -> Spot:
    """Return a country's place as its capital's."""
    return Spot(spot.start, spot.end, page.words.seats.get(spot.country or ""), spot.country)


def _fits(spot: Spot | None, actor: Actor) -> bool:
    return actor.country is not None and (spot is None or spot.country in (None, actor.country))


def _named(page: Page, scene: Scene, token: Token) -> Actor | None:
    """Return the state whose seat the words before name (`the Egyptian presidential palace`)."""
    return next(
        (
            ref.actor
            for ref in scene.refs
            if ref.actor.type == "state" and page.text[ref.end : token.start] in _BESIDE
        ),
        None,
    )


def _receives(scene: Scene, draft: Draft) -> Actor | None:
    """Return who receives: the subject of the verb, whom `by` names where it is passive."""
    at, people = draft.trigger, [r for r in scene.refs if r.actor.type == "person"]
    by = scene.signs["by_whom"]
    if draft.words.endswith(by) or scene.text.startswith(by, at.end):
        return next((r.actor for r in people if r.start >= at.end), None)
    if draft.sense.form == "noun":
        return None
    return next((r.actor for r in reversed(people) if r.end <= at.start), None)
