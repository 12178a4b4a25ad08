"""The gate: is a text worth a full reading? Counts of known words decide, before any rule runs."""

from collections.abc import Iterable

from msgspec import Struct

from service.extraction.scan import Token

ENOUGH = 1.0


class Gate(Struct, frozen=True):
    """How many words speak of peace making, of war, of meetings, of other subjects."""

    peace: int
    conflict: int
    triggers: int
    off_topic: int

    @property
    def open(self) -> bool:
        """Whether the rules for meetings and mentions need to run at all."""
        return self.triggers > 0


def gate(tokens: Iterable[Token]) -> Gate:
    """Count the words that decide."""
    peace = conflict = triggers = off_topic = 0
    for token in tokens:
        senses = token.senses
        peace += "peace" in senses
        conflict += "conflict" in senses
        triggers += "trigger" in senses
        off_topic += "off_topic" in senses
    return Gate(peace, conflict, triggers, off_topic)
