"""What the places of the knowledge give the reader besides their names."""

import re
from collections.abc import Iterable, Iterator, Mapping

from service.knowledge.model import Place


def seats(
    capitals: Mapping[str, tuple[str, ...]], cities: Mapping[str, Place]
) -> Iterator[tuple[str, str]]:
    """Yield the city of each country's government by its usual name, by country."""
    for country, names in capitals.items():
        place = next((cities[name] for name in names if name in cities), None)
        if place is not None:
            yield country, place.names[0]


def with_capitals(
    cities: dict[str, Place], capitals: Mapping[str, tuple[str, ...]]
) -> dict[str, Place]:
    """Return cities by name, capitals also by the names that only their state is known by."""
    for names in capitals.values():
        place = next((cities[name] for name in names if name in cities), None)
        if place is not None:
            cities |= {name: cities.get(name, place) for name in names}
    return cities


def town(before: Iterable[str]) -> re.Pattern[str]:
    """Return what finds a name of one to three words behind words that put a town there."""
    longest_first = sorted(before, key=len, reverse=True) or ["\n"]
    ahead = "|".join(map(re.escape, longest_first))
    return re.compile(rf"\b(?:{ahead}) ((?:[A-Z]\w+[ -]){{0,2}}[A-Z][^\W\d_]{{2,}})\b")
