"""Queries and events as atoms: an event meets a clause if it has one of its atoms.

That is so for all clauses but those that set limits, see `service.matching.limits`.
"""

from collections.abc import Callable, Iterable
from itertools import combinations, pairwise

from service.domain.events import EventType, Facts
from service.domain.ids import actor_ref
from service.domain.queries import Query
from service.domain.words import fold
from service.matching.clauses import late_types, place

Atom = tuple[str, str]

# How many events in a thousand have an atom of this field, roughly; a wrong figure costs only time.
USUAL = {
    "long": 0.5,
    "phrase": 1.0,
    "pair": 1.0,
    "word": 2.0,
    "actor": 10.0,
    "place": 20.0,
    "publisher": 20.0,
    "issue": 30.0,
    "process": 50.0,
    "change": 50.0,
    "country": 100.0,
    "level": 150.0,
    "kind": 150.0,
    "status": 200.0,
    "mention": 200.0,
    "modality": 300.0,
    "type": 500.0,
    "language": 600.0,
    # What is told to those who ask for so many sources, when there are.
    "reached": 50.0,
}

# The fields of a query that want one of some values, the field of the atoms, and how they are said.
_ANY: dict[str, tuple[str, Callable[[str], str]]] = {
    "actors": ("actor", actor_ref),
    "processes": ("process", str),
    "countries": ("country", str),
    "kinds": ("kind", str),
    "statuses": ("status", str),
    "levels": ("level", str),
    "issues": ("issue", str),
    "places": ("place", place),
    "publishers": ("publisher", fold),
    "languages": ("language", str),
    "mention_types": ("mention", str),
    "modalities": ("modality", str),
}


def of_facts(kind: EventType, facts: Facts) -> dict[str, Iterable[str]]:
    """Return the values of an event's atoms by field; each can be walked once.

    All but the phrases of three words and more (`long`), which nobody could name.
    """
    words = facts.text.split()
    return {
        "type": (kind,),
        "kind": _one(facts.kind),
        "status": _one(facts.status),
        "level": _one(facts.level),
        "publisher": map(fold, _one(facts.publisher)),
        "language": _one(facts.language),
        "mention": _one(facts.mention_type),
        "modality": _one(facts.modality),
        "actor": facts.actors,
        "pair": map(" ".join, combinations(sorted(set(facts.actors)), 2)),
        "country": facts.countries,
        "process": facts.processes,
        "issue": facts.issues,
        "place": map(place, facts.places),
        "change": facts.changes,
        "word": words,
        "phrase": map(" ".join, pairwise(words)),
        "long": (),
        "reached": _reached(kind, facts),
    }


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


def of_query(events: Iterable[EventType], query: Query) -> list[frozenset[Atom]]:
    """Return, for each clause that has atoms, those of which an event must have at least one."""
    found = []
    for name, (field, said) in _ANY.items():
        if values := getattr(query, name):
            found.append(frozenset((field, said(value)) for value in values))
    found += [frozenset((("actor", actor_ref(actor)),)) for actor in query.actors_all]
    if query.pairs:
        found.append(frozenset(map(_both, query.pairs)))
    if query.keywords:
        found.append(frozenset(map(_said, query.keywords)))
    if query.changes:
        found.append(_or_late("change", query.changes, query))
    # An event has a type, so those who name none hear of nothing.
    found.append(_or_late("type", tuple(events) or ("",), query))
    return found


def _or_late(field: str, values: Iterable[str], query: Query) -> frozenset[Atom]:
    """Return atoms, and those of what is told late, when there are as many sources as asked for."""
    own = {(field, value) for value in values}
    late = {("reached", f"{value}:{query.min_sources}") for _, value in own if query.min_sources}
    return frozenset(own | late)


def _reached(kind: EventType, facts: Facts) -> Iterable[str]:
    """Return what was told before, with each number of sources that there were not yet."""
    told = (*late_types(kind, facts), *facts.before.changes)
    numbers = range(facts.before.sources + 1, facts.sources + 1)
    return (f"{what}:{number}" for number in numbers for what in told)


def _said(phrase: str) -> Atom:
    words = fold(phrase)
    spaces = words.count(" ")
    return ("word", "phrase", "long")[min(spaces, 2)], words


def _both(pair: tuple[str, str]) -> Atom:
    first, second = sorted(map(actor_ref, pair))
    return ("actor", first) if first == second else ("pair", f"{first} {second}")
