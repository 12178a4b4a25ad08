"""When a source is looked at next, by how it has fared."""

import datetime as dt
from collections.abc import Mapping

import pytest
from msgspec import structs

from service.domain.sources import Health
from service.sources.polling import (
    FAILING_AFTER,
    LONGEST,
    SHORTEST,
    Polled,
    Robots,
    after,
    asked_wait,
    becomes_stale,
    begins_to_fail,
    robots_url,
)

NOW = dt.datetime(2026, 5, 4, 12, 0, tzinfo=dt.UTC)
HEALTH = Health(next_poll_at=NOW, interval=900)
# No jitter: 0.5 is the middle.
MIDDLE = 0.5


def wait(health: Health, now: dt.datetime = NOW) -> float:
    return (health.next_poll_at - now).total_seconds()


@pytest.mark.parametrize(
    ("before", "polled", "interval", "waits"),
    [
        (900, Polled(outcome="changed", taken=2), 540, 540),
        (900, Polled(outcome="changed", revised=1), 540, 540),
        (900, Polled(outcome="changed", seen=3), 1125, 1125),
        (900, Polled(outcome="unchanged"), 1125, 1125),
        (3600, Polled(outcome="unchanged"), LONGEST, LONGEST),
        (130, Polled(outcome="changed", taken=1), SHORTEST, SHORTEST),
        (900, Polled(outcome="unchanged", wait=2000), 1125, 2000),
        (900, Polled(outcome="unchanged", wait=86400), 1125, LONGEST),
        (900, Polled(outcome="changed", taken=200, more=True), 540, 30),
    ],
)
def test_the_interval_follows_the_news(
    before: float, polled: Polled, interval: float, waits: float
) -> None:
    found = after(structs.replace(HEALTH, interval=before), polled, NOW, MIDDLE)
    assert (found.interval, wait(found)) == (interval, waits)
    assert (found.failures, found.last_success_at, found.polls) == (0, NOW, 1)


@pytest.mark.parametrize(
    ("failures", "asked", "waits"),
    [(0, 0, 900), (1, 0, 1800), (4, 0, 14400), (6, 0, 21600), (50, 0, 21600), (0, 7200, 7200)],
)
def test_failures_are_waited_out(failures: int, asked: float, waits: float) -> None:
    before = structs.replace(HEALTH, failures=failures)
    found = after(before, Polled(outcome="failed", error="x", wait=asked), NOW, 0.0)
    assert (wait(found), found.failures, found.failing_since) == (waits, failures + 1, NOW)
    assert begins_to_fail(before, found) == (failures + 1 == FAILING_AFTER)


def test_a_success_ends_a_row_of_failures_and_keeps_the_interval() -> None:
    failed = after(HEALTH, Polled(outcome="failed", error="x"), NOW, MIDDLE)
    found = after(failed, Polled(outcome="unchanged"), NOW, MIDDLE)
    assert (found.failures, found.failing_since, found.last_error) == (0, None, None)
    assert found.interval == 1125


def test_validators_are_those_of_the_last_change() -> None:
    first = after(HEALTH, Polled(outcome="changed", etag="a", body="1"), NOW, MIDDLE)
    same = after(first, Polled(outcome="unchanged"), NOW, MIDDLE)
    assert (same.etag, same.body) == ("a", "1")
    left = after(same, Polled(outcome="changed", more=True), NOW, MIDDLE)
    assert (left.etag, left.body) == (None, None)


@pytest.mark.parametrize(
    ("days_before", "days", "new_at", "stale"),
    [
        (29.9, 30.1, None, True),
        (30.1, 30.2, None, False),
        (10, 11, None, False),
        (29.9, 30.1, 5, False),
        (34.9, 35.1, 5, True),
        (None, 40, None, False),
    ],
)
def test_a_source_without_news_for_a_month_is_stale_once(
    days_before: float | None, days: float, new_at: float | None, stale: bool
) -> None:
    def at(days: float | None) -> dt.datetime | None:
        return None if days is None else NOW + dt.timedelta(days=days)

    before = structs.replace(HEALTH, last_success_at=at(days_before), last_new_at=at(new_at))
    found = structs.replace(before, last_success_at=at(days))
    assert becomes_stale(NOW, before, found) == stale


def test_jitter_spreads_by_a_fifth() -> None:
    waits = [wait(after(HEALTH, Polled(outcome="unchanged"), NOW, n / 10)) for n in range(10)]
    assert waits == sorted(waits)
    assert waits[0] == 1125 * 0.9
    assert waits[-1] < 1125 * 1.1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"retry-after": "120"}, 120),
        ({"retry-after": "Mon, 04 May 2026 12:01:00 GMT"}, 60),
        ({"retry-after": "Mon, 04 May 2026 11:01:00 GMT"}, 0),
        ({"retry-after": "-5"}, 0),
        ({"retry-after": "soon"}, 0),
        ({"retry-after": "9" * 40}, 0),
        ({"cache-control": "public, max-age=300"}, 300),
        ({"cache-control": "s-maxage=900"}, 0),
        ({"cache-control": "max-age=60", "retry-after": "90"}, 90),
    ],
)
def test_what_a_server_asks_for(headers: Mapping[str, str], seconds: float) -> None:
    assert asked_wait(headers, NOW) == seconds


ROBOTS = "User-agent: *\nDisallow: /private\nCrawl-delay: 7\n\nUser-agent: Bad\nDisallow: /\n"


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        (ROBOTS, "/a", True),
        (ROBOTS, "/private/a", False),
        ("User-agent: Parley\nDisallow: /", "/a", False),
        (None, "/a", True),
        ("<html>not found</html>", "/a", True),
    ],
)
def test_robots(text: str | None, path: str, allowed: bool) -> None:
    assert Robots(text).allows(f"https://news.example{path}") == allowed


def test_crawl_delay_and_address_of_robots() -> None:
    assert Robots(ROBOTS).delay == 7
    assert Robots("User-agent: *\nCrawl-delay: 86400").delay == 30
    assert robots_url("https://news.example:8443/a?b") == "https://news.example:8443/robots.txt"
