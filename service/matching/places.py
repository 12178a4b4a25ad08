"""Where questions stand: under the terms that events carry, parted further where it is crowded."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from service.matching.interning import Several, each, with_one, without

CROWD = 8  # where more questions than this stand, they are parted by their next term


class Place(Struct):
    """Questions whose terms so far are carried: those that are `met`, and those that are `open`.

    Below stand those that have further terms, if they are many.
    """

    met: Several[int] | None = None
    open: Several[int] | None = None
    below: "dict[int, Place] | None" = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands here or below."""
        return self.met is None and self.open is None and not self.below


class Places:
    """A tree of places. `orders` has the terms of each question in the order of the tree, first
    that under which it is added; of the `doubtful` more must be checked than these.
    """

    def __init__(self, orders: Sequence[tuple[int, ...]], doubtful: dict[int, tuple[int, ...]]):
        self._orders = orders
        self._doubtful = doubtful
        self._roots: dict[int, Place] = {}

    def standing(self, carried: set[int]) -> tuple[list[Several[int]], list[int]]:
        """Return lists of questions that an event meets, and questions that it may meet."""
        met: list[Several[int]] = []
        open: list[int] = []
        places = [self._roots[term] for term in self._roots.keys() & carried]
        for place in places:
            if place.met is not None:
                met.append(place.met)
            if place.open is not None:
                open.extend(each(place.open))
            if place.below:
                places.extend([place.below[term] for term in place.below.keys() & carried])
        return met, open

    def add(self, number: int, root: int) -> None:
        """Put a question under a term."""
        self._put(self._roots.setdefault(root, Place()), number, 1)

    def _put(self, place: Place, number: int, depth: int) -> None:
        order = self._orders[number]
        while place.below is not None and depth < len(order):
            place = place.below.setdefault(order[depth], Place())
            depth += 1
        if depth == len(order) and number not in self._doubtful:
            place.met = with_one(place.met, number)
            return
        place.open = with_one(place.open, number)
        if isinstance(place.open, list) and len(place.open) > CROWD and place.below is None:
            self._part(place, depth)

    def _part(self, place: Place, depth: int) -> None:
        standing = each(place.open) if place.open is not None else ()
        place.open, place.below = None, {}
        for number in standing:
            self._put(place, number, depth)

    def remove(self, number: int, root: int) -> None:
        """Take a question from where `add` put it."""
        if self._take(self._roots[root], number, 1).is_empty:
            del self._roots[root]

    def _take(self, place: Place, number: int, depth: int) -> Place:
        order = self._orders[number]
        if place.below is not None and depth < len(order):
            if self._take(place.below[order[depth]], number, depth + 1).is_empty:
                del place.below[order[depth]]
        elif depth == len(order) and number not in self._doubtful:
            place.met = without(place.met, number) if place.met is not None else None
        else:
            place.open = without(place.open, number) if place.open is not None else None
        return place


def all_of(lists: Iterable[Several[int]]) -> set[int]:
    """Return the members of all lists."""
    return set().union(*map(each, lists))
