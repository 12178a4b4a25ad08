"""One POST of a delivery, and what came of it."""

import datetime as dt
import logging
import time

from msgspec import structs

from service.domain.deliveries import Attempt
from service.domain.subscriptions import valid_secrets
from service.store.outbox import Parcel
from workers import signing
from workers.outbound import USER_AGENT, Answer, Failed, Outbound
from workers.render import render
from workers.retry import Happened

log = logging.getLogger(__name__)

_EXCERPT = 8 * 1024


async def post(
    outbound: Outbound, parcel: Parcel, now: dt.datetime, seconds: float
) -> tuple[Happened, Attempt]:
    """Sign and send a delivery within so many seconds; return how it ended, and the record of it.

    Whatever goes wrong is an outcome, `internal` if the fault is ours; nothing is raised.
    """
    clock = time.perf_counter()
    try:
        happened, attempt = await _sent(outbound, parcel, now, seconds)
    except Exception as error:
        log.exception("delivery %s could not be sent", parcel.id)
        happened = Happened(outcome="internal")
        attempt = _attempt(parcel, now, happened, error=repr(error))
    total = (time.perf_counter() - clock) * 1000
    return (
        structs.replace(happened, total_ms=total),
        structs.replace(attempt, total_ms=round(total, 1)),
    )


async def _sent(
    outbound: Outbound, parcel: Parcel, now: dt.datetime, seconds: float
) -> tuple[Happened, Attempt]:
    headers, body = _request(parcel, now)
    try:
        answer = await outbound.send(
            "POST", parcel.subscription.url, headers, body, timeout=seconds
        )
    except Failed as error:
        happened = Happened(outcome=error.outcome)
        return happened, _attempt(parcel, now, happened, error=str(error), address=error.address)
    return _answered(parcel, now, answer)


def _answered(parcel: Parcel, now: dt.datetime, answer: Answer) -> tuple[Happened, Attempt]:
    good = 200 <= answer.status < 300
    happened = Happened(
        outcome="delivered" if good else "refused", status=answer.status, headers=answer.headers
    )
    attempt = structs.replace(
        _attempt(parcel, now, happened, address=answer.address),
        connect_ms=answer.connect_ms,
        excerpt=answer.body[:_EXCERPT].decode("utf-8", "replace").replace("\0", "\ufffd"),
    )
    return happened, attempt


def _request(parcel: Parcel, now: dt.datetime) -> tuple[list[tuple[str, str]], bytes]:
    subscription = parcel.subscription
    sent = render(
        parcel.format, parcel.type, parcel.event, parcel.subject, parcel.occurred_at, parcel.payload
    )
    keys = [secret.value for secret in valid_secrets(subscription.secrets, now)]
    signed = signing.headers(keys, parcel.id, int(now.timestamp()), sent.body)
    headers = [
        ("content-type", sent.content_type),
        ("user-agent", USER_AGENT),
        ("parley-attempt", str(parcel.attempt)),
        *signed.items(),
        *subscription.headers.items(),
    ]
    return headers, sent.body


def _attempt(
    parcel: Parcel,
    began: dt.datetime,
    happened: Happened,
    *,
    error: str | None = None,
    address: str | None = None,
) -> Attempt:
    return Attempt(
        delivery=parcel.id,
        number=parcel.attempt,
        started_at=began,
        outcome=happened.outcome,
        status=happened.status,
        address=address,
        total_ms=0.0,
        error=error,
    )
