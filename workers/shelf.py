"""What the monitor has at hand: components it worked on lately, and who the actors are.

Only the one monitor that holds the lease writes the ledger, so what it has read or written itself
stays true until it loses the lease; then it forgets all.
"""

import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping

from msgspec import Struct

from service.domain.ids import ActorId, ArticleId, ClaimId
from service.resolution.profiles import ActorFacts, Profile, profile
from service.store import actors, ledger
from service.store.database import Connection
from service.store.ledger import Line

LINES = 30_000  # about 80 MB
FRESH = 60.0  # seconds for which an actor's name and country are taken as read

Lines = dict[ClaimId, Line]


class Held(Struct, frozen=True):
    """A component's lines with their profiles, and the distinct ones of these."""

    lines: Lines
    profiles: dict[ClaimId, Profile]
    distinct: frozenset[Profile]


class Shelf:
    """Components by id, the ones used last; at most LINES lines in all."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget all."""
        self._held: OrderedDict[ClaimId, Held] = OrderedDict()
        self._homes: dict[ArticleId, set[ClaimId]] = {}
        self._lines = 0
        self._facts: dict[ActorId, ActorFacts] = {}
        self._read_at = 0.0

    async def facts(self, conn: Connection, ids: Iterable[ActorId]) -> dict[ActorId, ActorFacts]:
        """Return what resolution knows of actors."""
        if time.monotonic() - self._read_at > FRESH:
            self._facts.clear()
            self._read_at = time.monotonic()
        wanted = set(ids)
        missing = sorted(wanted - self._facts.keys())
        if missing:
            found = await actors.get_many(conn, missing)
            self._facts |= {id: ActorFacts(a.type, a.country, a.name) for id, a in found.items()}
        return {id: self._facts[id] for id in wanted if id in self._facts}

    async def components(self, conn: Connection, ids: Iterable[ClaimId]) -> dict[ClaimId, Held]:
        """Return components, reading those that are not at hand."""
        wanted = set(ids)
        missing = sorted(wanted - self._held.keys())
        if missing:
            lines = await ledger.of_components(conn, missing)
            await self.put(conn, {line.claim.id: line for line in lines}, {})
        for id in wanted & self._held.keys():
            self._held.move_to_end(id)
        found = {id: self._held[id] for id in sorted(wanted) if id in self._held}
        self._make_room()
        return found

    async def put(
        self, conn: Connection, lines: Lines, profiles: Mapping[ClaimId, Profile]
    ) -> None:
        """Take whole components in, in place of what was held of them."""
        new = [line.claim for id, line in lines.items() if id not in profiles]
        known = await self.facts(conn, (p.actor for claim in new for p in claim.parties))
        groups: dict[ClaimId, Lines] = {}
        for id, line in lines.items():
            groups.setdefault(line.component, {})[id] = line
        for component, members in groups.items():
            self._drop(component)
            found = {
                id: profiles.get(id) or profile(line.claim, known) for id, line in members.items()
            }
            self._held[component] = Held(members, found, frozenset(found.values()))
            self._lines += len(members)
            for line in members.values():
                self._homes.setdefault(line.claim.article, set()).add(component)

    def forget(self, components: Iterable[ClaimId], articles: Iterable[ArticleId] = ()) -> None:
        """Forget components, and those that hold a claim of some articles."""
        homes = [home for article in articles for home in self._homes.get(article, ())]
        for component in {*components, *homes}:
            self._drop(component)

    def _make_room(self) -> None:
        while self._lines > LINES and len(self._held) > 1:
            self._drop(next(iter(self._held)))

    def _drop(self, component: ClaimId) -> None:
        held = self._held.pop(component, None)
        if held is None:
            return
        self._lines -= len(held.lines)
        for line in held.lines.values():
            homes = self._homes.get(line.claim.article, set())
            homes.discard(component)
            if not homes:
                self._homes.pop(line.claim.article, None)
