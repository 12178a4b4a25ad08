"""Things by number for as long as somebody uses them, and lists that are mostly of one."""

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Generic, TypeAlias, TypeVar

K = TypeVar("K", bound=Hashable)


class Interned(Generic[K]):
    """Gives each distinct thing a number; when nobody uses it any more, another gets the number.

    The numbers are `first` and every `step`th after it. `made` is called with a thing and its
    number when it is new, `gone` just before it goes.
    """

    def __init__(
        self,
        first: int = 0,
        step: int = 1,
        made: Callable[[K, int], None] | None = None,
        gone: Callable[[K, int], None] | None = None,
    ) -> None:
        self.numbers: dict[K, int] = {}
        self.things: list[K] = []
        self._uses = array("I")
        self._free: list[int] = []
        self._first, self._step = first, step
        self._made, self._gone = made, gone

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, number: int) -> K:
        return self.things[number // self._step]

    def take(self, thing: K) -> int:
        """Use a thing; return its number."""
        number = self.numbers.get(thing)
        if number is None:
            number = self._begin(thing)
        self._uses[number // self._step] += 1
        return number

    def _begin(self, thing: K) -> int:
        if self._free:
            number = self._free.pop()
            self.things[number // self._step] = thing
        else:
            number = self._first + self._step * len(self.things)
            self.things.append(thing)
            self._uses.append(0)
        self.numbers[thing] = number
        if self._made is not None:
            self._made(thing, number)
        return number

    def drop(self, number: int) -> None:
        """Use a thing no longer."""
        place = number // self._step
        self._uses[place] -= 1
        if self._uses[place]:
            return
        thing = self.things[place]
        if self._gone is not None:
            self._gone(thing, number)
        del self.numbers[thing]
        self._free.append(number)


# Most lists have one member, which then stands for the list: that halves the memory.
Several: TypeAlias = "int | array[int] | None"


def each(several: Several) -> Sequence[int]:
    """Return the members of a list of numbers."""
    if several is None:
        return ()
    return (several,) if isinstance(several, int) else several


def all_of(lists: Iterable[Several]) -> Iterator[int]:
    """Return the members of all lists, one list after the other."""
    return chain.from_iterable(map(each, lists))


def with_one(several: Several, one: int) -> Several:
    """Return a list of numbers with one more."""
    if several is None:
        return one
    if isinstance(several, int):
        return array("I", (several, one))
    several.append(one)
    return several


def without(several: Several, one: int) -> Several:
    """Return a list of numbers without one of them; None if it was the last."""
    if several is None or isinstance(several, int):
        return None
    several.remove(one)
    return several if len(several) > 1 else several[0]
