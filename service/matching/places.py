"""Where questions stand: under the terms that events carry, parted further where it is crowded.

A question with choices stands under each alternative, at as many places as there are combinations
of them; but only as deep as it is crowded, so most stand at few.
"""

from collections.abc import Callable, Sequence

from msgspec import Struct

from service.matching.interning import Several, each, with_one, without

CROWD = 2  # where more questions than this stand, they are parted by their next term


# They hold no cycles; to walk a million of them would stop the collector for long.
class Place(Struct, gc=False):
    """Questions whose terms so far are carried.

    Where there are few, they are `open`. Where there are many, `last` has those with one term
    more, by that term, and `below` those with several; only what more must be checked is `open`.
    """

    open: Several = None
    last: dict[int, Several] | None = None
    below: "dict[int, Place] | None" = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands here or below."""
        return self.open is None and not self.last and not self.below


class Places:
    """A tree of places. `orders` has the terms of each question in the order of the tree; `ends`
    says how many of them tell where a question stands, unless it is all. `one_of` are the terms
    of which an event carries one if it meets a term.
    """

    def __init__(
        self,
        orders: Sequence[tuple[int, ...]],
        ends: dict[int, int],
        one_of: Callable[[int], tuple[int, ...]],
    ) -> None:
        self._orders = orders
        self._ends = ends
        self._one_of = one_of
        self._root = Place(last={})

    def standing(self, carried: set[int]) -> tuple[list[Several], list[Several]]:
        """Return questions that an event meets, maybe repeated, and those that it may meet."""
        met: list[Several] = []
        open: list[Several] = []
        places = [self._root]
        for place in places:
            if place.open is not None:
                open.append(place.open)
            if last := place.last:
                met += [last[term] for term in last.keys() & carried]
            if below := place.below:
                places += [below[term] for term in below.keys() & carried]
        return met, open

    def add(self, number: int) -> None:
        """Put a question where it belongs."""
        self._put(self._root, number, 0)

    def _put(self, place: Place, number: int, depth: int) -> None:
        order = self._orders[number]
        end = self._ends.get(number, len(order))
        if place.last is None or depth == end:
            place.open = with_one(place.open, number)
            if place.last is None and len(each(place.open)) > CROWD:
                self._part(place, depth)
            return
        for term in self._one_of(order[depth]):
            if depth + 1 == len(order):
                place.last[term] = with_one(place.last.get(term), number)
            else:
                self._put(_below(place, term), number, depth + 1)

    def _part(self, place: Place, depth: int) -> None:
        standing = each(place.open)
        place.open, place.last = None, {}
        for number in standing:
            self._put(place, number, depth)

    def remove(self, number: int) -> None:
        """Take a question from where `add` put it."""
        self._take(self._root, number, 0)

    def _take(self, place: Place, number: int, depth: int) -> None:
        order = self._orders[number]
        end = self._ends.get(number, len(order))
        if place.last is None or depth == end:
            place.open = without(place.open, number)
            return
        for term in self._one_of(order[depth]):
            if depth + 1 == len(order):
                _leave(place.last, term, number)
            else:
                self._leave_below(place, term, number, depth)

    def _leave_below(self, place: Place, term: int, number: int, depth: int) -> None:
        assert place.below is not None  # noqa: S101
        self._take(place.below[term], number, depth + 1)
        if place.below[term].is_empty:
            del place.below[term]


def _below(place: Place, term: int) -> Place:
    if place.below is None:
        place.below = {}
    found = place.below.get(term)
    if found is None:
        found = place.below[term] = Place()
    return found


def _leave(last: dict[int, Several], term: int, number: int) -> None:
    left = without(last[term], number)
    if left is None:
        del last[term]
    else:
        last[term] = left
