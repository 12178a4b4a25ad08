"""What a standing query finds: before it is saved, of one event, and as a feed."""

import datetime as dt
from typing import Annotated

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from msgspec import Meta, Struct

from service.api import standing
from service.api.atom import MEDIA_TYPE, feed
from service.api.inputs import takes
from service.api.looking_back import Preview, PreviewInput, look_back
from service.api.parts import Inside, utcnow
from service.asking import as_merged, explained
from service.domain.events import Event, EventType
from service.domain.ids import DeliveryId, EventId, SubscriptionId, delivery_id
from service.errors import NotFound, named_in
from service.matching.clauses import is_met
from service.store import deliveries, events, merged, subscriptions
from service.store.database import Connection

_IN_A_FEED = 50


class ExplanationInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The event to be explained, by id; without one it is the newest."""

    event: Annotated[str, Meta(max_length=100)] | None = None


class ExplainedClause(Struct, frozen=True):
    """One condition: the query's values, whether the event meets it, and what decided."""

    field: str
    wanted: tuple[str, ...]
    met: bool
    found: tuple[str, ...]


class Explanation(Struct, frozen=True, kw_only=True):
    """Whether an event meets a subscription as it stands, clause by clause.

    `delivery` is the one that was made for the subscription, null if none was: the event may be
    older than the subscription, or than its query.
    """

    event: EventId
    type: EventType
    met: bool
    clauses: tuple[ExplainedClause, ...]
    delivery: DeliveryId | None


class StandingQueryController(Controller):
    """The routes that try and explain standing queries; they change nothing."""

    path = "/subscriptions"
    tags = ("subscriptions",)

    @post(
        "/preview",
        status_code=200,
        dependencies=takes(PreviewInput),
        opt={"answers": {"200": "What would have been sent."}},
    )
    async def preview_subscription(
        self, parts: Inside, given: NamedDependency[SkipValidation[PreviewInput]]
    ) -> Preview:
        """Try a standing query on past events, before subscribing.

        Tells how many alerts it would have sent on which day, and shows the latest of them.
        """
        now = utcnow()
        standing.check_events(given.events)
        query = await standing.resolved(parts.db, parts.known, given.query)
        since = now - dt.timedelta(days=given.days)
        return await look_back(parts.db, given.events, query, since, now)

    @post(
        "/{subscription_id:str}/explain",
        status_code=200,
        dependencies=takes(ExplanationInput, optional=True),
    )
    async def explain_event(
        self,
        parts: Inside,
        subscription_id: FromPath[str],
        given: NamedDependency[SkipValidation[ExplanationInput]],
    ) -> Explanation:
        """Explain why a subscription was told of an event, or why not, clause by clause."""
        asking = await subscriptions.get(parts.db, SubscriptionId(subscription_id))
        event = as_merged(await _event(parts.db, given.event), await merged.everyone(parts.db))
        clauses = await explained(parts.db, asking.events, asking.query, event)
        made = delivery_id(event.id, asking.id)
        return Explanation(
            event=event.id,
            type=event.type,
            met=is_met(clauses),
            clauses=tuple(ExplainedClause(c.field, c.wanted, c.met, c.found) for c in clauses),
            delivery=made if await deliveries.exists(parts.db, made) else None,
        )

    @get(
        "/{subscription_id:str}/feed.atom",
        opt={"gives": MEDIA_TYPE, "answers": {"200": "The feed."}},
    )
    async def feed_of_subscription(
        self, parts: Inside, subscription_id: FromPath[str]
    ) -> Response[bytes]:
        """Read the latest alerts of a subscription in a feed reader (Atom, RFC 4287)."""
        found = await subscriptions.get(parts.db, SubscriptionId(subscription_id))
        owed = await deliveries.find(parts.db, subscription=found.id, limit=_IN_A_FEED)
        told = await events.get_many(parts.db, [delivery.event for delivery in owed.items])
        newest = [told[delivery.event] for delivery in owed.items]
        return Response(feed(found, newest), media_type=MEDIA_TYPE)


async def _event(conn: Connection, id: str | None) -> Event:
    if id is not None:
        with named_in("event"):
            return await events.get(conn, EventId(id))
    newest = (await events.find(conn, order=events.NEWEST, limit=1)).items
    if not newest:
        raise NotFound("event", "yet")
    return newest[0]
