"""Deliveries become this worker's to send, for the time of a lease and while there is room."""

import datetime as dt
import secrets
from collections.abc import Mapping

from msgspec import Struct

from service.store import outbox, rooms
from service.store.database import Connection

MARGIN = dt.timedelta(seconds=5)  # by which a lease is longer than a request may take


class Claimed(Struct, frozen=True):
    """What became this worker's, at what time; `crowded` are those left for want of room."""

    at: dt.datetime
    parcels: list[outbox.Parcel]
    crowded: set[str]

    def may_begin(self, now: dt.datetime) -> bool:
        """Tell whether a request that begins now ends within the lease.

        If not, this worker was frozen since the claim, and others may have taken over.
        """
        return now - self.at <= MARGIN


async def claim(
    tx: Connection,
    wanted: Mapping[str, str],
    now: dt.datetime,
    lease: dt.timedelta,
    *,
    room: int | None,
    seen: outbox.Seen | None = None,
) -> Claimed:
    """Claim deliveries, given with their subscriptions. They may be sent when the transaction has
    ended well.

    `room` is how many times its cap a receiver may be sent to at once, over all workers; None
    leaves that to the credits of the queue. `seen` is what was read of them before.
    """
    if not wanted:
        return Claimed(now, [], set())
    token = secrets.token_hex(8)
    crowded: set[str] = set()
    if room is not None:
        crowded = await rooms.crowded(tx, wanted, room)
    if crowded:
        wanted = {id: to for id, to in wanted.items() if id not in crowded}
    return Claimed(now, await outbox.claim(tx, wanted, token, now, lease, seen), crowded)


class Youth:
    """How young an epoch of the queue is: those before it may still use their credits."""

    def __init__(self, lease: dt.timedelta, now: dt.datetime) -> None:
        self._lease = lease
        self._epoch = ""
        self._until = now

    def room(self, epoch: str, now: dt.datetime) -> int | None:
        """Return how many times its cap a receiver may be sent to; None once no lease is older."""
        if epoch != self._epoch:
            self._epoch, self._until = epoch, now + self._lease
        return 2 if now < self._until else None
