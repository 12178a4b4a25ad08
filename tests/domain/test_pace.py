"""Quiet hours and digests by the wall clock, on the days when it jumps too."""

import datetime as dt
import zoneinfo

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given, settings

from service.domain.pace import (
    DigestPlan,
    QuietHours,
    check_zone,
    next_day,
    next_digest,
    window,
    zone,
)
from service.errors import Invalid

BERLIN = zone("Europe/Berlin")


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("start", "end", "now", "opens", "closes"),
    [
        # open, shut, and the very ends
        ("22:00", "07:00", "2026-05-04T12:00", "2026-05-04T12:00", "2026-05-04T20:00"),
        ("22:00", "07:00", "2026-05-04T20:00", "2026-05-05T05:00", "2026-05-05T20:00"),
        ("22:00", "07:00", "2026-05-05T04:59", "2026-05-05T05:00", "2026-05-05T20:00"),
        ("22:00", "07:00", "2026-05-05T05:00", "2026-05-05T05:00", "2026-05-05T20:00"),
        ("12:00", "13:00", "2026-05-04T10:30", "2026-05-04T11:00", "2026-05-05T10:00"),
        # the night with an hour less, and that with an hour more
        ("22:00", "07:00", "2026-03-28T23:00", "2026-03-29T05:00", "2026-03-29T20:00"),
        ("22:00", "07:00", "2026-10-24T23:00", "2026-10-25T06:00", "2026-10-25T21:00"),
        # times that this day lacks: the clock jumps from 02:00 to 03:00 at 01:00 UTC
        ("02:30", "05:00", "2026-03-29T00:30", "2026-03-29T00:30", "2026-03-29T01:00"),
        ("23:00", "02:30", "2026-03-29T00:30", "2026-03-29T01:00", "2026-03-29T21:00"),
        # times that come twice: from the first to the second
        ("02:30", "05:00", "2026-10-25T00:31", "2026-10-25T04:00", "2026-10-26T01:30"),
        ("23:00", "02:30", "2026-10-25T00:40", "2026-10-25T01:30", "2026-10-25T22:00"),
    ],
)
def test_the_window_in_which_may_be_sent(
    start: str, end: str, now: str, opens: str, closes: str
) -> None:
    found = window(QuietHours(start=start, end=end), BERLIN, utc(now))
    assert (found.opens, found.closes) == (utc(opens), utc(closes))


@pytest.mark.parametrize(
    ("minutes", "at", "now", "due"),
    [
        (15, "00:00", "2026-05-04T12:00", "2026-05-04T12:15"),
        (60, "00:30", "2026-05-04T12:00", "2026-05-04T12:30"),
        (1440, "08:00", "2026-05-04T06:00", "2026-05-05T06:00"),
        (1440, "08:00", "2026-03-28T12:00", "2026-03-29T06:00"),  # 23 hours after the last
        (1440, "02:30", "2026-03-28T12:00", "2026-03-29T01:00"),  # a time that it lacks
        (15, "00:00", "2026-10-25T00:59", "2026-10-25T01:00"),  # the hour that comes twice
        (1000, "20:00", "2026-05-04T18:00", "2026-05-05T10:40"),
    ],
)
def test_when_a_digest_is_due(minutes: int, at: str, now: str, due: str) -> None:
    assert next_digest(DigestPlan(every_minutes=minutes, at=at), BERLIN, utc(now)) == utc(due)


def test_a_day_begins_at_its_midnight() -> None:
    assert next_day(BERLIN, utc("2026-10-25T12:00")) == utc("2026-10-25T23:00")
    # Samoa had no 30 December 2011.
    assert next_day(zone("Pacific/Apia"), utc("2011-12-29T22:00")) == utc("2011-12-30T10:00")


times = st.times().map(lambda t: f"{t.hour:02}:{t.minute:02}")
moments = st.integers(946_684_800, 1_893_456_000).map(
    lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC)
)


@settings(deadline=None)
@given(st.sampled_from(sorted(zoneinfo.available_timezones())), times, times, moments)
def test_nothing_is_open_while_the_wall_clock_shows_quiet_hours(
    name: str, start: str, end: str, now: dt.datetime
) -> None:
    assume(start != end)
    where = zone(name)
    found = window(QuietHours(start=start, end=end), where, now)
    assert now <= found.opens < found.closes
    for at in (found.opens, found.closes - dt.timedelta(seconds=1)):
        shown = at.astimezone(where).strftime("%H:%M")
        inside = start <= shown < end if start < end else shown >= start or shown < end
        assert not inside, shown


@pytest.mark.parametrize(
    "name",
    [
        *("", "Europe/Atlantis", "../etc/passwd", "Europe", "/etc", "a" * 65),
        *("posix/Europe/Paris", "right/Europe/Paris", "localtime", "posixrules", "Factory"),
    ],
)
def test_what_is_no_time_zone_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        check_zone(name)
