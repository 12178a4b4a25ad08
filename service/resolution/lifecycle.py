"""A meeting's life: a fold over its claims by publication, and the link to a new date."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from msgspec import structs

from service.domain.dates import When
from service.domain.ids import MeetingId
from service.domain.meetings import Claim, Meeting, Status, StatusStep
from service.resolution.fields import KEPT_CLAIMS, Saying
from service.resolution.profiles import FAMILIES, PHASES

RESCHEDULED_WITHIN = dt.timedelta(days=60)
REPORTED_WITHIN = dt.timedelta(days=7)

_RANK: dict[Status, int] = {"proposed": 0, "planned": 1, "ongoing": 2, "held": 3}


def history(sayings: Iterable[Saying], when: When | None) -> tuple[StatusStep, ...]:
    """Fold what was said into the steps of a meeting's life, oldest first; never empty.

    A step forward (proposed, planned, ongoing, held) is taken when the first claim says so, a
    step back is not: later articles look back. A cancellation ends what was ahead; a later plan
    or report opens it again. A report from before the date is taken for a plan.
    """
    steps: list[StatusStep] = []
    for saying in sorted(sayings, key=lambda saying: _order(saying.claim)):
        claim = saying.claim
        status = _credible(claim, when)
        if not steps or _follows(steps[-1], status, claim):
            told = saying.claims[:KEPT_CLAIMS]
            steps.append(
                StatusStep(status=status, since=claim.published, when=claim.when, claims=told)
            )
        elif steps[-1].status == status:
            steps[-1] = _confirmed(steps[-1], saying)
    return tuple(steps)


def _confirmed(step: StatusStep, saying: Saying) -> StatusStep:
    """A step that others tell too; what the first did not say is taken from the next that does."""
    claim, kept = saying.claim, (*step.claims, *saying.claims)[:KEPT_CLAIMS]
    since, when = step.since or claim.published, step.when or claim.when
    return structs.replace(step, since=since, when=when, claims=kept)


def _order(claim: Claim) -> tuple[int, dt.date, int, str]:
    """By publication; of the undated, plans come first and reports last."""
    phase = ("ahead", "off", "on").index(PHASES[claim.status])
    place = 1 if claim.published else 2 if phase == 2 else 0
    return place, claim.published or dt.date.min, phase * 10 + _RANK.get(claim.status, 0), claim.id


def _credible(claim: Claim, when: When | None) -> Status:
    """A report of what had not yet begun is a plan."""
    if PHASES[claim.status] != "on" or claim.published is None or when is None:
        return claim.status
    begun = claim.published >= when.first - dt.timedelta(days=1)
    return claim.status if begun else "planned"


def _follows(last: StatusStep, status: Status, claim: Claim) -> bool:
    before, after = PHASES[last.status], PHASES[status]
    if before == "off":
        later = claim.published is not None and claim.published != last.since
        return after == "on" or (after == "ahead" and later)
    if after == "off":
        return before == "ahead"
    return _RANK[status] > _RANK[last.status]


def standing(meeting: Meeting, today: dt.date) -> Literal["unconfirmed"] | Status:
    """Return the status as of a day: what was ahead and has passed without report is unconfirmed.

    A week is left for reports after the last day that the date may mean.
    """
    if PHASES[meeting.status] != "ahead" or meeting.when is None:
        return meeting.status
    return "unconfirmed" if meeting.when.last + REPORTED_WITHIN < today else meeting.status


def reschedule(meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    """Link each meeting that was called off with the one that took its place, in both directions.

    The new one is the next of the same family and parties within 60 days, at no other place if
    both are known to be in different countries. What was called off with a successor was
    postponed. Links that the meetings carried before are forgotten.
    """
    found = {m.id: _unlinked(m) for m in meetings}
    plain = list(found.values())
    for old in sorted(plain, key=_by_date):
        new = _successor(old, plain)
        if new is not None:
            found[old.id] = _postponed(found[old.id], new.id)
            found[new.id] = structs.replace(found[new.id], rescheduled_from=old.id)
    return tuple(found[meeting] for meeting in sorted(found))


def _by_date(meeting: Meeting) -> tuple[dt.date, str]:
    return (meeting.when.first if meeting.when else dt.date.max), meeting.id


def _unlinked(meeting: Meeting) -> Meeting:
    if meeting.rescheduled_to is None and meeting.rescheduled_from is None:
        return meeting
    told = meeting.history[-1].status if meeting.rescheduled_to else meeting.status
    return structs.replace(meeting, status=told, rescheduled_to=None, rescheduled_from=None)


def _postponed(meeting: Meeting, to: MeetingId) -> Meeting:
    return structs.replace(meeting, status="postponed", rescheduled_to=to)


def _successor(old: Meeting, among: Iterable[Meeting]) -> Meeting | None:
    if PHASES[old.status] != "off" or old.when is None:
        return None
    after = [new for new in among if new.id != old.id and _replaces(new, old)]
    return min(after, key=_by_date, default=None)


def _replaces(new: Meeting, old: Meeting) -> bool:
    assert old.when is not None  # noqa: S101
    if new.when is None or FAMILIES[new.kind] != FAMILIES[old.kind] or PHASES[new.status] == "off":
        return False
    if not old.when.first < new.when.last or new.when.first - old.when.last > RESCHEDULED_WITHIN:
        return False
    if old.country and new.country and old.country != new.country:
        return False
    return _same_people(new, old)


def _same_people(a: Meeting, b: Meeting) -> bool:
    left, right = set(a.with_role("participant")), set(b.with_role("participant"))
    smaller, larger = sorted((left, right), key=len)
    return len(smaller) >= 2 and smaller <= larger
