"""The OpenAPI 3.1 document, made from the same types that read requests and write answers.

Litestar's own document knows neither our strict readers nor our problems; this one is built from
the routes, the structs of `inputs.asks` and `inputs.takes`, and the handlers' return types.
"""

import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
from litestar import Litestar, Response
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from msgspec import Struct

from service.api import examples, idempotency, webhooks
from service.api.inputs import COMMA_LISTS, JSON, Reader
from service.api.problems import MEDIA_TYPE, Problem

Json = dict[str, Any]

_REF = "#/components/schemas/{name}"
_DESCRIPTION = """\
Parley reads the news about peace processes and keeps the record: who met whom, when, where, about
what, each fact with the words that say it; and it tells you the moment the record changes.

Every fact carries `evidence`: `text` is what the article's raw text says from character `start` to
before `end`. Lists are paged by key: pass `next_cursor` as `cursor`. Every GET has an `ETag`; send
it back as `If-None-Match` to get 304 while nothing has changed. Errors are RFC 9457 problems.
Unknown parameters and fields are refused."""
_IDEMPOTENCY = {
    "name": idempotency.HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": "Any text of yours: a repeat with the same one makes nothing new.",
}
_STATUSES = {
    "304": "Not changed since the `ETag` in If-None-Match.",
    "400": "The input is wrong; `errors` names the fields.",
    "401": "An API key is needed.",
    "403": "The API key lacks the scope.",
    "404": "There is no such thing.",
    "409": "The thing exists already, or changed meanwhile.",
    "413": "The body is too large.",
    "415": "The body is of another media type.",
    "503": "A server that is needed does not answer now; try again.",
}


def document(app: Litestar, version: str) -> Json:
    """Build the document of all routes of an app."""
    operations = list(_operations(app))
    components = _components(operations)
    paths: Json = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method] = operation.json()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Parley",
            "version": version,
            "summary": "The record of peace talks, read from the news.",
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"key": []}],
        "tags": [{"name": tag} for tag in dict.fromkeys(o.tag for o in operations)],
        "paths": paths,
        "webhooks": webhooks.section(_reference),
        "components": {
            "schemas": components,
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An API key from `parley keys add`, with the scope read, write"
                    " or admin. None is needed on loopback until the first key is made.",
                }
            },
        },
    }


