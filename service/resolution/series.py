"""Rounds of one series: the third round of talks, the twelfth, the one that is said to be next."""

import datetime as dt
from collections.abc import Iterable

from service.domain.ids import ActorId
from service.domain.meetings import Meeting
from service.resolution.profiles import FAMILIES, Actors, code

LONGEST_PAUSE = dt.timedelta(days=730)


def is_round(meeting: Meeting) -> bool:
    """Tell whether sources number a meeting, or call it the next of a series.

    What was put off counts under its new date.
    """
    numbered = meeting.round is not None or meeting.sequel
    return numbered and meeting.rescheduled_to is None and _day(meeting) is not None


def series(meeting: Meeting, among: Iterable[Meeting], actors: Actors) -> tuple[Meeting, ...]:
    """Return the rounds of a meeting's series in their order, itself among them; () if it is none.

    `among` are the meetings that may be of it; the outcome does not depend on their order. Rounds
    of one series are of one family, one level and one process where these are told, and all who
    take part in one (two countries or bodies at least) take part in the other. A number that is
    lower than the one before begins a new series, and so does a pause of two years.
    """
    if not is_round(meeting):
        return ()
    others = {m.id: m for m in among if is_round(m)} | {meeting.id: meeting}
    alike = _connected(meeting, others.values(), actors)
    return next(chain for chain in _chains(alike) if meeting in chain)


def beside(meeting: Meeting, rounds: tuple[Meeting, ...]) -> tuple[Meeting | None, Meeting | None]:
    """Return the rounds before and after a meeting; two reports of one number are no neighbours."""
    place = rounds.index(meeting)
    before = (m for m in reversed(rounds[:place]) if not _same_number(m, meeting))
    after = (m for m in rounds[place + 1 :] if not _same_number(m, meeting))
    return next(before, None), next(after, None)


def _same_number(a: Meeting, b: Meeting) -> bool:
    return a.round is not None and a.round == b.round


def _day(meeting: Meeting) -> dt.date | None:
    """The day that puts a round in order: its own, else when it was first told of."""
    return meeting.when.first if meeting.when else meeting.history[0].since


def _connected(meeting: Meeting, among: Iterable[Meeting], actors: Actors) -> list[Meeting]:
    """Return all that are alike to the meeting, or to one that is."""
    found, left = [meeting], [m for m in among if m.id != meeting.id]
    for one in found:
        near = [m for m in left if _alike(one, m, actors)]
        left = [m for m in left if m not in near]
        found.extend(near)
    return sorted(found, key=_order)


def _order(meeting: Meeting) -> tuple[dt.date, int, str]:
    return _day(meeting) or dt.date.max, meeting.round or 0, meeting.id


def _alike(a: Meeting, b: Meeting, actors: Actors) -> bool:
    if FAMILIES[a.kind] != FAMILIES[b.kind]:
        return False
    if a.level and b.level and a.level != b.level:
        return False
    if a.processes and b.processes and not set(a.processes) & set(b.processes):
        return False
    smaller, larger = sorted((_sides(a, actors), _sides(b, actors)), key=len)
    return len(smaller) >= 2 and smaller <= larger


def _sides(meeting: Meeting, actors: Actors) -> set[ActorId | str]:
    return {code(actor, actors) for actor in meeting.with_role("participant")}


def _chains(ordered: Iterable[Meeting]) -> list[tuple[Meeting, ...]]:
    chains: list[list[Meeting]] = []
    for meeting in ordered:
        if not chains or _begins_anew(meeting, chains[-1]):
            chains.append([])
        chains[-1].append(meeting)
    return [tuple(chain) for chain in chains]


def _begins_anew(meeting: Meeting, chain: list[Meeting]) -> bool:
    day, last = _day(meeting), _day(chain[-1])
    if day and last and day - last > LONGEST_PAUSE:
        return True
    reached = max((m.round for m in chain if m.round is not None), default=0)
    return meeting.round is not None and meeting.round < reached
