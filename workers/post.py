"""One POST of a delivery, and what came of it."""

import datetime as dt
import logging
import time

from service.domain.deliveries import Attempt, Outcome
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
    began = time.perf_counter()
    try:
        headers, body = _request(parcel, now)
        answer = await outbound.send(
            "POST", parcel.subscription.url, headers, body, timeout=seconds
        )
    except Failed as error:
        return _failed(parcel, now, error, _since(began))
    except Exception as error:
        log.exception("delivery %s could not be sent", parcel.id)
        return _failed(parcel, now, Failed("internal", repr(error)), _since(began))
    return _answered(parcel, now, answer, _since(began))


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000


def _request(parcel: Parcel, now: dt.datetime) -> tuple[list[tuple[str, str]], bytes]:
    subscription, said = parcel.subscription, parcel.message
    sent = render(
        parcel.format, said.type, said.event, said.subject, said.occurred_at, said.payload
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


def _answered(
    parcel: Parcel, began: dt.datetime, answer: Answer, total_ms: float
) -> tuple[Happened, Attempt]:
    outcome: Outcome = "delivered" if 200 <= answer.status < 300 else "refused"
    attempt = Attempt(
        delivery=parcel.id,
        number=parcel.attempt,
        started_at=began,
        outcome=outcome,
        status=answer.status,
        address=answer.address,
        connect_ms=answer.connect_ms,
        total_ms=round(total_ms, 1),
        excerpt=answer.body[:_EXCERPT].decode("utf-8", "replace").replace("\0", "\ufffd"),
    )
    happened = Happened(
        outcome=outcome, status=answer.status, headers=answer.headers, total_ms=total_ms
    )
    return happened, attempt


def _failed(
    parcel: Parcel, began: dt.datetime, error: Failed, total_ms: float
) -> tuple[Happened, Attempt]:
    attempt = Attempt(
        delivery=parcel.id,
        number=parcel.attempt,
        started_at=began,
        outcome=error.outcome,
        address=error.address,
        total_ms=round(total_ms, 1),
        error=str(error),
    )
    return Happened(outcome=error.outcome, total_ms=total_ms), attempt
