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


class DataFile(NamedTuple):
    """One data file: its name for messages, its bytes, its tables."""

    name: str
    raw: bytes
    tables: Table


def read_all(extra: Sequence[Path] = ()) -> tuple[DataFile, ...]:
    """Read the product's own data files, then the user's files and folders, in order.

    Raises:
        KnowledgeError: a file is missing or is no TOML.
    """
    return tuple(_read(path, root) for root in (DATA, *extra) for path in _files(root))


def digest(files: Iterable[DataFile]) -> str:
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


def _read(path: Path, root: Path) -> DataFile:
    name = str(path.relative_to(DATA)) if root == DATA else str(path)
    raw = path.read_bytes()
    try:
        return DataFile(name, raw, tomllib.loads(raw.decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError([f"{name}: {error}"]) from error
