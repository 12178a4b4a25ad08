"""A made-up ledger: claims of made-up people, and the rows a monitor would have left of them."""

import datetime as dt
import itertools
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import structs

from service.domain.actors import Actor
from service.domain.articles import Article, Block, Reading, content_hash
from service.domain.dates import When
from service.domain.ids import ArticleId, ClaimId, NodeId, article_id, derive
from service.domain.meetings import Claim, Meeting, Party, Status
from service.domain.spans import Evidence, Span
from service.resolution import clusters
from service.resolution.fields import content, gather, saying_id
from service.resolution.profiles import ActorFacts, Node, nodes
from service.resolution.resolve import meeting_of, meetings_of
from service.store import actors, ledger, meeting_log
from service.store.database import Database
from service.store.engines import connect
from service.store.ledger import Line
from service.store.migrate import migrate
from workers import filling

T = TypeVar("T")

NOW = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
FIRST = dt.date(2020, 1, 1)
COUNTRIES = [a + b for a, b in itertools.product("ABCDEFGH", "JKLMNPQR")]


class World:
    """Made-up meetings of persons of 64 countries over six years; 300 cities for 400 persons."""

    def __init__(self, persons: int, seed: int = 1) -> None:
        self._chance = random.Random(seed)
        self._cities = int(300 * (persons / 400) ** 0.5)
        self.actors = [
            Actor(slug=f"person-{n}", type="person", name=f"Person {n}", country=COUNTRIES[n % 64])
            for n in range(persons)
        ]
        self._people = self.actors
        self.facts = {a.id: ActorFacts(a.type, a.country, a.name) for a in self.actors}
        self._weights = list(itertools.accumulate(1 / (n + 1) for n in range(persons)))
        self._numbers = itertools.count(seed * 10**9)

    def meeting(self) -> Claim:
        """A meeting, as the claim that tells all of it."""
        pair = self._chance.choices(self._people, cum_weights=self._weights, k=2)
        day = FIRST + dt.timedelta(days=self._chance.randrange(2200))
        city = int(self._cities * self._chance.random() ** 3)
        return self._claim(
            Claim(
                id=ClaimId(""),
                article=ArticleId(""),
                kind=self._chance.choice(["talks", "meeting", "summit", "visit", "signing"]),
                status="held",
                when=When(day),
                city=f"City {city}",
                country=COUNTRIES[city % 64],
                parties=tuple(Party(actor=actor.id) for actor in {a.id: a for a in pair}.values()),
                published=day,
                evidence=(),
            )
        )

    def _claim(self, claim: Claim) -> Claim:
        number = next(self._numbers)
        return structs.replace(
            claim,
            id=ClaimId(derive("clm", str(number))),
            article=ArticleId(derive("art", str(number))),
        )

    def again(self, claim: Claim) -> Claim:
        """The same meeting in the words of another article."""
        assert claim.when is not None
        ahead = self._chance.random() < 0.3
        when = claim.when
        told = when.date + dt.timedelta(days=self._chance.randrange(-20, 0) if ahead else 1)
        status: Status = "planned" if ahead else "held"
        claim = structs.replace(claim, status=status, published=told)
        blur = self._chance.random()
        if blur < 0.1:
            claim = structs.replace(claim, when=None)
        elif blur < 0.2:
            claim = structs.replace(claim, city=None)
        elif blur < 0.3:
            claim = structs.replace(claim, when=When(when.date.replace(day=1), "month"))
        return self._claim(claim)

    def article(self, number: int, claims: list[Claim]) -> Article:
        raw = f"Article {number}\nSome words."
        id = article_id(content_hash(raw))
        words = (Evidence.of(raw, 0, 7, "bench"),)
        own = tuple(structs.replace(claim, article=id, evidence=words) for claim in claims)
        reading = Reading(
            article=id,
            extractor="bench",
            knowledge="bench",
            title=f"Article {number}",
            publisher=None,
            published_on=claims[0].published,
            language="en",
            found={},
            blocks=(Block("body", Span(0, len(raw))),),
            relevant=True,
            relevance=1.0,
            reasons=(),
            processes=(),
            actors=(),
            discovered=(),
            claims=own,
            mentions=(),
            quotes=(),
        )
        return Article(
            id=id,
            content_hash=content_hash(raw),
            url=None,
            canonical_url=None,
            published_at=None,
            received_at=NOW,
            source=None,
            raw=raw,
            reading=reading,
        )

    def groups(self, count: int) -> Iterator[list[Claim]]:
        """Claims of one meeting at a time, few of most and many of some, `count` in all."""
        made = 0
        while made < count:
            first = self.meeting()
            size = min(int(self._chance.paretovariate(1.1)), 200, count - made)
            made += size
            yield [first, *(self.again(first) for _ in range(size - 1))]


