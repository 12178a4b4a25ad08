"""A query as clauses, and which of them an event meets; the meaning of matching is here alone."""

from collections.abc import Callable, Iterable

import msgspec
from msgspec import Struct

from service.domain.events import Event, EventType, Facts
from service.domain.ids import actor_ref
from service.domain.queries import Query
from service.domain.words import fold


class Clause(Struct, frozen=True):
    """One condition of a query and whether an event meets it.

    `wanted` are the query's values, `found` those of them (or that value of the event) which
    decided.
    """

    field: str
    wanted: tuple[str, ...]
    met: bool
    found: tuple[str, ...] = ()


def facts_of(event: Event) -> Facts:
    """Return what a query can ask of an event."""
    return msgspec.convert(event.facts, Facts)


def explain(events: Iterable[EventType], query: Query, event: Event) -> tuple[Clause, ...]:
    """Return every clause of a subscription with whether the event meets it."""
    facts = facts_of(event)
    of_type = _type(tuple(events), query, event.type, facts)
    return (of_type, *(_CLAUSES[field](query, facts) for field in asked(query)))


def is_met(clauses: Iterable[Clause]) -> bool:
    """Tell whether an event meets a subscription, by its clauses."""
    return all(clause.met for clause in clauses)


def _type(told: tuple[EventType, ...], query: Query, kind: EventType, facts: Facts) -> Clause:
    """Who listens to a type hears of it; or of what they were not told before, for want of sources.

    Background is not told.
    """
    late = late_types(kind, facts) if _reaches(query, facts) else ()
    found = tuple(type for type in told if type in late)
    if kind in told:
        found = (kind,)
    return Clause("events", told, bool(found) and not facts.background, found or (kind,))


def late_types(kind: EventType, facts: Facts) -> tuple[EventType, ...]:
    """Return the types that one more source bears out: those told before which still hold.

    They count for who was told nothing yet, because the meeting had too few sources.
    """
    if kind not in ("meeting.changed", "meeting.reported"):
        return ()
    return tuple(type for type in facts.before.types if facts.status in _HOLDS.get(type, ()))


def _reaches(query: Query, facts: Facts) -> bool:
    """Tell whether a meeting had never as many sources as a query asks for, before this event.

    The most that it ever had counts, so this comes once for each meeting and number.
    """
    return facts.before.sources < query.min_sources


def asked(query: Query) -> tuple[str, ...]:
    """Return the fields by which a query limits anything, the cheapest to check first."""
    return tuple(field for field in _CLAUSES if getattr(query, field))


def place(name: str) -> str:
    """Return a city or country as places are compared."""
    return name if len(name) == 2 and name.isupper() else fold(name)


def _among(
    field: str, values: Callable[[Facts], Iterable[str]], same: Callable[[str], str] = str
) -> Callable[[Query, Facts], Clause]:
    """Make the clause that wants one of the query's values to be one of the event's."""

    def clause(query: Query, facts: Facts) -> Clause:
        wanted: tuple[str, ...] = getattr(query, field)
        there = {same(value) for value in values(facts)}
        found = tuple(value for value in wanted if same(value) in there)
        return Clause(field, wanted, bool(found), found)

    return clause


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


def _keywords(query: Query, facts: Facts) -> Clause:
    text = f" {facts.text} "
    found = tuple(word for word in query.keywords if fold(word) and f" {fold(word)} " in text)
    return Clause("keywords", query.keywords, bool(found), found)


def _actors_all(query: Query, facts: Facts) -> Clause:
    there = set(facts.actors)
    found = tuple(actor for actor in query.actors_all if actor_ref(actor) in there)
    return Clause("actors_all", query.actors_all, len(found) == len(query.actors_all), found)


def _pairs(query: Query, facts: Facts) -> Clause:
    there = set(facts.actors)
    named = {f"{a} + {b}": {actor_ref(a), actor_ref(b)} for a, b in query.pairs}
    found = tuple(name for name, both in named.items() if both <= there)
    return Clause("pairs", tuple(named), bool(found), found)


def _date_from(query: Query, facts: Facts) -> Clause:
    assert query.date_from is not None  # noqa: S101
    met = facts.last is not None and facts.last >= query.date_from
    return Clause("date_from", (str(query.date_from),), met, (str(facts.last),) if met else ())


def _date_to(query: Query, facts: Facts) -> Clause:
    assert query.date_to is not None  # noqa: S101
    met = facts.first is not None and facts.first <= query.date_to
    return Clause("date_to", (str(query.date_to),), met, (str(facts.first),) if met else ())


def _changes(query: Query, facts: Facts) -> Clause:
    there = {*facts.changes, *(facts.before.changes if _reaches(query, facts) else ())}
    found = tuple(change for change in query.changes if change in there)
    return Clause("changes", query.changes, bool(found), found)


def silence(facts: Facts, min_sources: int) -> int:
    """Return the days of silence that an event ends, for who asks for so many sources."""
    earlier = facts.before.silence_days if facts.before.sources < min_sources else 0
    return max(facts.silence_days, earlier)


def _silence(query: Query, facts: Facts) -> Clause:
    days, wanted = silence(facts, query.min_sources), query.first_contact_days
    return Clause("first_contact_days", (str(wanted),), days >= wanted, (str(days),))


def _min_sources(query: Query, facts: Facts) -> Clause:
    wanted, there = query.min_sources, facts.sources
    return Clause("min_sources", (str(wanted),), there >= wanted, (str(there),))


# The states in which what a type told still holds.
_HOLDS: dict[EventType, tuple[str, ...]] = {
    "meeting.announced": ("proposed", "planned", "ongoing"),
    "meeting.changed": ("proposed", "planned", "ongoing", "held", "cancelled", "postponed"),
    "meeting.held": ("held",),
    "meeting.cancelled": ("cancelled", "postponed"),
}

_CLAUSES: dict[str, Callable[[Query, Facts], Clause]] = {
    "actors": _among("actors", lambda facts: facts.actors, actor_ref),
    "actors_all": _actors_all,
    "pairs": _pairs,
    "processes": _among("processes", lambda facts: facts.processes),
    "countries": _among("countries", lambda facts: facts.countries),
    "kinds": _among("kinds", lambda facts: _one(facts.kind)),
    "statuses": _among("statuses", lambda facts: _one(facts.status)),
    "levels": _among("levels", lambda facts: _one(facts.level)),
    "issues": _among("issues", lambda facts: facts.issues),
    "places": _among("places", lambda facts: facts.places, place),
    "publishers": _among("publishers", lambda facts: _one(facts.publisher), fold),
    "languages": _among("languages", lambda facts: _one(facts.language)),
    "mention_types": _among("mention_types", lambda facts: _one(facts.mention_type)),
    "modalities": _among("modalities", lambda facts: _one(facts.modality)),
    "changes": _changes,
    "date_from": _date_from,
    "date_to": _date_to,
    "min_sources": _min_sources,
    "first_contact_days": _silence,
    "keywords": _keywords,
}
