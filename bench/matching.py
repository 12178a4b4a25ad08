"""Standing queries: time and memory of the index, beside PostgreSQL and a plain loop, in one run.

    .venv/bin/python -m bench.matching [--subscriptions 1000 10000 100000 1000000]
        [--peers-up-to 100000] [--desks]

Who asks what and what happens is drawn by Zipf's law (`bench.matching_world`). Per number of
subscriptions it prints: seconds of CPU to build the index and its memory (the growth of a fresh
process that keeps nothing else); per event how many subscriptions are met by how many distinct
questions, p50 and p99 of finding these (ms of CPU) and p50 of listing the ids of who asks; the
microseconds to take out a subscription and to put it in again, on the average and the longest of
a thousand; how long a check of every subscription takes, and a scan of them as `tsquery` by
PostgreSQL, as long as there are not more subscriptions than asked for (and no desks: these have
phrases that a bag of words does not tell apart). A sample of what is found must equal the
check, the number of all that is found PostgreSQL's.
"""

import argparse
import asyncio
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import asyncpg

from bench.matching_world import World
from service.domain.events import Event
from service.domain.subscriptions import Subscription
from service.matching import atoms
from service.matching.clauses import facts_of
from service.matching.index import Index, brute_force
from tests.servers import postgres_server

SAMPLE = 5_000
SCANNED = 10


def resident() -> float:
    """Megabytes that this process keeps in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds of CPU, and what came of it."""
    began = time.process_time()
    result = work()
    return 1e3 * (time.process_time() - began), result


def measure(count: int, events: int, desks: bool) -> dict[str, Any]:
    """Build an index in this process, which should be fresh, and ask it."""
    world, index = World(desks=desks), Index()
    gc.collect()
    before = resident()
    built, _ = _timed(lambda: _fill(index, world.subscriptions(count)))
    gc.collect()
    grown = resident() - before
    gc.freeze()
    told = [world.event(n) for n in range(events)]
    matched = [_timed(partial(index.match, event)) for event in told]
    listed = [_timed(partial(list, found)) for _, found in matched]
    cuts = quantiles([took for took, _ in matched], n=100)
    sample = list(islice(World(desks=desks).subscriptions(count), min(count, SAMPLE)))
    changed = [_timed(partial(_change, index, one))[0] for one in sample[:1000]]
    return {
        "distinct": index.distinct,
        "built_s": built / 1e3,
        "memory_mb": grown,
        "hits": [len(found) for _, found in matched],
        "questions": sum(len(found.questions) for _, found in matched) / events,
        "p50_ms": cuts[49],
        "p99_ms": cuts[98],
        "listing_ms": median(took for took, _ in listed),
        "change_us": 1e3 * sum(changed) / len(changed),
        "longest_us": 1e3 * max(changed),
        "loop_ms": _sampled(index, told, sample) * count / len(sample),
    }


def _change(index: Index, subscription: Subscription) -> None:
    index.remove(subscription.id)
    index.add(subscription)


def _fill(index: Index, asking: Iterable[Subscription]) -> None:
    for subscription in asking:
        index.add(subscription)


def _sampled(index: Index, told: list[Event], sample: list[Subscription]) -> float:
    """Check a sample of the subscriptions one by one; milliseconds that it takes an event."""
    ids = {subscription.id for subscription in sample}
    spent = 0.0
    for event in told[:10]:
        took, wanted = _timed(partial(brute_force, sample, event))
        assert sorted(ids.intersection(index.match(event))) == wanted
        spent += took
    return spent / len(told[:10])


