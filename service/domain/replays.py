"""Replays: sending again, or for the first time, what a subscription did not get."""

import datetime as dt
from typing import Literal, NewType

from msgspec import Struct

from service.domain.ids import SubscriptionId

ReplayId = NewType("ReplayId", str)
# `given_up`: deliveries that are dead; `missing`: events that meet the query as it stands and for
# which no delivery was made.
What = Literal["given_up", "missing"]
ReplayState = Literal["running", "done", "stopped"]


class Place(Struct, frozen=True):
    """How far a replay has come: the last delivery's time and id, or the last event's number."""

    at: int
    id: str = ""


class Replay(Struct, frozen=True, kw_only=True):
    """A replay of what was made or happened from `since` to `until`.

    It has `looked` at so many, and `found` so many to be sent. A dry run sends nothing.
    """

    id: ReplayId
    subscription: SubscriptionId
    what: What
    since: dt.datetime
    until: dt.datetime
    dry_run: bool
    state: ReplayState
    place: Place
    looked: int = 0
    found: int = 0
    created_at: dt.datetime
    finished_at: dt.datetime | None = None
