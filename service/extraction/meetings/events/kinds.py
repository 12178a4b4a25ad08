"""Of which kind a meeting is, when it is known who was in the room."""

import datetime as dt

from service.domain.actors import Actor
from service.domain.meetings import Kind
from service.extraction.meetings.draft import Draft, Member
from service.extraction.meetings.people.sides import LEADERS
from service.extraction.meetings.people.whole import Whole

_ENVOYS = frozenset({"special envoy", "negotiator", "head of delegation", "special representative"})
_OF_HEADS = frozenset({"european-council"})
_LONGEST = dt.timedelta(14)  # of talks that are told with their first and their last day
_ABOVE = LEADERS | {"deputy prime minister", "intelligence chief"}


def settled(draft: Draft, whole: Whole) -> Kind:
    """Return the kind: who talks with whom, at which level, and what words name it."""
    if draft.family != "m":
        return draft.kind
    if _of_leaders(draft, whole):
        return "summit"
    if draft.kind == "meeting" and (_negotiated(draft, whole) or _for_days(draft, whole)):
        return "talks"
    if _of_two_leaders(draft, whole):
        return "talks" if not draft.words and _opposed(draft.members, whole) else "meeting"
    return "meeting" if _conference(draft, whole) else draft.kind


def gathered(draft: Draft, whole: Whole) -> Kind:
    """Return the kind of a visit that brings people of two sides to a third country."""
    leaders = sum(bool(whole.held(m.actor) & LEADERS) for m in draft.members)
    return "meeting" if leaders > 1 else "talks"


def _of_leaders(draft: Draft, whole: Whole) -> bool:
    """Tell whether leaders gather: three of them, or two whose meeting is `the summit` later on."""
    if draft.heads_of_state or any(m.actor.slug in _OF_HEADS for m in draft.members):
        return True
    people = [m for m in draft.members if m.actor.type == "person" and m.rule != "party.host"]
    leaders = [m for m in people if _leads(m.actor, draft, whole)]
    if len(leaders) >= 3 and len(leaders) == len(people):
        return True
    homes = frozenset(m.actor.country for m in leaders if m.actor.country)
    if len(leaders) == len(people) == 2 and draft.sentence.index < whole.summit:
        return draft.status == "held" and not draft.apart
    parties = {m.actor.country or m.actor.slug for m in draft.members}
    if draft.heads and not draft.delegates and len(parties) > 2 and len(leaders) == len(people):
        return True
    return len(homes) > 1 and draft.threefold


def _for_days(draft: Draft, whole: Whole) -> bool:
    """Tell whether words give a meeting's first and last day: who sits overnight has talks.

    Leaders don't negotiate for days: theirs is a stay, or a summit.
    """
    dated, when = draft.dated, draft.when
    if dated is None or when is None or when.precision != "day" or draft.crowded:
        return False
    if not draft.sentence.start <= dated.start < draft.sentence.end:
        return False  # a day that is told elsewhere dates a dinner on the margins as well
    led = any(_leads(member.actor, draft, whole) for member in draft.members)
    return not led and dt.timedelta() < when.last - when.first <= _LONGEST


def _of_two_leaders(draft: Draft, whole: Whole) -> bool:
    """Tell whether two leaders are alone: they meet, though they `held talks`.

    Where no word tells what they did (`the two agreed in Prague in May`), they had talks.
    """
    called = draft.sense.form == "noun" and not draft.words.endswith(whole.signs["kind_spent"])
    if draft.words and (draft.kind != "talks" or called):
        return False
    leaders = [m for m in draft.members if _leads(m.actor, draft, whole)]
    return len(leaders) == len(draft.members) == 2


def _conference(draft: Draft, whole: Whole) -> bool:
    """Tell whether `a conference` is to be: nobody negotiates there, as far as words say."""
    return draft.kind == "talks" and draft.fresh and draft.words in whole.signs["kind_conference"]


def _leads(actor: Actor, draft: Draft, whole: Whole) -> bool:
    """Tell whether somebody led a state or a body on the day, as far as that is known."""
    if draft.when is not None and _long_ago(draft.when.first, whole.anchor):
        return bool(_on(actor, draft.when.first) & LEADERS)
    return bool(whole.held(actor) & LEADERS)


def _titles(actor: Actor, draft: Draft, whole: Whole) -> set[str]:
    """Return what somebody was on the day, or what the article calls them."""
    if draft.when is not None and _long_ago(draft.when.first, whole.anchor):
        return _on(actor, draft.when.first) or whole.held(actor)
    return whole.held(actor)


def _on(actor: Actor, day: dt.date) -> set[str]:
    return {office.title for office in actor.offices_on(day)}


def _long_ago(day: dt.date, anchor: dt.date | None) -> bool:
    return anchor is None or (anchor - day).days > 300


def _negotiated(draft: Draft, whole: Whole) -> bool:
    """Tell whether adversaries sit at a table: people and bodies of two sides, below leaders."""
    if draft.crowded or draft.elliptic:
        return False  # a conference; what is of the kind that it stands for
    if _called_meeting(draft, whole):
        return False  # what is called a meeting is one
    told = [m for m in draft.members if _told_of(m, whole)]
    if not told:
        return _at_table(draft, whole) or draft.delegates
    people = [m for m in told if m.actor.type == "person"]
    if not _opposed(told, whole):
        return draft.delegates and not (people or draft.standing or _call_on(draft, told, whole))
    if _opposed([m for m in told if m not in people], whole):
        return not draft.standing
    titles = {title for m in people for title in _titles(m.actor, draft, whole)}
    if _at_table(draft, whole):
        return draft.delegates or not titles & LEADERS
    if titles & _ENVOYS or draft.delegates:
        return not _call_on(draft, told, whole)
    return not (titles & _ABOVE or draft.informal or _call_on(draft, told, whole))


def _at_table(draft: Draft, whole: Whole) -> bool:
    return any(map(draft.words.__contains__, whole.signs["kind_table"]))


def _told_of(member: Member, whole: Whole) -> bool:
    """Tell whether somebody is told to negotiate, no mediator and no side only known to."""
    if member.role != "participant" or member.rule == "party.sides":
        return False
    person = member.actor.type == "person" and whole.side(member.actor) is None
    return not (person and whole.sides.mediates(member.actor))


def _called_meeting(draft: Draft, whole: Whole) -> bool:
    named = not set(whole.signs["kind_meeting"]).isdisjoint(draft.words.split())
    return named and not draft.words.startswith(whole.signs["kind_meeting_verb"])


def _opposed(members: list[Member], whole: Whole) -> bool:
    return len(whole.present(members)) > 1


def _call_on(draft: Draft, told: list[Member], whole: Whole) -> bool:
    """Tell whether one calls on another (`the minister met his colleague`, `was received by`)."""
    if draft.words.endswith(whole.signs["kind_received"]):
        return True
    at = draft.trigger.start
    rest = [m for m in draft.members if m not in told] or told
    first = {m.start < at for m in told}
    return draft.words.endswith(whole.signs["kind_facing"]) and (
        len(first) == 2 or any((m.start < at) not in first for m in rest)
    )
