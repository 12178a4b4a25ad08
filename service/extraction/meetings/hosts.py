"""Hosts and go-betweens whom the whole article puts in a room."""

from service.domain.actors import Actor
from service.extraction.meetings.draft import Draft, Member
from service.extraction.meetings.sides import LEADERS
from service.extraction.meetings.whole import BETWEEN, TALKS, TOLD, Whole, broker, is_news

_MINISTERS = frozenset(
    {"foreign minister", "secretary of state", "deputy prime minister", "minister"}
)


def received(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Add to a visitor who receives people of that rank there, where the article names one."""
    country = draft.spot.country if draft.spot else None
    if draft.kind != "visit" or draft.status not in TOLD or country is None or len(members) != 1:
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


def host(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Add the minister in whose country those of two sides negotiate, where the article names one.

    Leaders of the sides are not joined by a minister.
    """
    country = draft.spot.country if draft.spot else None
    if draft.kind not in TALKS or draft.status not in TOLD or country is None:
        return members
    parties = [m.actor for m in members if m.role == "participant"]
    if len(whole.present(members)) < 2 or len(parties) != len(members):
        return members
    if any(a.type != "person" or a.country == country or whole.held(a) & LEADERS for a in parties):
        return members
    host = next((a for a in whole.people if a.country == country and _receives(a, whole)), None)
    return [*members, _at_spot(draft, host, "mediator")] if host else members


def awaits(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Add to talks ahead the state that mediates and in which they are to be held."""
    state = whole.states.get((draft.spot.country if draft.spot else None) or "")
    if draft.kind != "talks" or draft.status != "planned" or state is None:
        return members
    if len(whole.present(members)) < 2 or not whole.sides.mediates(state):
        return members
    if any(m.actor.country == state.country or whole.held(m.actor) & LEADERS for m in members):
        return members
    return [*members, _at_spot(draft, state, "mediator")]


def go_between(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Add to the talks that are the news the one whom the article calls a mediator of them."""
    if draft.kind != "talks" or not is_news(draft, whole.anchor):
        return members
    inside = {m.actor.slug for m in members}
    if any(m.role != "participant" for m in members):
        return members
    between = (
        actor
        for actor in whole.people
        if actor.slug not in inside and whole.sides.side(actor) is None and broker(actor, whole)
    )
    at = draft.trigger
    return [
        *members,
        *(Member(a, "mediator", at.start, at.end, "party.between") for a in between),
    ]


def _receives(actor: Actor, whole: Whole) -> bool:
    return bool(whole.held(actor) & (_MINISTERS | BETWEEN)) and whole.sides.side(actor) is None


def _at_spot(draft: Draft, actor: Actor, role: str) -> Member:
    at = draft.spot or draft.trigger
    rule = f"party.{'receiver' if role == 'participant' else 'host'}"
    return Member(
        actor, "mediator" if role == "mediator" else "participant", at.start, at.end, rule
    )
