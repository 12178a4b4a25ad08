"""What Prometheus is told; one registry a process."""

import math
from bisect import bisect_right
from collections import Counter as CountedOutcomes
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

REGISTRY = CollectorRegistry()
# The version that every Prometheus reads; all our names fit it.
MEDIA_TYPE = "text/plain; version=0.0.4"

_ATTEMPTS = Counter(
    "parley_delivery_attempts", "POSTs of deliveries, by outcome.", ["outcome"], registry=REGISTRY
)


class _Seconds(Collector):
    """A histogram that takes many at once: one by one they cost as much as to sign a delivery."""

    def __init__(self, name: str, help: str, buckets: Sequence[float]) -> None:
        self._name, self._help = name, help
        self._bounds = (*buckets, math.inf)
        self._counts = [0] * len(self._bounds)
        self._sum = 0.0

    def observe(self, seconds: Iterable[float]) -> None:
        """Count what took so long."""
        told, before = sorted(seconds), 0
        for n, bound in enumerate(self._bounds):
            reached = bisect_right(told, bound)
            self._counts[n] += reached - before
            before = reached
        self._sum += sum(told)

    def collect(self) -> Iterator[Metric]:
        """Say it to Prometheus."""
        reached = zip(map(floatToGoString, self._bounds), accumulate(self._counts), strict=True)
        yield HistogramMetricFamily(self._name, self._help, list(reached), self._sum)


_SECONDS = _Seconds(
    "parley_delivery_attempt_seconds",
    "How long a POST of a delivery took.",
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30),
)
REGISTRY.register(_SECONDS)
_BACKLOG = Gauge(
    "parley_deliveries", "Deliveries that are owed, by state.", ["state"], registry=REGISTRY
)


_REQUESTS = Counter(
    "parley_http_requests", "Requests, by route.", ["method", "route", "status"], registry=REGISTRY
)
_REQUEST_SECONDS = Histogram(
    "parley_http_request_seconds",
    "How long a request took, to the end of its answer.",
    ["route"],
    buckets=(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3),
    registry=REGISTRY,
)


_POLLS = Counter("parley_polls", "Looks at sources, by outcome.", ["outcome"], registry=REGISTRY)
_ITEMS = Counter(
    "parley_source_articles", "Articles from sources, new or revised.", ["kind"], registry=REGISTRY
)

_REREAD = Counter(
    "parley_reread_articles",
    "Articles that were read again, by what came of it.",
    ["outcome"],
    registry=REGISTRY,
)


def poll(outcome: str, taken: int, revised: int) -> None:
    """Count a look at a source."""
    _POLLS.labels(outcome).inc()
    _ITEMS.labels("new").inc(taken)
    _ITEMS.labels("revised").inc(revised)


def reread(changed: int, left: int, taken: int) -> None:
    """Count articles that were read again: how many of those taken changed, how many were left."""
    _REREAD.labels("changed").inc(changed)
    _REREAD.labels("left").inc(left)
    _REREAD.labels("alike").inc(taken - changed - left)


def request(method: str, route: str, status: int, seconds: float) -> None:
    """Count a request; `route` is its path with names in the place of values."""
    _REQUESTS.labels(method, route, status).inc()
    _REQUEST_SECONDS.labels(route).observe(seconds)


def attempts(outcomes: Iterable[str], seconds: Iterable[float]) -> None:
    """Count attempts of deliveries: how they ended, and how long each took."""
    for outcome, count in CountedOutcomes(outcomes).items():
        _ATTEMPTS.labels(outcome).inc(count)
    _SECONDS.observe(seconds)


def backlog(states: dict[str, int]) -> None:
    """Set how many deliveries are owed; a state that is not named has none."""
    for state in ("pending", "sending", "held"):
        _BACKLOG.labels(state).set(states.get(state, 0))
