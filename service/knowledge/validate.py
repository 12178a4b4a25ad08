"""What must hold between entries; each rule yields its problems, the loader tells all at once."""

import re
from collections.abc import Iterator
from itertools import chain

from service.domain.actors import Actor, Office
from service.knowledge.model import Knowledge
from service.knowledge.origins import Origins

# Codes of territories that are no states of our own files: ISO 3166-1.
TERRITORIES = frozenset(
    {"AS", "AW", "BM", "CW", "FK", "FO", "GF", "GG", "GI", "GL", "GP", "GU", "HK", "IM", "JE"}
    | {"KY", "MO", "MQ", "MS", "NC", "NU", "PF", "PR", "RE", "SX", "TC", "TK", "VG", "VI", "YT"}
)
# Offices that one person at a time holds. Years of change are written without a day, so that
# only what overlaps for longer than a year is a contradiction.
EXCLUSIVE = frozenset({"president", "prime minister", "foreign minister", "secretary-general"})
CHANGE_DAYS = 366
# A state where two claim the office at once has no single holder.
RIVALS = frozenset({"LY", "YE", "VE", "SD", "AF", "SY", "SO", "MM", "PS", "BA", "CI"})

_BRACE = re.compile("[{}]")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def problems(knowledge: Knowledge, origins: Origins) -> Iterator[str]:
    """Yield everything that is wrong with the knowledge, each with file and entry."""
    yield from _slugs(knowledge, origins)
    yield from _names(knowledge, origins)
    yield from _countries(knowledge, origins)
    yield from _offices(knowledge, origins)
    yield from _overlaps(knowledge, origins)
    yield from _shared_names(knowledge, origins)
    yield from _sides(knowledge, origins)
    yield from _venues(knowledge, origins)
    yield from _classes(knowledge, origins)


def _slugs(knowledge: Knowledge, origins: Origins) -> Iterator[str]:
    for slug in (*knowledge.actors, *knowledge.processes, *knowledge.outlets):
        if not _SLUG.fullmatch(slug):
            yield f"{origins.of(slug)}: a slug is lower-case letters, digits and hyphens"


def _names(knowledge: Knowledge, origins: Origins) -> Iterator[str]:
    for slug, names in knowledge.names.items():
        for name in names:
            if not name.text.strip() or _BRACE.search(name.text):
                yield f"{origins.of(slug)}: {name.kind}: {name.text!r} is no name ({name.language})"
        # The surname of who has one name alone is guarded without anybody's doing.
        told = [name for name in names if name.kind != "surname"]
        guards = {(name.text, name.language, name.guarded) for name in told}
        for text, language, guarded in guards:
            if guarded and (text, language, False) in guards:
                yield f"{origins.of(slug)}: {text!r} is guarded and not ({language})"
    for place in knowledge.places.values():
        for text in place.names:
            if not text or _BRACE.search(text):
                yield f"{origins.of_place(place)}: {text!r} is no name"


def _countries(knowledge: Knowledge, origins: Origins) -> Iterator[str]:
    known = country_codes(knowledge)
    told = [(actor.slug, actor.country) for actor in knowledge.actors.values()]
    told += [(outlet.slug, outlet.country) for outlet in knowledge.outlets.values()]
    for slug, country in told:
        if country is not None and country not in known:
            yield f"{origins.of(slug)}: country: unknown country {country}"
    for place in knowledge.places.values():
        if place.country is not None and place.country not in known:
            yield f"{origins.of_place(place)}: unknown country {place.country}"


def country_codes(knowledge: Knowledge) -> frozenset[str]:
    """Return the codes of all countries there are: of states, and of territories."""
    states = (actor for actor in knowledge.actors.values() if actor.type == "state")
    return TERRITORIES.union(state.country for state in states if state.country)


def _offices(knowledge: Knowledge, origins: Origins) -> Iterator[str]:
    codes = country_codes(knowledge)
    for actor in knowledge.actors.values():
        for office in actor.offices:
            if office.of not in codes and office.of not in knowledge.actors:
                yield f"{origins.of(actor.slug)}: offices: {office.title} of unknown {office.of}"
            if office.since and office.until and office.until < office.since:
                yield f"{origins.of(actor.slug)}: offices: {office.title} ends before it begins"


def _overlaps(knowledge: Knowledge, origins: Origins) -> Iterator[str]:
    held: dict[tuple[str, str], list[tuple[Office, Actor]]] = {}
    for actor in knowledge.actors.values():
        for office in actor.offices:
            if office.title in EXCLUSIVE and not office.acting and office.of not in RIVALS:
                held.setdefault((office.title, office.of), []).append((office, actor))
    for (title, of), holders in held.items():
        for number, (office, actor) in enumerate(holders):
            for other, rival in holders[number + 1 :]:
                if actor.slug != rival.slug and _overlap(office, other) > CHANGE_DAYS:
                    where = origins.of(actor.slug)
                    yield f"{where}: offices: {title} of {of} while {rival.slug} is"


def _overlap(first: Office, second: Office) -> int:
    """Return for how many days two offices are held at once; nothing if a date is open."""
    if first.since is None or second.since is None:
        return 0
    ends = [office.until for office in (first, second) if office.until]
    since = max(first.since, second.since)
    return (min(ends) - since).days if ends else CHANGE_DAYS + 1


def _shared_names(knowledge: Knowledge, origins: Origins) -> Iterator[str]:
    owners: dict[tuple[str, str], dict[str, bool]] = {}
    for slug, names in knowledge.names.items():
        for name in names:
            if name.kind != "surname":
                owned = owners.setdefault((name.text, name.language), {})
                owned[slug] = owned.get(slug, False) or name.guarded
    for (text, language), owned in owners.items():
        if len(owned) > 1 and not all(owned.values()):
            where = " and ".join(origins.of(slug) for slug in owned)
            yield f"{where}: {text!r} ({language}) names both; mark it with ? in each"


def _sides(knowledge: Knowledge, origins: Origins) -> Iterator[str]:
    for process in knowledge.processes.values():
        named = {"sides": [*chain(*process.sides)], "mediators": process.mediators}
        for field, slugs in named.items():
            for slug in slugs:
                if slug not in knowledge.actors:
                    yield f"{origins.of(process.slug)}: {field}: there is no actor {slug}"
        if process.since and process.until and process.until < process.since:
            yield f"{origins.of(process.slug)}: until: ends before it begins"


def _venues(knowledge: Knowledge, origins: Origins) -> Iterator[str]:
    cities = {
        (name, place.country)
        for place in knowledge.places.values()
        if place.kind == "city"
        for name in place.names
    }
    for place in knowledge.places.values():
        if place.kind == "venue" and (place.city, place.country) not in cities:
            yield f"{origins.of_place(place)}: there is no city {place.city}, {place.country}"


def _classes(knowledge: Knowledge, origins: Origins) -> Iterator[str]:
    used: dict[str, set[str]] = {}
    for language, lexicon in knowledge.lexicons.items():
        for name in lexicon.words:
            used.setdefault(name.partition(".")[0], set()).add(language)
    for name, languages in used.items():
        if len(languages) == 1 and languages != {"en"}:
            where = origins.of_class(min(languages), name)
            yield f"{where}: no other language has a class of words {name!r}"
