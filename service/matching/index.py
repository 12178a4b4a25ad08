"""The index of standing queries: each stands under its rarest term, and is checked in full."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain

from service.domain.events import Event, Facts
from service.domain.ids import SubscriptionId
from service.domain.subscriptions import Subscription
from service.matching.clauses import explain, facts_of, is_met
from service.matching.interning import Interned, Several, each, with_one, without
from service.matching.places import Places, all_of
from service.matching.terms import Terms

Question = tuple[int, ...]

# Stands for a choice that is first in its question: no event carries it, but what stands under one
# of its atoms is only found when it is met.
_LED = -1


class Found:
    """The subscriptions that an event meets, each once: whoever asks the questions it meets.

    Who that is is looked up when it is read; read it before the index changes.
    """

    def __init__(
        self,
        met: Sequence[Several[int]] = (),
        askers: Sequence[Several[SubscriptionId] | None] = (),
    ) -> None:
        self._met = met
        self._askers = askers

    @cached_property
    def questions(self) -> set[int]:
        """The distinct questions that the event meets."""
        return all_of(self._met)

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
        # By the number of the question: who asks it, its terms that events carry, the rarest
        # first, and, where it has such, those that no event carries.
        self._askers: list[Several[SubscriptionId] | None] = []
        self._carried: list[Question] = []
        self._others: dict[int, Question] = {}
        self._places = Places(self._carried, self._others)

    def __len__(self) -> int:
        return len(self._asks)

    @property
    def distinct(self) -> int:
        """How many distinct questions there are."""
        return len(self._questions)

    def add(self, subscription: Subscription) -> None:
        """Take a subscription in, in place of what it asked before."""
        terms = self._terms.take(subscription.events, subscription.query)
        number = self._questions.take(tuple(sorted(terms, key=self._terms.usual)))
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
            return Found()
        carried = self._terms.carried(event.type, facts)
        carried.add(_LED)
        met, open = self._places.standing(carried)
        terms, has_all = self._carried, carried.issuperset
        likely = {number for number in open if has_all(terms[number])}
        doubtful = likely & self._others.keys()
        met.append(list(likely - doubtful))
        met.append(list(self._without_doubt(doubtful, carried, facts)))
        return Found(met, self._askers)

    def _without_doubt(self, doubtful: set[int], carried: set[int], facts: Facts) -> Iterator[int]:
        known: dict[int, bool] = {}
        for number in doubtful:
            for term in self._others[number]:
                if term not in known:
                    known[term] = self._terms.met(term, carried, facts)
                if not known[term]:
                    break
            else:
                yield number

    def _stand(self, question: Question, number: int) -> None:
        """Give a new question its places: under its rarest term, or under each of a choice."""
        if number == len(self._carried):
            self._askers.append(None)
            self._carried.append(())
        first = question[:1] if self._terms.is_carried(question[0]) else (_LED,)
        carried = (*first, *filter(self._terms.is_carried, question[1:]))
        self._carried[number] = question if carried == question else carried
        others = tuple(term for term in question[1:] if not self._terms.is_carried(term))
        if others:
            self._others[number] = others
        for root in self._terms.one_of(question[0]):
            self._places.add(number, root)

    def _fall(self, question: Question, number: int) -> None:
        """Take a question that nobody asks any more from its places."""
        for root in self._terms.one_of(question[0]):
            self._places.remove(number, root)
        self._others.pop(number, None)


def brute_force(subscriptions: Iterable[Subscription], event: Event) -> list[SubscriptionId]:
    """Return what an index over the subscriptions must find."""
    return sorted(
        subscription.id
        for subscription in subscriptions
        if is_met(explain(subscription.events, subscription.query, event))
    )
