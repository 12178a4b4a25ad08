"""Checks what a subscription asks for: that it can be met, and that it may be sent there."""

import asyncio
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import structs

from service.api.known import Known, check_one, check_range
from service.domain import pace
from service.domain.addresses import Network, denied
from service.domain.events import UNASKED, EventType
from service.domain.queries import Query
from service.domain.subscriptions import CHATS, Subscription
from service.domain.targets import check_headers, parse_target
from service.domain.words import fold
from service.errors import Invalid
from service.store import actors
from service.store.database import Connection

_MOST_VALUES = 500
_LONGEST_VALUE = 200
_LANGUAGE = re.compile("[a-z]{2,3}")
_RESOLVE_SECONDS = 3.0
_LONGEST_LIFE = dt.timedelta(days=3653)


async def check_receiver(
    url: str | None, headers: Mapping[str, str], allowed: tuple[Network, ...]
) -> None:
    """Raise Invalid when nothing may be sent to a URL, or not with these headers.

    A host that does not resolve now is let pass: it may later, and is judged again at each attempt.
    """
    check_headers(headers)
    if url is None:
        return
    target = parse_target(url, allowed)
    for address in await _addresses(target.host, target.port):
        if why := denied(address, allowed):
            raise Invalid("url", f"{target.host} is at {address}, which is not allowed: {why}.")


def expiry(at: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    """Return when a subscription ends, in UTC; raises Invalid unless that is ahead."""
    if at is None:
        return None
    if not now < at <= now + _LONGEST_LIFE:
        raise Invalid("expires_at", "This must be ahead, and no more than ten years.")
    return at.astimezone(dt.UTC)


def check_events(events: Sequence[EventType]) -> None:
    """Raise Invalid when nothing would ever be sent that was asked for."""
    if UNASKED.issuperset(events):
        raise Invalid("events", f"Name others too: {' and '.join(sorted(UNASKED))} come unasked.")


def check_pace(subscription: Subscription) -> None:
    """Raise Invalid for a time zone that there is not, or rules that contradict each other."""
    pace.check_zone(subscription.time_zone)
    quiet = subscription.quiet_hours
    if quiet is not None and quiet.start == quiet.end:
        raise Invalid("quiet_hours.end", "This would be all day; pause the subscription instead.")
    if subscription.digest is not None and subscription.daily_cap is not None:
        raise Invalid("daily_cap", "A digest tells everything together already.")


def check_secrecy(before: Subscription, changes: Mapping[str, Any]) -> None:
    """Raise Invalid when a chat's URL, which is a secret, would be shown from now on."""
    stays_chat = changes.get("format", before.format) in CHATS
    if before.format in CHATS and not stays_chat and "url" not in changes:
        raise Invalid("url", "The URL of a chat is a secret; give one for the new format.")


async def _addresses(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(_RESOLVE_SECONDS):
            found = await loop.getaddrinfo(host, port)
    except (OSError, UnicodeError):
        return []
    return [str(address[0]) for *_, address in found]


async def resolved(conn: Connection, known: Known, query: Query) -> Query:
    """Return the query with ids in the place of slugs.

    Raises Invalid, naming the value, for what is not known or can never be met.
    """
    _check_sizes(query)
    _check_values(query, known)
    return structs.replace(
        query,
        actors=await _actors(conn, query.actors, "query.actors"),
        actors_all=await _actors(conn, query.actors_all, "query.actors_all"),
        pairs=tuple([await _pair(conn, p, f"query.pairs[{n}]") for n, p in enumerate(query.pairs)]),
    )


def _check_sizes(query: Query) -> None:
    lists = {k: v for k, v in structs.asdict(query).items() if isinstance(v, tuple)}
    if sum(map(len, lists.values())) > _MOST_VALUES:
        raise Invalid("query", f"A query may hold {_MOST_VALUES} values.")
    for name, values in lists.items():
        for n, value in enumerate(values):
            field, parts = f"query.{name}[{n}]", value if isinstance(value, tuple) else (value,)
            if not all(0 < len(part) <= _LONGEST_VALUE for part in parts):
                raise Invalid(field, f"A value has 1 to {_LONGEST_VALUE} characters.")
            if not all(map(fold, parts)):
                raise Invalid(field, "There is no word in this to look for.")


def _check_values(query: Query, known: Known) -> None:
    for name, there_are, what in (
        ("processes", known.processes, "process"),
        ("countries", known.countries, "country"),
        ("issues", known.issues, "issue"),
    ):
        for n, value in enumerate(getattr(query, name)):
            check_one(f"query.{name}[{n}]", value, there_are, what)
    for n, language in enumerate(query.languages):
        if not _LANGUAGE.fullmatch(language):
            raise Invalid(f"query.languages[{n}]", "Write an ISO 639 code in lower case, as `en`.")
    check_range(query, "date_from", "date_to", "query.")
    for name in ("min_sources", "first_contact_days"):
        if not 0 <= getattr(query, name) <= 10_000:
            raise Invalid(f"query.{name}", "This must be 0 to 10000.")


async def _pair(conn: Connection, wanted: tuple[str, str], field: str) -> Any:
    pair = await _actors(conn, wanted, field)
    if pair[0] == pair[1]:
        raise Invalid(field, "These are one actor.")
    return pair


async def _actors(conn: Connection, wanted: tuple[str, ...], field: str) -> Any:
    return tuple([actor.id for actor in await actors.named(conn, wanted, field)])
