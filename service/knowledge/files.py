"""Reading the data files: TOML on disk to one table of entries, each with the file it is from."""

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from service.errors import ParleyError

DATA = Path(__file__).parent / "data"

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
    """One data file: its name for messages, its tables."""

    name: str
    tables: Table


def read_all(extra: Sequence[Path] = ()) -> tuple[RawFile, ...]:
    """Read the product's own data files, then the user's files and folders, in order.

    Raises:
        KnowledgeError: a file or folder is missing.
    """
    return tuple(
        RawFile(str(path.relative_to(DATA)) if root == DATA else str(path), path.read_bytes())
        for root in (DATA, *extra)
        for path in _files(root)
    )


def parsed(files: Iterable[RawFile]) -> tuple[DataFile, ...]:
    """Parse files.

    Raises:
        KnowledgeError: one is no TOML.
    """
    return tuple(_parsed(file) for file in files)


def digest(files: Iterable[RawFile]) -> str:
    """Return 16 hexadecimal digits that change when any file does."""
    whole = hashlib.blake2b(digest_size=8)
    for file in files:
        whole.update(hashlib.blake2b(file.raw).digest())
    return whole.hexdigest()


def entries(files: Iterable[DataFile], kind: str) -> dict[str, Entry]:
    """Return the entries of a kind by key; a later file's fields replace an earlier one's."""
    merged: dict[str, Entry] = {}
    for file in files:
        for key, fields in _table(file, kind).items():
            if not isinstance(fields, dict):
                raise KnowledgeError([f"{file.name}: {kind}.{key}: expected a table of fields"])
            before = merged[key].fields if key in merged else {}
            merged[key] = Entry(file.name, key, {**before, **fields})
    return merged


def blocks(files: Iterable[DataFile], kind: str) -> Iterator[tuple[str, str, str]]:
    """Yield (file, key, block of lines) of a kind whose entries are lines of text."""
    for file in files:
        for key, block in _table(file, kind).items():
            if not isinstance(block, str):
                raise KnowledgeError([f"{file.name}: {kind}.{key}: expected lines of text"])
            yield file.name, key, block


def _table(file: DataFile, kind: str) -> Table:
    table = file.tables.get(kind, {})
    if not isinstance(table, dict):
        raise KnowledgeError([f"{file.name}: {kind}: expected a table"])
    return table


def _files(root: Path) -> list[Path]:
    if root.is_dir():
        return sorted(root.rglob("*.toml"))
    if root.is_file():
        return [root]
    raise KnowledgeError([f"{root}: there is no such file or folder"])


def _parsed(file: RawFile) -> DataFile:
    try:
        return DataFile(file.name, tomllib.loads(file.raw.decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError([f"{file.name}: {error}"]) from error
