"""`parley deliveries` and `parley replay`: what became of alerts, and sending them again."""

import asyncio
import datetime as dt
import typing
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import TypeVar

import click

from service.domain.deliveries import Attempt, Delivery, DeliveryState
from service.domain.ids import SubscriptionId
from service.queues.connection import open_redis
from service.queues.hints import Hints
from service.settings import Settings
from service.store import deliveries as store
from service.store import subscriptions
from service.store.database import Database, connect
from service.store.migrate import migrate

T = TypeVar("T")
_SINCE = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"])


@click.command()
@click.option("--subscription", metavar="ID", help="Only those to this subscription.")
@click.option(
    "--state",
    type=click.Choice(typing.get_args(DeliveryState)),
    help="Only those in this state.",
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.pass_obj
def deliveries(
    settings: Settings, subscription: str | None, state: DeliveryState | None, limit: int
) -> None:
    """List deliveries with their attempts, the newest first."""
    to = SubscriptionId(subscription) if subscription else None

    async def found(db: Database) -> list[str]:
        page = await store.find(db, subscription=to, state=state, limit=limit)
        return [
            line
            for delivery in page.items
            for line in _lines(delivery, await store.attempts(db, delivery.id))
        ]

    for line in _run(settings, found):
        click.echo(line)


@click.command()
@click.argument("subscription")
@click.option("--since", type=_SINCE, required=True, help="A day or time (UTC) of the event.")
@click.option("--dry-run", is_flag=True, help="Only tell how many there are.")
@click.pass_obj
def replay(settings: Settings, subscription: str, since: dt.datetime, dry_run: bool) -> None:
    """Send again what was given up for a SUBSCRIPTION since a time.

    Each has the whole schedule of attempts before it, and the `webhook-id` that it had.
    """
    start = since.replace(tzinfo=dt.UTC)

    async def again(db: Database) -> int:
        async with db.transaction() as tx:
            to = (await subscriptions.get(tx, SubscriptionId(subscription))).id
            if dry_run:
                return await store.given_up(tx, to, start)
            return await store.recover(tx, to, start, dt.datetime.now(dt.UTC))

    count = _run(settings, again)
    click.echo(f"{count} deliveries {'would be' if dry_run else 'will be'} sent again")


def _lines(delivery: Delivery, attempts: tuple[Attempt, ...]) -> Iterator[str]:
    reason = f"  {delivery.reason}" if delivery.reason else ""
    yield (
        f"{delivery.id}  {delivery.state:9}  {delivery.created_at:%Y-%m-%d %H:%M:%S}"
        f"  {delivery.event}  {delivery.subscription}{reason}"
    )
    for one in attempts:
        told = one.error or " ".join((one.excerpt or "").split())[:60]
        status = one.status or "-"
        yield (
            f"  {one.number:>3}  {one.started_at:%Y-%m-%d %H:%M:%S}  {status!s:>3}"
            f"  {one.outcome:10}  {one.total_ms:7.0f} ms  {told}".rstrip()
        )


def _run(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    async def run() -> T:
        async with _opened(settings) as (db, hints):
            done = await work(db)
            await hints.wake("deliveries")
            return done

    return asyncio.run(run())


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[tuple[Database, Hints]]:
    db, redis = await connect(settings.database, settings.secret_key), open_redis(settings.redis)
    hints = Hints(redis)
    try:
        await migrate(db)
        yield db, hints
    finally:
        await hints.close()
        await redis.aclose()
        await db.close()


COMMANDS = (deliveries, replay)
