"""Errors, told as RFC 9457 problems that name the field."""

import logging
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException
from msgspec import Struct

from service.errors import (
    Conflict,
    Invalid,
    NotFound,
    ParleyError,
    TooLarge,
    Unavailable,
)
from service.store.outages import is_passing

log = logging.getLogger("parley.api")

MEDIA_TYPE = "application/problem+json"

_STATUS: dict[type[ParleyError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    Invalid: HTTPStatus.BAD_REQUEST,
    Conflict: HTTPStatus.CONFLICT,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}


class FieldError(Struct, frozen=True):
    """What is wrong with one field; its path is written like `query.actors[0]`."""

    field: str
    message: str


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What went wrong (RFC 9457). `errors` names the fields when the input is at fault."""

    title: str
    status: int
    detail: str
    errors: tuple[FieldError, ...] = ()


class Refused(Exception):
    """A request that HTTP itself has an answer for: a status, what to say, perhaps headers."""

    def __init__(self, status: HTTPStatus, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def answer_error(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Turn an error that left a handler into a problem; a bug is logged and told as a plain 500."""
    problem, headers = describe(error)
    if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("%s %s failed in an unforeseen way", request.method, request.url, exc_info=error)
    return Response(
        msgspec.json.encode(problem),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def describe(error: Exception) -> tuple[Problem, dict[str, str]]:
    """Return the problem that tells an error, and the headers that go with it."""
    if is_passing(error) and not isinstance(error, Unavailable):
        log.warning("The database does not answer: %r", error)
        error = Unavailable("The database does not answer now; try again.")
    if isinstance(error, Refused):
        return _problem(error.status, error.detail), error.headers
    if isinstance(error, Invalid):
        return _invalid(error), {}
    if isinstance(error, ParleyError):
        status = _STATUS.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)
        return _problem(status, str(error)), _retry(status)
    if isinstance(error, HTTPException):
        return _from_litestar(error)
    return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, "The error has been logged."), {}


def _problem(status: HTTPStatus, detail: str, *errors: FieldError) -> Problem:
    # Without a `type`, RFC 9457 wants the title to be the status's own phrase.
    return Problem(title=status.phrase, status=status, detail=detail, errors=errors)


def _invalid(error: Invalid) -> Problem:
    return _problem(HTTPStatus.BAD_REQUEST, str(error), FieldError(error.field, error.message))


def _retry(status: HTTPStatus) -> dict[str, str]:
    return {"Retry-After": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}


def _from_litestar(error: HTTPException) -> tuple[Problem, dict[str, str]]:
    status = HTTPStatus(error.status_code)
    detail = _DETAILS.get(status, error.detail or status.phrase)
    return _problem(status, detail), dict(error.headers or {})


_DETAILS = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take this method; see Allow.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is larger than what is taken.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "The error has been logged.",
}
