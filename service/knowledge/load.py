"""The knowledge, loaded: the product's own data files and the user's, checked and put together."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import structs

from service.domain.actors import Actor
from service.domain.processes import Process
from service.knowledge import actors, cache, notation, places, validate
from service.knowledge.entries import (
    BodyEntry,
    OutletEntry,
    PersonEntry,
    ProcessEntry,
    StateEntry,
    convert,
)
from service.knowledge.files import (
    DataFile,
    KnowledgeError,
    blocks,
    digest,
    entries,
    parsed,
    read_all,
)
from service.knowledge.foreign import Foreign, foreign
from service.knowledge.lexicons import lexicons
from service.knowledge.model import Knowledge, Name, Outlet, Place
from service.knowledge.origins import Origins
from service.knowledge.weights import weights

Files = Sequence[DataFile]


def load(extra: Sequence[Path] = ()) -> Knowledge:
    """Load all data files, then the user's own files and folders (`extra`) over them.

    An entry told again adds to the first: its fields replace, its lines and foreign names join.

    Raises:
        KnowledgeError: whatever is wrong, all of it, each with its file and entry.
    """
    raw = read_all(extra)
    place = cache.place(raw)
    knowledge = cache.kept(place)
    if knowledge is None:
        knowledge = build(parsed(raw), digest(raw))
        cache.keep(place, knowledge)
    return knowledge


def build(files: Files, version: str) -> Knowledge:
    """Put parsed files together and check the whole.

    Raises:
        KnowledgeError: whatever is wrong, all of it, each with its file and entry.
    """
    called = foreign(files)
    located = _places(files, called)
    known, names = _actors(files, called, frozenset(_spellings(located)))
    knowledge = Knowledge(
        version=version,
        actors=known,
        names=names,
        places=located,
        processes=_processes(files),
        outlets=_outlets(files),
        lexicons=lexicons(files),
        weights=weights(files),
    )
    problems = (*called.unknown(), *validate.problems(knowledge, Origins(files)))
    if problems:
        raise KnowledgeError(problems)
    return knowledge


def _actors(
    files: Files, called: Foreign, taken: frozenset[str]
) -> tuple[dict[str, Actor], dict[str, tuple[Name, ...]]]:
    known: dict[str, Actor] = {}
    names: dict[str, tuple[Name, ...]] = {}
    bodies = [(actor, tuple(english)) for actor, english in (*_states(files), *_bodies(files))]
    taken |= {name.text for _, english in bodies for name in english}
    for actor, english in (*bodies, *_persons(files, taken)):
        if actor.slug in known:
            raise KnowledgeError(
                [f"{actor.slug}: both a {known[actor.slug].type} and a {actor.type}"]
            )
        known[actor.slug] = actor
        names[actor.slug] = tuple(dict.fromkeys((*english, *called.names(actor.slug))))
    return known, names


def _spellings(located: dict[str, Place]) -> Iterator[str]:
    return (name for place in located.values() for name in place.names)


def _states(files: Files) -> Iterator[tuple[Actor, Iterator[Name]]]:
    for slug, entry in convert(entries(files, "states"), StateEntry).items():
        yield actors.state(slug, entry), actors.state_names(entry)


def _bodies(files: Files) -> Iterator[tuple[Actor, Iterator[Name]]]:
    for slug, entry in convert(entries(files, "organizations"), BodyEntry).items():
        yield actors.body(slug, entry, "organization"), actors.body_names(entry)
    for slug, entry in convert(entries(files, "armed_groups"), BodyEntry).items():
        yield actors.body(slug, entry, "armed_group"), actors.body_names(entry)


def _persons(files: Files, taken: frozenset[str]) -> Iterator[tuple[Actor, tuple[Name, ...]]]:
    written = entries(files, "persons")
    persons = convert(written, PersonEntry)
    shared = actors.shared_surnames(persons) | taken
    for slug, entry in persons.items():
        try:
            actor = actors.person(slug, entry)
        except ValueError as error:
            raise KnowledgeError([f"{written[slug].file}: {slug}: {error}"]) from error
        yield actor, tuple(actors.person_names(entry, shared))


def _places(files: Files, called: Foreign) -> dict[str, Place]:
    cities = [
        place for _, key, block in blocks(files, "cities") for place in places.cities(key, block)
    ]
    regions = [
        place for _, key, block in blocks(files, "regions") for place in places.regions(key, block)
    ]
    venues = [
        place for _, key, block in blocks(files, "venues") for place in places.venues(key, block)
    ]
    known = places.joined((*cities, *regions, *venues))
    return {
        slug: structs.replace(place, foreign=called.places(slug)) for slug, place in known.items()
    }


def _processes(files: Files) -> dict[str, Process]:
    return {
        slug: Process(
            slug=slug,
            name=entry.name,
            sides=tuple(notation.names(side) for side in entry.sides),
            mediators=notation.names(entry.mediators),
            keywords=notation.names(entry.keywords),
            since=entry.since,
            until=entry.until,
        )
        for slug, entry in convert(entries(files, "processes"), ProcessEntry).items()
    }


def _outlets(files: Files) -> dict[str, Outlet]:
    return {
        slug: Outlet(
            slug=slug,
            name=entry.name,
            domains=notation.names(entry.domains),
            marks=notation.names(entry.marks),
            country=entry.country,
            language=entry.language,
            state_run=entry.state_run,
        )
        for slug, entry in convert(entries(files, "outlets"), OutletEntry).items()
    }
