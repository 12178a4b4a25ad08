"""Replays: what a subscription did not get is sent by a job that can be followed and stopped."""

import datetime as dt
from typing import Annotated

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from msgspec import Meta, Struct

from service.api import idempotency
from service.api.inputs import AnyRequest, asks, takes
from service.api.known import SubscriptionRef
from service.api.pages import OneQuery, Page, PageQuery, cursor_of, sparse
from service.api.parts import Inside, Parts, utcnow
from service.domain import replays as domain
from service.domain.ids import SubscriptionId
from service.domain.replays import ReplayId, ReplayState, What
from service.errors import Invalid
from service.store import replays, subscriptions
from service.store.database import Connection

# East of Greenwich a time may be before the first that is kept; nothing is as old.
_FIRST = dt.datetime.min.replace(tzinfo=dt.UTC)


class ReplayInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From when on; a dry run only counts."""

    since: Annotated[dt.datetime, Meta(tz=True)]
    dry_run: bool = False


class Replay(Struct, frozen=True, kw_only=True):
    """A job that sends what was made or happened from `since` to `until` and did not arrive.

    It has `looked` at so many, and `found` so many to be sent (or that would be, in a dry run).
    """

    id: ReplayId
    subscription: SubscriptionId
    what: What
    since: dt.datetime
    until: dt.datetime
    dry_run: bool
    state: ReplayState
    looked: int
    found: int
    created_at: dt.datetime
    finished_at: dt.datetime | None


class ReplayPage(Page[Replay], frozen=True):
    """A page of replays."""


class ReplayQuery(PageQuery, frozen=True, kw_only=True):
    """What a list of replays is limited to."""

    subscription: Annotated[
        SubscriptionRef | None, Meta(description="The subscription, by id.")
    ] = None
    state: Annotated[ReplayState | None, Meta(description="The state they are in.")] = None


class ReplayController(Controller):
    """The routes of replays."""

    tags = ("deliveries",)

    @post(
        "/subscriptions/{subscription_id:str}/recover",
        status_code=202,
        dependencies=takes(ReplayInput),
        opt={"idempotent": True, "fails": ["409"]},
    )
    async def recover_deliveries(
        self,
        request: AnyRequest,
        parts: Inside,
        subscription_id: FromPath[str],
        given: NamedDependency[SkipValidation[ReplayInput]],
    ) -> Replay:
        """Send again what was given up since a time, with the whole schedule before it."""
        return await _start(request, parts, subscription_id, "given_up", given)

    @post(
        "/subscriptions/{subscription_id:str}/replay-missing",
        status_code=202,
        dependencies=takes(ReplayInput),
        opt={"idempotent": True, "fails": ["409"]},
    )
    async def replay_missing(
        self,
        request: AnyRequest,
        parts: Inside,
        subscription_id: FromPath[str],
        given: NamedDependency[SkipValidation[ReplayInput]],
    ) -> Replay:
        """Send what happened since a time, meets the query as it stands, and was never sent.

        Such as what happened before the subscription was made, or its query changed.
        """
        return await _start(request, parts, subscription_id, "missing", given)

    @get("/replays", dependencies=asks(ReplayQuery))
    async def list_replays(
        self, parts: Inside, asked: NamedDependency[SkipValidation[ReplayQuery]]
    ) -> ReplayPage:
        """List replays, the newest first."""
        to = SubscriptionId(asked.subscription) if asked.subscription else None
        found = await replays.find(
            parts.db, subscription=to, state=asked.state, after=asked.after, limit=asked.limit
        )
        items = tuple(sparse(_shown(replay), asked.fields) for replay in found.items)
        return ReplayPage(items=items, next_cursor=cursor_of(found))

    @get("/replays/{replay_id:str}", dependencies=asks(OneQuery))
    async def get_replay(
        self,
        parts: Inside,
        replay_id: FromPath[str],
        asked: NamedDependency[SkipValidation[OneQuery]],
    ) -> Replay:
        """Get a replay, and how far it has come."""
        return sparse(_shown(await replays.get(parts.db, ReplayId(replay_id))), asked.fields)

    @post("/replays/{replay_id:str}/stop", status_code=200)
    async def stop_replay(self, parts: Inside, replay_id: FromPath[str]) -> Replay:
        """Stop a replay; what it has found already is sent."""
        async with parts.db.transaction() as tx:
            return _shown(await replays.stop(tx, ReplayId(replay_id), utcnow()))


async def _start(
    request: AnyRequest, parts: Parts, subscription: str, what: What, given: ReplayInput
) -> Replay:
    now = utcnow()
    if given.since > now:
        raise Invalid("since", "This is ahead.")
    since = max(given.since, _FIRST)

    async def start(tx: Connection) -> Replay:
        owner = await subscriptions.get(tx, SubscriptionId(subscription))
        return _shown(await replays.start(tx, owner.id, what, since, now, dry_run=given.dry_run))

    started = await idempotency.once(request, parts.db, Replay, start)
    await parts.wake_deliver()
    return started


def _shown(replay: domain.Replay) -> Replay:
    return Replay(**{name: getattr(replay, name) for name in Replay.__struct_fields__})
