"""Hosts and go-betweens whom the whole article puts in a room."""

import msgspec

from service.domain.actors import Actor
from service.extraction.meetings.draft import Draft, Member
from service.extraction.meetings.people.sides import LEADERS
from service.extraction.meetings.people.whole import BETWEEN, TOLD, Whole, broker, is_news

_MINISTERS = frozenset(
    {"foreign minister", "secretary of state", "deputy prime minister", "minister"}
)
_HOSTED = frozenset({"talks", "meeting", "summit", "signing"})


def received(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Add to a visitor who receives people of that rank there, where the article names one."""
    country = draft.spot.country if draft.spot else None
    if draft.kind != "visit" or draft.status not in TOLD or country is None or len(members) != 1:
        return members
    guest = members[0].actor
    formal = any(word in draft.words for word in whole.signs["formal_visit"])
    if not (formal or is_news(draft, whole.anchor)):
        return members
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
    """Add who receives people of two sides in a third country, where the article names somebody.

    Of those from there, one of the rank of the guests; the state itself where states negotiate.
    """
    country = draft.spot.country if draft.spot else None
    if draft.kind not in _HOSTED or draft.status not in TOLD or country is None:
        return members
    parties = [m.actor for m in members if m.role == "participant"]
    several = len(parties) > 1 and draft.kind in ("talks", "signing")
    if not _abroad(parties, country, whole, several) or len(parties) != len(members):
        return members
    met = draft.kind == "meeting" or draft.words in whole.signs["kind_held"]
    if met and any(whole.held(actor) & LEADERS for actor in parties):
        return members
    found = _local(parties, country, whole)
    return [*members, _at_spot(draft, found, "mediator")] if found else members


def _abroad(parties: list[Actor], country: str, whole: Whole, several: bool) -> bool:
    """Tell whether those of two sides, or of two states, meet in a country of neither.

    Or `several` of one state who negotiate there.
    """
    homes = {actor.country for actor in parties}
    apart = {side for actor in parties if (side := whole.side(actor)) is not None}
    known = len(homes - {None})
    return country not in homes and (len(apart) > 1 or known > 1 or (several and known == 1))


def _local(parties: list[Actor], country: str, whole: Whole) -> Actor | None:
    """Return who receives guests in a country: of their rank, else whom the article names most."""
    if not any(actor.type == "person" for actor in parties):
        return None
    leaders = any(whole.held(actor) & LEADERS for actor in parties)
    own = [a for a in whole.people if a.country == country and whole.side(a) is None]
    ranked = (a for a in own if bool(whole.held(a) & LEADERS) == leaders and _receives(a, whole))
    return next(ranked, None)


def awaits(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Add to talks that are still to come, or did not, the state in which people of two sides sit.

    Where no persons are named, only a state that mediates between them and only if they may sit.
    """
    state = whole.states.get((draft.spot.country if draft.spot else None) or "")
    if draft.kind != "talks" or draft.status in TOLD or state is None:
        return members
    if len(whole.present(members)) < 2 or whole.side(state) is not None:
        return members
    ahead = draft.status in ("planned", "proposed") and whole.sides.mediates(state)
    if not (ahead or any(m.actor.type == "person" for m in members)):
        return members
    if any(m.actor.country == state.country or whole.held(m.actor) & LEADERS for m in members):
        return members
    return [*members, _at_spot(draft, state, "mediator")]


def go_between(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Add to the talks that are the news the one whom the article calls a mediator of them."""
    across = draft.kind == "meeting" and len(whole.present(members)) > 1
    if not (draft.kind == "talks" or across) or not is_news(draft, whole.anchor):
        return members
    inside = {m.actor.slug for m in members}
    if any(m.role != "participant" for m in members):
        return members
    between = (
        actor
        for actor in whole.people
        if actor.slug not in inside and whole.side(actor) is None and broker(actor, whole)
    )
    at = draft.trigger
    return [
        *members,
        *(Member(a, "mediator", at.start, at.end, "party.between") for a in between),
    ]


def brings(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Make a mediator of one of no side who alone is named as bringing others together."""
    if len(members) != 1 or draft.kind not in _HOSTED or whole.side(members[0].actor) is not None:
        return members
    one = members[0]
    if one.end > draft.trigger.start or not draft.words.startswith(whole.signs["brings_together"]):
        return members
    return [msgspec.structs.replace(one, role="mediator")]


def _receives(actor: Actor, whole: Whole) -> bool:
    return bool(whole.held(actor) & (_MINISTERS | BETWEEN | LEADERS))


def _at_spot(draft: Draft, actor: Actor, role: str) -> Member:
    at = draft.spot or draft.trigger
    rule = f"party.{'receiver' if role == 'participant' else 'host'}"
    return Member(
        actor, "mediator" if role == "mediator" else "participant", at.start, at.end, rule
    )
