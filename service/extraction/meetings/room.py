"""Who was in the room by the whole article: delegates, receivers, hosts; persons or bodies."""

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from service.domain.actors import Actor
from service.extraction.meetings.draft import Draft, Member
from service.extraction.meetings.sides import LEADERS, Sides

_MINISTERS = frozenset(
    {"foreign minister", "secretary of state", "deputy prime minister", "minister"}
)
_BETWEEN = frozenset(
    {
        "special envoy",
        "special representative",
        "mediator",
        "high representative",
        "secretary-general",
        "under-secretary-general",
    }
)
_GUESSED = frozenset({"party.mutual", "party.sides"})
_BROKER = frozenset({"mediator", "facilitator", "moderator"})
_SPEAKERS = frozenset({"spokesperson", "ambassador"})
_TALKS = ("talks", "meeting")
_TOLD = ("held", "ongoing")
_FRESH = dt.timedelta(4)


class Whole(Struct, frozen=True):
    """What the whole article tells.

    `titles` are those of its persons by slug, `people` the persons, the most named first,
    `states` those that act in it, by country.
    """

    sides: Sides
    titles: Mapping[str, set[str]]
    anchor: dt.date | None
    people: Sequence[Actor]
    states: Mapping[str, Actor] = {}

    def held(self, actor: Actor) -> set[str]:
        """Return the titles that a person holds by the article or the knowledge."""
        return self.titles.get(actor.slug, set())

    def present(self, members: Sequence[Member]) -> set[int]:
        """Return the sides of the process that are in a room."""
        return {side for m in members if (side := self.sides.side(m.actor)) is not None}


def furnished(draft: Draft, whole: Whole) -> list[Member]:
    """Return who was in the room of a meeting, with their roles."""
    members = draft.members
    for rule in (
        _told_of,
        _mediated,
        _other_side,
        _roles,
        _delegates,
        _one_level,
        _persons,
        _received,
        _host,
        _awaits,
        _go_between,
    ):
        members = rule(draft, members, whole)
    return members


