"""Queries and events as atoms: an event can meet a clause only if it has one of its atoms.

For most clauses that is all there is to check; `rest` names those that need more.
"""

from collections.abc import Iterable
from itertools import chain, pairwise

from service.domain.events import EventType, Facts
from service.domain.ids import actor_ref
from service.domain.queries import Query
from service.domain.words import fold
from service.matching.clauses import late_types, place

Atom = tuple[str, str]

# How many events in a thousand have an atom of this field, roughly; a wrong figure costs only time.
_USUAL = {
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


def usual(atom: Atom) -> float:
    """Return how frequent an atom is taken to be before any event was seen."""
    return _USUAL[atom[0]]


def of_facts(kind: EventType, facts: Facts) -> set[Atom]:
    """Return the atoms of an event."""
    single = {
        "type": kind,
        "kind": facts.kind,
        "status": facts.status,
        "level": facts.level,
        "publisher": fold(facts.publisher) if facts.publisher else None,
        "language": facts.language,
        "mention": facts.mention_type,
        "modality": facts.modality,
    }
    several: dict[str, Iterable[str]] = {
        "actor": facts.actors,
        "country": facts.countries,
        "process": facts.processes,
        "issue": facts.issues,
        "place": map(place, facts.places),
        "change": facts.changes,
        "word": _words(facts.text),
        "reached": _reached(kind, facts),
    }
    atoms = {(field, value) for field, value in single.items() if value is not None}
    return atoms.union(*({(field, value) for value in vs} for field, vs in several.items()))


def of_query(events: Iterable[EventType], query: Query) -> list[frozenset[Atom]]:
    """Return, for each clause that has atoms, those of which an event must have at least one."""
    clauses: list[tuple[str, Iterable[str]]] = [
        ("actor", map(actor_ref, query.actors)),
        *(("actor", (actor_ref(actor),)) for actor in query.actors_all),
        ("actor", (actor_ref(first) for first, _ in query.pairs)),
        ("actor", (actor_ref(second) for _, second in query.pairs)),
        ("process", query.processes),
        ("country", query.countries),
        ("kind", query.kinds),
        ("status", query.statuses),
        ("level", query.levels),
        ("issue", query.issues),
        ("place", map(place, query.places)),
        ("publisher", map(fold, query.publishers)),
        ("language", query.languages),
        ("mention", query.mention_types),
        ("modality", query.modalities),
        ("word", map(_telling, query.keywords)),
    ]
    found = [frozenset((field, value) for value in values) for field, values in clauses]
    # An event has a type, so those who name none hear of nothing.
    found.append(_or_late("type", tuple(events) or ("",), query))
    found.append(_or_late("change", query.changes, query))
    return [atoms for atoms in found if atoms]


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


def rest(query: Query) -> tuple[str, ...]:
    """Return the fields of a query that an event may fail though it has an atom of each clause."""
    telling = {
        "keywords": any(fold(phrase).count(" ") > 1 for phrase in query.keywords),
        "pairs": len(query.pairs) > 1,
        "date_from": query.date_from is not None,
        "date_to": query.date_to is not None,
        "min_sources": query.min_sources > 0,
        "first_contact_days": query.first_contact_days > 0,
    }
    return tuple(field for field, needed in telling.items() if needed)


def _words(text: str) -> Iterable[str]:
    """Return the words of a folded text, and each two that follow one another."""
    words = text.split()
    return chain(words, map(" ".join, pairwise(words)))


def _telling(phrase: str) -> str:
    """Return what of a phrase to look for: its word, or the two longest that follow one another.

    What is longest is mostly rarest.
    """
    words = fold(phrase).split()
    pairs = list(map(" ".join, pairwise(words)))
    return max(pairs or words, key=lambda sought: (len(sought), sought), default="")
