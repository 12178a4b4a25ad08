"""What must hold between entries; each rule yields its problems, the loader tells all at once."""

from collections.abc import Iterator

from service.knowledge.model import Knowledge
from service.knowledge.origins import Origins


def problems(knowledge: Knowledge, origins: Origins) -> Iterator[str]:
    """Yield everything that is wrong with the knowledge, each with file and entry."""
    yield from ()
