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
    Faults,
    KnowledgeError,
    blocks,
    digest,
    entries,
    parsed,
    read_all,
    unknown_tables,
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
        KnowledgeError: whatever is wrong, all of it, each with its file, entry and field.
    """
    unread = [file.fault for file in files if file.fault]
    faults = [*unread, *unknown_tables(files)]
    called = foreign(files, faults)
    located = _places(files, called, faults)
    known, names = _actors(files, called, frozenset(_spellings(located)), faults)
    knowledge = Knowledge(
        version=version,
        actors=known,
        names=names,
        places=located,
        processes=_processes(files, faults),
        outlets=_outlets(files, faults),
        lexicons=lexicons(files, faults),
        weights=weights(files, faults),
    )
    # What refers to entries of a file that cannot be parsed is not to blame.
    if not unread:
        faults += [*called.unknown(), *validate.problems(knowledge, Origins(files))]
    if faults:
        raise KnowledgeError(faults)
    return knowledge


def _actors(
    files: Files, called: Foreign, taken: frozenset[str], faults: Faults
) -> tuple[dict[str, Actor], dict[str, tuple[Name, ...]]]:
    known: dict[str, Actor] = {}
    names: dict[str, tuple[Name, ...]] = {}
    written = (*_states(files, faults), *_bodies(files, faults))
    bodies = [(actor, tuple(english)) for actor, english in written]
    taken |= {name.text for _, english in bodies for name in english}
    for actor, english in (*bodies, *_persons(files, taken, faults)):
        if actor.slug in known:
            faults.append(f"{actor.slug}: both a {known[actor.slug].type} and a {actor.type}")
            continue
        known[actor.slug] = actor
        names[actor.slug] = tuple(dict.fromkeys((*english, *called.names(actor.slug))))
    return known, names


def _spellings(located: dict[str, Place]) -> Iterator[str]:
    return (name for place in located.values() for name in place.names)


def _states(files: Files, faults: Faults) -> Iterator[tuple[Actor, Iterator[Name]]]:
    for slug, entry in convert(entries(files, "states", faults), StateEntry, faults).items():
        yield actors.state(slug, entry), actors.state_names(entry)


def _bodies(files: Files, faults: Faults) -> Iterator[tuple[Actor, Iterator[Name]]]:
    for slug, entry in convert(entries(files, "organizations", faults), BodyEntry, faults).items():
        yield actors.body(slug, entry, "organization"), actors.body_names(entry)
    for slug, entry in convert(entries(files, "armed_groups", faults), BodyEntry, faults).items():
        yield actors.body(slug, entry, "armed_group"), actors.body_names(entry)


def _persons(
    files: Files, taken: frozenset[str], faults: Faults
) -> Iterator[tuple[Actor, tuple[Name, ...]]]:
    written = entries(files, "persons", faults)
    persons = convert(written, PersonEntry, faults)
    shared = actors.shared_surnames(persons) | taken
    for slug, entry in persons.items():
        wrong = actors.wrong_offices(entry)
        faults += [f"{written[slug].file}: {slug}: {fault}" for fault in wrong.values()]
        offices = tuple(text for text in entry.offices if text not in wrong)
        actor = actors.person(slug, structs.replace(entry, offices=offices))
        yield actor, tuple(actors.person_names(entry, shared))


def _places(files: Files, called: Foreign, faults: Faults) -> dict[str, Place]:
    read = {"cities": places.cities, "regions": places.regions, "venues": places.venues}
    found = [
        place
        for kind, places_of in read.items()
        for file, key, block in blocks(files, kind, faults)
        for place in places_of(key, _named(f"{file}: {kind}.{key}", block, faults))
    ]
    known = places.joined(found)
    return {
        slug: structs.replace(place, foreign=called.places(slug)) for slug, place in known.items()
    }


def _named(where: str, block: str, faults: Faults) -> Iterator[str]:
    """Yield the lines of a block that name something."""
    for line in notation.lines(block):
        if any(notation.unguard(name)[0] for name in notation.names(line)[:1]):
            yield line
        else:
            faults.append(f"{where}: {line}: no name")


def _processes(files: Files, faults: Faults) -> dict[str, Process]:
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
        for slug, entry in convert(
            entries(files, "processes", faults), ProcessEntry, faults
        ).items()
    }


def _outlets(files: Files, faults: Faults) -> dict[str, Outlet]:
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
        for slug, entry in convert(entries(files, "outlets", faults), OutletEntry, faults).items()
    }
