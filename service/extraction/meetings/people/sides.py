"""The sides of the process that an article is about."""

from collections.abc import Mapping

from msgspec import Struct

from service.domain.actors import Actor, state_slug
from service.domain.processes import Process

LEADERS = frozenset(
    {
        "president",
        "prime minister",
        "chancellor",
        "king",
        "emir",
        "crown prince",
        "sultan",
        "leader",
        "supreme leader",
        "council president",
        "commission president",
        "head of state",
        "secretary-general",
    }
)


class Sides(Struct, frozen=True):
    """The sides of the article's process by slug, and who mediates between them."""

    of: dict[str, int]
    mediators: frozenset[str]
    first: dict[int, Actor] = {}

    def side(self, actor: Actor) -> int | None:
        """Return the number of the side on which an actor is, by itself, body or country."""
        of, country = self.of, actor.country
        if actor.slug in of:
            return of[actor.slug]
        for office in reversed(actor.offices):
            body = office.of
            if body in of and not (country is not None and body.startswith(state_slug(None))):
                return of[body]
        return of.get(state_slug(country)) if country else None

    def mediates(self, actor: Actor) -> bool:
        """Tell whether an actor, or the country or body that it represents, mediates here."""
        state = state_slug(actor.country)
        bodies = {office.of for office in actor.offices}
        return (
            actor.slug in self.mediators or state in self.mediators or bool(bodies & self.mediators)
        )


NO_SIDES = Sides({}, frozenset())


def sides_of(process: Process, actors: Mapping[str, Actor]) -> Sides:
    """Return the sides of a process."""
    first = {
        number: actors[slugs[0]]
        for number, side in enumerate(process.sides)
        if (slugs := [slug for slug in side if slug in actors])
    }
    of = {slug: number for number, side in enumerate(process.sides) for slug in side}
    return Sides(of, frozenset(process.mediators) - of.keys(), first)
