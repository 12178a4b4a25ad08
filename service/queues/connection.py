"""The connection to a Redis-protocol server, and its errors in our words."""

from collections.abc import Iterator
from contextlib import contextmanager

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import (
    BusyLoadingError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    ResponseError,
)
from redis.exceptions import ConnectionError as Disconnected
from redis.exceptions import TimeoutError as TimedOut

from service.errors import ParleyError, Unavailable

_PASSING = (
    BusyLoadingError,
    OutOfMemoryError,
    ReadOnlyError,
    Disconnected,
    TimedOut,
    OSError,
)


class Stale(ParleyError):
    """What this process knows of the queue is no longer so: it was flushed, or begun anew."""


def open_redis(url: str) -> "Redis":
    """Make a client; it connects when first used, and once more for each call that fails."""
    return Redis.from_url(
        url,
        decode_responses=True,
        protocol=2,
        socket_timeout=5,
        socket_connect_timeout=2,
        retry=Retry(NoBackoff(), 1),
    )


@contextmanager
def told() -> Iterator[None]:
    """Turn the client's errors into Unavailable, which passes, and Stale, which needs `sync`."""
    try:
        yield
    except _PASSING as error:
        raise Unavailable(f"Redis does not answer: {error}") from error
    except ResponseError as error:
        if str(error).startswith(("BUSY ", "NOREPLICAS", "MISCONF", "MASTERDOWN")):
            raise Unavailable(f"Redis does not take writes: {error}") from error
        raise Stale(str(error)) from error
    except RedisError as error:
        raise Unavailable(f"Redis failed: {error}") from error
