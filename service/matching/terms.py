"""What questions are made of, by number: atoms, choices of atoms, limits; which an event meets.

An event meets a question when it meets all its terms. A choice is met by any of its atoms; a
limit (`Query` with one field or two) is looked up in the event's facts.
"""

from array import array
from collections.abc import Collection, Iterable

from service.domain.events import EventType, Facts
from service.domain.queries import Query
from service.matching import atoms
from service.matching.atoms import Atom
from service.matching.clauses import asked, meets
from service.matching.interning import Interned

Term = Atom | frozenset[Atom] | Query

# There are few choices of so few values: an event carries those that it meets, as it does atoms.
_CLOSED = frozenset(
    {"type", "reached", "kind", "status", "level", "language", "mention", "modality"}
)

_NEVER_FIRST = 1e9


def terms_of(events: Iterable[EventType], query: Query) -> list[Term]:
    """Return the terms of a question, each once."""
    clauses = atoms.of_query(events, query)
    found: list[Term] = [next(iter(one)) if len(one) == 1 else one for one in clauses]
    found += [_limit(query, field) for field in atoms.rest(query)]
    return list(dict.fromkeys(found))


def _limit(query: Query, field: str) -> Query:
    if field == "first_contact_days":
        return Query(first_contact_days=query.first_contact_days, min_sources=query.min_sources)
    return Query(**{field: getattr(query, field)})


class Terms:
    """The terms that questions use, each once.

    `choices` and `limits` are those that no event carries, so that they are checked one by one.
    """

    def __init__(self) -> None:
        self._interned: Interned[Term] = Interned(self._made, self._gone)
        self._usual = array("d")
        self._closed: dict[int, list[int]] = {}
        self.choices: dict[int, frozenset[int]] = {}
        self.limits: dict[int, tuple[tuple[str, ...], Query]] = {}

    def take(self, events: Iterable[EventType], query: Query) -> list[int]:
        """Use the terms of a question; return their numbers."""
        return [self._interned.take(term) for term in terms_of(events, query)]

    def drop(self, numbers: Iterable[int]) -> None:
        """Use terms no longer."""
        for number in numbers:
            self._interned.drop(number)

    def carried(self, kind: EventType, facts: Facts) -> set[int]:
        """Return the atoms that an event has and anybody asks for, and closed choices it meets."""
        known = self._interned.numbers
        found = {known[atom] for atom in atoms.of_facts(kind, facts) if atom in known}
        found.update(*(self._closed[number] for number in found & self._closed.keys()))
        return found

    def usual(self, number: int) -> tuple[float, int]:
        """Return how frequent a term is taken to be, to sort by: the rarest first."""
        return self._usual[number], number

    def is_carried(self, number: int) -> bool:
        """Tell whether an event that meets a term carries it."""
        return number not in self.choices and number not in self.limits

    def one_of(self, number: int) -> Collection[int]:
        """Return the numbers of which an event that meets a term carries at least one."""
        return self.choices.get(number) or (number,)

    def met(self, number: int, carried: set[int], facts: Facts) -> bool:
        """Tell whether an event meets one of the choices or limits."""
        if number in self.choices:
            return not self.choices[number].isdisjoint(carried)
        fields, limit = self.limits[number]
        return meets(limit, fields, facts)

    def _made(self, term: Term, number: int) -> None:
        if number == len(self._usual):
            self._usual.append(_NEVER_FIRST)
        if isinstance(term, Query):
            self.limits[number] = asked(term), term
            self._usual[number] = _NEVER_FIRST
        elif isinstance(term, frozenset):
            self._choose(term, number)
        else:
            self._usual[number] = atoms.usual(term)

    def _choose(self, choice: frozenset[Atom], number: int) -> None:
        numbers = frozenset(map(self._interned.take, choice))
        self._usual[number] = sum(self._usual[atom] for atom in numbers)
        if not _is_closed(choice):
            self.choices[number] = numbers
            return
        for atom in numbers:
            self._closed.setdefault(atom, []).append(number)

    def _gone(self, term: Term, number: int) -> None:
        self.limits.pop(number, None)
        self.choices.pop(number, None)
        if isinstance(term, frozenset):
            self._unchoose(term, number)

    def _unchoose(self, choice: frozenset[Atom], number: int) -> None:
        numbers = [self._interned.numbers[atom] for atom in choice]
        for atom in numbers if _is_closed(choice) else ():
            self._closed[atom].remove(number)
            if not self._closed[atom]:
                del self._closed[atom]
        self.drop(numbers)


def _is_closed(choice: frozenset[Atom]) -> bool:
    return all(field in _CLOSED for field, _ in choice)
