"""The fields of a meeting by vote: each value with its claims and its independent sources."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from heapq import nsmallest
from itertools import chain
from operator import attrgetter
from typing import Any

import msgspec
from msgspec import Struct, structs

from service.domain.dates import When
from service.domain.ids import ActorId, ArticleId, ClaimId, NodeId, SayingId, derive
from service.domain.meetings import Claim, FieldVote, Meeting, Party, PartyRole
from service.resolution.profiles import Actors

Stories = Mapping[frozenset[SayingId], int]

KEPT_VALUES = 30  # how many values of a list have votes, the strongest
KEPT_CLAIMS = 20  # how many claims a vote names; `sources` counts them all

_PRECISIONS = {"day": 2, "month": 1, "year": 0}
_ROLES: tuple[PartyRole, ...] = ("participant", "mediator", "host", "observer")
_PLAIN = ("kind", "level", "city", "country", "venue", "outcome", "round")


class Saying(Struct, frozen=True, gc=False):
    """Claims of one node that say the same on the same day: the first of them, and their ids.

    At most KEPT_CLAIMS ids, the smallest.
    """

    id: SayingId
    claim: Claim
    claims: tuple[ClaimId, ...]


class Tally(Struct, frozen=True, dict=True):
    """What is said of a meeting, and by how many stories.

    `stories` counts them by the sayings that each tells: a story is told in one way by most, and
    a meeting that thousands of articles tell of is counted by the few ways in which they do.
    """

    sayings: tuple[Saying, ...]
    stories: Stories

    @cached_property
    def _told_alone(self) -> dict[SayingId, int]:
        return {next(iter(told)): n for told, n in self.stories.items() if len(told) == 1}

    @cached_property
    def _told_with_others(self) -> list[tuple[frozenset[SayingId], int]]:
        return [(told, n) for told, n in self.stories.items() if len(told) > 1]

    @cached_property
    def _all(self) -> tuple[int, dt.date, tuple[ClaimId, ...]]:
        return sum(self.stories.values()), _latest(self.sayings), _first_claims(self.sayings)

    def sources(self, said: Iterable[Saying]) -> int:
        """Count the stories that tell any of some sayings: the independent sources."""
        ids, alone = {saying.id for saying in said}, self._told_alone
        found = sum([alone.get(id, 0) for id in ids])
        for told, n in self._told_with_others:
            if not ids.isdisjoint(told):
                found += n
        return found

    def ballot(self, value: Any, by: list[Saying]) -> "Ballot":
        """Count those who give a value: some of the sayings, each once."""
        if len(by) == len(self.sayings):
            sources, latest, claims = self._all
            return Ballot(value, sources, latest, claims)
        return Ballot(value, self.sources(by), _latest(by), _first_claims(by))


def content(claim: Claim) -> Claim:
    """Return what a claim says, whichever claim says it."""
    return structs.replace(
        claim, id=ClaimId(""), article=ArticleId(""), background=False, evidence=(), found={}
    )


def saying_id(node: NodeId, said: Claim) -> SayingId:
    """Name what a claim of a node says."""
    return SayingId(derive("say", node, msgspec.json.encode(said).decode()))


def gather(told: Iterable[tuple[Claim, NodeId]], names: Mapping[ArticleId, str]) -> Tally:
    """Count the claims of a meeting, each with its node; `names` are those of the stories."""
    said: dict[SayingId, list[Claim]] = defaultdict(list)
    stories: dict[str, set[SayingId]] = defaultdict(set)
    for claim, node in told:
        id = saying_id(node, content(claim))
        said[id].append(claim)
        stories[names.get(claim.article, claim.article)].add(id)
    return Tally(
        tuple(_saying(id, same) for id, same in sorted(said.items())),
        Counter(map(frozenset, stories.values())),
    )


def _saying(id: SayingId, same: Iterable[Claim]) -> Saying:
    first = nsmallest(KEPT_CLAIMS, same, key=lambda claim: claim.id)
    return Saying(id, first[0], tuple(claim.id for claim in first))


class Ballot(Struct):
    """A value as counted: its independent sources, the latest publication, its first claims."""

    value: Any
    sources: int
    latest: dt.date
    claims: tuple[ClaimId, ...]


def _order(ballot: Ballot) -> tuple[int, dt.date, str]:
    """The rank without the field's own rules: sources, then the newest, then a fixed order."""
    return ballot.sources, ballot.latest, str(ballot.value)


def ballots(
    tally: Tally, value: Callable[[Claim], Any], among: Iterable[Saying] | None = None
) -> list[Ballot]:
    """Count the values that are given, the strongest first; who gives none does not vote."""
    given: dict[Any, list[Saying]] = defaultdict(list)
    for saying in tally.sayings if among is None else among:
        if (told := value(saying.claim)) is not None:
            given[told].append(saying)
    return _counted(tally, given)


def _counted(tally: Tally, given: Mapping[Any, list[Saying]]) -> list[Ballot]:
    found = [tally.ballot(told, by) for told, by in given.items()]
    return sorted(found, key=_order, reverse=True) if len(found) > 1 else found


def _latest(said: Iterable[Saying]) -> dt.date:
    return max([saying.claim.published or dt.date.min for saying in said])


def plain(tally: Tally) -> dict[str, list[Ballot]]:
    """Count the votes on the fields that hold one value each."""
    counted = {field: ballots(tally, attrgetter(field)) for field in _PLAIN}
    counted["when"] = _when(ballots(tally, lambda claim: claim.when))
    counted["country"] = _of_the_city(tally, counted)
    return {field: found for field, found in counted.items() if found}


