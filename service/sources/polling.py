"""When a source is looked at next, and what may be asked of a host; pure.

The interval shrinks while a source shows new items and grows while it does not, between two
minutes and an hour; failures double it, to six hours at most. Cache-Control: RFC 9111 section 5.2;
Retry-After: RFC 9110 section 10.2.3; robots.txt: RFC 9309.
"""

import datetime as dt
import email.utils
import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from msgspec import Struct, structs

from service.domain.sources import Health

SHORTEST, LONGEST = 120.0, 3600.0
FAILING_AFTER = 5
STALE_AFTER = dt.timedelta(days=30)
SPACING = 2.0
AGENT = "Parley"

_FASTER, _SLOWER = 0.6, 1.25
_LONGEST_FAILING = 6 * 3600.0
_LONGEST_ASKED = 24 * 3600.0
_SOON = 30.0
_JITTER = 0.2
_OF_LATE = 0.1
_LONGEST_CRAWL_DELAY = 30.0
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})")
_LONGEST_ERROR = 300


class Polled(Struct, frozen=True, kw_only=True):
    """What a look at a source led to.

    `wait` is how many seconds the server asks to be left alone; `more` says that items were left
    for the next time. `etag`, `last_modified` and `body` are those to compare with then.
    """

    outcome: Literal["unchanged", "changed", "failed", "gone"]
    error: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body: str | None = None
    moved_to: str | None = None
    wait: float = 0.0
    more: bool = False
    seen: int = 0
    taken: int = 0
    revised: int = 0
    relevant: int = 0


def after(health: Health, polled: Polled, now: dt.datetime, jitter: float) -> Health:
    """Return a source's health after a look; `jitter` is chance between 0 and 1."""
    polls = health.polls + 1
    if polled.outcome in ("failed", "gone"):
        return _failed(structs.replace(health, polls=polls), polled, now, jitter)
    fresh = polled.taken + polled.revised > 0
    interval = _interval(health.interval, fresh)
    wait = _SOON if polled.more else max(interval, min(polled.wait, LONGEST))
    wait *= 1 + _JITTER * (jitter - 0.5)
    changed = polled.outcome == "changed"
    return structs.replace(
        health,
        polls=polls,
        interval=interval,
        average_interval=round(health.average_interval * (1 - _OF_LATE) + wait * _OF_LATE, 1),
        next_poll_at=now + dt.timedelta(seconds=wait),
        address=polled.moved_to or health.address,
        etag=polled.etag if changed else polled.etag or health.etag,
        last_modified=polled.last_modified if changed else health.last_modified,
        body=polled.body if changed else health.body,
        failures=0,
        failing_since=None,
        last_success_at=now,
        last_new_at=now if fresh else health.last_new_at,
        last_error=None,
        seen=health.seen + polled.seen,
        taken=health.taken + polled.taken,
        revised=health.revised + polled.revised,
        relevant=health.relevant + polled.relevant,
    )


def _interval(before: float, fresh: bool) -> float:
    return min(max(before * (_FASTER if fresh else _SLOWER), SHORTEST), LONGEST)


def _failed(health: Health, polled: Polled, now: dt.datetime, jitter: float) -> Health:
    failures = health.failures + 1
    doubled = max(health.interval, SHORTEST) * 2 ** min(failures - 1, 20)
    wait = max(min(doubled, _LONGEST_FAILING), min(polled.wait, _LONGEST_ASKED))
    wait *= 1 + _JITTER * jitter
    return structs.replace(
        health,
        next_poll_at=now + dt.timedelta(seconds=wait),
        failures=failures,
        failing_since=health.failing_since or now,
        last_error=(polled.error or "failed")[:_LONGEST_ERROR],
        last_error_at=now,
    )


def begins_to_fail(before: Health, after: Health) -> bool:
    """Tell whether this was the failure after which a source counts as failing."""
    return before.failures < FAILING_AFTER <= after.failures


def becomes_stale(added: dt.datetime, before: Health, after: Health) -> bool:
    """Tell whether since this look nothing new was shown for so long that something is wrong."""
    if before.last_success_at is None or after.last_success_at is None:
        return False
    limit = max(added, after.last_new_at or added) + STALE_AFTER
    return before.last_success_at < limit <= after.last_success_at


def asked_wait(headers: Mapping[str, str], now: dt.datetime) -> float:
    """Return for how many seconds a server wants to be left alone; 0 when it does not say.

    `headers` have lower-case names.
    """
    told = [_retry_after(headers.get("retry-after", ""), now)]
    if found := _MAX_AGE.search(headers.get("cache-control", "").lower()):
        told.append(float(found.group(1)))
    return max(told)


def _retry_after(text: str, now: dt.datetime) -> float:
    if re.fullmatch(r"\d{1,9}", text.strip()):
        return float(text)
    try:
        at = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
    at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
    return max(0.0, (at - now).total_seconds())


class Robots:
    """What a host's robots.txt allows us; None for the text allows everything."""

    def __init__(self, text: str | None) -> None:
        self._rules: RobotFileParser | None = None
        if text is not None:
            self._rules = RobotFileParser()
            self._rules.parse(text[:500_000].splitlines())
            self._rules.modified()

    def allows(self, url: str) -> bool:
        """Tell whether a page may be fetched."""
        return self._rules is None or self._rules.can_fetch(AGENT, url)

    @property
    def delay(self) -> float:
        """How many seconds the host wants between two requests; 0 when it does not say."""
        delay = self._rules.crawl_delay(AGENT) if self._rules else None
        return min(float(delay or 0), _LONGEST_CRAWL_DELAY)


def robots_url(url: str) -> str:
    """Return where the rules for a page's host stand."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"
