"""What can go wrong, in the domain's words; how it is told is decided at the edge.

ParleyError
 ├─ NotFound         there is no such thing
 ├─ Invalid          a value is wrong; names the field
 ├─ InvalidCursor    a page's cursor is not one of ours
 ├─ Conflict         the thing exists, or changed meanwhile
 ├─ TooLarge         more bytes than are taken
 ├─ Unreadable       a document that the extraction fails on; our fault
 └─ Unavailable      a server that is needed does not answer; passing
"""

from collections.abc import Iterator
from contextlib import contextmanager


class ParleyError(Exception):
    """The base of all errors that are ours."""


class NotFound(ParleyError):
    """There is no such thing."""

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(f"There is no {kind} {id}.")
        self.kind = kind
        self.id = id


class Invalid(ParleyError):
    """A value is wrong. `field` is its path, such as `query.kinds[0]`."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message

    def __reduce__(self) -> tuple[type["Invalid"], tuple[str, str]]:
        """Let it come back from another process."""
        return Invalid, (self.field, self.message)


@contextmanager
def named_in(field: str) -> Iterator[None]:
    """Tell that there is no such thing as a wrong value of the field that names it."""
    try:
        yield
    except NotFound as error:
        raise Invalid(field, str(error)) from None


class InvalidCursor(Invalid):
    """A cursor that was not given out by this service."""

    def __init__(self) -> None:
        super().__init__("cursor", "This is not a cursor that was given out here.")


class Conflict(ParleyError):
    """The thing exists already, or changed meanwhile."""


class TooLarge(ParleyError):
    """More bytes came than are taken."""


class Unreadable(ParleyError):
    """A document that the extraction fails on; our fault, not the document's."""


class Unavailable(ParleyError):
    """A server that is needed does not answer now."""