def _told_of(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Leave out spokespersons where two others meet: they tell of it."""
    others = [m for m in members if "spokesperson" not in whole.held(m.actor)]
    told = sum(m.role == "participant" for m in others) >= 2
    return others if told and draft.kind != "press_conference" else members


def _mediated(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Add the sides where talks name mediators alone: they do not negotiate with themselves."""
    first = whole.sides.first
    if draft.kind != "talks" or len(first) < 2 or not members or whole.present(members):
        return members
    if not any(m.role != "participant" or whole.sides.mediates(m.actor) for m in members):
        return members
    between = [msgspec.structs.replace(m, role="mediator") for m in members]
    at = draft.trigger
    return [
        *between,
        *(Member(a, "participant", at.start, at.end, "party.sides") for a in first.values()),
    ]


def _other_side(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Add to talks with a body of one side the other side: nobody negotiates alone."""
    parties = [m for m in members if m.role == "participant"]
    present = whole.present(parties)
    if draft.kind != "talks" or len(present) != 1 or len(whole.sides.first) != 2:
        return members
    if len(parties) != 1 or parties[0].actor.type == "person":
        return members
    other = next(actor for side, actor in whole.sides.first.items() if side not in present)
    at = draft.trigger
    return [*members, Member(other, "participant", at.start, at.end, "party.sides")]


def _roles(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    if draft.kind in ("visit", "phone_call", "press_conference"):
        return [msgspec.structs.replace(member, role="participant") for member in members]
    members = [_of_side(member, whole) for member in members]
    present = whole.present(members)
    plain = [m for m in members if m.role == "participant"]
    if len(present) < 2 and len(plain) < 3:
        return _not_alone(members)
    if not present:
        return _third(members, draft)
    return [_mediating(member, draft, whole, len(present)) for member in members]


def _third(members: list[Member], draft: Draft) -> list[Member]:
    """Between parties of no known process, one of the country where they sit mediates."""
    country = draft.spot.country if draft.spot else None
    parties = [m for m in members if m.role == "participant"]
    local = [m for m in parties if m.actor.country is not None and m.actor.country == country]
    if len(local) != 1 or len(parties) < 3 or draft.kind == "summit":
        return members
    return [msgspec.structs.replace(m, role="mediator") if m is local[0] else m for m in members]


def _of_side(member: Member, whole: Whole) -> Member:
    """One of a side who chairs or opens a session is a party."""
    if member.rule != "party.present" or whole.sides.side(member.actor) is None:
        return member
    return msgspec.structs.replace(member, role="participant")


def _not_alone(members: list[Member]) -> list[Member]:
    """A host who receives one guest is a party, not a mediator."""
    if sum(m.role == "participant" for m in members) == 1 and len(members) == 2:
        return [
            msgspec.structs.replace(m, role="participant") if m.role == "host" else m
            for m in members
        ]
    return members


def _mediating(member: Member, draft: Draft, whole: Whole, present: int) -> Member:
    actor = member.actor
    if member.role != "participant" or whole.sides.side(actor) is not None or present < 2:
        return member
    local = draft.spot is not None and actor.country in (draft.spot.country or "?",)
    between = bool(whole.held(actor) & _BETWEEN)
    if whole.sides.mediates(actor) or local or between:
        return msgspec.structs.replace(member, role="mediator")
    return member


def _delegates(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Put in the place of two sides who sat there for them, where the article names one of each.

    Only for the talks that are the news: who sat at earlier ones the article need not tell.
    """
    parties = [m for m in members if m.role == "participant"]
    bodies = [m for m in parties if m.actor.type != "person"]
    if draft.kind not in _TALKS or len(bodies) != len(parties) or not _is_news(draft, whole.anchor):
        return members
    side = whole.sides.side
    sent: dict[int, Actor] = {}
    for actor in whole.people:
        number = side(actor)
        if number is not None and not whole.held(actor) & (LEADERS | _SPEAKERS):
            sent.setdefault(number, actor)
    wanted = whole.present(bodies)
    if len(wanted) < 2 or not wanted <= sent.keys():
        return members
    swapped = [
        msgspec.structs.replace(m, actor=sent[number])
        for m in bodies
        if (number := side(m.actor)) is not None
    ]
    return [*{m.actor.slug: m for m in swapped}.values(), *(m for m in members if m not in bodies)]


def _is_news(draft: Draft, anchor: dt.date | None) -> bool:
    if draft.status not in _TOLD or draft.when is None or anchor is None:
        return False
    return dt.timedelta(0) <= anchor - draft.when.last <= _FRESH


def _one_level(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Leave out the bodies of sides whose persons are in the room, and all where persons travel."""
    people = [m for m in members if m.actor.type == "person"]
    if (people and draft.kind == "visit") or (len(people) > 1 and draft.kind == "phone_call"):
        return people
    if people and draft.kind == "press_conference":
        return people
    covered = whole.present([m for m in people if m.role == "participant"])
    if len(covered) < 2:
        return members
    return [
        m
        for m in members
        if m.actor.type == "person"
        or m.role != "participant"
        or whole.sides.side(m.actor) not in covered
    ]


def _persons(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Leave out bodies where two persons or more are named as those who met."""
    parties = [m for m in members if m.role == "participant"]
    people = [m for m in parties if m.actor.type == "person" and m.rule not in _GUESSED]
    if sum(not m.inferred and m.rule != "person.pronoun" for m in people) < 2:
        return members
    return [m for m in members if m.role != "participant" or m in people]


def _received(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Add to a visitor who receives people of that rank there, where the article names one."""
    country = draft.spot.country if draft.spot else None
    if draft.kind != "visit" or draft.status not in _TOLD or country is None or len(members) != 1:
        return members
    guest = members[0].actor
    if guest.type != "person" or guest.country in (None, country):
        return members
    for rank in (LEADERS, _MINISTERS):
        if not whole.held(guest) & rank:
            continue
        at_home = (a for a in whole.people if a.country == country and whole.held(a) & rank)
        receiver = next(at_home, None)
        if receiver is not None and draft.spot is not None:
            return [*members, _at_spot(draft, receiver, "participant")]
        break
    return members


def _host(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Add the minister in whose country those of two sides negotiate, where the article names one.

    Leaders of the sides are not joined by a minister.
    """
    country = draft.spot.country if draft.spot else None
    if draft.kind not in _TALKS or draft.status not in _TOLD or country is None:
        return members
    parties = [m.actor for m in members if m.role == "participant"]
    if len(whole.present(members)) < 2 or len(parties) != len(members):
        return members
    if any(a.type != "person" or a.country == country or whole.held(a) & LEADERS for a in parties):
        return members
    host = next((a for a in whole.people if a.country == country and _receives(a, whole)), None)
    return [*members, _at_spot(draft, host, "mediator")] if host else members


def _awaits(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Add to talks ahead the state that mediates and in which they are to be held."""
    state = whole.states.get((draft.spot.country if draft.spot else None) or "")
    if draft.kind != "talks" or draft.status != "planned" or state is None:
        return members
    if len(whole.present(members)) < 2 or not whole.sides.mediates(state):
        return members
    if any(m.actor.country == state.country or whole.held(m.actor) & LEADERS for m in members):
        return members
    return [*members, _at_spot(draft, state, "mediator")]


def _go_between(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Add to the talks that are the news the one whom the article calls a mediator of them."""
    if draft.kind != "talks" or not _is_news(draft, whole.anchor):
        return members
    inside = {m.actor.slug for m in members}
    if any(m.role != "participant" for m in members):
        return members
    between = (
        actor
        for actor in whole.people
        if actor.slug not in inside
        and whole.sides.side(actor) is None
        and _BROKER & {word for title in whole.held(actor) for word in title.split()}
    )
    at = draft.trigger
    return [
        *members,
        *(Member(a, "mediator", at.start, at.end, "party.between") for a in between),
    ]


def _receives(actor: Actor, whole: Whole) -> bool:
    return bool(whole.held(actor) & (_MINISTERS | _BETWEEN)) and whole.sides.side(actor) is None


def _at_spot(draft: Draft, actor: Actor, role: str) -> Member:
    at = draft.spot or draft.trigger
    rule = f"party.{'receiver' if role == 'participant' else 'host'}"
    return Member(
        actor, "mediator" if role == "mediator" else "participant", at.start, at.end, rule
    )
