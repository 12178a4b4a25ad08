"""Peace processes: who negotiates with whom, who mediates, what it is called."""

from msgspec import Struct

from service.domain.spans import Evidence


class Process(Struct, frozen=True, kw_only=True):
    """A peace process as the knowledge describes it.

    `sides` holds, for each side, the slugs of the actors on it; `mediators` likewise. `keywords`
    are names and places that point to the process (lower-case unless proper names). Years are
    inclusive; None is open.
    """

    slug: str
    name: str
    sides: tuple[tuple[str, ...], ...]
    mediators: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None


class ProcessMatch(Struct, frozen=True, kw_only=True):
    """A process that an article is about, its score (0 to 1) and the words that point to it."""

    process: str
    score: float
    evidence: tuple[Evidence, ...]
