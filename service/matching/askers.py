"""Who asks each question."""

from collections.abc import Collection
from itertools import chain

from service.domain.ids import SubscriptionId


class Askers:
    """The subscriptions by the number of their question; most questions have one."""

    def __init__(self) -> None:
        self._first: list[SubscriptionId] = []
        self._more: dict[int, list[SubscriptionId]] = {}

    def begin(self, number: int) -> None:
        """Make room for a question; it must have an asker before it is looked up."""
        if number == len(self._first):
            self._first.append(_NOBODY)

    def add(self, number: int, subscription: SubscriptionId) -> None:
        """Let a subscription ask a question."""
        if self._first[number] == _NOBODY:
            self._first[number] = subscription
        else:
            self._more.setdefault(number, []).append(subscription)

    def remove(self, number: int, subscription: SubscriptionId) -> None:
        """Let a subscription ask a question no longer."""
        more = self._more.get(number)
        if more is None:
            self._first[number] = _NOBODY
            return
        if self._first[number] == subscription:
            self._first[number] = more.pop()
        else:
            more.remove(subscription)
        if not more:
            del self._more[number]

    def of(self, questions: Collection[int]) -> list[SubscriptionId]:
        """Return who asks any of some questions, each given once."""
        first = map(self._first.__getitem__, questions)
        more = self._more
        return [
            *first,
            *chain.from_iterable([more[number] for number in questions if number in more]),
        ]


_NOBODY = SubscriptionId("")
