"""What the OpenAPI document says of the requests that Parley sends."""

import datetime as dt
import typing
from typing import Any

from msgspec import Struct

from service.domain.events import EventType


class WebhookMessage(Struct, frozen=True, kw_only=True):
    """The body of a webhook in the format `standard`; `data` differs by type of event."""

    type: EventType
    timestamp: dt.datetime
    data: dict[str, Any]


_HEADERS = {
    "webhook-id": "The delivery's id; all attempts of it carry the same one.",
    "webhook-timestamp": "When this attempt was made, in seconds since 1970.",
    "webhook-signature": "`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; several"
    " with blanks between them while a secret is being rotated.",
}


def section(body: dict[str, Any]) -> dict[str, Any]:
    """Return the document's `webhooks`, one for each type of event, with the schema of the body."""
    parameters = [
        {
            "name": name,
            "in": "header",
            "required": True,
            "schema": {"type": "string"},
            "description": told,
        }
        for name, told in _HEADERS.items()
    ]
    return {
        event: {
            "post": {
                "operationId": f"told_{event.replace('.', '_')}",
                "summary": f"A subscriber is told of `{event}`",
                "parameters": parameters,
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": body}},
                },
                "responses": {"2XX": {"description": "Taken. Anything else is tried again."}},
            }
        }
        for event in typing.get_args(EventType)
    }