def _when(counted: list[Ballot]) -> list[Ballot]:
    """Prefer the finer date; of those that begin together, one that tells the last day too."""
    by_rank = sorted(
        counted, key=lambda b: (_PRECISIONS[b.value.precision], *_order(b)), reverse=True
    )
    if not by_rank or by_rank[0].value.precision != "day":
        return by_rank
    best: When = by_rank[0].value
    longer = [b for b in by_rank if b.value.date == best.date and b.value.end is not None]
    return longer[:1] + [b for b in by_rank if b not in longer[:1]]


def _of_the_city(tally: Tally, counted: Mapping[str, list[Ballot]]) -> list[Ballot]:
    """Let those who name the winning city say its country; else all who name a country."""
    if not counted["city"]:
        return counted["country"]
    city = counted["city"][0].value
    there = [saying for saying in tally.sayings if saying.claim.city == city]
    named = ballots(tally, lambda claim: claim.country, there)
    told = [ballot.value for ballot in named]
    return named + [ballot for ballot in counted["country"] if ballot.value not in told]


def parties(tally: Tally, actors: Actors) -> tuple[Party, ...]:
    """Gather the parties with the role that most sources give them.

    A state steps back behind its own person in the same role: "Armenia" in one article is its
    foreign minister in another. The person is inferred if no claim names them.
    """
    said: dict[ActorId, list[tuple[Saying, Party]]] = defaultdict(list)
    for saying in tally.sayings:
        for party in saying.claim.parties:
            said[party.actor].append((saying, party))
    found = [_party(tally, actor, by) for actor, by in said.items()]
    shown = [party for party in found if not _stands_behind(party, found, actors)]
    named = {p.actor: tally.sources(saying for saying, _ in said[p.actor]) for p in shown}
    return tuple(sorted(shown, key=lambda p: (_ROLES.index(p.role), -named[p.actor], p.actor)))


def _party(tally: Tally, actor: ActorId, said: list[tuple[Saying, Party]]) -> Party:
    by_role: dict[PartyRole, list[Saying]] = defaultdict(list)
    for saying, party in said:
        by_role[party.role].append(saying)
    role = max(by_role, key=lambda role: (tally.sources(by_role[role]), -_ROLES.index(role)))
    return Party(actor=actor, role=role, inferred=all(party.inferred for _, party in said))


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


def listed(tally: Tally, value: Callable[[Claim], Iterable[str]]) -> tuple[str, ...]:
    """Gather a field that holds several values, the one with most sources first."""
    said: dict[str, list[Saying]] = defaultdict(list)
    for saying in tally.sayings:
        for one in value(saying.claim):
            said[one].append(saying)
    named = {one: tally.sources(by) for one, by in said.items()}
    return tuple(sorted(said, key=lambda one: (-named[one], one)))


def several(tally: Tally, record: Meeting) -> dict[str, list[Ballot]]:
    """Count the votes on the status, and on what holds several values, those of the record first.

    A party is its actor and role. What the sources of a list do not name, they do not deny.
    """
    status = ballots(tally, lambda claim: claim.status)
    parties = _each(tally, lambda claim: ((p.actor, p.role) for p in claim.parties))
    issues = _each(tally, lambda claim: claim.issues)
    shown = [(party.actor, party.role) for party in record.parties]
    found = {
        "status": _led(status, [record.status]),
        "parties": [_party_ballot(ballot) for ballot in _led(parties, shown)],
        "issues": _led(issues, record.issues),
    }
    return {field: counted[:KEPT_VALUES] for field, counted in found.items() if counted}


def _each(tally: Tally, values: Callable[[Claim], Iterable[Any]]) -> list[Ballot]:
    said: dict[Any, list[Saying]] = defaultdict(list)
    for saying in tally.sayings:
        for one in dict.fromkeys(values(saying.claim)):
            said[one].append(saying)
    return _counted(tally, said)


def _led(counted: list[Ballot], shown: Iterable[Any]) -> list[Ballot]:
    """Put what the record shows first, in its order."""
    place = {value: n for n, value in enumerate(shown)}
    return sorted(counted, key=lambda ballot: place.get(ballot.value, len(place)))


def _party_ballot(ballot: Ballot) -> Ballot:
    actor, role = ballot.value
    return structs.replace(ballot, value={"actor": actor, "role": role})


def votes(counted: Mapping[str, list[Ballot]]) -> dict[str, tuple[FieldVote, ...]]:
    """Turn counted ballots into the record's votes, the winning value first."""
    return {
        field: tuple(
            FieldVote(
                value=msgspec.to_builtins(ballot.value),
                claims=ballot.claims,
                sources=ballot.sources,
            )
            for ballot in found
        )
        for field, found in sorted(counted.items())
    }


def _first_claims(sayings: Sequence[Saying]) -> tuple[ClaimId, ...]:
    """The smallest ids: only sayings with the smallest first ids can have them."""
    if len(sayings) == 1:
        return sayings[0].claims[:KEPT_CLAIMS]
    first = sorted(sayings, key=_first_claim)[:KEPT_CLAIMS]
    return tuple(sorted(chain(*[saying.claims for saying in first]))[:KEPT_CLAIMS])


def _first_claim(saying: Saying) -> ClaimId:
    return saying.claims[0]
