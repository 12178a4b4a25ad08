"""The one way in for what people decide: checked, kept, and given to the monitor to apply."""

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from service import parting
from service.domain.actors import Actor, ActorType, CountryCode, Office
from service.domain.corrections import (
    Correction,
    CorrectionId,
    CorrectionKind,
    PinnedField,
    correction_id,
)
from service.domain.dates import When, check_when
from service.domain.ids import ActorId, ArticleId, ClaimId, MeetingId, actor_ref
from service.domain.meetings import Kind, Level, Meeting, Status
from service.domain.misfits import misfit
from service.errors import Invalid, named_in
from service.store import actors, claims, corrections, ledger, meeting_log, meetings, merged
from service.store.database import Connection, Database

Notify = Callable[[], Awaitable[None]]

# So many claims stand for a meeting, one of each kind if they suffice: the others go with them.
_STAND_FOR = 40
# So many claims stand for what stays when a meeting is split.
_MOST = 100
_BODIES: set[ActorType] = {"organization", "armed_group"}
# Names stand on a line in chats, feeds and lists.
_IN_LINE = "[^\\x00-\\x1f\\x7f\\x85\\u2028\\u2029]"
Name = Annotated[
    str,
    Meta(
        pattern=rf"\A(?=.*\S){_IN_LINE}{{1,200}}\Z",
        description="A name: a line of at most 200 characters.",
    ),
]
Told = Annotated[str, Meta(pattern=r"\S", max_length=1000, description="Words.")]
_VALUES: dict[PinnedField, Any] = {
    "kind": Kind,
    "status": Status,
    "level": Level | None,
    "when": When | None,
    "city": Told | None,
    "country": CountryCode | None,
    "venue": Told | None,
    "outcome": Told | None,
    "round": Annotated[int, Meta(ge=1, le=1000)] | None,
}
_OF_ACTORS: dict[PinnedField, Any] = {
    "name": Name,
    "country": CountryCode | None,
    "office": Office,
}
# What goes with a kind, beside meetings or actors.
_WITH: dict[CorrectionKind, Sequence[str]] = {
    "split": ("claims", "articles", "countries"),
    "pin": ("field", "value"),
    "rename": ("value",),
    "alias": ("value",),
}


class Decision(Struct, frozen=True, kw_only=True):
    """What somebody decides, by the ids that people see; see `Correction` for what each kind does.

    `split` parts from its meeting those of its claims that are named in `claims` or are of
    `articles`; of actors, those that the first is not; of one person, what `articles` say, or any
    in which it is of `countries`: that is another person. Actors go by id or slug.
    """

    kind: CorrectionKind
    meetings: Sequence[str] = ()
    claims: Sequence[str] = ()
    articles: Sequence[str] = ()
    actors: Sequence[str] = ()
    countries: Sequence[str] = ()
    field: PinnedField | None = None
    value: Any = None
    author: str
    reason: str | None = None


async def decide(
    db: Database, decision: Decision, *, now: dt.datetime, notify: Notify | None = None
) -> Correction:
    """Keep a decision; the monitor applies it to the record a moment later.

    `notify` is called after the commit. Raises Invalid, naming the field, for what makes no sense,
    and for a meeting, claim, article or actor that there is none of.
    """
    _check_given(decision)
    bound = await _bound(db, decision, now)
    correction = Correction(
        id=correction_id(decision.kind, decision.author, now, *map(str, bound.values())),
        kind=decision.kind,
        field=decision.field,
        author=decision.author,
        reason=decision.reason,
        created_at=now,
        **{"value": decision.value} | bound,
    )
    async with db.transaction() as tx:
        await corrections.add(tx, correction)
        if correction.parts:
            await parting.part(tx, correction, now)
        await _follow(tx, correction, now)
    if notify:
        await notify()
    return correction


async def undo(
    db: Database, id: CorrectionId, *, now: dt.datetime, notify: Notify | None = None
) -> Correction:
    """Take a decision back; raises NotFound."""
    async with db.transaction() as tx:
        correction = await corrections.undo(tx, id, now)
        if correction.parts and correction.undone_at == now:
            await parting.join(tx, correction, now)
        await _follow(tx, correction, now)
    if notify:
        await notify()
    return correction


async def _follow(tx: Connection, correction: Correction, now: dt.datetime) -> None:
    """Make the actors what corrections say now, and have the rest of the record follow."""
    about = await actors.settle(tx, correction.actors, now) if correction.actors else set()
    await meeting_log.respell(tx, about)
    await corrections.notify(tx, correction, about, now)


def _check_given(decision: Decision) -> None:
    """Raise Invalid for what would be passed over: whoever gives it expects something of it."""
    if decision.meetings and decision.actors:
        raise Invalid("actors", "Give meetings or actors, not both.")
    unread = "claims" if decision.actors else "countries"
    for name in ("claims", "articles", "countries", "field", "value"):
        given = getattr(decision, name)
        if given is None or given in ((), []):
            continue
        if name == unread or name not in _WITH.get(decision.kind, ()):
            of = "actors" if decision.actors else "meetings"
            raise Invalid(name, f"A {decision.kind} of {of} takes none.")


