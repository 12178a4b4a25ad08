"""Deliveries: what became of each event for each subscription, attempt by attempt."""

import datetime as dt
from typing import Annotated, Any

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from msgspec import UNSET, Meta, Struct, UnsetType, structs

from service.api import idempotency
from service.api.inputs import AnyRequest, asks
from service.api.known import DigestRef, EventRef
from service.api.pages import OneQuery, Page, PageQuery, cursor_of, sparse
from service.api.parts import Inside, utcnow
from service.domain import deliveries as domain
from service.domain.deliveries import DeliveryState, Outcome
from service.domain.ids import DeliveryId, EventId, SubscriptionId
from service.store import attempts, deliveries
from service.store.database import Connection, Database


class Attempt(Struct, frozen=True, kw_only=True):
    """One POST of a delivery; `excerpt` is the beginning of the answer. Times in milliseconds."""

    number: int
    started_at: dt.datetime
    outcome: Outcome
    status: int | None
    address: str | None
    connect_ms: float | None
    total_ms: float
    error: str | None
    excerpt: str | None


class Delivery(Struct, frozen=True, kw_only=True):
    """One event to one subscription, until delivered or given up.

    `attempt` counts the attempts begun; `due_at` is when the next one is due. `digest` gathers it
    with others, or did; then it is `digested`, and `reason` is the delivery that told all of them.
    `attempts` come with a single delivery.
    """

    id: DeliveryId
    event: EventId
    subscription: SubscriptionId
    state: DeliveryState
    attempt: int
    due_at: dt.datetime
    reason: str | None
    digest: str | None
    created_at: dt.datetime
    finished_at: dt.datetime | None
    attempts: tuple[Attempt, ...] | UnsetType = UNSET


class DeliveryPage(Page[Delivery], frozen=True):
    """A page of deliveries."""


class DeliveryQuery(PageQuery, frozen=True, kw_only=True):
    """What a list of deliveries is limited to."""

    state: Annotated[DeliveryState | None, Meta(description="The state they are in.")] = None
    event: Annotated[EventRef | None, Meta(description="The event, by id.")] = None
    digest: Annotated[
        DigestRef | None, Meta(description="The digest that gathers or told them.")
    ] = None


class DeliveryController(Controller):
    """The routes of deliveries."""

    path = "/deliveries"
    tags = ("deliveries",)

    @get("/", dependencies=asks(DeliveryQuery))
    async def list_deliveries(
        self, parts: Inside, asked: NamedDependency[SkipValidation[DeliveryQuery]]
    ) -> DeliveryPage:
        """List deliveries of all subscriptions, the newest first."""
        return await list_page(parts.db, asked)

    @get("/{delivery_id:str}", dependencies=asks(OneQuery))
    async def get_delivery(
        self,
        parts: Inside,
        delivery_id: FromPath[str],
        asked: NamedDependency[SkipValidation[OneQuery]],
    ) -> Delivery:
        """Get a delivery with all its attempts."""
        found = await deliveries.get(parts.db, DeliveryId(delivery_id))
        made = await attempts.of(parts.db, found.id)
        return sparse(shown(found, attempts=tuple(map(_attempt, made))), asked.fields)

    @post(
        "/{delivery_id:str}/retry",
        status_code=202,
        opt={"answers": {"202": "It will be sent now."}, "idempotent": True, "fails": ["409"]},
    )
    async def retry_delivery(
        self, request: AnyRequest, parts: Inside, delivery_id: FromPath[str]
    ) -> Delivery:
        """Send a delivery again now, with the whole schedule before it.

        The event's `webhook-id` stays the same, so that a receiver knows a repeat.
        """

        async def retry(tx: Connection) -> Delivery:
            return shown(await deliveries.retry(tx, DeliveryId(delivery_id), utcnow()))

        again = await idempotency.once(request, parts.db, Delivery, retry)
        await parts.wake_deliver()
        return again


async def list_page(
    db: Database, asked: DeliveryQuery, subscription: SubscriptionId | None = None
) -> DeliveryPage:
    """Return a page of deliveries, of one subscription or of all."""
    found = await deliveries.find(
        db,
        subscription=subscription,
        state=asked.state,
        event=EventId(asked.event) if asked.event else None,
        digest=asked.digest,
        after=asked.after,
        limit=asked.limit,
    )
    items = tuple(sparse(shown(d), asked.fields) for d in found.items)
    return DeliveryPage(items=items, next_cursor=cursor_of(found))


def shown(delivery: domain.Delivery, **more: Any) -> Delivery:
    """Show a delivery; `more` may hold its `attempts`."""
    return Delivery(**structs.asdict(delivery), **more)


def _attempt(attempt: domain.Attempt) -> Attempt:
    return Attempt(**{name: getattr(attempt, name) for name in Attempt.__struct_fields__})
