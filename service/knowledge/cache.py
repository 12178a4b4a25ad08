"""The loaded knowledge, kept in the user's cache: reading TOML costs half a second, this a tenth.

A cached file is keyed by every byte of the data files and of the code that reads them, so it is
never out of date; one that cannot be read or written is as good as none.
"""

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from service.knowledge.files import RawFile
from service.knowledge.model import Knowledge

_decoder = msgspec.msgpack.Decoder(Knowledge)


def place(files: Iterable[RawFile]) -> Path | None:
    """Return where the knowledge of these files is kept; None if the user has no home."""
    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:
        return None
    return home / "parley" / f"knowledge-{_key(files)}.msgpack"


def kept(path: Path | None) -> Knowledge | None:
    """Return the knowledge kept at a path, if there is any."""
    if path is None:
        return None
    try:
        return _decoder.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError):
        return None


def keep(path: Path | None, knowledge: Knowledge) -> None:
    """Keep the knowledge at a path, in place of what older files gave."""
    if path is None:
        return
    written = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in sorted(path.parent.glob("knowledge-*.msgpack"), key=_age)[:-3]:
            old.unlink(missing_ok=True)
        written.write_bytes(msgspec.msgpack.encode(knowledge))
        written.replace(path)
    except OSError:
        with suppress(OSError):
            written.unlink(missing_ok=True)


def _age(path: Path) -> float:
    return path.stat().st_mtime


def _key(files: Iterable[RawFile]) -> str:
    whole = hashlib.blake2b(digest_size=10)
    for source in sorted(Path(__file__).parent.glob("*.py")):
        whole.update(hashlib.blake2b(source.read_bytes()).digest())
    for file in files:
        whole.update(hashlib.blake2b(file.raw).digest())
    return whole.hexdigest()
