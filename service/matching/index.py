"""The index of standing queries: each stands under its rarest term, and is checked in full."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from service.domain.events import Event, Facts
from service.domain.ids import SubscriptionId
from service.domain.subscriptions import Subscription
from service.matching.clauses import explain, facts_of, is_met
from service.matching.interning import Interned, Several, each, with_one, without
from service.matching.terms import Terms

Question = tuple[int, ...]
Places = dict[int, dict[int, Several[int]]]


class Found:
    """The subscriptions that an event meets, each once: whoever asks the questions it meets.

    What they are is looked up when they are read; read them before the index changes.
    """

    def __init__(
        self, questions: Collection[int], askers: Sequence[Several[SubscriptionId] | None]
    ):
        self.questions = questions
        self._askers = askers

    def __len__(self) -> int:
        return sum(len(group) for group in self._groups())

    def __iter__(self) -> Iterator[SubscriptionId]:
        return chain.from_iterable(self._groups())

    def _groups(self) -> Iterator[Sequence[SubscriptionId]]:
        for question in self.questions:
            askers = self._askers[question]
            if askers is not None:
                yield each(askers)


class Index:
    """Finds the subscriptions that an event meets; subscriptions come and go while it is used.

    Equal questions are kept once. What is found is the same as checking every subscription
    against the event, whatever the order in which they came.
    """

    def __init__(self) -> None:
        self._terms = Terms()
        self._questions: Interned[Question] = Interned(self._stand, self._fall)
        self._asks: dict[SubscriptionId, int] = {}
        # By the number of the question: who asks it, where it stands, what its place leaves open.
        self._askers: list[Several[SubscriptionId] | None] = []
        self._first = array("I")
        self._second = array("I")
        self._needs: list[Question] = []
        self._more: dict[int, Question] = {}
        # By first and second term: questions of which more must be checked, and those that are met.
        self._open: Places = {}
        self._sure: Places = {}

    def __len__(self) -> int:
        return len(self._asks)

    @property
    def distinct(self) -> int:
        """How many distinct questions there are."""
        return len(self._questions)

    def add(self, subscription: Subscription) -> None:
        """Take a subscription in, in place of what it asked before."""
        terms = self._terms.take(subscription.events, subscription.query)
        number = self._questions.take(tuple(sorted(terms)))
        self.remove(subscription.id)
        self._asks[subscription.id] = number
        self._askers[number] = with_one(self._askers[number], subscription.id)

    def remove(self, subscription: SubscriptionId) -> None:
        """Forget a subscription; one that is not known is no matter."""
        number = self._asks.pop(subscription, None)
        if number is None:
            return
        question, askers = self._questions[number], self._askers[number]
        self._askers[number] = without(askers, subscription) if askers is not None else None
        self._questions.drop(number)
        self._terms.drop(question)

    def match(self, event: Event) -> Found:
        """Return the subscriptions that an event meets."""
        facts = facts_of(event)
        if facts.background or not self._asks:
            return Found((), ())
        carried = self._terms.carried(event.type, facts)
        needs, has_all = self._needs, carried.issuperset
        met = {number for number in _standing(self._open, carried) if has_all(needs[number])}
        doubtful = met & self._more.keys()
        met -= doubtful
        met.update(self._without_doubt(doubtful, carried, facts))
        met.update(_standing(self._sure, carried))
        return Found(met, self._askers)

    def _without_doubt(self, doubtful: set[int], carried: set[int], facts: Facts) -> Iterator[int]:
        known: dict[int, bool] = {}
        for number in doubtful:
            for term in self._more[number]:
                if term not in known:
                    known[term] = self._terms.met(term, carried, facts)
                if not known[term]:
                    break
            else:
                yield number

    def _stand(self, question: Question, number: int) -> None:
        """Give a new question its place."""
        if number == len(self._needs):
            self._askers.append(None)
            self._needs.append(())
            self._first.append(0)
            self._second.append(0)
        first, second = self._place(question)
        others = [term for term in question if term not in (first, second)]
        more = tuple(term for term in others if not self._terms.is_carried(term))
        self._needs[number] = tuple(term for term in others if term not in more)
        if more:
            self._more[number] = more
        self._first[number], self._second[number] = first, second
        places = self._open if others else self._sure
        for term in self._terms.one_of(first):
            under = places.setdefault(term, {})
            under[second] = with_one(under.get(second), number)

    def _place(self, question: Question) -> tuple[int, int]:
        """Return the two rarest terms of a question, the second one that events carry."""
        known = [term for term in question if term not in self._terms.limits]
        first, *others = sorted(known, key=lambda term: (self._terms.often(term), term))
        return first, next(filter(self._terms.is_carried, others), first)

    def _fall(self, question: Question, number: int) -> None:
        """Take a question that nobody asks any more from its place."""
        first, second = self._first[number], self._second[number]
        places = self._open if self._needs[number] or number in self._more else self._sure
        for term in self._terms.one_of(first):
            under = places[term]
            left = without(under.pop(second), number)
            if left is not None:
                under[second] = left
            elif not under:
                del places[term]
        self._more.pop(number, None)


def _standing(places: Places, carried: set[int]) -> list[int]:
    found: list[int] = []
    for first in places.keys() & carried:
        under = places[first]
        for second in under.keys() & carried:
            found.extend(each(under[second]))
    return found


def brute_force(subscriptions: Iterable[Subscription], event: Event) -> list[SubscriptionId]:
    """Return what an index over the subscriptions must find."""
    return sorted(
        subscription.id
        for subscription in subscriptions
        if is_met(explain(subscription.events, subscription.query, event))
    )
