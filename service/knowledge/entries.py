"""What an entry of a data file may hold; msgspec checks it, so a misspelt field is an error."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from service.knowledge.files import Entry, KnowledgeError

T = TypeVar("T", bound=Struct)


class StateEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A state: its usual English name, its code, and how it is called (see `notation`)."""

    name: str
    iso: str | None = None
    names: str = ""
    abbr: str = ""
    demonyms: str = ""
    capital: str = ""
    metonyms: str = ""


class BodyEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An organization or armed group; `country` is where it belongs, none for a world body."""

    name: str
    names: str = ""
    abbr: str = ""
    demonyms: str = ""
    metonyms: str = ""
    country: str | None = None


class PersonEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person; an office is `title of XX since..until`, each date optional and inclusive."""

    name: str
    country: str | None = None
    names: str = ""
    surname: str | None = None
    offices: tuple[str, ...] = ()


class ProcessEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A peace process; each side is a list of actors' slugs between bars."""

    name: str
    sides: tuple[str, ...]
    mediators: str = ""
    keywords: str = ""
    since: int | None = None
    until: int | None = None


class OutletEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A news outlet; `marks` are words at a page's foot or in a dateline that name it."""

    name: str
    domains: str = ""
    marks: str = ""
    country: str | None = None
    language: str | None = None
    state_run: bool = False


def convert(entries: Mapping[str, Entry], shape: type[T]) -> dict[str, T]:
    """Give the entries their shape.

    Raises:
        KnowledgeError: naming file, entry and field of everything that does not fit.
    """
    made: dict[str, T] = {}
    problems = []
    for key, entry in entries.items():
        try:
            made[key] = _one(entry.fields, shape)
        except msgspec.ValidationError as error:
            problems.append(f"{entry.file}: {key}: {error}")
    if problems:
        raise KnowledgeError(problems)
    return made


def _one(fields: dict[str, Any], shape: type[T]) -> T:
    return msgspec.convert(fields, shape)
