"""What changed between two states of a part of the record."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, Literal

import msgspec
from msgspec import Struct

from service.domain.ids import ActorId, MeetingId
from service.domain.meetings import Level, Meeting
from service.domain.queries import Change

Flows = Mapping[MeetingId, Mapping[MeetingId, int]]
Step = Literal["new", "changed", "merged", "split", "withdrawn"]

TOLD = (
    "kind",
    "status",
    "level",
    "when",
    "city",
    "country",
    "venue",
    "outcome",
    "round",
    "rescheduled_to",
)
# What a mirror of the record needs beside; it is no news.
BESIDE = ("processes", "issues", "independent_sources", "sequel", "rescheduled_from")
BESIDE_LISTS = ("hosts", "observers", "inferred")
LONG_SILENCE = 365

_LEVELS: tuple[Level, ...] = ("technical", "envoys", "ministers", "leaders")


class FieldChange(Struct, frozen=True):
    """A field with its value before and after, as JSON values; lists of actors hold ids."""

    field: str
    old: Any
    new: Any


class MeetingChange(Struct, frozen=True, kw_only=True):
    """One meeting's change.

    `into` are the meetings that a merged one joined or a split one came apart into.
    """

    step: Step
    before: Meeting | None
    after: Meeting | None
    fields: tuple[FieldChange, ...] = ()
    into: tuple[MeetingId, ...] = ()

    @property
    def shown(self) -> Meeting:
        """The meeting that the change is told of: as it is, or as it was before it went."""
        meeting = self.after or self.before
        assert meeting is not None  # noqa: S101
        return meeting


def changes(
    before: Iterable[Meeting], after: Iterable[Meeting], flows: Flows
) -> list[MeetingChange]:
    """Return what changed: what went away, what goes on, what is new, each by the meetings' ids.

    An id that is free again may be another meeting's at once: who follows must hear that first.
    `flows` tells how many claims of each meeting of `before` are in which meeting now. Every one
    of `before` with claims in several meetings came apart; all but one of those that share a
    meeting joined it.
    """
    old = {meeting.id: meeting for meeting in before}
    heirs = {id: _heirs(id, flows) for id in old}
    found: list[MeetingChange] = []
    for meeting in sorted(after, key=lambda m: m.id):
        origins = [id for id in sorted(heirs) if heirs[id][:1] == [meeting.id]]
        main = old[_main(meeting, origins, flows)] if origins else None
        found.extend(_joined(old[id], meeting) for id in origins if main and id != main.id)
        found.extend(_step(main, meeting))
    found.extend(_parted(old[id], into) for id, into in sorted(heirs.items()) if len(into) != 1)
    return sorted(found, key=_place)


def _place(change: MeetingChange) -> int:
    if change.after is None:
        return 0
    if change.before is None:
        return 3
    return 1 if change.before.id != change.after.id else 2


def relinked(
    before: Mapping[MeetingId, Meeting], after: Mapping[MeetingId, Meeting]
) -> list[MeetingChange]:
    """Return the changes of meetings whose claims stayed: a link to a new date was made or lost."""
    return [change for id, old in sorted(before.items()) for change in _step(old, after[id])]


def visible(
    found: Iterable[MeetingChange],
    after: Iterable[Meeting],
    was: Set[MeetingId],
    now: Set[MeetingId],
) -> list[MeetingChange]:
    """Return the changes as those see them who are not shown all meetings.

    Of meetings `was` hidden and `now` are: one hidden from now on is withdrawn, one shown again is
    new, and what changes behind the curtain is not told.
    """
    listed = list(found)
    born = {c.after.id for c in listed if c.step == "new" and c.after is not None}
    seen = [
        change
        for change in listed
        if not (change.before is not None and change.before.id in was)
        and not (change.after is not None and change.after.id in now)
    ]
    for meeting in after:
        if meeting.id in now - was - born:
            seen.append(MeetingChange(step="withdrawn", before=meeting, after=None))
        elif meeting.id in was - now:
            seen.append(MeetingChange(step="new", before=None, after=meeting))
    return seen


def _heirs(id: MeetingId, flows: Flows) -> list[MeetingId]:
    """The meetings that hold a meeting's claims now, the one with most of them first."""
    held = flows.get(id, {})
    return sorted(held, key=lambda heir: (-held[heir], heir != id, heir))


