"""The index of standing queries: each stands under its rarest terms; what is left is checked."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeAlias

from service.domain.events import Event
from service.domain.ids import SubscriptionId
from service.domain.subscriptions import StandingQuery, Subscription
from service.matching.askers import Askers
from service.matching.clauses import explain, facts_of, is_met
from service.matching.interning import Interned, Several, all_of
from service.matching.places import Places
from service.matching.terms import Question, Terms

Asking: TypeAlias = StandingQuery | Subscription


class Found:
    """The subscriptions that an event meets, each once: whoever asks the questions it meets.

    Who that is is looked up when it is read; read it before the index changes.
    """

    def __init__(self, askers: Askers, met: Sequence[Several] = ()) -> None:
        self._askers = askers
        self._met = met

    @cached_property
    def questions(self) -> set[int]:
        """The distinct questions that the event meets."""
        return set(all_of(self._met))

    @cached_property
    def _ids(self) -> list[SubscriptionId]:
        return self._askers.of(self.questions)

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[SubscriptionId]:
        return iter(self._ids)


class Index:
    """Finds the subscriptions that an event meets; subscriptions come and go while it is used.

    Equal questions are kept once. What is found is the same as checking every subscription
    against the event, whatever the order in which they came.
    """

    def __init__(self) -> None:
        self._terms = Terms()
        self._questions: Interned[Question] = Interned(made=self._stand, gone=self._fall)
        self._asks: dict[SubscriptionId, int] = {}
        self._askers = Askers()
        # By the number of the question: how many of its terms tell where it stands, if not all.
        self._ends: dict[int, int] = {}
        # Of those that have choices after the first term: the other terms, and the choices.
        self._mixed: dict[int, tuple[Question, tuple[Question, ...]]] = {}
        self._places = Places(self._questions.things, self._ends, self._terms.one_of)

    def __len__(self) -> int:
        return len(self._asks)

    @property
    def distinct(self) -> int:
        """How many distinct questions there are."""
        return len(self._questions)

    @property
    def terms(self) -> int:
        """How many distinct terms these have."""
        return len(self._terms)

    def add(self, subscription: Asking) -> None:
        """Take a subscription in, in place of what it asked before."""
        terms = self._terms.take(subscription.events, subscription.query)
        number = self._questions.take(self._terms.ordered(terms))
        self.remove(subscription.id)
        self._asks[subscription.id] = number
        self._askers.add(number, subscription.id)

    def remove(self, subscription: SubscriptionId) -> None:
        """Forget a subscription; one that is not known is no matter."""
        number = self._asks.pop(subscription, None)
        if number is None:
            return
        question = self._questions[number]
        self._askers.remove(number, subscription)
        self._questions.drop(number)
        self._terms.drop(question)

    def match(self, event: Event) -> Found:
        """Return the subscriptions that an event meets."""
        facts = facts_of(event)
        if facts.background or not self._asks:
            return Found(self._askers)
        carried = self._terms.carried(event.type, facts)
        met, open = self._places.standing(carried)
        met += self._kept(open, carried)
        return Found(self._askers, met)

    def _kept(self, open: Iterable[Several], carried: set[int]) -> Iterator[int]:
        """Return those of the open questions that are met."""
        standing = list(all_of(open))
        questions, has_all = self._questions.things, carried.issuperset
        # What is first in a question is met by each event that comes to where it stands.
        yield from [number for number in standing if has_all(questions[number][1:])]
        none_of = carried.isdisjoint
        for number in self._mixed.keys() & standing:
            carried_too, choices = self._mixed[number]
            if has_all(carried_too) and not any(map(none_of, choices)):
                yield number

    def _stand(self, question: Question, number: int) -> None:
        self._askers.begin(number)
        end = self._terms.end(question)
        if end < len(question):
            self._ends[number] = end
        choices = tuple(term for term in question[1:] if self._terms.is_choice(term))
        if choices:
            others = tuple(term for term in question[1:] if term not in choices)
            self._mixed[number] = others, tuple(map(self._terms.one_of, choices))
        self._places.add(number)

    def _fall(self, question: Question, number: int) -> None:
        self._places.remove(number)
        self._ends.pop(number, None)
        self._mixed.pop(number, None)


def brute_force(subscriptions: Iterable[Asking], event: Event) -> list[SubscriptionId]:
    """Return what an index over the subscriptions must find."""
    return sorted(
        subscription.id
        for subscription in subscriptions
        if is_met(explain(subscription.events, subscription.query, event))
    )
