"""`python -m workers [poll monitor deliver reread clock]`: a process with these roles, or all."""

import asyncio
import contextlib
import datetime as dt
import gc
import logging
import os
import resource
import sys
from collections.abc import Callable, Coroutine, Sequence

from msgspec import Struct

from service import logs
from service.domain.addresses import parse_networks
from service.errors import ParleyError
from service.queues.connection import open_redis
from service.queues.deliveries import DeliveryQueue
from service.queues.hints import Hints
from service.settings import Settings
from service.store import subscriptions
from service.store.database import Database
from service.store.engines import connect
from service.store.migrate import migrate
from workers.health import answering
from workers.loop import stop_on_signals
from workers.outbound import Outbound

log = logging.getLogger(__name__)

_FILES = 4096


class Parts(Struct, frozen=True):
    """What the roles share."""

    settings: Settings
    db: Database
    hints: Hints
    queue: DeliveryQueue
    outbound: Outbound


# Each role brings what it needs along: who delivers starts in half the time without the parsers.


async def _deliver(parts: Parts, stop: asyncio.Event) -> None:
    from workers.deliver import Deliverer

    deliverer = Deliverer(
        parts.db,
        parts.queue,
        parts.outbound,
        parts.hints,
        slots=parts.settings.deliver_slots,
        timeout=parts.settings.deliver_timeout,
    )
    await deliverer.run(stop)


async def _monitor(parts: Parts, stop: asyncio.Event) -> None:
    from workers import monitor

    await monitor.run(parts.db, parts.hints, stop)


async def _poll(parts: Parts, stop: asyncio.Event) -> None:
    if parts.settings.sources == "off":
        log.info("sources are off (PARLEY_SOURCES): nothing is fetched")
        return
    from service.reading import extractor
    from workers.poll import Poller

    poller = Poller(
        parts.db,
        parts.outbound,
        parts.hints,
        await asyncio.to_thread(extractor, parts.settings.knowledge, parts.settings.suggesters),
        backfill=dt.timedelta(days=parts.settings.backfill_days),
        slots=parts.settings.poll_slots,
    )
    await poller.run(stop)


async def _clock(parts: Parts, stop: asyncio.Event) -> None:
    from workers import clock

    await clock.run(parts.hints, stop)


async def _reread(parts: Parts, stop: asyncio.Event) -> None:
    from workers import reread

    settings = parts.settings
    await reread.run(parts.db, parts.hints, settings.knowledge, stop, settings.suggesters)


ROLES: dict[str, Callable[[Parts, asyncio.Event], Coroutine[None, None, None]]] = {
    "monitor": _monitor,
    "deliver": _deliver,
    "poll": _poll,
    "reread": _reread,
    "clock": _clock,
}


async def run(settings: Settings, roles: Sequence[str], stop: asyncio.Event) -> None:
    """Work in these roles until told to stop, then end what has begun."""
    db = await connect(settings.database, settings.secret_key)
    redis = open_redis(settings.redis)
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(db.close)
        stack.push_async_callback(redis.aclose)
        await migrate(db)
        await subscriptions.check_keys(db)
        hints = Hints(redis)
        stack.push_async_callback(hints.close)
        outbound = Outbound(parse_networks(settings.allowed_networks), settings.egress_proxy)
        stack.push_async_callback(outbound.close)
        parts = Parts(settings, db, hints, DeliveryQueue(redis), outbound)
        await stack.enter_async_context(answering(settings.host, settings.metrics_port))
        spare_the_collector()
        allow_files()
        async with asyncio.TaskGroup() as group:
            for role in roles:
                group.create_task(ROLES[role](parts, stop), name=role)


def spare_the_collector() -> None:
    """Let Python look for garbage seldom, and not among what stays."""
    # Hundreds of deliveries are under way at once and outlive its shortest cycle; with Python's
    # own thresholds looking through them, and all modules, takes half the time of sending them.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def allow_files() -> None:
    """Let this process open as many files as its slots, and what else it does, may need."""
    # Some systems begin with 256: each connection too many would be tried again and again.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (OSError, ValueError) as error:
        log.warning("no more than %d files may be open: %s", soft, error)


def main() -> int:
    """Run the roles named on the command line."""
    roles = sys.argv[1:] or list(ROLES)
    unknown = [role for role in roles if role not in ROLES]
    if unknown:
        sys.stderr.write(f"There is no role {unknown[0]}; there are {', '.join(ROLES)}.\n")
        return 2
    try:
        settings = Settings.from_env(os.environ)
        logs.set_up(settings)
        # The database's thread must not wait 5 ms for its turn after every statement.
        sys.setswitchinterval(0.0005)
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_main(settings, roles))
    except ParleyError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


async def _main(settings: Settings, roles: Sequence[str]) -> None:
    await run(settings, roles, stop_on_signals())


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    import uvloop

    return uvloop.new_event_loop


if __name__ == "__main__":
    sys.exit(main())
