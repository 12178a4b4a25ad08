"""Where an entry was written, for messages."""

from collections.abc import Iterable

from service.knowledge.files import DataFile

_TABLES = ("states", "organizations", "armed_groups", "persons", "processes", "outlets")


class Origins:
    """Finds the file in which an entry was told last."""

    def __init__(self, files: Iterable[DataFile]) -> None:
        self._files = tuple(files)

    def of(self, slug: str) -> str:
        """Return `file: slug`, or the slug alone when no file has such an entry."""
        for file in reversed(self._files):
            if any(slug in file.tables.get(table, ()) for table in _TABLES):
                return f"{file.name}: {slug}"
        return slug
