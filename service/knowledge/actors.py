"""Entries to actors and their names."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping

from service.domain.actors import Actor, ActorType, Office
from service.knowledge import notation
from service.knowledge.entries import BodyEntry, PersonEntry, StateEntry
from service.knowledge.model import Name, NameKind

# A surname of so few letters is a common word in some language: Les, Man, Un.
SHORT = 3

_OFFICE = re.compile(
    r"(?P<acting>acting )?(?P<title>.+?) of (?P<of>\S+)"
    r"(?: +(?P<since>[\d-]*)\.\.(?P<until>[\d-]*))?"
)


def state(slug: str, entry: StateEntry) -> Actor:
    """Make the actor of a state's entry."""
    return _actor(slug, "state", entry, entry.iso)


def body(slug: str, entry: BodyEntry, type: ActorType) -> Actor:
    """Make the actor of an organization's or armed group's entry."""
    return _actor(slug, type, entry, entry.country)


def person(slug: str, entry: PersonEntry) -> Actor:
    """Make the actor of a person's entry.

    Raises:
        ValueError: an office does not read `title of XX since..until`.
    """
    return Actor(
        slug=slug,
        type="person",
        name=entry.name,
        aliases=_bare(entry.names, entry.name),
        country=entry.country,
        offices=tuple(office(text) for text in entry.offices),
    )


def wrong_offices(entry: PersonEntry) -> dict[str, str]:
    """Return the offices that do not read, and why."""
    wrong: dict[str, str] = {}
    for text in entry.offices:
        try:
            office(text)
        except ValueError as error:
            wrong[text] = f"offices: {text!r}: {error}"
    return wrong


def state_names(entry: StateEntry) -> Iterator[Name]:
    """Yield how a state is called in English."""
    yield from body_names(entry)
    yield from called(entry.capital, "en", "capital")


def body_names(entry: StateEntry | BodyEntry) -> Iterator[Name]:
    """Yield how a body is called in English, its usual name first unless `names` guards it."""
    if f"?{entry.name}" not in notation.names(entry.names):
        yield Name(text=entry.name)
    yield from called(entry.names, "en", "name")
    yield from called(entry.abbr, "en", "abbreviation")
    yield from called(entry.demonyms, "en", "demonym")
    yield from called(entry.metonyms, "en", "metonym")


def person_names(entry: PersonEntry, shared: frozenset[str]) -> Iterator[Name]:
    """Yield how a person is called; a surname in `shared`, or a very short one, is guarded."""
    yield Name(text=entry.name)
    yield from called(entry.names, "en", "name")
    for name in called(surname(entry), "en", "surname"):
        guarded = name.guarded or name.text in shared or len(name.text) <= SHORT
        yield Name(text=name.text, kind="surname", guarded=guarded)


def surname(entry: PersonEntry) -> str:
    """Return a person's surname as written, in the notation; the last word unless given."""
    return entry.name.rpartition(" ")[2] if entry.surname is None else entry.surname


def called(text: str, language: str, kind: NameKind) -> Iterator[Name]:
    """Yield the names that a text in the notation holds."""
    for marked in notation.names(text):
        bare, guarded = notation.unguard(marked)
        yield Name(text=bare, language=language, kind=kind, guarded=guarded)


def office(text: str) -> Office:
    """Read `[acting ]title of XX [since..until]`; a month or a year covers all its days.

    Raises:
        ValueError: the text does not read so.
    """
    found = _OFFICE.fullmatch(text)
    if found is None:
        raise ValueError("this does not read 'title of XX since..until'")
    return Office(
        title=found["title"],
        of=found["of"],
        since=_day(found["since"], last=False),
        until=_day(found["until"], last=True),
        acting=bool(found["acting"]),
    )


def _day(text: str | None, *, last: bool) -> dt.date | None:
    if not text:
        return None
    year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
    month = month or (12 if last else 1)
    return dt.date(year, month, day or (calendar.monthrange(year, month)[1] if last else 1))


def _actor(slug: str, type: ActorType, entry: StateEntry | BodyEntry, country: str | None) -> Actor:
    aliases = _bare(f"{entry.names}|{entry.abbr}", entry.name)
    return Actor(slug=slug, type=type, name=entry.name, aliases=aliases, country=country)


def _bare(text: str, name: str) -> tuple[str, ...]:
    bare = (notation.unguard(marked)[0] for marked in notation.names(text))
    return tuple(alias for alias in bare if alias != name)


def shared_surnames(persons: Mapping[str, PersonEntry]) -> frozenset[str]:
    """Return the surnames that more than one person bears."""
    seen: dict[str, int] = {}
    for entry in persons.values():
        for name in called(surname(entry), "en", "surname"):
            seen[name.text] = seen.get(name.text, 0) + 1
    return frozenset(text for text, count in seen.items() if count > 1)