class Operation:
    """One method of one path, and the types that it reads and writes."""

    def __init__(self, path: str, method: str, handler: HTTPRouteHandler) -> None:
        self.path = path
        self.method = method.lower()
        self.handler = handler
        self.tag = next(iter(handler.resolve_tags() or ["service"]))
        readers = {
            name: dependency
            for name, dependency in handler.resolve_dependencies().items()
            if isinstance(dependency, Reader)
        }
        asked, given = readers.get("asked"), readers.get("given")
        self.query: type[Struct] | None = asked.type if asked else None
        self.body: type[Struct] | None = given.type if given else None
        self.bare = given is not None and given.optional
        self.answer = _unwrapped(get_type_hints(handler.fn)["return"])

    @property
    def sparse(self) -> bool:
        """Whether a client may ask for some fields only."""
        return self.query is not None and "fields" in self.query.__struct_fields__

    @property
    def item(self) -> Any:
        """The type of the answer, or of a list's items."""
        if not self.is_page:
            return self.answer
        # `class ArticlePage(Page[Article])`
        return get_args(self.answer.__orig_bases__[0])[0]

    @property
    def is_page(self) -> bool:
        """Whether the answer is a page of a list."""
        return "next_cursor" in getattr(self.answer, "__struct_fields__", ())

    def json(self) -> Json:
        """Return the operation object."""
        doc = re.sub(r"(?<!\n)\n(?!\n) *", " ", _docstring(self.handler.fn))
        summary, _, description = doc.partition("\n\n")
        found = {
            "operationId": self.handler.fn.__name__,
            "summary": summary,
            "description": description or None,
            "tags": [self.tag],
            "parameters": [
                *self._path_parameters(),
                *self._query_parameters(),
                *([_IDEMPOTENCY] if "idempotent" in self.handler.opt else ()),
            ],
            "requestBody": self._request_body(),
            "responses": self._responses(),
            "security": None if "scope" in self.handler.opt else [],
        }
        return {name: value for name, value in found.items() if value is not None}

    def _path_parameters(self) -> Iterator[Json]:
        for name in re.findall(r"\{(\w+)\}", self.path):
            yield {
                "name": name,
                "in": "path",
                "required": True,
                "schema": {"type": "string"},
                "description": examples.PATH_PARAMETERS[name],
            }

    def _query_parameters(self) -> Iterator[Json]:
        if self.query is None:
            return
        schema = _own_schema(self.query)
        for name, found in schema["properties"].items():
            shape = {key: value for key, value in found.items() if key != "description"}
            parameter = {
                "name": name,
                "in": "query",
                "required": name in schema.get("required", ()),
                "schema": _without_null(shape),
                "description": found.get("description"),
            }
            if shape.get("type") == "array":
                parameter["explode"] = name not in COMMA_LISTS
            yield {key: value for key, value in parameter.items() if value is not None}

    def _request_body(self) -> Json | None:
        media_type = self.handler.opt.get("takes", JSON)
        if self.body is None and media_type == JSON:
            return None
        schema = {"type": "string"} if self.body is None else _reference(self.body)
        shown = examples.LINES if self.body is None else examples.BODIES[self.body]
        return {
            "required": not self.bare,
            "content": {media_type: {"schema": schema, "examples": shown}},
        }

    def _responses(self) -> Json:
        responses: Json = {}
        for status, told in self._successes().items():
            responses[status] = {"description": told} | self._content()
        for status in self._failures():
            answer: Json = {"description": _STATUSES[status]}
            if status != "304":
                answer["content"] = {MEDIA_TYPE: {"schema": _reference(Problem)}}
            responses[status] = answer
        return responses

    def _successes(self) -> dict[str, str]:
        told: dict[str, str] = self.handler.opt.get("answers", {})
        return told or {str(self.handler.status_code): "Done."}

    def _content(self) -> Json:
        if self.answer is type(None):
            return {}
        media_type = self.handler.opt.get("gives", JSON)
        schema = {"type": "string"} if media_type != JSON else _reference(self.answer)
        return {"content": {media_type: {"schema": schema}}}

    def _failures(self) -> list[str]:
        opt = self.handler.opt
        statuses = ["400", *opt.get("fails", ())]
        if self.method == "get" and not opt.get("untagged"):
            statuses.append("304")
        if "{" in self.path:
            statuses.append("404")
        if "scope" in opt:
            statuses += ["401", "403"]
        if self.body is not None or "takes" in opt:
            statuses += ["413", "415"]
        return sorted({*statuses, "503"})


def _operations(app: Litestar) -> Iterator[Operation]:
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for method, (handler, _) in route.route_handler_map.items():
            if method != "OPTIONS" and handler.resolve_include_in_schema():
                yield Operation(route.path_format, method, handler)


def _components(operations: list[Operation]) -> Json:
    types = [o.body for o in operations if o.body] + [
        o.answer for o in operations if _is_struct(o.answer)
    ]
    _, components = msgspec.json.schema_components(
        [*types, Problem, *webhooks.DATA], ref_template=_REF
    )
    for operation in operations:
        if operation.sparse:
            schema = components[operation.item.__name__]
            # With `fields`, a client gets no more than it asks for.
            schema["required"] = schema.get("required", [])[:1]
    return dict(sorted(components.items()))


def _own_schema(type: type[Struct]) -> Json:
    _, components = msgspec.json.schema_components([type], ref_template=_REF)
    schema: Json = components[type.__name__]
    return schema


def _without_null(schema: Json) -> Json:
    if schema.get("default", ...) is None:
        schema = {key: value for key, value in schema.items() if key != "default"}
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return rest | kinds[0] if len(kinds) == 1 else schema


def _reference(type: Any) -> Json:
    [schema], _ = msgspec.json.schema_components([type], ref_template=_REF)
    return schema


def _unwrapped(annotation: Any) -> Any:
    origin = get_origin(annotation)
    if isinstance(origin, type) and issubclass(origin, Response):
        return get_args(annotation)[0]
    return annotation


def _is_struct(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Struct)


def _docstring(function: Any) -> str:
    lines = (function.__doc__ or "").strip().splitlines()
    return "\n".join(line.strip() for line in lines)
