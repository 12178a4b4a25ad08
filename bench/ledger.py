"""The ledger's cost per article while it grows, and with a hot meeting.

    .venv/bin/python -m bench.ledger [--claims 10000 100000 1000000] [--hot 5000] [--steps 300]

Fills a ledger with made-up claims (participants, places and days by Zipf's law, a tenth of the
claims without a date), then lets the monitor take articles of one to three claims each, most of
them about meetings that are there. Prints p50, p90 and p99 of the CPU time of a step, all of it:
reading, deciding, writing, and the memory of the process. Then one meeting is told by more and
more articles.
"""

import argparse
import asyncio
import datetime as dt
import gc
import itertools
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from statistics import quantiles

from msgspec import structs

from service.domain.actors import Actor
from service.domain.articles import Article, Block, Reading, content_hash
from service.domain.dates import When
from service.domain.ids import ArticleId, ClaimId, article_id, derive
from service.domain.meetings import Claim, Meeting, Party, Status
from service.domain.spans import Evidence, Span
from service.ingest import keep
from service.resolution.incremental import recluster
from service.resolution.profiles import ActorFacts
from service.store import actors, journal, ledger, meeting_log
from service.store.database import Connection, Database, connect
from service.store.ledger import Line
from service.store.migrate import migrate
from workers.monitor import Monitor

NOW = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
FIRST = dt.date(2020, 1, 1)
COUNTRIES = [a + b for a, b in itertools.product("ABCDEFGH", "JKLMNPQR")]


class World:
    """Made-up meetings of 400 persons of 64 countries over six years in 300 cities."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = random.Random(seed)
        self.actors = [
            Actor(slug=f"person-{n}", type="person", name=f"Person {n}", country=COUNTRIES[n % 64])
            for n in range(400)
        ]
        self.facts = {a.id: ActorFacts(a.type, a.country, a.name) for a in self.actors}
        self._weights = list(itertools.accumulate(1 / (n + 1) for n in range(400)))
        self._numbers = itertools.count()

    def meeting(self) -> Claim:
        """A meeting, as the claim that tells all of it."""
        pair = self._chance.choices(self.actors, cum_weights=self._weights, k=2)
        day = FIRST + dt.timedelta(days=self._chance.randrange(2200))
        city = int(300 * self._chance.random() ** 3)
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


async def fill(db: Database, world: World, count: int) -> list[Claim]:
    """Write claims as if the monitor had taken them, each meeting resolved by itself."""
    firsts: list[Claim] = []
    groups = world.groups(count)
    while batch := list(itertools.islice(groups, 500)):
        async with db.transaction() as tx:
            await _write(tx, world, batch)
        firsts += [group[0] for group in batch]
    return firsts


async def _write(tx: Connection, world: World, groups: list[list[Claim]]) -> None:
    lines: dict[ClaimId, Line] = {}
    keys: dict[ClaimId, frozenset[str]] = {}
    meetings: list[Meeting] = []
    for group in groups:
        made = recluster(group, world.facts, (), {})
        meetings += made.meetings
        keys |= made.keys
        for claim in group:
            place = made.places[claim.id]
            lines[claim.id] = Line(claim, place.component, place.meeting, claim.article)
    await ledger.replace(tx, {}, lines, keys, NOW)
    await meeting_log.write(tx, meetings, frozenset(), NOW)


async def steps(db: Database, monitor: Monitor, articles: list[Article]) -> list[float]:
    """Keep articles and let the monitor take each; return the milliseconds of each step."""
    async with db.transaction() as tx:
        await keep(tx, articles, NOW)
    took = []
    await monitor.follow()
    for entry in await journal.after(db, await journal.position(db, "monitor"), limit=100_000):
        await monitor.hold()
        began = time.process_time()
        await monitor.take(entry)
        took.append(1e3 * (time.process_time() - began))
    return took


def told(took: list[float]) -> str:
    cuts = quantiles(took, n=100)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"p50 {cuts[49]:.1f}, p90 {cuts[89]:.1f}, p99 {cuts[98]:.1f} ms; {memory:.0f} MB"


async def measure(claims: int, count: int, hot: int) -> None:
    world, chance = World(), random.Random(2)
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        db = await connect(f"sqlite:///{folder}/ledger.db")
        await migrate(db)
        async with db.transaction() as tx:
            await actors.upsert(tx, world.actors, dt.datetime.now(dt.UTC))
        began = time.process_time()
        firsts = await fill(db, world, claims)
        filled = time.process_time() - began
        gc.freeze()  # what was made to fill the ledger is not the monitor's
        monitor = Monitor(db)
        articles = []
        for n in range(count):
            known = chance.choices(firsts, k=chance.randrange(1, 4))
            said = [world.again(c) if chance.random() < 0.8 else world.meeting() for c in known]
            articles.append(world.article(n, said))
        took = await steps(db, monitor, articles)
        print(
            f"{claims:>9,} claims, {len(firsts):,} meetings (filled in {filled:.0f} s): "
            f"{told(took)}",
            flush=True,
        )
        if hot:
            await _hot(db, world, monitor, hot)
        await db.close()


async def _hot(db: Database, world: World, monitor: Monitor, hot: int) -> None:
    """One meeting, told by more and more articles."""
    first = world.meeting()
    for n in range(0, hot, 500):
        articles = [world.article(10**6 + n + k, [world.again(first)]) for k in range(500)]
        took = await steps(db, monitor, articles)
        print(f"    hot meeting of {n + 500:,} claims: {told(took)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--hot", type=int, default=0)
    parser.add_argument("--steps", type=int, default=300)
    asked = parser.parse_args()
    for claims in asked.claims:
        asyncio.run(measure(claims, asked.steps, asked.hot))


if __name__ == "__main__":
    main()
