"""What questions are made of, by number: atoms, limits, and choices of atoms.

An event meets a question when it meets all its terms. It carries atoms and the limits that it
keeps; a choice is met by any of its atoms. The kind of a term is the remainder of its number.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import repeat
from typing import Any

from service.domain.events import EventType, Facts
from service.domain.queries import Query
from service.matching import atoms, limits
from service.matching.atoms import USUAL, Atom
from service.matching.interning import Interned
from service.matching.limits import Limit, Limits
from service.matching.phrases import Phrases

Question = tuple[int, ...]

MOST_PLACES = 128  # a question does not stand at more than these unless one choice is longer

# There are few choices of so few values: an event carries those that it meets, as it does atoms.
_FEW = frozenset(
    {"type", "reached", "kind", "status", "level", "language", "mention", "modality", "change"}
)
_FIELDS = {field: kind for kind, field in enumerate(USUAL)}
_CLOSED, _LIMIT, _CHOICE, _KINDS = range(len(USUAL), len(USUAL) + 4)
_USUAL = (*USUAL.values(), 0.0, 400.0, 0.0)
_UNKNOWN = -1


class Terms:
    """The terms that questions use, each once."""

    def __init__(self) -> None:
        self._atoms: dict[str, Interned[str]] = {
            field: Interned(kind, _KINDS) for field, kind in _FIELDS.items()
        }
        self._choices: Interned[tuple[int, ...]] = Interned(_CHOICE, _KINDS)
        self._closed: Interned[tuple[int, ...]] = Interned(
            _CLOSED, _KINDS, self._open_up, self._close
        )
        self._of_atom: dict[int, list[int]] = defaultdict(list)
        self._limits = Limits()
        self._limited: Interned[Limit] = Interned(
            _LIMIT, _KINDS, self._limits.add, self._limits.remove
        )
        self._phrases = Phrases()
        self._atoms["long"] = Interned(
            _FIELDS["long"], _KINDS, self._phrases.add, self._phrases.remove
        )
        self._of_kind: list[Interned[Any]] = [
            *self._atoms.values(),
            self._closed,
            self._limited,
            self._choices,
        ]

    def __len__(self) -> int:
        return sum(map(len, self._of_kind))

    def take(self, events: Iterable[EventType], query: Query) -> list[int]:
        """Use the terms of a question; return their numbers, each once."""
        found = [self._choose(clause) for clause in dict.fromkeys(atoms.of_query(events, query))]
        found += map(self._limited.take, limits.of_query(query))
        return found

    def _choose(self, clause: frozenset[Atom]) -> int:
        numbers = sorted([self._atoms[field].take(value) for field, value in clause])
        if len(numbers) == 1:
            return numbers[0]
        few = all(field in _FEW for field, _ in clause)
        return (self._closed if few else self._choices).take(tuple(numbers))

    def drop(self, numbers: Iterable[int]) -> None:
        """Use terms no longer."""
        for number in numbers:
            self.drop(self._atoms_of(number))
            self._of_kind[number % _KINDS].drop(number)

    def carried(self, kind: EventType, facts: Facts) -> set[int]:
        """Return what an event carries of what anybody asks for."""
        found = {*self._limits.kept(facts), *self._phrases.said(facts.text)}
        for field, values in atoms.of_facts(kind, facts).items():
            if known := self._atoms[field].numbers:
                found.update(map(known.get, values, repeat(_UNKNOWN)))
        found.discard(_UNKNOWN)
        found.update(*[self._of_atom[atom] for atom in found & self._of_atom.keys()])
        return found

    def ordered(self, numbers: Iterable[int]) -> Question:
        """Return terms as a question: the rarest first, last those that do not tell its place."""
        ranked = sorted(numbers, key=self._usual)
        near = self._near(ranked)
        return (*near, *(number for number in ranked if number not in near))

    def end(self, question: Question) -> int:
        """Return how many of the terms of a question tell where it stands."""
        return len(self._near(question))

    def _near(self, ranked: Iterable[int]) -> list[int]:
        near, places = [], 1
        for number in ranked:
            ways = len(self.one_of(number))
            if min(places, ways) == 1 or places * ways <= MOST_PLACES:
                near.append(number)
                places *= ways
        return near

    def _usual(self, number: int) -> tuple[float, int]:
        alone = _USUAL[number % _KINDS]
        return alone or sum([_USUAL[atom % _KINDS] for atom in self._atoms_of(number)]), number

    def _atoms_of(self, number: int) -> Question:
        kind = number % _KINDS
        return self._of_kind[kind][number] if kind in (_CLOSED, _CHOICE) else ()

    def one_of(self, number: int) -> Question:
        """Return the numbers of which an event that meets a term carries at least one."""
        return self._choices[number] if number % _KINDS == _CHOICE else (number,)

    def is_choice(self, number: int) -> bool:
        """Tell whether a term is a choice that no event carries."""
        return number % _KINDS == _CHOICE

    def _open_up(self, atoms_: Question, number: int) -> None:
        for atom in atoms_:
            self._of_atom[atom].append(number)

    def _close(self, atoms_: Question, number: int) -> None:
        for atom in atoms_:
            self._of_atom[atom].remove(number)
            if not self._of_atom[atom]:
                del self._of_atom[atom]
