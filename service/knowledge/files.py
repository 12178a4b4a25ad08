"""Reading the data files: TOML on disk to one table of entries, each with the file it is from."""

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from service.errors import ParleyError

DATA = Path(__file__).parent / "data"

# The tables of files that are no lexicons.
TABLES = frozenset(
    {"states", "organizations", "armed_groups", "persons", "processes", "outlets"}
    | {"cities", "regions", "venues", "called", "weights"}
)

Table = dict[str, Any]


class KnowledgeError(ParleyError):
    """A data file that cannot be used. `problems` names each with its file and entry."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class Entry(NamedTuple):
    """One entry as written: the file it is from, its key, its fields."""

    file: str
    key: str
    fields: Table


class RawFile(NamedTuple):
    """One data file as read: its name for messages, its bytes."""

    name: str
    raw: bytes


class DataFile(NamedTuple):
    """One data file: its name for messages, its tables; `fault` says why it cannot be parsed."""

    name: str
    tables: Table
    fault: str | None = None


# What is wrong, gathered by all who read the files: a line each, with file, entry and field.
Faults = list[str]


def read_all(extra: Sequence[Path] = ()) -> tuple[RawFile, ...]:
    """Read the product's own data files, then the user's files and folders, in order.

    Raises:
        KnowledgeError: files or folders are missing.
    """
    missing = [root for root in extra if not root.exists()]
    if missing:
        raise KnowledgeError([f"{root}: there is no such file or folder" for root in missing])
    return tuple(
        RawFile(str(path.relative_to(DATA)) if root == DATA else str(path), path.read_bytes())
        for root in (DATA, *extra)
        for path in _files(root)
    )


def parsed(files: Iterable[RawFile]) -> tuple[DataFile, ...]:
    """Parse files; one that is no TOML has a fault and no tables."""
    return tuple(_parsed(file) for file in files)


def digest(files: Iterable[RawFile]) -> str:
    """Return 16 hexadecimal digits that change when any file does."""
    whole = hashlib.blake2b(digest_size=8)
    for file in files:
        whole.update(hashlib.blake2b(file.raw).digest())
    return whole.hexdigest()


def entries(files: Iterable[DataFile], kind: str, faults: Faults) -> dict[str, Entry]:
    """Return the entries of a kind by key; a later file's fields replace an earlier one's."""
    merged: dict[str, Entry] = {}
    for file in files:
        for key, fields in table(file, kind, faults).items():
            if not isinstance(fields, dict):
                faults.append(f"{file.name}: {kind}.{key}: expected a table of fields")
                continue
            before = merged[key].fields if key in merged else {}
            merged[key] = Entry(file.name, key, {**before, **fields})
    return merged


def blocks(files: Iterable[DataFile], kind: str, faults: Faults) -> Iterator[tuple[str, str, str]]:
    """Yield (file, key, block of lines) of a kind whose entries are lines of text."""
    for file in files:
        for key, block in table(file, kind, faults).items():
            if isinstance(block, str):
                yield file.name, key, block
            else:
                faults.append(f"{file.name}: {kind}.{key}: expected lines of text")


def table(file: DataFile, kind: str, faults: Faults) -> Table:
    """Return the table of a kind; an empty one if there is none."""
    found = file.tables.get(kind, {})
    if isinstance(found, dict):
        return found
    faults.append(f"{file.name}: {kind}: expected a table")
    return {}


def unknown_tables(files: Iterable[DataFile]) -> Iterator[str]:
    """Yield a fault for each table that nobody reads."""
    for file in files:
        # What a lexicon may hold is checked with the lexicon.
        if "language" not in file.tables:
            for name in file.tables.keys() - TABLES:
                known = ", ".join(sorted(TABLES))
                yield f"{file.name}: {name}: no such table; there are: {known}"


def _files(root: Path) -> list[Path]:
    if root.is_dir():
        return sorted(root.rglob("*.toml"))
    return [root]


def _parsed(file: RawFile) -> DataFile:
    try:
        return DataFile(file.name, tomllib.loads(file.raw.decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return DataFile(file.name, {}, f"{file.name}: {error}")
