"""What is wrong with a value that does not fit its type, in words for whoever sent it. Pure."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from service.errors import Invalid

_AT = re.compile(r" - at `\$(?P<path>[^`]*)`$")
_STEP = re.compile(r"\.([^.\[]+)|\[[^\]]*\]")
_NAMED = (
    (re.compile(r"^Object contains unknown field `(.*)`$", re.DOTALL), "is not known here"),
    (re.compile(r"^Object missing required field `(.*)`$"), "is required"),
)
_PLAINLY = (
    (re.compile("^Invalid RFC3339 encoded date$"), "Write a day as 2024-05-10."),
    (
        re.compile("^(Invalid RFC3339 encoded datetime$|Expected `datetime` with a timezone)"),
        "Write a time as 2024-05-10T09:30:00Z.",
    ),
    (re.compile(r"^Expected `bool( \| null)?`, got"), "Write true or false."),
    (re.compile("^Expected `array` of length >= 1$"), "Give one value at least."),
    (re.compile(r"^Expected `int( \| null)?`, got"), "Write a whole number."),
)
_ENUM = re.compile(r"^Invalid enum value (?P<value>.*)$", re.DOTALL)
_PATTERN = re.compile("matching regex")
_BRIEF = 100  # characters of a wrong value that are told back


def misfit(error: msgspec.ValidationError, type: Any, whole: str = "body") -> Invalid:
    """Tell what msgspec found in a value for `type`: the field's path, and what it should be.

    `whole` is what the value itself is called, for what is wrong with all of it.
    """
    found = _AT.search(str(error))
    path = found.group("path") if found else ""
    message = _AT.sub("", str(error))
    field = path.removeprefix(".")
    for named, what in _NAMED:
        if match := named.match(message):
            name = told_name(match.group(1))
            return Invalid(f"{field}.{name}" if field else name, f"This field {what}.")
    return Invalid(field or whole, _told(message, type, path))


def _told(message: str, type: Any, path: str) -> str:
    for pattern, words in _PLAINLY:
        if pattern.match(message):
            return words
    if enum := _ENUM.match(message):
        known = [choice for node in _reached(type, path) for choice in _choices(node)]
        if known:
            return f"{_brief(enum.group('value'))} is not one of: {', '.join(known)}."
    if _PATTERN.search(message):
        for node in _reached(type, path):
            if description := _description(node):
                return f"Wanted here: {description}"
    return f"{message}."


def told_name(name: str) -> str:
    """Return a name that was sent as errors tell it: its beginning, or `""` for one without any."""
    return _brief(name) or '""'


def _brief(sent: str) -> str:
    """Return what was sent, or its beginning: enough to know it by, and no echo of a whole body."""
    return sent if len(sent) <= _BRIEF else f"{sent[:_BRIEF]}…"


def _reached(type: Any, path: str) -> list[inspect.Type]:
    """Return the types that a value may have at a path such as `.query.kinds[0]`."""
    nodes = [_info(type)]
    for step in _STEP.finditer(path):
        nodes = [inner for node in nodes for inner in _inside(node, step.group(1))]
    return nodes


@cache
def _info(type: Any) -> inspect.Type:
    return inspect.type_info(type)


def _inside(node: inspect.Type, name: str | None) -> Iterator[inspect.Type]:
    """Yield the types of a field by its name, or of the items of a list (None)."""
    if isinstance(node, inspect.Metadata):
        yield from _inside(node.type, name)
    elif isinstance(node, inspect.UnionType):
        for one in node.types:
            yield from _inside(one, name)
    elif isinstance(node, inspect.StructType):
        yield from (field.type for field in node.fields if field.encode_name == name)
    elif isinstance(node, (inspect.VarTupleType, inspect.ListType)):
        yield node.item_type
    elif isinstance(node, inspect.TupleType):
        yield from node.item_types


def _choices(node: inspect.Type) -> Iterator[str]:
    if isinstance(node, inspect.Metadata):
        yield from _choices(node.type)
    elif isinstance(node, inspect.UnionType):
        for one in node.types:
            yield from _choices(one)
    elif isinstance(node, inspect.LiteralType):
        yield from map(str, node.values)


def _description(node: inspect.Type) -> str | None:
    if isinstance(node, inspect.UnionType):
        return next(filter(None, map(_description, node.types)), None)
    if not isinstance(node, inspect.Metadata):
        return None
    # What stands nearest to the pattern speaks of it.
    return _description(node.type) or (node.extra_json_schema or {}).get("description")
