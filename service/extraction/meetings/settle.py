"""What only the whole article settles: who mediates, what kind it is, what is past."""

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from service.domain.actors import Actor
from service.domain.meetings import Kind, Status
from service.domain.processes import Process
from service.extraction.meetings.draft import Draft, Member

LEADERS = frozenset(
    {
        "president",
        "prime minister",
        "chancellor",
        "king",
        "emir",
        "crown prince",
        "sultan",
        "leader",
        "supreme leader",
        "council president",
        "commission president",
        "head of state",
        "secretary-general",
    }
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
_ENVOYS = frozenset({"special envoy", "negotiator", "head of delegation", "special representative"})
_TABLE = (
    "session",
    "sat down",
    "sit down",
    "reconvene",
    "been meeting",
    "round table",
    "talked",
    "returned to the table",
    "return to the table",
    "convened",
    "come back",
    "sitting",
    "took their seats",
)


class Sides(msgspec.Struct, frozen=True):
    """The sides of the article's process by slug, and who mediates between them."""

    of: dict[str, int]
    mediators: frozenset[str]
    first: dict[int, Actor] = {}

    def side(self, actor: Actor) -> int | None:
        """Return the number of the side on which an actor is, by itself or by its country."""
        if actor.slug in self.of:
            return self.of[actor.slug]
        return self.of.get(f"state-{(actor.country or '').lower()}")

    def mediates(self, actor: Actor) -> bool:
        """Tell whether an actor, or the country or body that it represents, mediates here."""
        state = f"state-{(actor.country or '').lower()}"
        bodies = {office.of for office in actor.offices}
        return (
            actor.slug in self.mediators or state in self.mediators or bool(bodies & self.mediators)
        )


NO_SIDES = Sides({}, frozenset())


def sides_of(process: Process, actors: Mapping[str, Actor]) -> Sides:
    """Return the sides of a process."""
    first = {
        number: actors[slugs[0]]
        for number, side in enumerate(process.sides)
        if (slugs := [slug for slug in side if slug in actors])
    }
    of = {slug: number for number, side in enumerate(process.sides) for slug in side}
    return Sides(of, frozenset(process.mediators) - of.keys(), first)


def settled(
    draft: Draft,
    sides: Sides,
    titles: dict[str, set[str]],
    anchor: dt.date | None,
    states: Mapping[str, Actor],
    people: Sequence[Actor],
) -> Draft:
    """Return the draft with roles, kind and status as the whole article has them.

    `states` are those that act in the article, by country; `people` the persons, the most
    named first.
    """
    members = _delegates(draft, [*_roles(draft, sides, titles)], sides, people, titles, anchor)
    members += _host_country(draft, members, sides, states)
    changed = msgspec.structs.replace(draft, members=members)
    return msgspec.structs.replace(
        changed, kind=_kind(changed, sides, titles), status=_status(changed, anchor)
    )


def _roles(draft: Draft, sides: Sides, titles: dict[str, set[str]]) -> list[Member]:
    if draft.kind in ("visit", "phone_call", "press_conference"):
        return [_participant(member) for member in draft.members]
    present = {sides.side(m.actor) for m in draft.members} - {None}
    plain = [m for m in draft.members if m.role == "participant"]
    if len(present) < 2 and len(plain) < 3:
        return _not_alone(draft.members)
    return [_mediating(member, draft, sides, titles, len(present)) for member in draft.members]


def _delegates(
    draft: Draft,
    members: list[Member],
    sides: Sides,
    people: Sequence[Actor],
    titles: dict[str, set[str]],
    anchor: dt.date | None,
) -> list[Member]:
    """Put in the place of two sides who sat there for them, where the article names one of each.

    Only for the talks that are the news: who sat at earlier ones the article need not tell.
    """
    parties = [m for m in members if m.role == "participant"]
    bodies = [m for m in parties if m.actor.type != "person"]
    if draft.kind != "talks" or len(bodies) != len(parties) or not _is_news(draft, anchor):
        return members
    delegates: dict[int, Actor] = {}
    for actor in people:
        side = sides.side(actor)
        if side is not None and not titles.get(actor.slug, set()) & LEADERS:
            delegates.setdefault(side, actor)
    wanted = {side for m in bodies if (side := sides.side(m.actor)) is not None}
    if len(wanted) < 2 or not wanted <= delegates.keys():
        return members
    sent = [
        msgspec.structs.replace(m, actor=delegates[side])
        for m in bodies
        if (side := sides.side(m.actor)) is not None
    ]
    return [*{m.actor.slug: m for m in sent}.values(), *(m for m in members if m not in bodies)]


def _is_news(draft: Draft, anchor: dt.date | None) -> bool:
    if draft.status not in ("held", "ongoing") or draft.when is None or anchor is None:
        return False
    return dt.timedelta(0) <= anchor - draft.when.last <= dt.timedelta(4)


def _host_country(
    draft: Draft, members: list[Member], sides: Sides, states: Mapping[str, Actor]
) -> list[Member]:
    """Add the state in which two sides negotiate where it is known to mediate between them."""
    country = draft.spot.country if draft.spot else None
    state = states.get(country or "")
    if state is None or draft.spot is None or draft.family != "m" or not sides.mediates(state):
        return []
    present = {sides.side(m.actor) for m in members if m.role == "participant"} - {None}
    if len(present) < 2 or any(m.actor.country == country for m in members):
        return []
    return [Member(state, "mediator", draft.spot.start, draft.spot.end, "party.host_country")]


def _participant(member: Member) -> Member:
    return msgspec.structs.replace(member, role="participant")


def _not_alone(members: list[Member]) -> list[Member]:
    """A host who receives one guest is a party, not a mediator."""
    if sum(m.role == "participant" for m in members) == 1 and len(members) == 2:
        return [_participant(m) if m.role == "host" else m for m in members]
    return members


def _mediating(
    member: Member, draft: Draft, sides: Sides, titles: dict[str, set[str]], present: int
) -> Member:
    actor = member.actor
    if member.role != "participant" or sides.side(actor) is not None or present < 2:
        return member
    local = (
        draft.spot is not None
        and draft.spot.country is not None
        and actor.country == draft.spot.country
    )
    between = bool(titles.get(actor.slug, set()) & _BETWEEN)
    if sides.mediates(actor) or local or between:
        return msgspec.structs.replace(member, role="mediator")
    return member


def _kind(draft: Draft, sides: Sides, titles: dict[str, set[str]]) -> Kind:
    if draft.family != "m":
        return draft.kind
    if _guest(draft):
        return "visit"
    held = [titles.get(m.actor.slug, set()) for m in draft.members if m.actor.type == "person"]
    leading = sum(bool(LEADERS & offices) for offices in held)
    if leading >= 3 and leading == len(held):
        return "summit"
    if draft.kind == "meeting" and leading < 2 and _across(draft, sides, titles):
        return "talks"
    return draft.kind


def _guest(draft: Draft) -> bool:
    """Tell whether somebody is received in the country of who receives: a visit."""
    if draft.spot is None or not draft.words.startswith(
        ("was received", "was welcomed", "were received")
    ):
        return False
    homes = [m.actor.country for m in draft.members if m.actor.type == "person"]
    return (
        len(homes) > 1
        and draft.spot.country in homes
        and any(h != draft.spot.country for h in homes)
    )


def _across(draft: Draft, sides: Sides, titles: dict[str, set[str]]) -> bool:
    """Tell whether adversaries sit at a table: bodies of two sides, or words like `session`."""
    parties = [m.actor for m in draft.members if m.role == "participant"]
    bodies = [actor for actor in parties if actor.type != "person"]
    opposed = len({sides.side(actor) for actor in parties} - {None}) > 1
    words = draft.words
    if opposed and any(titles.get(actor.slug, set()) & _ENVOYS for actor in parties):
        return True
    return (
        (len(bodies) > 1 and opposed)
        or (opposed and words.startswith(_TABLE))
        or (not parties and words.startswith(_TABLE))
    )


def _status(draft: Draft, anchor: dt.date | None) -> Status:
    when = draft.when
    if anchor is None or when is None or draft.status in ("cancelled", "postponed"):
        return draft.status
    if when.first > anchor and draft.status in ("held", "ongoing"):
        return "planned"
    if when.last < anchor - dt.timedelta(1) and draft.status == "ongoing" and not draft.since:
        return "held"
    return draft.status
