"""The index of standing queries: each stands under its rarest clause, and is checked in full."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Set

from msgspec import Struct

from service.domain.events import Event, EventType, Facts
from service.domain.ids import SubscriptionId
from service.domain.queries import Query
from service.domain.subscriptions import Subscription
from service.matching import atoms
from service.matching.atoms import Atom
from service.matching.clauses import asked, explain, facts_of, is_met, meets

LEARNT = 200_000  # how many atoms' frequencies are kept
HOT = 32  # an atom with more queries than this is divided by a second atom

Key = Atom | tuple[Atom, Atom]
Question = tuple[tuple[EventType, ...], Query]


class Match(Struct, frozen=True):
    """A subscription that an event meets, and the fields of its query that were asked."""

    subscription: SubscriptionId
    clauses: tuple[str, ...]


class Entry(Struct, eq=False):
    """A distinct question, those who ask it, and the keys under which it stands."""

    question: Question
    asked: tuple[str, ...]
    clauses: list[frozenset[Atom]]
    rest: tuple[str, ...]
    subscribers: dict[SubscriptionId, None]
    keys: tuple[Key, ...] = ()

    def met_by(self, present: Set[Atom], facts: Facts) -> bool:
        """Tell whether an event meets the question."""
        for clause in self.clauses:
            if clause.isdisjoint(present):
                return False
        return not self.rest or meets(self.question[1], self.rest, facts)


def _entry(question: Question) -> Entry:
    query = question[1]
    return Entry(question, asked(query), atoms.of_query(*question), atoms.rest(query), {})


class Index:
    """Finds the subscriptions that an event meets; subscriptions come and go while it is used.

    Equal questions are kept once. What is found is the same as checking every subscription
    against the event, whatever the order in which they came.
    """

    def __init__(self) -> None:
        self._entries: dict[Question, Entry] = {}
        self._questions: dict[SubscriptionId, Question] = {}
        self._standing: dict[Key, dict[Question, Entry]] = {}
        self._seconds: dict[Atom, Counter[Atom]] = {}
        self._seen: Counter[Atom] = Counter()

    def __len__(self) -> int:
        return len(self._questions)

    def add(self, subscription: Subscription) -> None:
        """Take a subscription in, in place of what it asked before."""
        question: Question = tuple(sorted(subscription.events)), subscription.query
        if self._questions.get(subscription.id) == question:
            return
        self.remove(subscription.id)
        entry = self._entries.get(question)
        if entry is None:
            entry = self._entries[question] = _entry(question)
            self._stand(entry)
        entry.subscribers[subscription.id] = None
        self._questions[subscription.id] = question

    def remove(self, subscription: SubscriptionId) -> None:
        """Forget a subscription; one that is not known is no matter."""
        question = self._questions.pop(subscription, None)
        if question is None:
            return
        entry = self._entries[question]
        del entry.subscribers[subscription]
        if not entry.subscribers:
            del self._entries[question]
            self._fall(entry)

    def match(self, event: Event) -> list[Match]:
        """Return the subscriptions that an event meets, each once, in the order of their ids."""
        facts = facts_of(event)
        if facts.background or not self._entries:
            return []
        present = atoms.of_facts(event.type, facts)
        self._learn(present)
        found = [
            Match(subscriber, ("events", *entry.asked))
            for entry in self.candidates(present)
            if entry.met_by(present, facts)
            for subscriber in entry.subscribers
        ]
        return sorted(found, key=lambda match: match.subscription)

    def _learn(self, present: set[Atom]) -> None:
        """Count how frequent atoms are; forget all when there are too many to keep."""
        if len(self._seen) > LEARNT:
            self._seen.clear()
        self._seen.update(present)

    @property
    def distinct(self) -> int:
        """How many distinct questions there are."""
        return len(self._entries)

    def questions(self) -> Iterator[tuple[Question, tuple[str, ...]]]:
        """Yield each distinct question with the fields it asks by."""
        return ((entry.question, entry.asked) for entry in self._entries.values())

    def candidates(self, present: set[Atom]) -> Collection[Entry]:
        """Return the entries that an event with these atoms may meet, each once."""
        found: dict[int, Entry] = {}
        for key in self._keys(present):
            for entry in self._standing.get(key, {}).values():
                found[id(entry)] = entry
        return found.values()

    def _keys(self, present: set[Atom]) -> Iterator[Key]:
        yield from self._standing.keys() & present
        for atom in self._seconds.keys() & present:
            yield from ((atom, second) for second in self._seconds[atom].keys() & present)

    def _stand(self, entry: Entry) -> None:
        """Put an entry under each atom of its rarest clause, or, where that is hot, under pairs."""
        clauses = sorted(entry.clauses, key=self._frequency)
        keys: list[Key] = []
        for atom in clauses[0]:
            hot = len(self._standing.get(atom, ())) >= HOT
            others = [clause for clause in clauses[1:] if atom not in clause] if hot else []
            keys.extend((atom, second) for second in (others[0] if others else ()))
            keys.extend(() if others else (atom,))
        entry.keys = tuple(keys)
        for key in entry.keys:
            self._standing.setdefault(key, {})[entry.question] = entry
            first, second = key
            if isinstance(first, tuple) and isinstance(second, tuple):
                self._seconds.setdefault(first, Counter())[second] += 1

    def _fall(self, entry: Entry) -> None:
        for key in entry.keys:
            there = self._standing[key]
            del there[entry.question]
            if not there:
                del self._standing[key]
            first, second = key
            if isinstance(first, tuple) and isinstance(second, tuple):
                self._forget_pair(first, second)

    def _forget_pair(self, first: Atom, second: Atom) -> None:
        seconds = self._seconds[first]
        seconds[second] -= 1
        if not seconds[second]:
            del seconds[second]
        if not seconds:
            del self._seconds[first]

    def _frequency(self, clause: Iterable[Atom]) -> tuple[float, list[Atom]]:
        """How often an event has an atom of the clause, as far as known; ties by the atoms."""
        return sum(atoms.usual(atom) + self._seen[atom] for atom in clause), sorted(clause)


def brute_force(subscriptions: Iterable[Subscription], event: Event) -> list[SubscriptionId]:
    """Return what an index over the subscriptions must find."""
    return sorted(
        subscription.id
        for subscription in subscriptions
        if is_met(explain(subscription.events, subscription.query, event))
    )
