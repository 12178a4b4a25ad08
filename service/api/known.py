"""Refuses what no filter can find: names that nobody bears, and ranges that end before they begin.

What the record itself names (actors, processes, countries, issues) must be known, for a misspelt
name must not silently find nothing. Cities and publishers are as articles write them, and any may
come; ids of single things need only look like one.
"""

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from msgspec import Meta, Struct

from service.domain.ids import actor_ref
from service.domain.words import fold
from service.errors import Invalid
from service.knowledge.model import Knowledge
from service.knowledge.validate import country_codes
from service.store import actors
from service.store.database import Connection

# The fields of queries that name such things.
_PROCESSES = ("process",)
_COUNTRIES = ("country", "represents")
_ACTORS = ("actor", "participant", "pair")
_RANGES = (("date_from", "date_to"), ("published_from", "published_to"))
_ISSUE = "issue."
_FEW = 25  # so many values may be listed

ArticleRef = Annotated[
    str, Meta(pattern="^art_[a-z2-7]{16}$", description="The id of an article, `art_…`.")
]
EventRef = Annotated[
    str, Meta(pattern="^evt_[a-z2-7]{16}$", description="The id of an event, `evt_…`.")
]
SourceRef = Annotated[
    str, Meta(pattern="^src_[a-z2-7]{16}$", description="The id of a source, `src_…`.")
]
SubscriptionRef = Annotated[
    str, Meta(pattern="^sub_[a-z2-7]{16}$", description="The id of a subscription, `sub_…`.")
]
DigestRef = Annotated[
    str, Meta(pattern="^dig_[a-z2-7]{16}$", description="The id of a digest, `dig_…`.")
]
SubjectRef = Annotated[
    str, Meta(pattern="^[a-z]{3}_[a-z2-7]{16}$", description="An id, such as `mtg_…`.")
]
LanguageCode = Annotated[
    str,
    Meta(pattern="^[a-z]{2,3}$", description="A language's ISO 639 code in lower case, as `en`."),
]


@dataclass(frozen=True, slots=True)
class Known:
    """What the knowledge has a closed set of; and, by folded names, usual names of others."""

    processes: frozenset[str]
    countries: frozenset[str]
    issues: frozenset[str]
    cities: Mapping[str, str]
    publishers: Mapping[str, str]


def known_of(knowledge: Knowledge) -> Known:
    """Return what the knowledge has a closed set of."""
    classes = {name for lexicon in knowledge.lexicons.values() for name in lexicon.words}
    return Known(
        processes=frozenset(knowledge.processes),
        countries=country_codes(knowledge),
        issues=frozenset(name[len(_ISSUE) :] for name in classes if name.startswith(_ISSUE)),
        cities=_cities(knowledge),
        publishers={fold(one.name): one.name for one in knowledge.outlets.values()},
    )


def _cities(knowledge: Knowledge) -> dict[str, str]:
    cities = [place for place in knowledge.places.values() if place.kind == "city"]
    others = {fold(name): city.names[0] for city in cities for name in city.names[1:]}
    # What one city is usually called counts before what another was called once.
    return others | {fold(city.names[0]): city.names[0] for city in cities}


def spellings(name: str | None, usual: Mapping[str, str]) -> tuple[str, ...]:
    """Return how a name is to be looked for: as it was given, and as it is usually written."""
    if name is None:
        return ()
    return tuple(dict.fromkeys((name, usual.get(fold(name), name))))


async def check(conn: Connection, known: Known, asked: Struct) -> None:
    """Raise Invalid, naming the parameter, for a query that can find nothing."""
    if (q := getattr(asked, "q", None)) and not fold(q):
        raise Invalid("q", "There is no word in this to look for.")
    for begins, ends in _RANGES:
        check_range(asked, begins, ends)
    for field, value in _values(asked, _PROCESSES):
        check_one(field, value, known.processes, "process")
    for field, value in _values(asked, _COUNTRIES):
        check_one(field, value, known.countries, "country")
    wanted = list(_values(asked, _ACTORS))
    if not wanted:
        return
    found = await actors.get_many(conn, {actor_ref(name) for _, name in wanted})
    for field, name in wanted:
        if actor_ref(name) not in found:
            raise Invalid(field, f"There is no actor {name}.")


def check_one(field: str, value: str, known: Collection[str], what: str) -> None:
    """Raise Invalid unless a value is known; says what fits."""
    if value in known:
        return
    if len(known) <= _FEW:
        fits = f"there are: {', '.join(sorted(known))}"
    else:
        near = difflib.get_close_matches(value[:100], sorted(known), n=3)
        fits = f"near are: {', '.join(near)}" if near else f"there are {len(known)} others"
    raise Invalid(field, f"There is no {what} {value}; {fits}.")


def check_country(code: str | None, known: Known) -> None:
    """Raise Invalid unless a body's `country`, if it has one, is known."""
    if code is not None:
        check_one("country", code, known.countries, "country")


def check_range(asked: Struct, begins: str, ends: str, prefix: str = "") -> None:
    """Raise Invalid for a range that ends before it begins."""
    first, last = getattr(asked, begins, None), getattr(asked, ends, None)
    if first and last and first > last:
        raise Invalid(f"{prefix}{ends}", f"This is before {begins}.")


def _values(asked: Struct, fields: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for field in fields:
        given: Any = getattr(asked, field, None) or ()
        for value in (given,) if isinstance(given, str) else given:
            yield field, value
