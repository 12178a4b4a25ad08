"""Who was in the room by the whole article: delegates, receivers, hosts; persons or bodies."""

from collections.abc import Mapping

import msgspec

from service.domain.actors import Actor
from service.extraction.meetings.draft import Draft, Member
from service.extraction.meetings.people import audiences, heads, hosts, unnamed_sides
from service.extraction.meetings.people.sides import LEADERS
from service.extraction.meetings.people.whole import BETWEEN, TALKS, Whole, broker, is_news

_SENT = frozenset(
    {
        "negotiator",
        "head of delegation",
        "special envoy",
        "special representative",
        "foreign minister",
        "deputy foreign minister",
    }
)
_GUESSED = frozenset({"party.mutual", "party.sides"})
_LATER = ("party.present", "party.head")  # whom a later sentence puts in the room
_LINK = 6  # characters, for `, and `
_SPEAKERS = frozenset({"spokesperson", "ambassador"})


def furnished(draft: Draft, whole: Whole) -> list[Member]:
    """Return who was in the room of a meeting, with their roles."""
    members = draft.members
    for rule in (
        _told_of,
        audiences.sides_alone,
        heads.replace_bodies,
        unnamed_sides.mediated,
        unnamed_sides.other_side,
        unnamed_sides.between_sides,
        _roles,
        _delegates,
        _one_level,
        _persons,
        hosts.received,
        hosts.host,
        hosts.awaits,
        hosts.go_between,
        hosts.brings,
        audiences.audience,
    ):
        members = rule(draft, members, whole)
    return list({member.actor.slug: member for member in members}.values())


