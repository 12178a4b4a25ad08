"""`parley deliveries` and `parley replay`: what became of alerts, and sending them again."""

import asyncio
import datetime as dt
import typing
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import click

from service.cli.opening import record_and_hints
from service.domain.deliveries import Attempt, Delivery, DeliveryState
from service.domain.ids import DeliveryId, SubscriptionId
from service.domain.replays import Replay, What
from service.settings import Settings
from service.store import attempts, replays, subscriptions
from service.store import deliveries as store
from service.store.database import Database
from workers.replay import step

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
            for line in _lines(delivery, await attempts.of(db, delivery.id))
        ]

    for line in _run(settings, found):
        click.echo(line)


@click.command()
@click.argument("target", metavar="SUBSCRIPTION|DELIVERY")
@click.option("--since", type=_SINCE, help="A day or time (UTC), for a subscription.")
@click.option("--missing", is_flag=True, help="What was never sent, in place of what was given up.")
@click.option("--dry-run", is_flag=True, help="Only tell how many there are.")
@click.option("--wait", is_flag=True, help="Wait until all of them wait to be sent or were.")
@click.pass_obj
def replay(
    settings: Settings,
    target: str,
    since: dt.datetime | None,
    missing: bool,
    dry_run: bool,
    wait: bool,
) -> None:
    """Send again one DELIVERY, or what was given up for a SUBSCRIPTION since a time.

    With --missing: what happened since then, meets the query as it stands, and was never sent.
    Each has the whole schedule of attempts before it, and the `webhook-id` that it had.
    """
    if target.startswith("dlv_"):
        click.echo(_run(settings, lambda db: _retry(db, DeliveryId(target))))
        return
    if since is None:
        raise click.UsageError("A subscription needs --since.")
    what: What = "missing" if missing else "given_up"
    start = since.replace(tzinfo=dt.UTC)

    async def started(db: Database) -> str:
        async with db.transaction() as tx:
            to = (await subscriptions.get(tx, SubscriptionId(target))).id
            made = await replays.start(tx, to, what, start, _now(), dry_run=dry_run)
        return await _followed(db, made, wait=wait or dry_run)

    click.echo(_run(settings, started))


async def _retry(db: Database, id: DeliveryId) -> str:
    async with db.transaction() as tx:
        await store.retry(tx, id, _now())
    return f"{id} will be sent again"


async def _followed(db: Database, made: Replay, *, wait: bool) -> str:
    if not wait:
        return f"{made.id} was started; `parley replays` tells how far it has come"
    # Whoever takes a step next, it is taken once: workers may help, and need not be there.
    while (made := await replays.get(db, made.id)).state == "running":
        if not await step(db, made, _now()):
            await asyncio.sleep(0.2)
    return f"{made.found} deliveries {'would' if made.dry_run else 'will'} be sent"


@click.command("replays")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.pass_obj
def list_replays(settings: Settings, limit: int) -> None:
    """List replays and how far they have come, the newest first."""

    async def found(db: Database) -> list[Replay]:
        return list((await replays.find(db, limit=limit)).items)

    for one in _run(settings, found):
        what = f"{one.what}{', dry run' if one.dry_run else ''}"
        click.echo(
            f"{one.id}  {one.state:8}  {one.created_at:%Y-%m-%d %H:%M:%S}  {one.subscription}"
            f"  {what} since {one.since:%Y-%m-%d %H:%M}: {one.found} of {one.looked}"
        )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _lines(delivery: Delivery, made: tuple[Attempt, ...]) -> Iterator[str]:
    reason = f"  {delivery.reason}" if delivery.reason else ""
    yield (
        f"{delivery.id}  {delivery.state:9}  {delivery.created_at:%Y-%m-%d %H:%M:%S}"
        f"  {delivery.event}  {delivery.subscription}{reason}"
    )
    for one in made:
        told = one.error or " ".join((one.excerpt or "").split())[:60]
        status = one.status or "-"
        yield (
            f"  {one.number:>3}  {one.started_at:%Y-%m-%d %H:%M:%S}  {status!s:>3}"
            f"  {one.outcome:10}  {one.total_ms:7.0f} ms  {told}".rstrip()
        )


def _run(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    async def run() -> T:
        async with record_and_hints(settings) as (db, hints):
            done = await work(db)
            await hints.wake("deliveries")
            return done

    return asyncio.run(run())


COMMANDS = (deliveries, replay, list_replays)
