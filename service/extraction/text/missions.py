"""Missions of the United Nations by the state that they are sent to, as their names tell."""

from collections.abc import Iterable

from service.domain.actors import Actor

# Actors are called by their English names in the knowledge.
_NAMED = ("United Nations ", "UN ")
_SENT = (" in ", " for ")


def missions(actors: Iterable[Actor]) -> dict[str, Actor]:
    """Return them by the words after `in` or `for`, the first of several in the knowledge."""
    found: dict[str, Actor] = {}
    for actor in actors:
        if actor.name.startswith(_NAMED):
            for link in _SENT:
                _, sent, state = actor.name.rpartition(link)
                if sent:
                    found.setdefault(state.removeprefix("the "), actor)
    return found
