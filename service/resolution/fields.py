"""The fields of a meeting by vote: each value with its claims and its independent sources."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nsmallest
from itertools import chain
from operator import attrgetter
from typing import Any

import msgspec
from msgspec import Struct

from service.domain.dates import When
from service.domain.ids import ActorId, ArticleId, ClaimId
from service.domain.meetings import Claim, FieldVote, Party, PartyRole
from service.resolution.profiles import Actors

Stories = Mapping[ArticleId, str]
KEPT_CLAIMS = 20  # how many claims a vote names; `sources` counts them all

_PRECISIONS = {"day": 2, "month": 1, "year": 0}
_ROLES: tuple[PartyRole, ...] = ("participant", "mediator", "host", "observer")
_PLAIN = ("kind", "level", "city", "country", "venue", "outcome", "round")


class Saying(Struct, frozen=True):
    """Claims that say the same on the same day: one of them, the ids of all, their stories."""

    claim: Claim
    claims: tuple[ClaimId, ...]
    stories: frozenset[str]


def gather(claims: Iterable[Claim], stories: Stories) -> list[Saying]:
    """Gather claims by what they say, so that a hot meeting is counted by sayings, not claims."""
    groups: dict[tuple[Any, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[_content(claim)].append(claim)
    return [
        Saying(
            same[0],
            tuple(claim.id for claim in same),
            frozenset([stories.get(claim.article, claim.article) for claim in same]),
        )
        for same in groups.values()
    ]


_content = attrgetter(
    *("published", "status", "when", "parties", "processes", "issues"),
    *("kind", "level", "city", "country", "venue", "outcome", "round"),
)


class Ballot(Struct):
    """All that give one value, as counted: independent sources and the latest publication."""

    value: Any
    sayings: list[Saying]
    sources: int
    latest: dt.date

    @property
    def order(self) -> tuple[int, dt.date, str]:
        """The rank without the field's own rules: sources, then the newest, then a fixed order."""
        return self.sources, self.latest, str(self.value)


def sources(sayings: Iterable[Saying]) -> int:
    """Count the independent sources: copies of one story are one."""
    return len(frozenset().union(*(saying.stories for saying in sayings)))


def ballots(sayings: Sequence[Saying], value: Callable[[Claim], Any]) -> list[Ballot]:
    """Count the values that are given, the strongest first; who gives none does not vote."""
    given: dict[Any, list[Saying]] = defaultdict(list)
    for saying in sayings:
        if (told := value(saying.claim)) is not None:
            given[told].append(saying)
    counted = [
        Ballot(told, by, sources(by), max(s.claim.published or dt.date.min for s in by))
        for told, by in given.items()
    ]
    return sorted(counted, key=lambda ballot: ballot.order, reverse=True)


def plain(sayings: Sequence[Saying]) -> dict[str, list[Ballot]]:
    """Count the votes on the fields that hold one value each."""
    counted = {field: ballots(sayings, attrgetter(field)) for field in _PLAIN}
    counted["when"] = _when(ballots(sayings, lambda claim: claim.when))
    counted["country"] = _of_the_city(counted)
    return {field: found for field, found in counted.items() if found}


def _when(counted: list[Ballot]) -> list[Ballot]:
    """Prefer the finer date; of those that begin together, one that tells the last day too."""
    by_rank = sorted(
        counted, key=lambda b: (_PRECISIONS[b.value.precision], *b.order), reverse=True
    )
    if not by_rank or by_rank[0].value.precision != "day":
        return by_rank
    best: When = by_rank[0].value
    longer = [b for b in by_rank if b.value.date == best.date and b.value.end is not None]
    return longer[:1] + [b for b in by_rank if b not in longer[:1]]


def _of_the_city(counted: Mapping[str, list[Ballot]]) -> list[Ballot]:
    """Let those who name the winning city say its country; else all who name a country."""
    if not counted["city"]:
        return counted["country"]
    named = ballots(counted["city"][0].sayings, lambda claim: claim.country)
    told = [ballot.value for ballot in named]
    return named + [ballot for ballot in counted["country"] if ballot.value not in told]


def parties(sayings: Sequence[Saying], actors: Actors) -> tuple[Party, ...]:
    """Gather the parties with the role that most sources give them.

    A state steps back behind its own person in the same role: "Armenia" in one article is its
    foreign minister in another. The person is inferred if no claim names them.
    """
    said: dict[ActorId, list[tuple[Saying, Party]]] = defaultdict(list)
    for saying in sayings:
        for party in saying.claim.parties:
            said[party.actor].append((saying, party))
    found = [_party(actor, by) for actor, by in said.items()]
    shown = [party for party in found if not _stands_behind(party, found, actors)]
    return tuple(
        sorted(shown, key=lambda p: (_ROLES.index(p.role), -_named(said[p.actor]), p.actor))
    )


def _party(actor: ActorId, said: list[tuple[Saying, Party]]) -> Party:
    role = max(
        _ROLES,
        key=lambda role: (
            _named([one for one in said if one[1].role == role]),
            -_ROLES.index(role),
        ),
    )
    return Party(actor=actor, role=role, inferred=all(party.inferred for _, party in said))


def _named(said: Iterable[tuple[Saying, Party]]) -> int:
    return sources(saying for saying, _ in said)


def _stands_behind(party: Party, all_: Iterable[Party], actors: Actors) -> bool:
    facts = actors.get(party.actor)
    if facts is None or facts.type != "state":
        return False
    return any(
        other.role == party.role and _is_person_of(other.actor, facts.country, actors)
        for other in all_
    )


def _is_person_of(actor: ActorId, country: str | None, actors: Actors) -> bool:
    facts = actors.get(actor)
    return facts is not None and facts.type == "person" and facts.country == country


def listed(sayings: Sequence[Saying], value: Callable[[Claim], Iterable[str]]) -> tuple[str, ...]:
    """Gather a field that holds several values, the one with most sources first."""
    said: dict[str, list[Saying]] = defaultdict(list)
    for saying in sayings:
        for one in value(saying.claim):
            said[one].append(saying)
    return tuple(sorted(said, key=lambda one: (-sources(said[one]), one)))


def votes(counted: Mapping[str, list[Ballot]]) -> dict[str, tuple[FieldVote, ...]]:
    """Turn counted ballots into the record's votes, the winning value first."""
    return {
        field: tuple(
            FieldVote(
                value=msgspec.to_builtins(ballot.value),
                claims=tuple(nsmallest(KEPT_CLAIMS, chain(*(s.claims for s in ballot.sayings)))),
                sources=ballot.sources,
            )
            for ballot in found
        )
        for field, found in sorted(counted.items())
    }
