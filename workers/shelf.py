"""What the monitor has at hand: who the actors are."""

import time
from collections.abc import Iterable

from service.domain.ids import ActorId
from service.resolution.profiles import ActorFacts
from service.store import actors
from service.store.database import Connection

FRESH = 60.0  # seconds for which an actor's name and country are taken as read
MOST = 50_000


class Shelf:
    """What resolution knows of actors, for a while."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget all."""
        self._facts: dict[ActorId, ActorFacts] = {}
        self._read_at = 0.0

    async def facts(self, conn: Connection, ids: Iterable[ActorId]) -> dict[ActorId, ActorFacts]:
        """Return what resolution knows of actors."""
        if time.monotonic() - self._read_at > FRESH or len(self._facts) > MOST:
            self._facts.clear()
            self._read_at = time.monotonic()
        wanted = set(ids)
        missing = sorted(wanted - self._facts.keys())
        if missing:
            found = await actors.brief(conn, missing)
            self._facts |= {id: ActorFacts(a.type, a.country, a.name) for id, a in found.items()}
        return {id: self._facts[id] for id in wanted if id in self._facts}
