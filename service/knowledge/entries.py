"""What an entry of a data file may hold; msgspec checks it, so a misspelt field is an error."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from service.knowledge.files import Entry, Faults

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


def convert(entries: Mapping[str, Entry], shape: type[T], faults: Faults) -> dict[str, T]:
    """Give the entries their shape; fields that do not fit are faults, and left out.

    So the entry is there all the same, and what refers to it is not told to be wrong.
    """
    made: dict[str, T] = {}
    for key, entry in entries.items():
        try:
            made[key] = msgspec.convert(entry.fields, shape)
        except msgspec.ValidationError:
            made[key] = msgspec.convert(_fitting(entry, shape, faults), shape)
    return made


def _fitting(entry: Entry, shape: type[Struct], faults: Faults) -> dict[str, Any]:
    """Return the fields that fit, and something in the place of those that must be there."""
    fits: dict[str, Any] = {}
    known = {field.name: field for field in msgspec.structs.fields(shape)}
    for name, value in entry.fields.items():
        try:
            fits[name] = msgspec.convert(value, known[name].type)
        except KeyError:
            fields = ", ".join(known)
            faults.append(f"{entry.file}: {entry.key}: {name}: no such field; fields: {fields}")
        except msgspec.ValidationError as error:
            faults.append(f"{entry.file}: {entry.key}: {name}: {error}")
    for name in [name for name, field in known.items() if field.required and name not in fits]:
        if name not in entry.fields:
            faults.append(f"{entry.file}: {entry.key}: {name}: this field is missing")
        fits[name] = entry.key if known[name].type is str else ()
    return {name: value for name, value in fits.items() if name in known}
