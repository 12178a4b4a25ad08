"""Limits of days and numbers, in order, so that those which an event keeps are found at once."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from typing import NamedTuple

from service.domain.events import Facts
from service.domain.queries import Query
from service.matching.clauses import silence

_BELOW_ALL = -(10**9)


class Limit(NamedTuple):
    """What an event must reach: days since the year 1 (`date_to`: before it), sources or days.

    `sources` are those a query asks for, where it matters whether a meeting had them before.
    """

    field: str
    sources: int
    bound: int


def of_query(query: Query) -> list[Limit]:
    """Return the limits that a query sets."""
    found = []
    if query.date_from is not None:
        found.append(Limit("date_from", 0, query.date_from.toordinal()))
    if query.date_to is not None:
        found.append(Limit("date_to", 0, -query.date_to.toordinal()))
    if query.min_sources > 0:
        found.append(Limit("min_sources", 0, query.min_sources))
    if query.first_contact_days > 0:
        asked = max(query.min_sources, 0)
        found.append(Limit("first_contact_days", asked, query.first_contact_days))
    return found


def _reached(field: str, sources: int, facts: Facts) -> int:
    """Return the highest limit that an event keeps."""
    match field:
        case "date_from":
            return facts.last.toordinal() if facts.last else _BELOW_ALL
        case "date_to":
            return -facts.first.toordinal() if facts.first else _BELOW_ALL
        case "min_sources":
            return facts.sources
    return silence(facts, sources)


class Limits:
    """Limits by number; they come and go."""

    def __init__(self) -> None:
        self._bounds: dict[tuple[str, int], list[tuple[int, int]]] = {}

    def add(self, limit: Limit, number: int) -> None:
        """Take a limit in."""
        insort(self._bounds.setdefault(limit[:2], []), (limit.bound, number))

    def remove(self, limit: Limit, number: int) -> None:
        """Forget a limit."""
        bounds = self._bounds[limit[:2]]
        del bounds[bisect_left(bounds, (limit.bound, number))]
        if not bounds:
            del self._bounds[limit[:2]]

    def kept(self, facts: Facts) -> Iterator[int]:
        """Return the numbers of the limits that an event keeps."""
        for (field, sources), bounds in self._bounds.items():
            reached = _reached(field, sources, facts)
            for _, number in bounds[: bisect_right(bounds, reached, key=_bound)]:
                yield number


def _bound(limit: tuple[int, int]) -> int:
    return limit[0]