async def _bound(conn: Connection, decision: Decision, now: dt.datetime) -> dict[str, Any]:
    """Return what a decision binds to: claims and others, or actors."""
    if decision.kind == "split" and decision.actors and (decision.articles or decision.countries):
        said = {"articles": decision.articles, "countries": decision.countries}
        return await parting.bound(conn, decision.actors, now, **said)
    if decision.actors or decision.kind in ("rename", "alias"):
        return {"actors": await _of_actors(conn, decision)}
    found = await _meetings(conn, decision.meetings)
    if len({meeting.id for meeting in found}) != len(found):
        raise Invalid("meetings", "These are one meeting.")
    if len(found) < 2 if decision.kind == "merge" else len(found) != 1:
        raise Invalid("meetings", "Name one meeting, or two or more to merge.")
    if decision.kind == "split":
        return await _parted(conn, decision, found[0].id)
    if decision.kind == "pin":
        _check_value(decision, _VALUES)
    standing = [await ledger.spread(conn, meeting.id, _STAND_FOR) for meeting in found]
    return {"claims": tuple(claim for claims in standing for claim in claims)}


async def _meetings(conn: Connection, ids: Sequence[str]) -> list[Meeting]:
    found = []
    for n, id in enumerate(ids):
        with named_in(f"meetings[{n}]"):
            found.append((await meetings.get(conn, MeetingId(id))).meeting)
    return found


async def _of_actors(conn: Connection, decision: Decision) -> tuple[ActorId, ...]:
    if decision.kind == "split":
        return await _apart(conn, decision)
    if decision.kind == "pin":
        _check_value(decision, _OF_ACTORS)
    meant = await actors.named(conn, decision.actors, "actors")
    found = [actor.id for actor in meant]
    for n, name in enumerate(decision.actors):
        if found.index(found[n]) != n:
            raise Invalid(f"actors[{n}]", f"{name} is named twice, or merged already.")
    if len(found) < 2 if decision.kind == "merge" else len(found) != 1:
        raise Invalid("actors", "Name one actor, or two or more to merge, the one to keep first.")
    _check_alike(decision.actors, meant)
    if decision.kind in ("rename", "alias"):
        _check_name(decision.value)
    return tuple(found)


def _check_name(value: Any) -> None:
    try:
        msgspec.convert(value, Name)
    except msgspec.ValidationError as error:
        raise misfit(error, Name, "value") from None


def _check_alike(names: Sequence[str], meant: Sequence[Actor]) -> None:
    """Raise Invalid for actors that cannot be one: a state and a person, or a party of it."""
    first = meant[0]
    for n, actor in enumerate(meant):
        types = {actor.type, first.type}
        # Who was found in texts may have been taken for a person; whether a movement is armed is
        # told in more than one way.
        if len(types) > 1 and types != _BODIES and not actor.discovered:
            told = f"The type of {names[n]} is {actor.type}, of {names[0]} {first.type}."
            raise Invalid(f"actors[{n}]", f"{told} They cannot be one.")


async def _apart(conn: Connection, decision: Decision) -> tuple[ActorId, ...]:
    ids = tuple(dict.fromkeys(map(actor_ref, decision.actors)))
    await actors.named(conn, decision.actors, "actors")
    if len(ids) < 2 or len(set(await merged.meant(conn, ids))) > 1:
        raise Invalid("actors", "Name two or more that were merged, first whom the others are not.")
    return ids


async def _parted(
    conn: Connection, decision: Decision, meeting: MeetingId
) -> dict[str, tuple[ClaimId, ...]]:
    of_articles = await ledger.of_articles(conn, map(ArticleId, decision.articles))
    named = await ledger.homes(conn, map(ClaimId, decision.claims))
    away = {home.claim for home in (*named, *of_articles) if home.meeting == meeting}
    parting.check_told(
        [ArticleId(id) for id in decision.articles],
        {home.article for home in of_articles if home.meeting == meeting},
    )
    stay = await ledger.spread(conn, meeting, _MOST, but=away)
    if not away or not stay or not away.issuperset(decision.claims):
        raise Invalid("claims", "Name some of the meeting's claims, or of its articles; not all.")
    return {"claims": tuple(sorted(away)), "others": tuple(stay)}


def _check_value(decision: Decision, known: Mapping[PinnedField, Any]) -> None:
    if decision.field is None or decision.field not in known:
        raise Invalid("field", f"A field to pin is one of: {', '.join(known)}.")
    try:
        value = msgspec.convert(decision.value, known[decision.field])
    except msgspec.ValidationError as error:
        raise misfit(error, known[decision.field], "value") from None
    if isinstance(value, When):
        check_when(value, "value")


async def gold(conn: Connection, correction: Correction) -> dict[str, Any]:
    """Return a correction with the claims it binds to, as a line for tests of resolution."""
    told = await claims.get(conn, (*correction.claims, *correction.others))
    line = msgspec.to_builtins(correction)
    for side in ("claims", "others"):
        bound = [told[id] for id in getattr(correction, side) if id in told]
        line[side] = msgspec.to_builtins([ledger.bare(claim) for claim in bound])
    return dict(line)
