"""What the other stages found, for the verdict on an article to look at."""

from msgspec import Struct

from service.domain.actors import ActorMention
from service.domain.meetings import Claim
from service.domain.processes import ProcessMatch
from service.extraction.actors.cast import Cast
from service.extraction.meetings.people.sides import NO_SIDES, Sides

_OFFICES = frozenset({"president", "minister"})


class Facts(Struct, frozen=True):
    """The processes, claims and actors of an article, and its language."""

    processes: tuple[ProcessMatch, ...]
    claims: tuple[Claim, ...]
    actors: tuple[ActorMention, ...]
    language: str
    cast: Cast
    sides: Sides = NO_SIDES

    @property
    def armies(self) -> list[ActorMention]:
        """The armed groups."""
        return [actor for actor in self.actors if actor.type == "armed_group"]

    @property
    def states_meet(self) -> bool:
        """Whether those who are known to stand for two states are in one room.

        Of persons whom nobody knows the office does (`Prime Minister Sok of Cambodia`).
        """
        country = {
            one.actor: one.country
            for one in self.actors
            if not one.discovered or not _OFFICES.isdisjoint((one.role or "").split())
        }
        return any(
            len({country.get(party.actor) for party in claim.parties} - {None}) > 1
            for claim in self.claims
        )
