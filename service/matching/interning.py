"""Things by number for as long as somebody uses them, and lists that are mostly of one."""

from array import array
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeAlias, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T", bound=int | str)


class Interned(Generic[K]):
    """Gives each distinct thing a number; when nobody uses it any more, another gets the number.

    `made` is called with a thing and its number when it is new, `gone` just before it goes.
    """

    def __init__(self, made: Callable[[K, int], None], gone: Callable[[K, int], None]) -> None:
        self.numbers: dict[K, int] = {}
        self._things: list[K] = []
        self._uses = array("I")
        self._free: list[int] = []
        self._made = made
        self._gone = gone

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, number: int) -> K:
        return self._things[number]

    def take(self, thing: K) -> int:
        """Use a thing; return its number."""
        number = self.numbers.get(thing)
        if number is None:
            number = self._begin(thing)
        self._uses[number] += 1
        return number

    def _begin(self, thing: K) -> int:
        if self._free:
            number = self._free.pop()
            self._things[number] = thing
        else:
            number = len(self._things)
            self._things.append(thing)
            self._uses.append(0)
        self.numbers[thing] = number
        self._made(thing, number)
        return number

    def drop(self, number: int) -> None:
        """Use a thing no longer."""
        self._uses[number] -= 1
        if self._uses[number]:
            return
        thing = self._things[number]
        self._gone(thing, number)
        del self.numbers[thing]
        self._free.append(number)


# Most lists have one member, which then stands for the list: that halves the memory.
Several: TypeAlias = T | list[T]


def each(several: Several[T]) -> Sequence[T]:
    """Return the members of a list."""
    return several if isinstance(several, list) else (several,)


def with_one(several: Several[T] | None, one: T) -> Several[T]:
    """Return a list with one member more."""
    if several is None:
        return one
    if isinstance(several, list):
        several.append(one)
        return several
    return [several, one]


def without(several: Several[T], one: T) -> Several[T] | None:
    """Return a list without one of its members; None if it was the last."""
    if not isinstance(several, list):
        return None
    several.remove(one)
    return several if len(several) > 1 else several[0]