def _main(meeting: Meeting, origins: Sequence[MeetingId], flows: Flows) -> MeetingId:
    """The meeting that goes on in this one: with its id, else with most of its claims."""
    return max(origins, key=lambda was: (was == meeting.id, flows[was][meeting.id], was))


def _joined(absorbed: Meeting, meeting: Meeting) -> MeetingChange:
    return MeetingChange(step="merged", before=absorbed, after=None, into=(meeting.id,))


def _step(before: Meeting | None, after: Meeting) -> list[MeetingChange]:
    if before is None:
        return [MeetingChange(step="new", before=None, after=after)]
    fields = differences(before, after)
    if not fields:
        return []
    return [MeetingChange(step="changed", before=before, after=after, fields=fields)]


def _parted(before: Meeting, into: Sequence[MeetingId]) -> MeetingChange:
    step: Step = "split" if into else "withdrawn"
    return MeetingChange(step=step, before=before, after=None, into=tuple(into))


def differences(before: Meeting, after: Meeting) -> tuple[FieldChange, ...]:
    """Return the fields that tell something else than before."""
    told = (*TOLD, *BESIDE)
    values = [(field, getattr(before, field), getattr(after, field)) for field in told]
    for role in ("participant", "mediator", "host", "observer"):
        values.append((f"{role}s", before.with_role(role), after.with_role(role)))
    values.append(("inferred", _inferred(before), _inferred(after)))
    values.append(("id", before.id, after.id))
    return tuple(
        FieldChange(field, msgspec.to_builtins(old), msgspec.to_builtins(new))
        for field, old, new in values
        if (set(old) != set(new) if isinstance(old, tuple) else old != new)
    )


def _inferred(meeting: Meeting) -> tuple[ActorId, ...]:
    return tuple(party.actor for party in meeting.parties if party.inferred)


def is_news(change: MeetingChange) -> bool:
    """Tell whether a change is more than one more report, or what only a mirror asks for."""
    return any(one.field not in (*BESIDE, *BESIDE_LISTS) for one in change.fields)


def kinds(change: MeetingChange, silence_days: int = 0) -> tuple[Change, ...]:
    """Name what a change means to those who wait for it."""
    found: list[Change] = []
    if change.step == "new" and silence_days >= LONG_SILENCE:
        found.append("first_contact")
    before, after = change.before, change.after
    if before is None or after is None:
        return tuple(found)
    if after.status != before.status and after.status in ("held", "cancelled", "postponed"):
        found.append(after.status)
    found.extend(name for name, holds in _TESTS.items() if holds(before, after))
    return tuple(found)


def _date_moved(before: Meeting, after: Meeting) -> bool:
    if after.rescheduled_to is not None and after.rescheduled_to != before.rescheduled_to:
        return True
    old, new = before.when, after.when
    if old is None or new is None:
        return False
    return new.first > old.last or new.last < old.first


def _venue_moved(before: Meeting, after: Meeting) -> bool:
    return any(
        old is not None and new is not None and old != new
        for old, new in (
            (before.city, after.city),
            (before.country, after.country),
            (before.venue, after.venue),
        )
    )


def _new_mediator(before: Meeting, after: Meeting) -> bool:
    return bool(set(after.with_role("mediator", "host")) - {p.actor for p in before.parties})


def _new_participant(before: Meeting, after: Meeting) -> bool:
    return bool(set(after.with_role("participant")) - {p.actor for p in before.parties})


def _level_raised(before: Meeting, after: Meeting) -> bool:
    if before.level is None or after.level is None:
        return False
    return _LEVELS.index(after.level) > _LEVELS.index(before.level)


_TESTS: dict[Change, Any] = {
    "date_moved": _date_moved,
    "venue_moved": _venue_moved,
    "new_mediator": _new_mediator,
    "new_participant": _new_participant,
    "level_raised": _level_raised,
}


def is_background(meeting: Meeting, told: Sequence[tuple[bool, dt.date | None]]) -> bool:
    """Tell whether a new meeting is history: all its claims look back, or over a month back.

    `told` gives, per claim, whether it is background and when it was published.
    """
    return all(looks_back or _long_after(meeting, published) for looks_back, published in told)


def _long_after(meeting: Meeting, published: dt.date | None) -> bool:
    if published is None or meeting.when is None:
        return False
    return published - meeting.when.last > dt.timedelta(days=31)
