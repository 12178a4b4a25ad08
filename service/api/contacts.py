"""Who meets whom: an actor's counterparts, and how long two sides have not met."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from msgspec import Meta, Struct

from service.api import actors, naming, views
from service.api.inputs import asks
from service.api.pages import Page, PageQuery, cursor_of, sparse
from service.api.parts import Inside, utcnow
from service.api.sides import Pair, of_actors, of_processes
from service.domain.actors import ActorType, state_slug
from service.domain.articles import Named
from service.domain.ids import ActorId, MeetingId, actor_id
from service.domain.meetings import Level, Status
from service.errors import Invalid, InvalidCursor
from service.knowledge.model import Knowledge
from service.store import contacts, meetings
from service.store.database import Connection, Database
from service.store.paging import Cursor


class Counterpart(Struct, frozen=True, kw_only=True):
    """Whom an actor met: in how many meetings, and first and last when."""

    id: ActorId
    slug: str
    type: ActorType
    name: str
    meetings: int
    first: dt.date | None
    last: dt.date | None


class CounterpartPage(Page[Counterpart], frozen=True):
    """A page of counterparts."""


class NetworkQuery(PageQuery, frozen=True, kw_only=True):
    """Which meetings make an actor's network."""

    status: Annotated[
        tuple[Status, ...],
        Meta(description="The meetings' status; held and ongoing unless said. Joined by or."),
    ] = contacts.MET
    date_from: Annotated[dt.date | None, Meta(description="On this day or later.")] = None
    date_to: Annotated[dt.date | None, Meta(description="On this day or earlier.")] = None


class NetworkController(Controller):
    """The counterparts of an actor."""

    path = "/actors/{actor:str}/network"
    tags = ("actors",)

    @get("/", dependencies=asks(NetworkQuery))
    async def list_counterparts(
        self,
        parts: Inside,
        actor: FromPath[str],
        asked: NamedDependency[SkipValidation[NetworkQuery]],
    ) -> CounterpartPage:
        """List whom an actor met, most often first.

        A state's counterparts are the states that its people met, whoever represented them.
        """
        found = await actors.existing(parts.db, actor)
        state = found.country if found.type == "state" else None
        page = await contacts.counterparts(
            parts.db,
            state or found.id,
            link=meetings.SIDES if state else meetings.ACTORS,
            statuses=asked.status,
            date_from=asked.date_from,
            date_to=asked.date_to,
            after=asked.after,
            limit=asked.limit,
        )
        shown = await _counterparts(parts.db, page.items, states=bool(state))
        items = tuple(sparse(one, asked.fields) for one in shown)
        return CounterpartPage(items=items, next_cursor=cursor_of(page))


async def _counterparts(
    conn: Connection, met: Sequence[contacts.Counterpart], states: bool
) -> list[Counterpart]:
    ids = [actor_id(state_slug(one.id)) if states else ActorId(one.id) for one in met]
    names = await naming.of(conn, ids)
    shown = []
    for id, one in zip(ids, met, strict=True):
        who = views.name_of(id, names)
        shown.append(
            Counterpart(
                id=id,
                slug=who.slug,
                type=who.type,
                name=who.name,
                meetings=one.meetings,
                first=one.first,
                last=one.last,
            )
        )
    return shown


class Contact(Struct, frozen=True, kw_only=True):
    """The last meeting of two sides, and how many days ago it was."""

    meeting: MeetingId
    date: dt.date
    level: Level | None
    days: int


class Drought(Struct, frozen=True, kw_only=True):
    """How long two sides have not met: `days`, or null if no meeting is known.

    `last` is their last meeting at any level; `leaders` and `ministers` the last at those.
    """

    process: str | None
    a: tuple[Named, ...]
    b: tuple[Named, ...]
    days: int | None
    last: Contact | None
    leaders: Contact | None
    ministers: Contact | None


class DroughtPage(Page[Drought], frozen=True):
    """A page of droughts."""


class DroughtQuery(PageQuery, frozen=True, kw_only=True):
    """Whose droughts."""

    process: Annotated[str | None, Meta(description="The sides of this process, by slug.")] = None
    pair: Annotated[
        tuple[str, ...],
        Meta(max_length=2, description="Two actors, by id or slug, instead of a process.",
             examples=[["state-am", "state-az"]]),
    ] = ()  # fmt: skip
    day: Annotated[dt.date | None, Meta(description="As of this day; today unless said.")] = None
    min_days: Annotated[
        Annotated[int, Meta(ge=0, le=100_000)] | None,
        Meta(description="No contact for so many days at least."),
    ] = None


class DroughtController(Controller):
    """The droughts of contacts."""

    path = "/droughts"
    tags = ("processes",)

    @get("/", dependencies=asks(DroughtQuery))
    async def list_droughts(
        self, parts: Inside, asked: NamedDependency[SkipValidation[DroughtQuery]]
    ) -> DroughtPage:
        """Tell how long sides have not met: of a pair, of a process, or of all processes.

        A side is its actors and those who hold or held their offices; a state's side is also
        whoever represents the country, unless the country is on both sides.
        """
        knowledge, day = parts.extractor.knowledge, asked.day or utcnow().date()
        found: list[tuple[str, Drought]] = []
        for pair in await _pairs(parts.db, knowledge, asked):
            drought = await _drought(parts.db, pair, knowledge, day)
            if _lasts(drought, asked.min_days):
                found.append((pair.key, drought))
            if len(found) > asked.limit:
                break
        page = found[: asked.limit]
        more = len(found) > len(page)
        return DroughtPage(
            items=tuple(sparse(one, asked.fields) for _, one in page),
            next_cursor=Cursor("droughts", page[-1][0], page[-1][0]).encode() if more else None,
        )


async def _pairs(db: Database, knowledge: Knowledge, asked: DroughtQuery) -> list[Pair]:
    if asked.pair:
        if len(asked.pair) != 2 or asked.process:
            raise Invalid("pair", "Name two actors, and then no process.")
        left, right = [await actors.existing(db, one) for one in asked.pair]
        if left.id == right.id:
            raise Invalid("pair", "These are one actor.")
        return [of_actors(left, right, knowledge)]
    after = asked.after
    if after is not None and after.order != "droughts":
        raise InvalidCursor
    slugs = [asked.process] if asked.process else sorted(knowledge.processes)
    pairs = of_processes((knowledge.processes[slug] for slug in slugs), knowledge)
    return sorted((p for p in pairs if after is None or p.key > after.id), key=lambda p: p.key)


async def _drought(conn: Connection, pair: Pair, knowledge: Knowledge, day: dt.date) -> Drought:
    last = await _contact(conn, pair, day)
    higher: dict[Level, Contact | None] = {}
    for level in ("leaders", "ministers"):
        higher[level] = await _contact(conn, pair, day, level) if last else None
    return Drought(
        process=pair.process,
        a=pair.names[0],
        b=pair.names[1],
        days=last.days if last else None,
        last=last,
        leaders=higher["leaders"],
        ministers=higher["ministers"],
    )


async def _contact(conn: Connection, pair: Pair, day: dt.date, *levels: Level) -> Contact | None:
    found = await contacts.last_contact(conn, pair.a, pair.b, day, levels)
    if found is None:
        return None
    days = (day - found.date).days
    return Contact(meeting=found.meeting, date=found.date, level=found.level, days=days)


def _lasts(drought: Drought, days: int | None) -> bool:
    return days is None or drought.days is None or drought.days >= days
