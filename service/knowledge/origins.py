"""Where an entry was written, for messages."""

from collections.abc import Iterable

from service.knowledge import notation
from service.knowledge.files import DataFile, Table, table
from service.knowledge.model import Place

_TABLES = ("states", "organizations", "armed_groups", "persons", "processes", "outlets")
_PLACES = {"city": "cities", "region": "regions", "venue": "venues"}


class Origins:
    """Finds the file in which an entry was told last."""

    def __init__(self, files: Iterable[DataFile]) -> None:
        self._files = tuple(reversed(tuple(files)))

    def of(self, slug: str) -> str:
        """Return `file: slug`, or the slug alone when no file has such an entry."""
        for file in self._files:
            if any(slug in _table(file, kind) for kind in _TABLES):
                return f"{file.name}: {slug}"
        return slug

    def of_place(self, place: Place) -> str:
        """Return `file: table.key: name` of a place."""
        kind, name = _PLACES[place.kind], place.names[0]
        for file in self._files:
            for key, block in _table(file, kind).items():
                lines = notation.lines(block) if isinstance(block, str) else ()
                if any(name in map(_bare, notation.names(line)) for line in lines):
                    return f"{file.name}: {kind}.{key}: {name}"
        return f"{kind}: {name}"

    def of_class(self, language: str, name: str) -> str:
        """Return `file: words.NAME` of a class of a language's words."""
        for file in self._files:
            if file.tables.get("language") == language:
                for key, _ in _table(file, "words").items():
                    if key.partition(".")[0] == name:
                        return f"{file.name}: words.{key}"
        return f"lexicon {language}"


def _table(file: DataFile, name: str) -> Table:
    # One that is no table has been told already.
    return table(file, name, [])


def _bare(name: str) -> str:
    return notation.unguard(name)[0]