async def percolate(url: str, count: int, events: int, desks: bool) -> tuple[float, list[int]]:
    """Keep the queries as `tsquery` and scan them; milliseconds (p50) and hits of events."""
    conn = await asyncpg.connect(url)
    await conn.execute("DROP TABLE IF EXISTS asked")
    await conn.execute(
        "CREATE TABLE asked (id TEXT, wanted TEXT, sources INT, silence INT, since DATE)"
    )
    world = World(desks=desks)
    subscriptions = world.subscriptions(count)
    while rows := [_row(s) for s in islice(subscriptions, 20_000)]:
        await conn.copy_records_to_table("asked", records=rows)
    await conn.execute("ALTER TABLE asked ALTER wanted TYPE tsquery USING wanted::tsquery")
    await conn.execute("VACUUM ANALYZE asked")
    took, hits = [], []
    for event in [world.event(n) for n in range(events)][:SCANNED]:
        began = time.perf_counter()
        hits.append(len(await conn.fetch(_SCAN, *_params(event))))
        took.append(1e3 * (time.perf_counter() - began))
    await conn.close()
    return median(took), hits


# The sub-select is looked at once, where a prepared statement would make the vector for each row.
_SCAN = """
    SELECT id FROM asked WHERE wanted @@ (SELECT array_to_tsvector($1::text[])) AND sources <= $2
    AND silence <= $3 AND (since IS NULL OR since <= $4)
"""


def _row(asking: Subscription) -> tuple[object, ...]:
    query = asking.query
    clauses = atoms.of_query(asking.events, query)
    wanted = " & ".join(f"({' | '.join(map(_lexeme, clause))})" for clause in clauses)
    return asking.id, wanted, query.min_sources, query.first_contact_days, query.date_from


def _params(event: Event) -> tuple[object, ...]:
    facts = facts_of(event)
    told = atoms.of_facts(event.type, facts).items()
    there = [f"{field}:{value}" for field, values in told for value in values]
    return there, facts.sources, facts.silence_days, facts.last


def _lexeme(atom: tuple[str, str]) -> str:
    return f"'{atom[0]}:{atom[1]}'"


def _in_child(count: int, events: int, desks: bool) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.matching", "--events", str(events)]
    command += ["--desks"] if desks else []
    done = subprocess.run([*command, "--child", str(count)], check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _told(count: int, got: dict[str, Any]) -> str:
    p50 = got["p50_ms"]
    return (
        f"{count:>9,} subscriptions, {got['distinct']:,} distinct questions: built in "
        f"{got['built_s']:.1f} s, {got['memory_mb']:.0f} MB; an event meets "
        f"{sum(got['hits']) / len(got['hits']):,.0f} by {got['questions']:,.0f} questions: "
        f"p50 {p50:.2f} ms, p99 {got['p99_ms']:.2f} ms, listing {got['listing_ms']:.2f} ms; "
        f"a change {got['change_us']:.0f} us, longest {got['longest_us']:.0f} us; "
        f"loop {got['loop_ms']:,.0f} ms (x{got['loop_ms'] / p50:,.0f})"
    )


def _beside(url: str, count: int, events: int, desks: bool, got: dict[str, Any]) -> str:
    scan, hits = asyncio.run(percolate(url.format(name="postgres"), count, events, desks))
    pairs = list(zip(got["hits"], hits, strict=False))
    assert all(ours == theirs for ours, theirs in pairs), pairs
    return f"          PostgreSQL {scan:,.0f} ms (x{scan / got['p50_ms']:,.0f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    counts = [1_000, 10_000, 100_000, 1_000_000]
    parser.add_argument("--subscriptions", type=int, nargs="+", default=counts)
    parser.add_argument("--events", type=int, default=300)
    parser.add_argument("--peers-up-to", type=int, default=100_000)
    parser.add_argument("--desks", action="store_true", help="three of ten have long lists")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(measure(given.child, given.events, given.desks)))
        return
    with postgres_server() as url:
        for count in given.subscriptions:
            got = _in_child(count, given.events, given.desks)
            print(_told(count, got), flush=True)
            if count <= given.peers_up_to and not given.desks:
                print(_beside(url, count, given.events, given.desks, got), flush=True)


if __name__ == "__main__":
    main()
