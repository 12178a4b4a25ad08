"""Lines of the places files to places: one line a place, every spelling between bars."""

from collections.abc import Iterable
from typing import Literal

from msgspec import structs

from service.knowledge import notation
from service.knowledge.model import Place

PlaceKind = Literal["city", "region", "venue"]


def cities(country: str, lines: Iterable[str]) -> list[Place]:
    """Read a country's cities."""
    return [_place(line, "city", country) for line in lines]


def regions(country: str, lines: Iterable[str]) -> list[Place]:
    """Read a country's regions; those under `world` belong to no one country."""
    code = None if country == "world" else country
    return [_place(line, "region", code) for line in lines]


def venues(where: str, lines: Iterable[str]) -> list[Place]:
    """Read the venues of a city, which is given as `Berlin, DE`."""
    city, _, country = where.rpartition(", ")
    return [_place(line, "venue", country, city) for line in lines]


def joined(places: Iterable[Place]) -> dict[str, Place]:
    """Put places by slug; one that is told twice has the names of both."""
    by_slug: dict[str, Place] = {}
    for place in places:
        before = by_slug.get(place.slug)
        by_slug[place.slug] = place if before is None else _both(before, place)
    return by_slug


def _both(first: Place, second: Place) -> Place:
    return structs.replace(first, names=tuple(dict.fromkeys((*first.names, *second.names))))


def _place(line: str, kind: PlaceKind, country: str | None, city: str | None = None) -> Place:
    marked = notation.names(line)
    names = tuple(notation.unguard(name)[0] for name in marked)
    tail = f"-{country.lower()}" if country else ""
    return Place(
        slug=notation.slug(names[0]) + tail,
        kind=kind,
        names=names,
        country=country,
        city=city,
        guarded=marked[0].startswith("?"),
    )