def _told_of(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Leave out who is a spokesperson and nothing else where two others meet: they tell of it."""
    others = [m for m in members if _titles(m.actor, whole) != {"spokesperson"}]
    told = sum(m.role == "participant" for m in others) >= 2
    return others if told and draft.kind != "press_conference" else members


def _titles(actor: Actor, whole: Whole) -> set[str]:
    """Return all the titles that somebody has or had."""
    return whole.held(actor) | {office.title for office in actor.offices}


def _roles(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    if draft.kind in ("visit", "phone_call", "press_conference"):
        return [msgspec.structs.replace(member, role="participant") for member in members]
    if not _signed(draft, members):
        members = [_of_side(member, whole) for member in members]
        homes = {m.actor.country for m in members if m.role == "participant"} - {None}
        members = [_companion(member, homes) for member in members]
    members = _onlookers(draft, members, whole)
    present = whole.present(members)
    plain = [m for m in members if m.role == "participant"]
    if len(present) < 2 and len(plain) < 3:
        return _not_alone(members)
    if not present:
        return _third(members, draft, whole)
    return [_mediating(member, draft, whole, len(present)) for member in members]


def _signed(draft: Draft, members: list[Member]) -> bool:
    """Tell whether two or more are named as those who sign: leaders who watch them are guests."""
    signed = [m for m in members if m.role == "participant" and m.rule not in _LATER]
    return draft.kind == "signing" and len(signed) > 1


def _third(members: list[Member], draft: Draft, whole: Whole) -> list[Member]:
    """Between parties of no known process, who is called a mediator is one.

    Or the only one of the country where they sit.
    """
    country = draft.spot.country if draft.spot else None
    parties = [m for m in members if m.role == "participant"]
    if len(parties) < 3 or draft.kind == "summit":
        return members
    third = [m for m in parties if broker(m.actor, whole)]
    local = [m for m in parties if m.actor.country is not None and m.actor.country == country]
    if not third and len(local) == 1 and not _in_a_row(local[0], parties):
        third = local
    return [
        msgspec.structs.replace(m, role="mediator") if any(m is t for t in third) else m
        for m in members
    ]


def _in_a_row(member: Member, parties: list[Member]) -> bool:
    """Tell whether somebody is named in a list with others (`Kenya, Uganda and Togo met`)."""
    gaps = (max(m.start - member.end, member.start - m.end) for m in parties if m is not member)
    return any(0 < gap <= _LINK for gap in gaps)


def _of_side(member: Member, whole: Whole) -> Member:
    """One of a side who chairs or opens a session is a party."""
    if member.rule not in _LATER or whole.side(member.actor) is None:
        return member
    return msgspec.structs.replace(member, role="participant")


def _companion(member: Member, homes: set[str | None]) -> Member:
    """Who looks on beside a party of his own country is there with it."""
    if member.rule not in _LATER or member.role != "observer":
        return member
    if member.actor.type != "person" or member.actor.country not in homes:
        return member
    return msgspec.structs.replace(member, role="participant")


def _onlookers(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Between two who are named as those who sign or negotiate, who else came is no party.

    Nor is a body beside two persons who met.
    """
    parties = [m for m in members if m.role == "participant"]
    heads = sum(m.rule == "party.head" for m in parties)
    late = _LATER if heads < 2 else _LATER[:1]
    named = [m for m in parties if m.rule not in late]
    if draft.family not in ("m", "s") or len(named) < 2:
        return members
    homes = {m.actor.country for m in named}
    people = all(m.actor.type == "person" for m in named)
    return [
        msgspec.structs.replace(m, role="mediator")
        if m.rule in late
        and m.role == "participant"
        and whole.side(m.actor) is None
        and m.actor.country not in homes
        and (draft.kind in unnamed_sides.OF_SIDES or (people and m.actor.type != "person"))
        else m
        for m in members
    ]


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
    if member.role != "participant" or whole.side(actor) is not None or present < 2:
        return member
    local = draft.spot is not None and actor.country in (draft.spot.country or "?",)
    between = bool(whole.held(actor) & BETWEEN)
    if whole.sides.mediates(actor) or local or between:
        return msgspec.structs.replace(member, role="mediator")
    return member


def _delegates(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Put in the place of two sides who sat there for them, where the article names one of each.

    Only for the talks that are the news: who sat at earlier ones the article need not tell.
    """
    parties = [m for m in members if m.role == "participant"]
    bodies = [m for m in parties if m.actor.type != "person"]
    mixed = len(bodies) == 1 < len(parties) and _half(bodies[0], parties, whole)
    if draft.kind not in (*TALKS, "signing") or not is_news(draft, whole.anchor):
        return members
    if len(bodies) != len(parties) and not mixed:
        return members
    side, sent = whole.sides.side, _sent(whole)
    wanted = whole.present(bodies)
    if len(wanted) < 2 - mixed or not wanted <= sent.keys():
        return members
    named = [m.actor for m in bodies if m.rule not in _GUESSED]
    if not all(_stands_for(sent, actor, whole) for actor in named):
        return members
    swapped = [
        msgspec.structs.replace(m, actor=sent[number])
        for m in bodies
        if (number := side(m.actor)) is not None
    ]
    return [*{m.actor.slug: m for m in swapped}.values(), *(m for m in members if m not in bodies)]


def _half(body: Member, parties: list[Member], whole: Whole) -> bool:
    """Tell whether one side is there by a person, the other by a body."""
    return body.rule in _GUESSED or (
        len(parties) == 2 and len(whole.present(parties)) == 2 and body.rule != "party.own"
    )


def _stands_for(sent: Mapping[int, Actor], body: Actor, whole: Whole) -> bool:
    """Tell whether who sat for a side is of the very body that is named (`the M23`)."""
    number = whole.side(body)
    if number is None:
        return True
    actor = sent[number]
    of = {office.of for office in actor.offices}
    return actor.country == body.country or body.slug in of


def _sent(whole: Whole) -> dict[int, Actor]:
    """Return who may have sat for each side: its negotiators before its other officials."""
    sent: dict[int, Actor] = {}
    for actor in sorted(whole.people, key=lambda a: not whole.held(a) & _SENT):
        number = whole.side(actor)
        if number is not None and not whole.held(actor) & (LEADERS | _SPEAKERS):
            sent.setdefault(number, actor)
    return sent


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
        if m.actor.type == "person" or m.role != "participant" or whole.side(m.actor) not in covered
    ]


def _persons(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Leave out bodies where two persons or more are named as those who met."""
    parties = [m for m in members if m.role == "participant"]
    people = [m for m in parties if m.actor.type == "person" and m.rule not in _GUESSED]
    if sum(not m.inferred and m.rule != "person.pronoun" for m in people) < 2:
        return members
    homes = {m.actor.country for m in people}
    sent = [m for m in parties if m.rule == "party.offices" and m.actor.country not in homes]
    if all(m.rule in _LATER for m in people):  # they came with who is called `the two leaders`
        sent += [m for m in parties if m.actor.type == "person"]
    return [m for m in members if m.role != "participant" or m in people or m in sent]
