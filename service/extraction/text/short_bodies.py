"""Known bodies by part of their name: `the Governing Council`, of Ambazonia, on a page on it.

The missions of the United Nations too, by the state that they are sent to.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from service.domain.actors import Actor

Shortened = Mapping[str, tuple[tuple[str, Actor], ...]]

_LEAST = 2  # words that a short name must have
# Actors are called by their English names in the knowledge.
_OF = (" of the ", " of ", " for ")
_OF_UN = ("United Nations ", "UN ")
_SENT = (" in ", " for ")


def shortened(actors: Iterable[Actor]) -> Shortened:
    """Return the bodies of a country by the short forms of their names, with what these leave out.

    A name is cut before its last words or after its first ones (`Transition Commission` without
    `Bangsamoro`, `Truth Commission` without `Nepal`).
    """
    found: defaultdict[str, list[tuple[str, Actor]]] = defaultdict(list)
    for actor in actors:
        if actor.type == "organization" or actor.type == "armed_group":
            for name in (actor.name, *actor.aliases) if actor.country else ():
                for short, owner in _cut(name):
                    found[short].append((owner, actor))
    return {short: tuple(bodies) for short, bodies in found.items()}


def _cut(name: str) -> Iterator[tuple[str, str]]:
    words = name.split(" ")
    for first in range(1, len(words) - _LEAST + 1):
        yield " ".join(words[first:]), " ".join(words[:first])
    for link in _OF:
        short, found, owner = name.partition(link)
        if found and " " in short:
            yield short, owner


def in_full(name: str, text: str, bodies: Shortened) -> Actor | None:
    """Return the one known body that a name is short for, whose other words a text has as well."""
    meant = {actor.slug: actor for owner, actor in bodies.get(name, ()) if owner in text}
    return next(iter(meant.values())) if len(meant) == 1 else None


def missions(actors: Iterable[Actor]) -> dict[str, Actor]:
    """Return those of the United Nations by the words after `in` or `for` in their names.

    Of several the first in the knowledge.
    """
    found: dict[str, Actor] = {}
    for actor in actors:
        if actor.name.startswith(_OF_UN):
            for link in _SENT:
                _, sent, state = actor.name.rpartition(link)
                if sent:
                    found.setdefault(state.removeprefix("the "), actor)
    return found
