"""Subscriptions: webhooks with the standing queries that feed them."""

import datetime as dt
import secrets
from typing import Any

from litestar import Controller, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from msgspec import UNSET, structs

from service.api import idempotency, ping, standing
from service.api.deliveries import DeliveryPage, DeliveryQuery, list_page
from service.api.inputs import AnyRequest, asks, takes
from service.api.pages import OneQuery, cursor_of, sparse
from service.api.parts import Inside, utcnow
from service.api.subscription_views import (
    Rotation,
    ShownSubscription,
    SubscriptionInput,
    SubscriptionPage,
    SubscriptionPatch,
    SubscriptionQuery,
    TestSent,
    shown,
    shown_receiver,
)
from service.domain import ids
from service.domain.ids import SubscriptionId
from service.domain.subscriptions import Subscription, SubscriptionState, make_secret
from service.errors import Conflict
from service.store import receivers, subscriptions
from service.store.database import Connection, Database


class SubscriptionController(Controller):
    """The routes of subscriptions."""

    path = "/subscriptions"
    tags = ("subscriptions",)

    @post(
        "/",
        dependencies=takes(SubscriptionInput),
        opt={
            "answers": {"201": "Made; the answer alone shows the secret."},
            "idempotent": True,
            "fails": ["409"],
        },
    )
    async def create_subscription(
        self,
        request: AnyRequest,
        parts: Inside,
        given: NamedDependency[SkipValidation[SubscriptionInput]],
    ) -> ShownSubscription:
        """Subscribe a webhook to what a standing query finds.

        The answer shows the signing secret, this once. Events are signed as Standard Webhooks
        describe it; see docs/webhooks.md for how to verify them.
        """
        now = utcnow()
        standing.check_events(given.events)
        await standing.check_receiver(given.url, given.headers, parts.allowed)
        query = await standing.resolved(parts.db, parts.known, given.query)
        subscription = Subscription(
            id=ids.subscription_id(secrets.token_hex(16)),
            secrets=(make_secret(secrets.token_bytes(32), now),),
            created_at=now,
            changed_at=now,
            **structs.asdict(given)
            | {"query": query, "expires_at": standing.expiry(given.expires_at, now)},
        )
        standing.check_pace(subscription)

        async def make(tx: Connection) -> ShownSubscription:
            await subscriptions.add(tx, subscription)
            return structs.replace(shown(subscription), secret=subscription.secrets[0].value)

        return await idempotency.once(request, parts.db, ShownSubscription, make)

    @get("/", dependencies=asks(SubscriptionQuery))
    async def list_subscriptions(
        self, parts: Inside, asked: NamedDependency[SkipValidation[SubscriptionQuery]]
    ) -> SubscriptionPage:
        """List subscriptions, the newest first."""
        found = await subscriptions.find(
            parts.db, state=asked.state, after=asked.after, limit=asked.limit
        )
        items = tuple(sparse(shown(s), asked.fields) for s in found.items)
        return SubscriptionPage(items=items, next_cursor=cursor_of(found))

    @get("/{subscription_id:str}", dependencies=asks(OneQuery))
    async def get_subscription(
        self,
        parts: Inside,
        subscription_id: FromPath[str],
        asked: NamedDependency[SkipValidation[OneQuery]],
    ) -> ShownSubscription:
        """Get a subscription, and how its receiver has behaved."""
        found = await subscriptions.get(parts.db, SubscriptionId(subscription_id))
        return sparse(await _with_receiver(parts.db, found), asked.fields)

    @patch("/{subscription_id:str}", dependencies=takes(SubscriptionPatch))
    async def change_subscription(
        self,
        parts: Inside,
        subscription_id: FromPath[str],
        given: NamedDependency[SkipValidation[SubscriptionPatch]],
    ) -> ShownSubscription:
        """Change a subscription; what is left out stays as it is."""
        changes = {k: v for k, v in structs.asdict(given).items() if v is not UNSET}
        if "events" in changes:
            standing.check_events(changes["events"])
        await standing.check_receiver(changes.get("url"), changes.get("headers", {}), parts.allowed)
        now = utcnow()
        if "expires_at" in changes:
            changes["expires_at"] = standing.expiry(changes["expires_at"], now)
        if "query" in changes:
            changes["query"] = await standing.resolved(parts.db, parts.known, changes["query"])
        changed = await _update(parts.db, subscription_id, changed_at=now, **changes)
        await parts.wake_deliver()
        return changed

    @delete("/{subscription_id:str}", opt={"answers": {"204": "Gone."}})
    async def delete_subscription(self, parts: Inside, subscription_id: FromPath[str]) -> None:
        """Delete a subscription; what is still owed to it is cancelled."""
        async with parts.db.transaction() as tx:
            await subscriptions.remove(tx, SubscriptionId(subscription_id), utcnow())

    @post("/{subscription_id:str}/pause", status_code=200)
    async def pause_subscription(
        self, parts: Inside, subscription_id: FromPath[str]
    ) -> ShownSubscription:
        """Pause a subscription: what it is owed waits."""
        return await _set_state(parts.db, subscription_id, "paused")

    @post("/{subscription_id:str}/resume", status_code=200, opt={"fails": ["409"]})
    async def resume_subscription(
        self, parts: Inside, subscription_id: FromPath[str]
    ) -> ShownSubscription:
        """Make a paused or disabled subscription active again; what waited is sent."""
        await _check_time_left(parts.db, SubscriptionId(subscription_id))
        resumed = await _set_state(parts.db, subscription_id, "active")
        await parts.wake_deliver()
        return resumed

    @post(
        "/{subscription_id:str}/rotate-secret",
        status_code=200,
        dependencies=takes(Rotation, optional=True),
        opt={"idempotent": True, "fails": ["409"]},
    )
    async def rotate_secret(
        self,
        request: AnyRequest,
        parts: Inside,
        subscription_id: FromPath[str],
        given: NamedDependency[SkipValidation[Rotation]],
    ) -> ShownSubscription:
        """Sign with a new secret, shown this once; the old one signs too until the grace ends."""
        now = utcnow()
        secret = make_secret(secrets.token_bytes(32), now)
        grace = dt.timedelta(seconds=given.grace_seconds)

        async def rotate(tx: Connection) -> ShownSubscription:
            rotated = await subscriptions.rotate_secret(
                tx, SubscriptionId(subscription_id), secret, grace, now
            )
            return structs.replace(shown(rotated), secret=secret.value)

        return await idempotency.once(request, parts.db, ShownSubscription, rotate)

    @post(
        "/{subscription_id:str}/test",
        status_code=202,
        opt={
            "answers": {"202": "A signed `ping` is on its way."},
            "idempotent": True,
            "fails": ["409"],
        },
    )
    async def test_subscription(
        self, request: AnyRequest, parts: Inside, subscription_id: FromPath[str]
    ) -> TestSent:
        """Send a real signed `ping`, whatever types of events are subscribed."""

        async def send(tx: Connection) -> TestSent:
            found = await subscriptions.get(tx, SubscriptionId(subscription_id))
            if found.state != "active":
                raise Conflict(f"The subscription {found.id} is {found.state}; resume it first.")
            return TestSent(delivery=await ping.send(tx, found.id, utcnow()))

        sent = await idempotency.once(request, parts.db, TestSent, send)
        await parts.wake_deliver()
        return sent

    @get("/{subscription_id:str}/deliveries", dependencies=asks(DeliveryQuery))
    async def list_subscription_deliveries(
        self,
        parts: Inside,
        subscription_id: FromPath[str],
        asked: NamedDependency[SkipValidation[DeliveryQuery]],
    ) -> DeliveryPage:
        """List what was sent to a subscription or is owed to it, the newest first."""
        found = await subscriptions.get(parts.db, SubscriptionId(subscription_id))
        return await list_page(parts.db, asked, subscription=found.id)


async def _update(db: Database, id: str, **changes: Any) -> ShownSubscription:
    def change(before: Subscription) -> Subscription:
        standing.check_secrecy(before, changes)
        after = structs.replace(before, **changes)
        standing.check_pace(after)
        return after

    async with db.transaction() as tx:
        return shown(await subscriptions.update(tx, SubscriptionId(id), change))


async def _set_state(db: Database, id: str, state: SubscriptionState) -> ShownSubscription:
    async with db.transaction() as tx:
        changed = await subscriptions.set_state(tx, SubscriptionId(id), state, None, utcnow())
    return shown(changed)


async def _check_time_left(db: Database, id: SubscriptionId) -> None:
    found = await subscriptions.get(db, id)
    if found.expires_at and found.expires_at <= utcnow():
        raise Conflict(f"The subscription {id} has expired; change its expires_at first.")


async def _with_receiver(db: Database, subscription: Subscription) -> ShownSubscription:
    heard = await receivers.get(db, [subscription.id])
    receiver = shown_receiver(heard.get(subscription.id))
    return structs.replace(shown(subscription), receiver=receiver)
