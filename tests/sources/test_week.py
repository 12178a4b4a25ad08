"""A week of two hundred feeds by a clock that is not waited for: daily rhythms, outages, a restart.

Nobody looks here at a network or a database: what is shown is how the intervals behave.
"""

import datetime as dt
import heapq
import itertools
import math
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec
import pytest

from service.domain.sources import Health
from service.sources.polling import LONGEST, SHORTEST, Polled, after

START = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
WEEK = dt.timedelta(days=7)
HOUR = dt.timedelta(hours=1)
FEEDS = 200


@dataclass
class Feed:
    """Items a day by rhythm, and an outage from `away` for some hours."""

    daily: float
    zone: int
    away: dt.datetime
    back: dt.datetime
    items: list[dt.datetime] = field(default_factory=list)
    taken: list[dt.timedelta] = field(default_factory=list)
    polls: list[dt.datetime] = field(default_factory=list)

    def look(self, now: dt.datetime) -> Polled:
        self.polls.append(now)
        if self.away <= now < self.back:
            return Polled(outcome="failed", error="timeout")
        fresh = list(itertools.takewhile(lambda at: at <= now, self.items[len(self.taken) :]))
        self.taken += [now - self.available(at, now) for at in fresh]
        return Polled(outcome="changed" if fresh else "unchanged", taken=len(fresh))

    def available(self, at: dt.datetime, now: dt.datetime) -> dt.datetime:
        """From when on an item could be had: after the outage that hid it."""
        hidden = self.away < self.back and at < self.back <= now
        return self.back if hidden else at


def published(rng: random.Random, daily: float, zone: int) -> Iterator[dt.datetime]:
    """When items appear: a Poisson process that sleeps at night."""
    at = START
    while (at := at + dt.timedelta(days=rng.expovariate(2 * daily))) < START + WEEK - 8 * HOUR:
        awake = 0.5 + 0.5 * math.sin((at.hour + zone - 9) / 24 * 2 * math.pi)
        if rng.random() < awake:
            yield at


@pytest.fixture(scope="module")
def feeds() -> list[Feed]:
    rng = random.Random(4)
    made = []
    for number in range(FEEDS):
        daily, zone = 60.0 * rng.random() ** 3 + 0.2, rng.randrange(24)
        away = START + dt.timedelta(days=1 + 4 * rng.random())
        hours = rng.choice([0.5, 3, 12]) if number % 4 == 0 else 0
        feed = Feed(daily, zone, away, away + hours * HOUR)
        feed.items = sorted(published(rng, daily, zone))
        made.append(feed)
    run(rng, made)
    return made


def run(rng: random.Random, feeds: list[Feed]) -> None:
    due = [(START, n, Health(next_poll_at=START)) for n in range(len(feeds))]
    heapq.heapify(due)
    restarted = False
    while due[0][0] < START + WEEK:
        now, number, health = heapq.heappop(due)
        if not restarted and now > START + WEEK / 2:
            # What a restart finds is what was written down, an hour later.
            kept = msgspec.json.encode(due)
            due = msgspec.json.decode(kept, type=list[tuple[dt.datetime, int, Health]])
            now, restarted = now + HOUR, True
        health = after(health, feeds[number].look(now), now, rng.random())
        # All that fell due while nobody worked is looked at now.
        heapq.heappush(due, (max(health.next_poll_at, now), number, health))


def test_every_item_is_taken_in_its_time(feeds: list[Feed]) -> None:
    delays = sorted(d for feed in feeds for d in feed.taken)
    assert all(len(feed.taken) == len(feed.items) for feed in feeds)
    usual = [d for f in feeds if f.away == f.back for d in f.taken]
    # An hour, its jitter, and the hour of the restart.
    assert max(usual) <= dt.timedelta(seconds=LONGEST * 1.1) + HOUR
    assert delays[len(delays) // 2] < dt.timedelta(minutes=10)
    # After an outage the longest wait is that of a row of failures.
    assert delays[-1] <= 6 * HOUR * 1.2 + HOUR


def test_busy_feeds_are_looked_at_more_often(feeds: list[Feed]) -> None:
    ordered = sorted((f for f in feeds if f.away == f.back), key=lambda f: f.daily)
    sleepy = [len(f.polls) for f in ordered[:30]]
    busy = [len(f.polls) for f in ordered[-30:]]
    assert sum(busy) > 3 * sum(sleepy)
    assert all(24 * 6 < count < 24 * 13 for count in sleepy)
    assert max(busy) < WEEK.total_seconds() / SHORTEST


def test_by_night_they_are_left_alone(feeds: list[Feed]) -> None:
    busy = sorted(feeds, key=lambda f: f.daily)[-40:]
    hours = Counter((at.hour + f.zone) % 24 for f in busy for at in f.polls)
    assert sum(hours[h] for h in (13, 14, 15, 16)) > 2 * sum(hours[h] for h in (1, 2, 3, 4))


def test_the_load_stays_even(feeds: list[Feed]) -> None:
    minutes = Counter(int((at - START).total_seconds() // 60) for f in feeds for at in f.polls)
    # The first hours are those of feeds that were all added at once; then comes the restart.
    calm = [minutes[m] for m in range(24 * 60, 3 * 24 * 60)]
    mean = sum(calm) / len(calm)
    assert max(calm) < 4 * mean
