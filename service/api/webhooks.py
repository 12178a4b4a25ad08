"""What the OpenAPI document says of the requests that Parley sends."""

from collections.abc import Callable
from typing import Any

from service.api.event_examples import EXAMPLES
from service.domain.catalogue import CATALOGUE
from service.domain.events import EventType

DATA = tuple({entry.data: None for entry in CATALOGUE.values()})

_HEADERS = {
    "webhook-id": "The delivery's id; all attempts of it carry the same one.",
    "webhook-timestamp": "When this attempt was made, in seconds since 1970.",
    "webhook-signature": "`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; several"
    " with blanks between them while a secret is being rotated.",
}


def section(reference: Callable[[type], dict[str, Any]]) -> dict[str, Any]:
    """Return the document's `webhooks`, one for each type of event, with the schema of the body.

    `reference` gives the schema that leads to a struct of the document's components.
    """
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
                "description": entry.when,
                "parameters": parameters,
                "requestBody": {
                    "required": True,
                    "content": {"application/json": _content(event, reference(entry.data))},
                },
                "responses": {"2XX": {"description": "Taken. Anything else is tried again."}},
            }
        }
        for event, entry in CATALOGUE.items()
    }


def _content(event: EventType, data: dict[str, Any]) -> dict[str, Any]:
    properties = {
        "type": {"const": event},
        "timestamp": {"type": "string", "format": "date-time"},
        "data": data,
    }
    example = {"type": event, "timestamp": "2026-05-04T12:00:00Z", "data": EXAMPLES[event]}
    return {
        "schema": {"type": "object", "properties": properties, "required": list(properties)},
        "examples": {"usual": {"value": example}},
    }
