"""Reads queries and bodies into structs, strictly: what no struct names is refused.

The same structs make the OpenAPI document, so that it says exactly what is checked.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler
from msgspec import Struct

from service.api import known
from service.api.parts import Inside
from service.api.problems import Refused
from service.domain.misfits import misfit, told_name
from service.errors import Invalid, NotFound

S = TypeVar("S", bound=Struct)

AnyRequest = Request[Any, Any, Any]
JSON = "application/json"

# Only these may be written with commas; other values may hold commas of their own.
COMMA_LISTS = ("fields", "include")

# An escaped NUL whose backslash is not itself escaped.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class Reader(Provide):
    """A dependency that reads a request into a struct; the OpenAPI document asks for `type`.

    The readers take `parts` for its place only: what is handed over one after the other needs no
    tasks of its own.
    """

    def __init__(
        self, read: Callable[..., Awaitable[Struct]], type: type[Struct], *, optional: bool = False
    ) -> None:
        super().__init__(read)
        self.type = type
        self.optional = optional


def asks(type: type[S]) -> dict[str, Provide]:
    """Offer a handler `asked`, the request's query as a struct; wrong values raise Invalid."""

    async def read(request: AnyRequest, parts: Inside) -> Struct:
        asked = read_query(request.query_params.dict(), type)
        await known.check(parts.db, parts.known, asked)
        return asked

    return {"asked": Reader(read, type)}


def takes(type: type[S], *, optional: bool = False) -> dict[str, Provide]:
    """Offer a handler `given`, the request's JSON body as a struct; wrong values raise Invalid.

    An `optional` body may be left out; the struct then has its usual values.
    """

    async def read(request: AnyRequest, parts: Inside) -> Struct:
        body = await request.body()
        if optional and not body:
            return type()
        require_media_type(request, JSON)
        return read_json(body, type)

    return {"given": Reader(read, type, optional=optional)}


def read_query(values: Mapping[str, list[str]], type: type[S]) -> S:
    """Read query parameters.

    Raises Invalid, naming the parameter, also for one that is not known, or empty: a filter that
    is silently left out would give wrong answers.
    """
    lists, single = _parameters(type)
    query: dict[str, Any] = {}
    for name, texts in values.items():
        if name not in lists and name not in single:
            known = ", ".join(sorted(lists | single))
            message = f"This parameter is not known here; known are: {known}."
            raise Invalid(told_name(name), message)
        _check_texts(name, texts)
        if name in lists:
            query[name] = _split(name, texts)
        elif len(texts) > 1:
            raise Invalid(name, "This parameter may be given once only.")
        else:
            query[name] = texts[0]
    return _convert(query, type)


def read_json(body: bytes, type: type[S]) -> S:
    """Read a JSON body. Raises Invalid, naming the field."""
    if b"u0000" in body and _NUL.search(body):
        raise Invalid("body", "NUL characters are not taken.")
    try:
        return msgspec.json.decode(body.removeprefix(BOM_UTF8), type=type)
    except msgspec.ValidationError as error:
        raise misfit(error, type) from None
    except UnicodeDecodeError:
        raise Invalid("body", "This is not UTF-8.") from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise Invalid("body", f"This is not JSON: {error}.") from None


def require_media_type(request: AnyRequest, *accepted: str) -> None:
    """Raise Refused (415) unless the body is of one of the media types, and not packed."""
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Refused(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "The body must be sent as it is, without a Content-Encoding.",
            Accept_Encoding="identity",
        )
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type not in accepted:
        wanted = " or ".join(accepted)
        raise Refused(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"The body must be sent with Content-Type: {wanted}.",
            Accept=", ".join(accepted),
        )


def refuse_unread(conn: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuse a query parameter that nobody reads, and an id that no database takes."""
    if conn.scope["query_string"] and "asked" not in handler.resolve_dependencies():
        name = next(iter(conn.query_params), "")
        raise Invalid(told_name(name), "This address takes no parameters.")
    for name, value in conn.path_params.items():
        if "\0" in value:
            raise NotFound(name, "with a NUL character")


def _check_texts(name: str, texts: list[str]) -> None:
    for text in texts:
        if not text:
            raise Invalid(name, "This is empty; leave it out or give it a value.")
        if "\0" in text:
            raise Invalid(name, "NUL characters are not taken.")


def _split(name: str, given: list[str]) -> list[str]:
    if name not in COMMA_LISTS:
        return given
    return [part for text in given for part in text.split(",") if part]


def _convert(query: dict[str, Any], type: type[S]) -> S:
    try:
        return msgspec.convert(query, type, strict=False)
    except msgspec.ValidationError as error:
        raise misfit(error, type) from None


@cache
def _parameters(type: type[Struct]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of the parameters that may be repeated, and of those that may not."""
    fields = msgspec.structs.fields(type)
    lists = frozenset(field.name for field in fields if isinstance(field.default, tuple))
    return lists, frozenset(field.name for field in fields) - lists
