"""What people decide about the record: kept apart from what was read, with author and reason.

A correction of meetings binds to claims, not to meetings: claims keep their ids when articles are
read again, so the correction holds whatever the record becomes.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NewType

import msgspec
from msgspec import Struct, structs

from service.domain.actors import Actor, Office
from service.domain.ids import ActorId, ArticleId, ClaimId, derive

CorrectionId = NewType("CorrectionId", str)
CorrectionKind = Literal["merge", "split", "pin", "hide", "rename", "alias"]
PinnedField = Literal[
    "kind",
    "status",
    "level",
    "when",
    "city",
    "country",
    "venue",
    "outcome",
    "round",
    "name",
    "office",
]


class Correction(Struct, frozen=True, kw_only=True):
    """One decision about meetings, or about actors.

    Meetings: `merge`: all of `claims` are one meeting. `split`: `claims` are another meeting than
    `others`. `pin`: the meeting of `claims` has `value` as its `field`. `hide`: it is not shown.
    Actors: `merge`: all of `actors` are the first of them. `split`: the others are not the first,
    whatever was merged before; with `articles` or `countries`, what those articles say of the
    first, or any in which it is of those countries, is of the second, who has the same name and
    the slug `value`. `pin`: the actor's `field` (`name`, `country`, `office`) is `value`,
    whatever the knowledge says. `rename`: the actor's name is `value`.
    `alias`: it is called `value` too. `hide`: it is not listed.
    `undone_at` marks a decision that was taken back.
    """

    id: CorrectionId
    kind: CorrectionKind
    claims: tuple[ClaimId, ...] = ()
    others: tuple[ClaimId, ...] = ()
    actors: tuple[ActorId, ...] = ()
    articles: tuple[ArticleId, ...] = ()
    countries: tuple[str, ...] = ()
    field: PinnedField | None = None
    value: Any = None
    author: str
    reason: str | None = None
    created_at: dt.datetime
    undone_at: dt.datetime | None = None

    @property
    def parts(self) -> bool:
        """Tell whether it makes two persons of one."""
        return self.kind == "split" and bool(self.articles or self.countries)


def correction_id(kind: CorrectionKind, author: str, at: dt.datetime, *parts: str) -> CorrectionId:
    """Name a correction by what was decided, by whom and when."""
    return CorrectionId(derive("cor", kind, author, at.isoformat(), *parts))


def merged(corrections: Iterable[Correction]) -> dict[ActorId, ActorId]:
    """Return, for each actor that is another one, which; a later decision overrules an earlier."""
    into: dict[ActorId, ActorId] = {}
    for correction in corrections:
        if correction.kind == "merge" and correction.actors:
            kept, *others = correction.actors
            into.pop(kept, None)
            into |= dict.fromkeys(others, kept)
        elif correction.kind == "split" and correction.actors:
            into = _parted(into, *correction.actors)
    return {actor: _end(actor, into) for actor in into}


def _parted(
    into: dict[ActorId, ActorId], kept: ActorId, *others: ActorId
) -> dict[ActorId, ActorId]:
    apart = {other: to for other, to in into.items() if other not in others}
    return {one: to for one, to in apart.items() if one != kept or to not in others}


def _end(actor: ActorId, into: dict[ActorId, ActorId]) -> ActorId:
    passed = {actor}
    while into.get(actor, actor) not in passed:
        actor = into[actor]
        passed.add(actor)
    return actor


def _pinned(actor: Actor, correction: Correction) -> Actor:
    if correction.field == "country":
        return structs.replace(actor, country=correction.value)
    # It is what they hold now; of others those stay that are over.
    office = msgspec.convert(correction.value, Office)
    over = tuple(one for one in actor.offices if one.until is not None)
    return structs.replace(actor, offices=(office, *over))


def corrected(actor: Actor, corrections: Iterable[Correction], same: Sequence[Actor] = ()) -> Actor:
    """Return an actor as corrections name it; the names of those who are the `same` join its own.

    A name that was replaced stays an alias.
    """
    name = actor.name
    called = [*actor.aliases, *(told for one in same for told in (one.name, *one.aliases))]
    for correction in corrections:
        if actor.id not in correction.actors:
            continue
        if correction.kind == "rename" or (correction.kind, correction.field) == ("pin", "name"):
            called.append(name)
            name = correction.value
        elif correction.kind == "alias":
            called.append(correction.value)
        elif correction.kind == "pin":
            actor = _pinned(actor, correction)
    aliases = tuple(dict.fromkeys(told for told in called if told != name))
    return structs.replace(actor, name=name, aliases=aliases)
