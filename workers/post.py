"""One POST of a delivery, and what came of it."""

import datetime as dt
import logging
import time
from collections.abc import Callable
from functools import lru_cache, partial

from service.domain.deliveries import Attempt, Outcome
from service.domain.subscriptions import Format, valid_secrets
from service.store.outbox import Message, Parcel
from workers import signing
from workers.connecting import Failed
from workers.outbound import USER_AGENT, Answer, Outbound, written
from workers.render import Sent, render
from workers.retry import Happened

log = logging.getLogger(__name__)

_EXCERPT = 8 * 1024

Listener = Callable[[Happened, Attempt], None]


def post(
    outbound: Outbound, parcel: Parcel, now: dt.datetime, seconds: float, listener: Listener
) -> None:
    """Sign and send a delivery; within so many seconds the listener is told how it ended.

    Whatever goes wrong is an outcome, `internal` if the fault is ours; nothing is raised.
    """
    hear = partial(_hear, parcel, now, time.perf_counter(), listener)
    try:
        head, body = _request(parcel, now)
        outbound.begin("POST", parcel.subscription.url, head, body, hear, timeout=seconds)
    except Exception as error:
        hear(error)


def unsent(parcel: Parcel, now: dt.datetime) -> tuple[Happened, Attempt]:
    """Return how an attempt ended that was never begun, as the worker was frozen too long."""
    return _failed(parcel, now, Failed("internal", "the worker was frozen before it began"), 0.0)


def _hear(
    parcel: Parcel,
    now: dt.datetime,
    began: float,
    listener: Listener,
    told: Answer | Exception,
) -> None:
    total_ms = (time.perf_counter() - began) * 1000
    if isinstance(told, Answer):
        listener(*_answered(parcel, now, told, total_ms))
    else:
        listener(*_failed(parcel, now, told, total_ms))


def _request(parcel: Parcel, now: dt.datetime) -> tuple[str, bytes]:
    subscription, sent = parcel.subscription, _sent(parcel.row.format, parcel.message)
    keys = [secret.value for secret in valid_secrets(subscription.secrets, now)]
    # Our own lines are written as they are: nothing in them is anybody's choice.
    head = (
        f"content-type: {sent.content_type}\r\nuser-agent: {USER_AGENT}\r\n"
        f"parley-attempt: {parcel.attempt}\r\n"
    )
    signed = signing.headers(keys, parcel.id, int(now.timestamp()), sent.body)
    head += "".join([f"{name}: {value}\r\n" for name, value in signed.items()])
    if subscription.headers:
        head += written(subscription.headers.items())
    return head, sent.body


@lru_cache(maxsize=256)
def _sent(format: Format, said: Message) -> Sent:
    # An event goes to many: its bytes are the same for all who want them in one format.
    return render(format, said.type, said.event, said.subject, said.occurred_at, said.payload)


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
        total_ms=round(total_ms * 10) / 10,
        excerpt=answer.body[:_EXCERPT].decode("utf-8", "replace").replace("\0", "\ufffd"),
    )
    # What a receiver asks for counts only if it refused: no use in keeping it in hand.
    asked = {} if outcome == "delivered" else answer.headers
    happened = Happened(outcome=outcome, status=answer.status, headers=asked, total_ms=total_ms)
    return happened, attempt


def _failed(
    parcel: Parcel, began: dt.datetime, error: Exception, total_ms: float
) -> tuple[Happened, Attempt]:
    if not isinstance(error, Failed):
        log.error("delivery %s could not be sent", parcel.id, exc_info=error)
        error = Failed("internal", repr(error))
    attempt = Attempt(
        delivery=parcel.id,
        number=parcel.attempt,
        started_at=began,
        outcome=error.outcome,
        address=error.address,
        total_ms=round(total_ms * 10) / 10,
        error=str(error),
    )
    return Happened(outcome=error.outcome, total_ms=total_ms), attempt
