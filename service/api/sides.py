"""Who is on which side, as the knowledge has it."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from msgspec import Struct

from service.api import views
from service.domain.actors import Actor
from service.domain.articles import Named
from service.domain.ids import ActorId
from service.domain.processes import Process
from service.knowledge.model import Knowledge
from service.store.contacts import Side


class Pair(Struct, frozen=True, kw_only=True):
    """Two sides that may meet; `key` puts pairs in order."""

    key: str
    process: str | None
    names: tuple[tuple[Named, ...], tuple[Named, ...]]
    a: Side
    b: Side


def of_process(process: Process, knowledge: Knowledge) -> Iterator[Pair]:
    """Yield each two sides of a process."""
    listed = [[knowledge.actors[slug] for slug in side] for side in process.sides]
    for n, (left, right) in enumerate(combinations(listed, 2)):
        yield _pair(f"{process.slug}/{n}", process.slug, left, right, knowledge)


def of_actors(left: Actor, right: Actor, knowledge: Knowledge) -> Pair:
    """Return two actors as two sides."""
    return _pair("", None, [left], [right], knowledge)


def _pair(
    key: str, process: str | None, left: list[Actor], right: list[Actor], knowledge: Knowledge
) -> Pair:
    ours, theirs = _members(left, knowledge), _members(right, knowledge)
    shared = _countries(left) & _countries(right)
    return Pair(
        key=key,
        process=process,
        names=(tuple(map(views.named, left)), tuple(map(views.named, right))),
        a=Side(ours, _states(left) - shared, theirs - ours),
        b=Side(theirs - ours, _states(right) - shared, ours),
    )


def _members(side: Iterable[Actor], knowledge: Knowledge) -> frozenset[ActorId]:
    """The actors of a side and, if they are no persons, those who hold or held their offices."""
    own = list(side)
    of = {a.country if a.type == "state" else a.slug for a in own if a.type != "person"} - {None}
    people = (actor for actor in knowledge.actors.values() if actor.offices)
    holders = {p.id for p in people if any(office.of in of for office in p.offices)}
    return frozenset({actor.id for actor in own} | holders)


def _states(side: Iterable[Actor]) -> frozenset[str]:
    return frozenset(a.country for a in side if a.type == "state" and a.country)


def _countries(side: Iterable[Actor]) -> frozenset[str]:
    return frozenset(actor.country for actor in side if actor.country)
