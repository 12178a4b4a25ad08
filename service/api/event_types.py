"""The catalogue of events: when each type is told, its data as JSON Schema, and an example."""

from functools import cache
from typing import Any

import msgspec
from litestar import Controller, get
from litestar.params import FromPath
from msgspec import Struct

from service.api.event_examples import EXAMPLES
from service.domain.catalogue import CATALOGUE
from service.domain.events import EventType
from service.errors import NotFound

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class EventTypeView(Struct, frozen=True, kw_only=True):
    """A type of event.

    `schema` (JSON Schema 2020-12) is of the body in the format `standard`, `example` such a body;
    `cloudevents_schema` is of the body in the format `cloudevents`.
    """

    type: EventType
    when: str
    schema: dict[str, Any]
    cloudevents_schema: dict[str, Any]
    example: dict[str, Any]


class EventTypeList(Struct, frozen=True, kw_only=True):
    """All types of events."""

    items: tuple[EventTypeView, ...]


class EventTypeController(Controller):
    """The routes of the catalogue."""

    path = "/event-types"
    tags = ("events",)

    @get("/")
    async def list_event_types(self) -> EventTypeList:
        """List the types of events with their JSON Schema and an example."""
        return EventTypeList(items=tuple(map(_view, CATALOGUE)))

    @get("/{event_type:str}")
    async def get_event_type(self, event_type: FromPath[str]) -> EventTypeView:
        """Get a type of event with its JSON Schema and an example."""
        for known in CATALOGUE:
            if known == event_type:
                return _view(known)
        raise NotFound("type of event", event_type)


@cache
def _view(type: EventType) -> EventTypeView:
    return EventTypeView(
        type=type,
        when=CATALOGUE[type].when,
        schema=schema_of(type),
        cloudevents_schema=cloudevents_schema_of(type),
        example={"type": type, "timestamp": "2026-05-04T12:00:00Z", "data": EXAMPLES[type]},
    )


@cache
def schema_of(type: EventType) -> dict[str, Any]:
    """Return the JSON Schema of the body in the format `standard`."""
    properties = {"type": {"const": type}, "timestamp": _TIME}
    return _object(type, properties)


@cache
def cloudevents_schema_of(type: EventType) -> dict[str, Any]:
    """Return the JSON Schema of the body in the format `cloudevents` (CloudEvents 1.0)."""
    properties = {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "minLength": 1},
        "source": {"const": "/parley"},
        "type": {"const": f"parley.{type}"},
        "subject": {"type": "string", "minLength": 1},
        "time": _TIME,
        "datacontenttype": {"const": "application/json"},
    }
    return _object(type, properties)


_TIME = {"type": "string", "format": "date-time"}


def _object(type: EventType, properties: dict[str, Any]) -> dict[str, Any]:
    [data], components = msgspec.json.schema_components(
        [CATALOGUE[type].data], ref_template="#/$defs/{name}"
    )
    properties = properties | {"data": data}
    return {
        "$schema": DIALECT,
        "title": type,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": components,
    }