class Loose(World):
    """Meetings told as loosely as labelled articles tell: by their states, of one party, undated.

    Each of these, and what is told of no city, has the share of labelled claims that it has there.
    """

    def __init__(self, persons: int, seed: int = 1) -> None:
        super().__init__(persons, seed)
        states = {
            code: Actor(slug=f"state-{code.lower()}", type="state", name=code, country=code)
            for code in COUNTRIES
        }
        self._state_of = {a.id: states[a.country].id for a in self.actors if a.country}
        self.actors = [*self._people, *states.values()]
        self.facts |= {a.id: ActorFacts(a.type, a.country, a.name) for a in states.values()}

    def again(self, claim: Claim) -> Claim:
        """The same meeting in the words of another article, which leaves much out."""
        assert claim.when is not None
        when: When | None = claim.when
        told, blur, chance = super().again(claim), self._chance.random(), self._chance.random
        if blur < 0.4:
            when = When(claim.when.date.replace(day=1), "month") if blur < 0.22 else None
        city, country, parties = claim.city, claim.country, claim.parties
        if chance() < 0.3:
            city, country = None, country if chance() < 0.5 else None
        if chance() < 0.3:
            states = dict.fromkeys(self._state_of[party.actor] for party in parties)
            parties = tuple(Party(actor=state) for state in states)
        if chance() < 0.15:
            parties = parties[:1]
        return structs.replace(told, when=when, city=city, country=country, parties=parties)


async def fill(db: Database, world: World, count: int) -> list[Claim]:
    """Write claims as the monitor would have left them, and return the first of each meeting.

    They are resolved all at once by the rules that the monitor follows; the rows are written by
    the functions that it writes them with, but many at a time.
    """
    firsts: list[Claim] = []
    claims: dict[ClaimId, Claim] = {}
    for group in world.groups(count):
        firsts.append(group[0])
        claims |= {claim.id: claim for claim in group}
    own = nodes(claims.values(), world.facts)
    links = clusters.links({node.id: node for node in own.values()}.values())
    lines: list[Line] = []
    for some in batches(meetings_of(own, claims, links=links), 2000):
        made = [_meeting(world, [claims[id] for id in members], own) for members in some]
        said = [line for _, told in made for line in told]
        async with db.transaction() as tx:
            await ledger.replace(tx, {}, {line.claim.id: line for line in said}, NOW)
            new = await meeting_log.entries(tx, [meeting for meeting, _ in made], frozenset())
            await meeting_log.write(tx, new, {}, NOW)
        lines += said
    async with db.transaction() as tx:
        await filling.fill(tx, lines, own, links)
    return firsts


def _meeting(
    world: World, claims: list[Claim], own: Mapping[ClaimId, Node]
) -> tuple[Meeting, list[Line]]:
    meeting = meeting_of(gather([(claim, own[claim.id].id) for claim in claims], {}), world.facts)
    return meeting, [_line(claim, own[claim.id].id, meeting) for claim in claims]


def _line(claim: Claim, node: NodeId, meeting: Meeting) -> Line:
    return Line(claim, node, saying_id(node, content(claim)), meeting.id, claim.article)


def batches(all_: list[T], size: int) -> Iterator[list[T]]:
    return (all_[start : start + size] for start in range(0, len(all_), size))


async def make(url: str, claims: int, world: World, firsts: Path) -> None:
    """Make a record up in a database; some of its meetings' first claims go to a file."""
    db = await connect(url)
    await migrate(db)
    async with db.transaction() as tx:
        await actors.upsert(tx, world.actors, NOW)
    found = await fill(db, world, claims)
    some = random.Random(3).sample(found, min(len(found), 5000))
    firsts.write_bytes(msgspec.json.encode(some))
    await db.close()
