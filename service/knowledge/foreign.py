"""What actors and places are called in other languages: the tables `called.LANGUAGE.KIND`."""

from collections.abc import Iterable, Iterator
from typing import get_args

from msgspec import structs

from service.knowledge.actors import called
from service.knowledge.files import DataFile, Faults, table
from service.knowledge.model import Name, NameKind
from service.knowledge.notation import names

_KINDS: dict[str, NameKind] = {kind: kind for kind in get_args(NameKind)}


class Foreign:
    """Names in other languages by slug, and which of the slugs were asked for."""

    def __init__(self) -> None:
        self._names: dict[str, list[Name]] = {}
        self._places: dict[str, list[tuple[str, str]]] = {}
        self._origin: dict[str, str] = {}
        self._asked: set[str] = set()

    def names(self, slug: str) -> tuple[Name, ...]:
        """Return what an actor is called."""
        self._asked.add(slug)
        return tuple(self._names.get(slug, ()))

    def places(self, slug: str) -> tuple[tuple[str, str], ...]:
        """Return what a place is called, each name with its language."""
        self._asked.add(slug)
        return tuple(self._places.get(slug, ()))

    def unknown(self) -> Iterator[str]:
        """Yield a problem for each slug that nobody asked for: there is no such actor or place."""
        for slug, file in self._origin.items():
            if slug not in self._asked:
                yield f"{file}: {slug}: names something that no file describes"

    def add(self, file: str, language: str, kind: str, slug: str, text: str) -> None:
        """Add the names that a text in the notation holds."""
        self._origin.setdefault(slug, file)
        if kind == "place":
            self._places.setdefault(slug, []).extend((language, name) for name in names(text))
        else:
            self._names.setdefault(slug, []).extend(_called(text, language, _KINDS[kind]))


def _called(text: str, language: str, kind: NameKind) -> Iterator[Name]:
    for name in called(text, language, kind):
        yield name
        # Many languages write adjectives lower-case, and a sentence may start with one.
        if kind == "demonym" and name.text[:1].islower():
            yield structs.replace(name, text=name.text[0].upper() + name.text[1:])


def foreign(files: Iterable[DataFile], faults: Faults) -> Foreign:
    """Collect the names in other languages of all files; what does not fit is a fault."""
    found = Foreign()
    for file, language, kind, names_of in _tables(files, faults):
        if kind != "place" and kind not in _KINDS:
            known = ", ".join((*_KINDS, "place"))
            faults.append(f"{file}: called.{language}.{kind}: no such kind of name; kinds: {known}")
            continue
        for slug, text in names_of.items():
            if isinstance(text, str):
                found.add(file, language, kind, slug, text)
            else:
                faults.append(f"{file}: called.{language}.{kind}.{slug}: expected text")
    return found


def _tables(
    files: Iterable[DataFile], faults: Faults
) -> Iterator[tuple[str, str, str, dict[str, object]]]:
    for file in files:
        for language, kinds in table(file, "called", faults).items():
            if not isinstance(kinds, dict):
                faults.append(f"{file.name}: called.{language}: expected a table")
                continue
            for kind, names_of in kinds.items():
                if isinstance(names_of, dict):
                    yield file.name, language, kind, names_of
                else:
                    faults.append(f"{file.name}: called.{language}.{kind}: expected a table")
