"""What follows from an attempt: for the delivery, and for the receiver. Pure decisions."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from email.utils import parsedate_to_datetime

from msgspec import Struct, structs

from service.domain.deliveries import Outcome, Verdict
from service.domain.subscriptions import Receiver

# Seconds before the 2nd, 3rd, ... attempt: the example of Standard Webhooks, about three days.
WAITS = (5, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
JITTER = 0.2
LONGEST = dt.timedelta(hours=24)
FAULTS_TO_TRIP = 5
FIRST_PAUSE = dt.timedelta(seconds=30)
BUSY_PAUSE = dt.timedelta(seconds=1)
LONGEST_PAUSE = dt.timedelta(minutes=15)
GIVE_UP_AFTER = dt.timedelta(days=5)
GIVE_UP_FAILURES = 10
OWN_FAULT_WAIT = dt.timedelta(seconds=5)
SLOW_MS = 1000.0
NOISE_MS = 10.0
_SMOOTHING = 0.3
_BUSY = (429, 503)
_GATEWAY = (502, 504)


class Happened(Struct, frozen=True, kw_only=True):
    """How an attempt ended; `headers` are the answer's, with lower-case names."""

    outcome: Outcome
    status: int | None = None
    headers: Mapping[str, str] = {}
    total_ms: float = 0.0


def decide(
    happened: Happened,
    tries: int,
    waits: tuple[int, ...] | None,
    now: dt.datetime,
    chance: float,
) -> Verdict:
    """Decide on a delivery whose schedule `tries` attempts had spent before this one.

    `chance` in [0, 1) spreads the waits by JITTER to both sides. A receiver that is busy (429,
    503) or a fault of our own costs no try; 410 drops the subscription; any other failure waits
    for its turn in the schedule, or for as long as Retry-After says, and ends with it.
    """
    if happened.outcome == "delivered":
        return Verdict(state="delivered", due_at=now)
    if happened.outcome == "internal":
        return Verdict(state="pending", due_at=now + OWN_FAULT_WAIT, spent=False)
    told = happened.headers.get("webhook-delivery")
    if happened.status == 410 or told == "disable":
        return Verdict(state="held", due_at=now, reason="gone", spent=False, disable="gone")
    if told == "abort-message":
        return Verdict(state="dead", due_at=now, reason="aborted by the receiver")
    asked = retry_after(happened.headers.get("retry-after"), now) or dt.timedelta(0)
    if happened.status in _BUSY:
        return Verdict(state="pending", due_at=now + (asked or FIRST_PAUSE), spent=False)
    schedule = WAITS if waits is None else waits
    if tries >= len(schedule):
        return Verdict(state="dead", due_at=now, reason="exhausted")
    wait = dt.timedelta(seconds=max(1.0, schedule[tries] * (1 - JITTER + 2 * JITTER * chance)))
    return Verdict(state="pending", due_at=now + max(wait, asked))


def retry_after(text: str | None, now: dt.datetime) -> dt.timedelta | None:
    """Read a Retry-After header (RFC 9110 §10.2.3: seconds or a date), at most LONGEST.

    What is malformed, negative or past is ignored.
    """
    if not text:
        return None
    text = text.strip()
    if text.isascii() and text.isdigit():
        seconds = float(text)
        return min(dt.timedelta(seconds=min(seconds, 1e6)), LONGEST) if seconds > 0 else None
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at if at.tzinfo is not None else at.replace(tzinfo=dt.UTC)
    return min(at - now, LONGEST) if at > now else None


def judge_all(receiver: Receiver, happened: Sequence[Happened], now: dt.datetime) -> Receiver:
    """Say how a receiver stands after attempts, one after the other as `judge` does."""
    if {one.outcome for one in happened} == {"delivered"}:
        return _arrived(receiver, [one.total_ms for one in happened], now)
    for one in happened:
        receiver = judge(receiver, one, now)
    return receiver


def _arrived(receiver: Receiver, took_ms: Iterable[float], now: dt.datetime) -> Receiver:
    return Receiver(
        subscription=receiver.subscription,
        latency_ms=_smoothed(receiver.latency_ms, took_ms),
        resume_at=_future(receiver.resume_at, now),
    )


def judge(receiver: Receiver, happened: Happened, now: dt.datetime) -> Receiver:
    """Say how a receiver stands after an attempt.

    One that is busy rests for as long as it asked, and longer each time. One that has not answered
    FAULTS_TO_TRIP times in a row rests too, and is then tried with one request at a time.
    """
    if happened.outcome == "internal":
        return receiver
    if happened.outcome == "delivered":
        return _arrived(receiver, [happened.total_ms], now)
    fault = happened.outcome not in ("refused", "blocked") or happened.status in _GATEWAY
    failing = structs.replace(
        receiver,
        latency_ms=_latency(receiver, happened),
        failures=receiver.failures + 1,
        faults=receiver.faults + 1 if fault else 0,
        failing_since=receiver.failing_since or now,
    )
    busy = happened.status in _BUSY
    if not busy and not fault:
        return structs.replace(failing, trips=0)
    if not busy and failing.faults < FAULTS_TO_TRIP and receiver.trips == 0:
        return failing
    return _rested(failing, happened, now)


def _rested(receiver: Receiver, happened: Happened, now: dt.datetime) -> Receiver:
    asked = retry_after(happened.headers.get("retry-after"), now) or dt.timedelta(0)
    resting = _future(receiver.resume_at, now)
    if resting is not None:
        # Requests that were under way together are one sign, not several.
        return structs.replace(receiver, resume_at=max(resting, now + asked))
    # Whoever asks for a second and then is as busy as before would be asked for days, each second.
    first = BUSY_PAUSE if asked else FIRST_PAUSE
    pause = min(first * 2 ** min(receiver.trips, 10), LONGEST_PAUSE)
    resume = now + max(asked, pause)
    return structs.replace(receiver, trips=receiver.trips + 1, resume_at=resume)


def _future(at: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    return at if at is not None and at > now else None


def _latency(receiver: Receiver, happened: Happened) -> float:
    if happened.outcome == "timeout":
        return max(receiver.latency_ms, happened.total_ms)
    return _smoothed(receiver.latency_ms, [happened.total_ms])


def _smoothed(latency: float, took_ms: Iterable[float]) -> float:
    for one in took_ms:
        if math.isfinite(one):
            latency += _SMOOTHING * (one - latency)
    return latency


def is_news(before: Receiver | None, after: Receiver) -> bool:
    """Tell whether how a receiver stands is worth writing down.

    A mean that moves by less than NOISE_MS is not: a steady receiver costs no write.
    """
    known = before or Receiver(subscription=after.subscription)
    moved = abs(after.latency_ms - known.latency_ms)
    return moved >= NOISE_MS or structs.replace(after, latency_ms=known.latency_ms) != known


def given_up(receiver: Receiver, now: dt.datetime) -> bool:
    """Tell whether a receiver has failed for so long that its subscription is disabled."""
    since = receiver.failing_since
    return (
        since is not None and receiver.failures >= GIVE_UP_FAILURES and now - since >= GIVE_UP_AFTER
    )
