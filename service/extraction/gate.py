"""The gate: is a text worth a full reading? Its known words decide, before any rule runs."""

from collections.abc import Iterable

from service.extraction.scan import Token


def tells_of_meetings(tokens: Iterable[Token]) -> bool:
    """Tell whether the rules for meetings need to run at all: some word may report one."""
    return any("trigger" in token.senses for token in tokens)
