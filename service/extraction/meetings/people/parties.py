"""The parties of an article: of each side of its process the body that it names most."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from service.domain.actors import Actor
from service.extraction.meetings.draft import Scene
from service.extraction.meetings.people.sides import Sides

_HEADS = ("Commission", "Committee", "Council", "Group", "Forum", "Conference", "Mechanism")


def of_article(scenes: Sequence[Scene], sides: Sides) -> Sides:
    """Return a process's sides with those first whom the article names most."""
    return msgspec.structs.replace(sides, first=_of_each(_by_count(scenes), sides))


def two(scenes: Sequence[Scene], sides: Sides) -> list[Actor]:
    """Return the two parties of an article; without a process, whom it names most."""
    most = _by_count(scenes)
    best = _of_each(most, sides)
    if len(best) >= 2:
        return [best[side] for side in sorted(best)][:2]
    return [actor for actor in most if actor.type != "organization"][:2]


def by_head(scenes: Sequence[Scene], sides: Sides) -> dict[str, Actor]:
    """Return the bodies of no side by the last word of their names."""
    found = (r.actor for scene in scenes for r in scene.refs if r.type == "organization")
    return {
        word: actor
        for actor in found
        if actor.slug not in sides.of and (word := actor.name.split()[-1]) in _HEADS
    }


def _of_each(most: list[Actor], sides: Sides) -> dict[int, Actor]:
    best: dict[int, Actor] = {}
    for actor in most:
        side = sides.of.get(actor.slug)
        if side is not None and not _ally(actor, sides.first.get(side)):
            best.setdefault(side, actor)
    for side, actor in sides.first.items():
        best.setdefault(side, actor)
    return best


def _by_count(scenes: Sequence[Scene]) -> list[Actor]:
    """Return the bodies and states that act in an article, the most named first."""
    acting = [
        ref.actor
        for scene in scenes
        for ref in scene.refs
        if not ref.place and ref.actor.type != "person"
    ]
    actors = {actor.slug: actor for actor in acting}
    return [actors[slug] for slug, _ in Counter([a.slug for a in acting]).most_common()]


def _ally(actor: Actor, own: Actor | None) -> bool:
    """Tell whether a state is on a side that has a state of its own (`Saudi Arabia` for Yemen)."""
    return (
        actor.type == "state"
        and own is not None
        and own.type == "state"
        and actor.country != own.country
    )
