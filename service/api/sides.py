"""Who is on which side, as the knowledge has it."""

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import combinations

from msgspec import Struct

from service.api import views
from service.domain.actors import Actor
from service.domain.articles import Named
from service.domain.ids import ActorId
from service.domain.processes import Process
from service.knowledge.model import Knowledge
from service.store.contacts import Side

Holders = Mapping[str, Set[ActorId]]


class Pair(Struct, frozen=True, kw_only=True):
    """Two sides that may meet; `key` puts pairs in order."""

    key: str
    process: str | None
    names: tuple[tuple[Named, ...], tuple[Named, ...]]
    a: Side
    b: Side


def of_processes(processes: Iterable[Process], knowledge: Knowledge) -> Iterator[Pair]:
    """Yield each two sides of each process."""
    holders = _holders(knowledge)
    for process in processes:
        listed = [[knowledge.actors[slug] for slug in side] for side in process.sides]
        for n, (left, right) in enumerate(combinations(listed, 2)):
            yield _pair(f"{process.slug}/{n}", process.slug, left, right, holders)


def of_actors(left: Actor, right: Actor, knowledge: Knowledge) -> Pair:
    """Return two actors as two sides."""
    return _pair("", None, [left], [right], _holders(knowledge))


def _holders(knowledge: Knowledge) -> Holders:
    """Return who holds or held offices, by country or by the slug of a body."""
    found: dict[str, set[ActorId]] = {}
    for actor in knowledge.actors.values():
        for office in actor.offices:
            found.setdefault(office.of, set()).add(actor.id)
    return found


def _pair(
    key: str, process: str | None, left: list[Actor], right: list[Actor], holders: Holders
) -> Pair:
    ours, theirs = _members(left, holders), _members(right, holders)
    shared = _countries(left) & _countries(right)
    return Pair(
        key=key,
        process=process,
        names=(tuple(map(views.named, left)), tuple(map(views.named, right))),
        a=Side(ours, _states(left) - shared, theirs - ours),
        b=Side(theirs - ours, _states(right) - shared, ours),
    )


def _members(side: Iterable[Actor], holders: Holders) -> frozenset[ActorId]:
    """The actors of a side, and those who hold or held their offices."""
    members: set[ActorId] = set()
    for actor in side:
        of = actor.country if actor.type == "state" else actor.slug
        members |= {actor.id, *holders.get(of or actor.slug, ())}
    return frozenset(members)


def _states(side: Iterable[Actor]) -> frozenset[str]:
    return frozenset(a.country for a in side if a.type == "state" and a.country)


def _countries(side: Iterable[Actor]) -> frozenset[str]:
    return frozenset(actor.country for actor in side if actor.country)
