"""An event as the bytes that are sent, by format. Pure: the same event gives the same bytes."""

import datetime as dt

import msgspec
from msgspec import Raw, Struct

from service.domain.subscriptions import Format


class Sent(Struct, frozen=True):
    """A body and its content type."""

    body: bytes
    content_type: str


def render(
    format: Format, type: str, id: str, subject: str, at: dt.datetime, payload: bytes
) -> Sent:
    """Write an event for a receiver; `id` is the event's, `payload` its frozen JSON."""
    body = msgspec.json.encode({"type": type, "timestamp": at, "data": Raw(payload)})
    return Sent(body, "application/json")
