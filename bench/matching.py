"""Standing queries: time and memory of the index, beside checking every query.

    .venv/bin/python -m bench.matching [--subscriptions 10000 100000]

Actors, processes and words are drawn by Zipf's law, so that a few are in most queries. Prints, per
number of subscriptions: seconds to build, memory, queries checked per event, p50 and p99 (CPU time)
of a match, and how many times that is faster than checking each distinct query.
"""

import argparse
import datetime as dt
import gc
import random
import resource
import time
from itertools import accumulate
from statistics import quantiles

import msgspec

from service.domain.events import Event, Facts
from service.domain.ids import EventId, SubscriptionId, actor_id
from service.domain.queries import Query
from service.domain.subscriptions import Subscription
from service.matching import atoms
from service.matching.clauses import facts_of, heard, meets
from service.matching.index import Index

NOW = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)


class Zipf:
    """Draws numbers below a limit, the small ones most often."""

    def __init__(self, limit: int, chance: random.Random) -> None:
        self._weights = list(accumulate(1 / (n + 1) for n in range(limit)))
        self._chance = chance

    def some(self, count: int) -> list[int]:
        population = range(len(self._weights))
        return self._chance.choices(population, cum_weights=self._weights, k=count)


class World:
    """Makes queries and events of one world of actors, processes, places and words."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = random.Random(seed)
        self._actors = Zipf(3000, self._chance)
        self._processes = Zipf(60, self._chance)
        self._places = Zipf(300, self._chance)
        self._words = Zipf(20_000, self._chance)

    def query(self) -> Query:
        actors = tuple(dict.fromkeys(f"actor-{n}" for n in self._actors.some(2)))
        wanted = {
            "actors": actors[:1],
            "actors_all": actors,
            "processes": tuple(f"process-{n}" for n in self._processes.some(1)),
            "places": tuple(f"City{n}" for n in self._places.some(1)),
            "keywords": tuple(f"word{n}" for n in self._words.some(1)),
            "statuses": tuple(self._chance.sample(["planned", "held", "cancelled"], 1)),
        }
        chosen = self._chance.sample(sorted(wanted), self._chance.choice([1, 2, 2, 3]))
        return Query(**{field: wanted[field] for field in chosen})  # type: ignore[arg-type]

    def subscription(self, number: int) -> Subscription:
        return Subscription(
            id=SubscriptionId(f"sub_{number}"),
            url="https://example.org",
            events=("meeting.announced",),
            query=self.query(),
            created_at=NOW,
            changed_at=NOW,
        )

    def event(self, number: int) -> Event:
        facts = Facts(
            actors=tuple({actor_id(f"actor-{n}") for n in self._actors.some(6)}),
            processes=tuple({f"process-{n}" for n in self._processes.some(2)}),
            places=tuple({f"City{n}" for n in self._places.some(1)}),
            kind="talks",
            status=self._chance.choice(["planned", "held", "cancelled"]),
            language="en",
            text=" ".join({f"word{n}" for n in self._words.some(150)}),
        )
        return Event(
            id=EventId(f"evt_{number}"),
            type="meeting.announced",
            subject="mtg_1",
            dedupe_key=str(number),
            occurred_at=NOW,
            facts=msgspec.to_builtins(facts),
            payload=msgspec.Raw(b"{}"),
        )


def measure(count: int, events: int = 300) -> str:
    world = World()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    subscriptions = [world.subscription(n) for n in range(count)]
    began = time.process_time()
    index = Index()
    for subscription in subscriptions:
        index.add(subscription)
    built = time.process_time() - began
    gc.freeze()
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    told = [world.event(n) for n in range(events)]
    took, hits, checked = [], 0, 0
    for event in told:
        began = time.process_time()
        hits += len(index.match(event))
        took.append(1e3 * (time.process_time() - began))
        checked += len(index.candidates(atoms.of_facts(event.type, facts_of(event))))
    cuts = quantiles(took, n=100)
    slow = _brute_force(index, told[:5])
    return (
        f"{count:>9,} subscriptions ({index.distinct:,} distinct): built in {built:.1f} s, "
        f"{memory:.0f} MB with the subscriptions; per event {checked / events:.0f} checked, "
        f"{hits / events:.0f} met, p50 {cuts[49]:.2f} ms, p99 {cuts[98]:.2f} ms; "
        f"checking each {slow:.0f} ms, {slow / cuts[49]:.0f} times as long"
    )


def _brute_force(index: Index, events: list[Event]) -> float:
    """Milliseconds to check every distinct query for one event."""
    began = time.process_time()
    for event in events:
        facts = facts_of(event)
        for (types, query), fields in index.questions():
            _ = heard(types, event.type, facts) and meets(query, fields, facts)
    return 1e3 * (time.process_time() - began) / len(events)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscriptions", type=int, nargs="+", default=[10_000, 100_000])
    for count in parser.parse_args().subscriptions:
        print(measure(count), flush=True)


if __name__ == "__main__":
    main()
