"""When a subscription may be sent to, and when what it gathers is told, in its own time zone.

Wall clocks jump. A time of day that a day lacks means the moment of the jump; of one that comes
twice, quiet hours begin at the first and end at the second.
"""

import datetime as dt
import functools
import zoneinfo
from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta, Struct

from service.errors import Invalid

TimeOfDay = Annotated[
    str,
    Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="A time of day such as `07:30`."),
]
Why = Literal["digest", "daily cap"]

_MINUTE = dt.timedelta(minutes=1)
_DAY = dt.timedelta(days=1)


class QuietHours(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every day nothing is sent from `start` until `end`; they may lie across midnight."""

    start: TimeOfDay
    end: TimeOfDay


class DigestPlan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What comes in is told together, `every_minutes` counted from `at` in each day."""

    every_minutes: Annotated[int, Meta(ge=15, le=1440)]
    at: TimeOfDay = "00:00"


class Window(Struct, frozen=True):
    """A stretch of time in which may be sent: from `opens` to before `closes`."""

    opens: dt.datetime
    closes: dt.datetime


_OF_ONE_MACHINE = ("Factory", "localtime", "posixrules")


@functools.cache
def zone(name: str) -> zoneinfo.ZoneInfo:
    """Return a time zone of the IANA database; raises Invalid."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise Invalid("time_zone", f"There is no time zone {name!r}.") from None


def check_zone(name: str, field: str = "time_zone") -> None:
    """Raise Invalid, naming the field, for a time zone that is not the same on every machine.

    A machine's database may have its own (`localtime`), and copies that count leap seconds
    (`right/…`), which no other clock does.
    """
    if name in _OF_ONE_MACHINE or name.startswith(("posix/", "right/")):
        raise Invalid(field, f"There is no time zone {name!r}.")
    zone(name)


def window(quiet: QuietHours, where: dt.tzinfo, now: dt.datetime) -> Window:
    """Return the window that is open now, or else the next one."""
    spans = list(_quiet_spans(quiet, where, now))
    opens = now
    while inside := [end for start, end in spans if start <= opens < end]:
        opens = max(inside)
    return Window(opens, min(start for start, _ in spans if start > opens))


def _quiet_spans(
    quiet: QuietHours, where: dt.tzinfo, now: dt.datetime
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    overnight = _DAY if quiet.end <= quiet.start else dt.timedelta(0)
    for day in _days(where, now):
        starts = _moments(day, quiet.start, where)
        ends = _moments(day + overnight, quiet.end, where)
        yield min(starts), max(ends)


def next_digest(plan: DigestPlan, where: dt.tzinfo, now: dt.datetime) -> dt.datetime:
    """Return the first time after now at which a digest is due."""
    first = int(plan.at[:2]) * 60 + int(plan.at[3:])
    steps = range(first, first + 1440, plan.every_minutes)
    times = [f"{minute // 60 % 24:02}:{minute % 60:02}" for minute in steps]
    found = (at for day in _days(where, now) for time in times for at in _moments(day, time, where))
    return min(at for at in found if at > now)


def next_day(where: dt.tzinfo, now: dt.datetime) -> dt.datetime:
    """Return when the next day begins."""
    return next_digest(DigestPlan(every_minutes=1440), where, now)


def _days(where: dt.tzinfo, now: dt.datetime) -> Iterator[dt.date]:
    today = now.astimezone(where).date()
    # A zone may skip a day, and what began the day before may last.
    return (today + dt.timedelta(days=n) for n in range(-2, 4))


def _moments(day: dt.date, time: str, where: dt.tzinfo) -> list[dt.datetime]:
    """Return when a wall clock shows a time: once, or twice, or else when it jumps over it."""
    local = dt.datetime.combine(day, dt.time.fromisoformat(time), where)
    both = sorted(local.replace(fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    if both[0].astimezone(where).replace(tzinfo=None) == local.replace(tzinfo=None):
        return both
    return [_jump(both[0], both[1], where)]


def _jump(before: dt.datetime, after: dt.datetime, where: dt.tzinfo) -> dt.datetime:
    while (
        before < after
        and before.astimezone(where).utcoffset() != after.astimezone(where).utcoffset()
    ):
        before += _MINUTE
    return before
