"""Who was at an event that names nobody and is told right after another: those of that one."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from service.extraction.meetings.draft import Draft, Member
from service.extraction.meetings.people.whole import TOLD

_NEXT = 1  # sentences
_STAYS = dt.timedelta(366)  # so long the same persons sit there
_PEOPLE = ("role", "roles", "mutual")


def peopled(
    drafts: Sequence[Draft], groups: Sequence[Sequence[Draft]], whose: tuple[str, ...]
) -> list[Draft]:
    """Return the events; one without anybody has the parties of the one told just before.

    `They met in Rome. It had been preceded by a session in Oslo.` `groups` are the drafts of which
    each was made, `whose` how a noun ends that is followed by whose it is.
    """
    made = list(drafts)
    rooms: list[tuple[int, int, Draft]] = []
    order = sorted(range(len(made)), key=lambda n: (made[n].sentence.index, made[n].trigger.start))
    for number in order:
        draft = made[number]
        if not draft.members and _names_nobody(draft, whose):
            at = draft.sentence.index, draft.trigger.start
            before = (room for room in rooms if room[:2] < at)
            index, _, last = max(before, key=lambda room: room[:2], default=(0, 0, None))
            if last is not None and draft.sentence.index - index <= _NEXT:
                made[number] = msgspec.structs.replace(draft, members=_same(draft, last))
        if draft.family in ("m", "s") and len(_parties(made[number])) > 1:
            rooms += [(d.sentence.index, d.trigger.start, made[number]) for d in groups[number]]
    return made


def _names_nobody(draft: Draft, whose: tuple[str, ...]) -> bool:
    """Tell whether an event that was is told by a noun or by its place, and by no people.

    A noun that ends in a word of `whose` is that of others (`a meeting of village elders`).
    """
    return (
        draft.family == "m"
        and draft.status in TOLD
        and draft.sense.form in ("noun", "gerund")
        and not draft.crowded
        and not draft.words.endswith(whose)
        and not any(map(draft.sentence.has, _PEOPLE))
    )


def _parties(draft: Draft) -> list[Member]:
    return [m for m in draft.members if m.role == "participant"]


def _same(draft: Draft, last: Draft) -> list[Member]:
    """Return the parties of the event before; persons only if it was within a year."""
    at, people = draft.trigger, any(m.actor.type == "person" for m in _parties(last))
    if people and draft.when and last.when and abs(draft.when.date - last.when.date) > _STAYS:
        return []
    return [Member(m.actor, "participant", at.start, at.end, "party.same") for m in _parties(last)]
